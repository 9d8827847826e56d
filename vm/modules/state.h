// What the native modules of this room keep, in one block in the data region. Types are null until their module is made.
#pragma once

#include "vm/core/list.h"
#include "vm/core/runtime_rooms.h"

namespace terrarium {

struct ModulesState {
    // _io
    Type *file_io, *buffered_reader, *buffered_writer, *buffered_random, *buffered_pair, *text_io, *string_io, *bytes_io,
        *bytes_io_buffer;
    // sys
    Type *version_info, *sys_flags, *float_info, *int_info, *hash_info, *thread_info, *asyncgen_hooks, *unraisable_arguments;
    // time, posix
    Type *struct_time, *stat_result, *times_result, *uname_result, *terminal_size, *statvfs_result;
    // _thread, _random, _signal
    Type *lock, *rlock, *local, *except_hook_arguments, *random;
    Type* signal_info;
    // All owned; the int 0 or null as long as nothing is there.
    Value unsupported_operation;  // class io.UnsupportedOperation
    Value gc_garbage, gc_callbacks; // lists
    Value signal_handlers;        // list: handler by number
    Value asyncgen_first, asyncgen_finalizer;
    double switch_interval;
    int64_t thread_stack_size;    // as _thread.stack_size() was told
    bool finalizing;
};
ModulesState& modules_state();

} // namespace terrarium
