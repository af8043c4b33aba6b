# svd_module(NAME SOURCES ... USES ... PRIVATE_USES ...): one static library for one module folder.
# Linking does not enforce the layering, because all modules share one include root: tests/lint does.
function(svd_module name)
  cmake_parse_arguments(A "" "" "SOURCES;USES;PRIVATE_USES" ${ARGN})
  add_library(${name} STATIC ${A_SOURCES})
  target_link_libraries(${name} PUBLIC svd_options ${A_USES} PRIVATE ${A_PRIVATE_USES})
  svd_precompile(${name} svd_precompiled)
  if(SVD_PRECOMPILE)
    # In the builds that only test, a few sources of a module are compiled as one.
    set_target_properties(${name} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 6)
  endif()
endfunction()

# svd_test(NAME SOURCES ... USES ... LABELS ...): one doctest executable, every case its own ctest test.
function(svd_test name)
  cmake_parse_arguments(A "" "" "SOURCES;USES;LABELS" ${ARGN})
  add_executable(${name} ${A_SOURCES})
  target_link_libraries(${name} PRIVATE svd_options svd_test_main ${A_USES})
  svd_precompile(${name} svd_precompiled_test)
  if(NOT A_LABELS)
    set(A_LABELS unit)
  endif()
  add_test(NAME ${name} COMMAND ${name} --no-intro)
  set_tests_properties(${name} PROPERTIES LABELS "${A_LABELS}" TIMEOUT 300)
endfunction()
