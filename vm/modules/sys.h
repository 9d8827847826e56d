// The module sys: made before all others, it holds what a program sees of its interpreter.
#pragma once

#include "vm/core/dict.h"
#include "vm/core/native.h"
#include "vm/core/tuple.h"

#include <string>

namespace terrarium {

struct FrameObject;

void init_sys(Thread& t);
Ref<Tuple> native_module_names(); // sys.builtin_module_names

// sys_info.cpp: constants and the structures that describe the build.
Status add_sys_constants(Thread& t, Dict* names);
// sys_hooks.cpp: displayhook, excepthook, unraisablehook, breakpointhook.
extern const NativeDef sys_hook_functions[];
Status add_sys_hooks(Thread& t, Dict* names);
void write_error_text(Thread& t, std::string_view text); // to sys.stderr; to the descriptor when there is none or it fails
Result<std::string> hook_text(Thread& t, Value exception, Value traceback); // what excepthook prints
void unraisable(Thread& t, Own exception, std::string_view what, Value object_or_null); // rt().hooks.unraisable

// vm/interp/roots.cpp, which this room may not look at: the frame object `level` frames above the innermost one (0);
// null when there is none.
Ref<FrameObject> running_frame(Thread& t, int64_t level);

} // namespace terrarium
