# The libraries of the distribution. A room links them by these names:
#   Boost::program_options  Boost::context  fmt::fmt  GMP::GMP  utf8proc::utf8proc  libedit::libedit
#   ncursesw::ncursesw  Threads::Threads  ZLIB::ZLIB
# Catch2 (version 2 or 3) is for the unit tests only.
find_package(Threads REQUIRED)
find_package(Boost REQUIRED COMPONENTS program_options context)
find_package(fmt REQUIRED)
find_package(ZLIB REQUIRED)
if(TERRARIUM_TESTS)
  find_package(Catch2 REQUIRED)
endif()

# None of these brings a CMake package on Debian 12.
function(terrarium_find_plain_library name header library)
  find_path(${name}_INCLUDE_DIR ${header})
  find_library(${name}_LIBRARY ${library})
  if(NOT ${name}_INCLUDE_DIR OR NOT ${name}_LIBRARY)
    message(FATAL_ERROR "${name} not found: ${header} and lib${library} are needed (./dev installs them)")
  endif()
  add_library(${name}::${name} UNKNOWN IMPORTED GLOBAL)
  set_target_properties(${name}::${name} PROPERTIES
    IMPORTED_LOCATION "${${name}_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${${name}_INCLUDE_DIR}")
endfunction()

terrarium_find_plain_library(GMP gmp.h gmp)
terrarium_find_plain_library(utf8proc utf8proc.h utf8proc)
terrarium_find_plain_library(libedit histedit.h edit)
terrarium_find_plain_library(ncursesw curses.h ncursesw)
