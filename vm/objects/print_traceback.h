// The text of an exception as CPython 3.11 prints it: traceback with source lines and marks, chain of causes, notes,
// groups, suggestions. Frames that replaced others by tail-call elimination say so in a line of their own.
#pragma once

#include "vm/core/errors.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace terrarium {

// UTF-8, ends with a newline. Runs __str__ of the exceptions; what they raise is part of the text, never an error.
// The module traceback (no) leaves out ". Did you mean: 'x'?", which the interpreter adds.
enum class Suggest : uint8_t { no, yes };
Result<std::string> format_exception(Thread& t, Value exception, Suggest suggest = Suggest::yes);
// To sys.stderr, or to file descriptor 2 when there is none or it fails. sys.excepthook is the caller's business.
void print_exception(Thread& t, Value exception);
// The entries alone ("  File ..." and so on), without the head line; for the module traceback.
Result<std::string> format_traceback(Thread& t, Value traceback);

// Text that lies in no file but in the REPL, under a name such as <stdin-3>: tracebacks quote it. False: none of that name.
using SourceFinder = bool (*)(std::string_view name, std::string* text);
void set_source_finder(SourceFinder finder);
bool find_kept_source(std::string_view name, std::string* text);

} // namespace terrarium
