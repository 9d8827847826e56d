// The Frontend that the VM is handed: source text through lexer, parser and compiler to a code object, with
// SyntaxErrors and warnings as Python exceptions.
#pragma once

#include "parser/parser.h"
#include "support/diagnostic.h"
#include "vm/core/runtime.h"

#include <string_view>

namespace terrarium {

void init_frontend(); // sets rt().hooks.compile

struct FrontendInput {
    std::string_view text;
    bool decoded = true;   // UTF-8 from a str; false: a file's bytes, whose cookie and BOM decide
    bool object = false;   // not a file's bytes but those of an object given to compile()
    std::string_view filename;
    bool quote_text = false; // typed at the prompt: what the compiler finds is quoted from the text, as it lies in no file
    Mode mode = Mode::Exec;
    uint32_t future_flags = 0;
    int optimize = 0;
};
// A code object; *incomplete (may be null): more lines could still make it right, nothing is raised then.
Result<Own> compile_source(Thread& t, const FrontendInput& input, bool* incomplete);
// False: the file cannot be read or compiled, which is told to nobody. What is no regular file is not looked at: true.
bool compiles(const std::string& path, int optimize);
// An error of lexer, parser or compiler as a Python exception.
Error raise_diagnostic(Thread& t, const Diagnostic& d, std::string_view filename);

} // namespace terrarium
