# terrarium_embed_python(target dir): every .py below dir becomes a row of the table that
# vm/modules/embedded.h declares, compiled into target. tools/embed.py writes the source.
find_program(TERRARIUM_PYTHON NAMES python3 PATHS /usr/bin NO_DEFAULT_PATH)
find_program(TERRARIUM_PYTHON NAMES python3 REQUIRED)

function(terrarium_embed_python target dir)
  get_filename_component(root "${dir}" ABSOLUTE)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${root}/*.py")
  set(output "${CMAKE_CURRENT_BINARY_DIR}/${target}_embedded.cpp")
  add_custom_command(
    OUTPUT "${output}"
    COMMAND "${TERRARIUM_PYTHON}" "${CMAKE_SOURCE_DIR}/tools/embed.py" "${root}" "${output}"
    DEPENDS ${sources} "${CMAKE_SOURCE_DIR}/tools/embed.py"
    COMMENT "Embedding the Python modules of ${dir}"
    VERBATIM)
  target_sources(${target} PRIVATE "${output}")
endfunction()

# terrarium_embed_files(target file...): the files as rows of the table that app/tour.h declares, named from the root.
function(terrarium_embed_files target)
  set(output "${CMAKE_CURRENT_BINARY_DIR}/${target}_files.cpp")
  add_custom_command(
    OUTPUT "${output}"
    COMMAND "${TERRARIUM_PYTHON}" "${CMAKE_SOURCE_DIR}/tools/embed.py" --files "${CMAKE_SOURCE_DIR}" "${output}" ${ARGN}
    DEPENDS ${ARGN} "${CMAKE_SOURCE_DIR}/tools/embed.py"
    COMMENT "Embedding the tour"
    VERBATIM)
  target_sources(${target} PRIVATE "${output}")
endfunction()
