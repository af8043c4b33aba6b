# svd_proto_library(NAME FILES...): the generated C++ of proto/, seen only by core/wire.
function(svd_proto_library name)
  set(out "${CMAKE_BINARY_DIR}/generated")
  file(MAKE_DIRECTORY "${out}")
  foreach(file IN LISTS ARGN)
    string(REGEX REPLACE "\\.proto$" "" stem "${file}")
    add_custom_command(
      OUTPUT "${out}/${stem}.pb.cc" "${out}/${stem}.pb.h"
      COMMAND protobuf::protoc "--proto_path=${CMAKE_SOURCE_DIR}/proto" "--cpp_out=${out}" "${file}"
      DEPENDS "${CMAKE_SOURCE_DIR}/proto/${file}"
      VERBATIM)
    list(APPEND generated "${out}/${stem}.pb.cc")
  endforeach()
  add_library(${name} STATIC ${generated})
  target_include_directories(${name} SYSTEM PUBLIC "${out}")
  target_link_libraries(${name} PUBLIC protobuf::libprotobuf)
  if(SVD_SANITIZE)
    target_compile_options(${name} PRIVATE -fsanitize=${SVD_SANITIZE})
  endif()
endfunction()
