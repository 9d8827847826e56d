// What files share about code objects beyond their layout (vm/objects/function.h).
#pragma once

#include "vm/objects/function.h"

#include <string_view>

namespace terrarium {

// Python counts instructions in code units of two bytes: tb_lasti, f_lasti and the offsets of co_lines() step by 2.
inline constexpr int64_t instruction_step = 2;

// With rt().hooks.compile's flags: the bytes are an object's (compile(), exec()), not a file's.
inline constexpr int compile_bytes_object = 1 << 30;

// A bit of Code::flags of our own: the code of an embedded module that stands for one CPython has in C. Tracebacks leave
// its frames out. Such a module opens with the line native_mark.
inline constexpr uint32_t code_shown_as_native = 1u << 30;
inline constexpr std::string_view native_mark = "# Shown as native code.\n";

// A copy with arrays of its own.
Result<Ref<Code>> copy_code(Thread& t, const Code* code);

} // namespace terrarium
