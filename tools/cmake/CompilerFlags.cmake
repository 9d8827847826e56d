# Language, warnings, optimisation and sanitizers for every room.
# Floats are IEEE exact: nothing of -ffast-math, and no contraction to fused multiply-add. errno stays
# observable, because the math module reads it.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

set(CMAKE_CXX_FLAGS_RELEASE "-O2 -g1 -DNDEBUG")
set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g")

# g++ 12 warns falsely of overlapping copies in std::string (GCC bug 105329).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options(-Wno-restrict)
endif()
add_compile_options(-Wall -Wextra -ffp-contract=off -fno-plt -fno-semantic-interposition)
if(TERRARIUM_WERROR)
  add_compile_options(-Werror)
endif()
# __FILE__ and debug info name files from the root, so that builds in different places are the same.
# ccache hands over paths relative to the build tree, hence the second map.
file(RELATIVE_PATH terrarium_root_from_build "${CMAKE_BINARY_DIR}" "${CMAKE_SOURCE_DIR}")
add_compile_options("-ffile-prefix-map=${CMAKE_SOURCE_DIR}/=" "-ffile-prefix-map=${terrarium_root_from_build}=")
include_directories("${CMAKE_SOURCE_DIR}")

if(TERRARIUM_CHECKS)
  add_compile_definitions(TERRARIUM_CHECKS=1)
endif()
if(TERRARIUM_GC_STRESS)
  add_compile_definitions(TERRARIUM_GC_STRESS=1)
endif()
if(TERRARIUM_SANITIZE)
  # Line tables are enough for a report, and keep the objects small.
  add_compile_options("-fsanitize=${TERRARIUM_SANITIZE}" -fno-sanitize-recover=all -fno-omit-frame-pointer -g1)
  add_link_options("-fsanitize=${TERRARIUM_SANITIZE}")
endif()

if(TERRARIUM_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  find_program(TERRARIUM_CCACHE_PROGRAM ccache)
  if(TERRARIUM_CCACHE_PROGRAM)
    # Relative to the base directory, so that two checkouts of the same source share their hits.
    set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env
      "CCACHE_BASEDIR=${CMAKE_SOURCE_DIR}" CCACHE_NOHASHDIR=1 "${TERRARIUM_CCACHE_PROGRAM}")
  endif()
endif()

if(TERRARIUM_LLD)
  find_program(TERRARIUM_LLD_PROGRAM NAMES ld.lld)
  if(TERRARIUM_LLD_PROGRAM)
    add_link_options(-fuse-ld=lld)
  endif()
endif()
