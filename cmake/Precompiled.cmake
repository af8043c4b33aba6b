# The standard headers that nearly every source reads, read once: with -O0 and the sanitizers four fifths of the time
# goes into reading headers.  Off in the dev build, so that what a source includes is what it gets, and so that the
# lint sees sources as they are; each header is compiled alone by tests/lint/check_headers.py.
option(SVD_PRECOMPILE "Read the standard headers once for all sources" OFF)

if(SVD_PRECOMPILE)
  set(SVD_COMMON_HEADERS
    <algorithm> <array> <chrono> <compare> <cstdint> <filesystem> <functional> <map> <memory> <mutex> <optional> <set>
    <span> <string> <string_view> <unordered_map> <variant> <vector> <fmt/format.h> <boost/json.hpp>)
  file(WRITE "${CMAKE_BINARY_DIR}/precompiled.cpp" "")
  # The compiler must not put the time into what it writes, or no cache would know it again.
  set(SVD_PRECOMPILE_OPTIONS -Xclang -fno-pch-timestamp)

  add_library(svd_precompiled OBJECT "${CMAKE_BINARY_DIR}/precompiled.cpp")
  target_link_libraries(svd_precompiled PRIVATE svd_options fmt::fmt Boost::json)
  target_precompile_headers(svd_precompiled PRIVATE ${SVD_COMMON_HEADERS})
  target_compile_options(svd_precompiled PRIVATE ${SVD_PRECOMPILE_OPTIONS})

  # Programs are position-independent in another way than libraries are.
  add_library(svd_precompiled_test OBJECT "${CMAKE_BINARY_DIR}/precompiled.cpp")
  set_target_properties(svd_precompiled_test PROPERTIES POSITION_INDEPENDENT_CODE OFF)
  target_compile_options(svd_precompiled_test PRIVATE -fPIE)
  target_link_libraries(svd_precompiled_test PRIVATE svd_options fmt::fmt Boost::json doctest::doctest)
  target_precompile_headers(svd_precompiled_test PRIVATE ${SVD_COMMON_HEADERS} <doctest/doctest.h>)
  target_compile_options(svd_precompiled_test PRIVATE ${SVD_PRECOMPILE_OPTIONS})
endif()

# svd_precompile(TARGET FROM): the target reads the headers that FROM has read.
function(svd_precompile target from)
  if(SVD_PRECOMPILE)
    target_precompile_headers(${target} REUSE_FROM ${from})
    target_compile_options(${target} PRIVATE ${SVD_PRECOMPILE_OPTIONS})
  endif()
endfunction()
