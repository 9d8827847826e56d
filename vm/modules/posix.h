// What the files of the module posix share: arguments that are paths or numbers, and the functions that give structures.
#pragma once

#include "vm/core/dict.h"
#include "vm/core/native.h"
#include "vm/core/protocol.h"

#include <string>

namespace terrarium {

enum class PathKind : uint8_t { name_only, descriptor_allowed, none_allowed };
struct Path {
    std::string bytes;   // in the file system's encoding
    int descriptor = -1; // given instead of a name
    bool is_bytes = false;
    Own object;          // as the caller gave it, for errors
};
// TypeError "stat: path should be string, bytes, os.PathLike or integer, not float"
Result<Path> posix_path(Thread& t, Value v, const char* function, const char* argument, PathKind kind = PathKind::name_only);
Error raise_path(Thread& t, const Path& p); // OSError by errno
Result<int> posix_int(Thread& t, Value v);
// The system's open(). Of a pipe with a name it waits for the other end: other threads run meanwhile.
int open_blocking(Thread& t, const char* path, int flags, mode_t mode);
Result<Own> decode_path(Thread& t, std::string_view bytes); // str in the file system's encoding

// Before the process sends itself the signal: who listens is told if that ends it (see ThreadEvents::on_exit).
void tell_if_fatal(int signal);

// posix_stat.cpp
Result<Own> posix_stat(Thread& t, const Value* a);
Result<Own> posix_lstat(Thread& t, const Value* a);
Result<Own> posix_fstat(Thread& t, const Value* a);
Result<Own> posix_times(Thread& t, const Value* a);
Result<Own> posix_uname(Thread& t, const Value* a);
Result<Own> posix_terminal_size(Thread& t, const Value* a);
void add_posix_types(Dict* names);

} // namespace terrarium
