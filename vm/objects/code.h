// What files share about code objects beyond their layout (vm/objects/function.h).
#pragma once

#include "vm/objects/function.h"

namespace terrarium {

// Python counts instructions in code units of two bytes: tb_lasti, f_lasti and the offsets of co_lines() step by 2.
inline constexpr int64_t instruction_step = 2;

// With rt().hooks.compile's flags: the bytes are an object's (compile(), exec()), not a file's.
inline constexpr int compile_bytes_object = 1 << 30;

// A copy with arrays of its own.
Result<Ref<Code>> copy_code(Thread& t, const Code* code);

} // namespace terrarium
