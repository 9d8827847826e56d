// Whole files at once, for those who read source text.
#pragma once

#include <cstdio>
#include <string>

namespace terrarium {

// Both append to *text and return 0 or the errno of what failed; a directory is EISDIR.
int read_stream(std::FILE* file, std::string* text);
int read_file(const std::string& path, std::string* text);

}  // namespace terrarium
