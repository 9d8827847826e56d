#include "support/files.h"

#include <cerrno>

namespace terrarium {

int read_stream(std::FILE* file, std::string* text) {
  char buffer[1 << 14] = {};  // written first: a fiber's stack may be watched by a checkpoint, and the system would refuse it
  while (size_t n = std::fread(buffer, 1, sizeof buffer, file)) text->append(buffer, n);
  return std::ferror(file) ? errno : 0;
}

int read_file(const std::string& path, std::string* text) {
  std::FILE* file = std::fopen(path.c_str(), "rb");
  if (!file) return errno;
  int error = read_stream(file, text);
  std::fclose(file);
  return error;
}

}  // namespace terrarium
