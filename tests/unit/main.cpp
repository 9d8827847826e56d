// The main of every unit test program, for Catch2 version 2 (one header) and 3 (a library).
// Compiled once and linked into each: tests/CMakeLists.txt.
#if __has_include(<catch2/catch_session.hpp>)
#include <catch2/catch_session.hpp>
#else
#define CATCH_CONFIG_RUNNER
#include <catch2/catch.hpp>
#endif

int main(int argc, char** argv) { return Catch::Session().run(argc, argv); }
