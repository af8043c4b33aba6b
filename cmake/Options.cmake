# One INTERFACE target carries the language level, the warnings, the hardening and the sanitizers.
set(SVD_SANITIZE "" CACHE STRING "Sanitizers to build with, such as address,undefined")
option(SVD_FUZZ "Build the fuzz targets with libFuzzer" OFF)
option(SVD_BENCH "Build the benchmarks" ON)

if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  message(FATAL_ERROR
    "svd-hub is built with clang-19 (cmake --preset dev picks it). g++ 12 miscompiles ordinary coroutines "
    "without a warning: docs/decisions/0001-clang-19.md.")
endif()

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_LINK_WHAT_YOU_USE OFF)

add_library(svd_options INTERFACE)
target_include_directories(svd_options INTERFACE "${CMAKE_SOURCE_DIR}")
target_compile_options(svd_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wold-style-cast -Wnon-virtual-dtor -Woverloaded-virtual
  -Wformat=2 -Wimplicit-fallthrough -Wunused -Werror
  -fstack-protector-strong -fcf-protection -gline-tables-only)
target_compile_definitions(svd_options INTERFACE _GLIBCXX_ASSERTIONS)
target_link_options(svd_options INTERFACE -fuse-ld=lld-19 -pie -Wl,-z,relro,-z,now)
if(CMAKE_BUILD_TYPE MATCHES "Rel" AND NOT SVD_SANITIZE)
  target_compile_options(svd_options INTERFACE -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3)
endif()
if(SVD_SANITIZE)
  target_compile_options(svd_options INTERFACE
    -fsanitize=${SVD_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(svd_options INTERFACE -fsanitize=${SVD_SANITIZE})
endif()
if(SVD_FUZZ)
  target_compile_options(svd_options INTERFACE -fsanitize=fuzzer-no-link)
endif()
