# Everything comes from Debian 12: deploy/install-deps.sh names the packages.
find_package(Threads REQUIRED)
find_package(Boost 1.81 CONFIG REQUIRED COMPONENTS headers json url)
find_package(OpenSSL 3.0 REQUIRED)
find_package(Protobuf 3.21 REQUIRED) # module mode: Debian ships no CMake package for it
find_package(RocksDB 7.8 CONFIG REQUIRED)
find_package(CURL REQUIRED)
find_package(ICU 72 REQUIRED COMPONENTS uc i18n)
find_package(spdlog REQUIRED)
find_package(fmt 9 REQUIRED)
find_package(prometheus-cpp CONFIG REQUIRED)
find_package(CLI11 REQUIRED)
find_package(doctest REQUIRED)
find_package(date CONFIG REQUIRED)
find_package(PkgConfig REQUIRED)
# The prefix must not be zstd: that is the name of a module that RocksDB looks for.
pkg_check_modules(svd_zstd REQUIRED IMPORTED_TARGET libzstd)
pkg_check_modules(tomlplusplus REQUIRED IMPORTED_TARGET tomlplusplus)

find_library(CSV_LIBRARY csv REQUIRED)
add_library(libcsv INTERFACE)
target_link_libraries(libcsv INTERFACE "${CSV_LIBRARY}")
