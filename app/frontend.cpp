#include "app/frontend.h"

#include "compiler/compiler.h"
#include "support/files.h"
#include "vm/core/errors.h"
#include "vm/core/protocol.h"
#include "vm/core/tuple.h"
#include "vm/interp/frame.h"
#include "vm/objects/code.h"

#include <filesystem>

namespace terrarium {

namespace {

Type* type_for(DiagnosticType type) {
    Types& types = rt().types;
    switch (type) {
        case DiagnosticType::SyntaxError: return types.SyntaxError;
        case DiagnosticType::IndentationError: return types.IndentationError;
        case DiagnosticType::TabError: return types.TabError;
        case DiagnosticType::ValueError: return types.ValueError;
        case DiagnosticType::RecursionError: return types.RecursionError;
        case DiagnosticType::MemoryError: return types.MemoryError;
        case DiagnosticType::OverflowError: return types.OverflowError;
        case DiagnosticType::UnicodeError: return types.UnicodeError;
        case DiagnosticType::SyntaxWarning: return types.SyntaxWarning;
        case DiagnosticType::DeprecationWarning: return types.DeprecationWarning;
    }
    return types.SyntaxError;
}

Value number_or_none(int32_t n) { return n == Diagnostic::kNone ? Value::none() : Value::small_int(n); }

// The compiler's errors quote the line of the file they name, if there is one: the text itself may have come from anywhere.
void quote_file(Diagnostic& d, std::string_view filename) {
    std::string bytes;
    if (d.has_text || d.line < 1 || read_file(std::string(filename), &bytes) != 0) return;
    SourceText file = SourceText::from_bytes(bytes, filename);
    if (file.error() || static_cast<uint32_t>(d.line) > file.line_count()) return;
    d.text = file.line(static_cast<uint32_t>(d.line));
    d.has_text = true;
}

// Warnings of the lexer, parser and compiler carry their own place.
Status give_warnings(Thread& t, const std::vector<Diagnostic>& warnings, std::string_view filename) {
    for (const Diagnostic& d : warnings) {
        Result<void> r = warn_explicit(t, type_for(d.type), d.message, filename, d.line);
        if (r) continue;
        // A warning made an error is a SyntaxError at its place.
        if (raised_matches(t, type_for(d.type))) {
            clear_raised(t);
            Diagnostic error = d;
            error.type = DiagnosticType::SyntaxError;
            error.has_text = false;
            quote_file(error, filename);
            return raise_diagnostic(t, error, filename);
        }
        return Error{};
    }
    return {};
}

Result<Own> compile_hook(Thread& t, Str* source, std::span<const char> bytes, Str* filename, const char* mode, int flags) {
    FrontendInput input;
    std::string text;
    if (source) {
        text = to_utf8(source);
        input.text = text;
    } else {
        input.text = {bytes.data(), bytes.size()};
        input.decoded = false;
        input.object = (flags & compile_bytes_object) != 0;
    }
    std::string name = to_utf8(filename);
    input.filename = name;
    input.mode = mode[0] == 'e' && mode[1] == 'v' ? Mode::Eval : mode[0] == 's' ? Mode::Single : Mode::Exec;
    input.future_flags = static_cast<uint32_t>(flags) & code_future_mask;
    input.optimize = rt().switches.optimize;
    return compile_source(t, input, nullptr);
}

} // namespace

Error raise_diagnostic(Thread& t, const Diagnostic& d, std::string_view filename) {
    Type* type = type_for(d.type);
    if (!d.is_syntax_error()) return d.message.empty() ? raise_class(t, type) : raise_text(t, type, d.message);
    if (d.line == Diagnostic::kNone) return raise_text(t, type, d.message);
    Ref<Str> message = TRY(make_str(t, d.message));
    Ref<Str> file = TRY(make_str(t, filename));
    Own text = Own::none();
    if (d.has_text) text = TRY(make_str(t, d.text));
    Ref<Tuple> place = tuple_of(file.value(), number_or_none(d.line), number_or_none(d.offset), text.get(), number_or_none(d.end_line),
                                number_or_none(d.end_offset));
    Own exception = TRY(call(t, Value::object(type), message.value(), place.value()));
    return raise_object(t, exception);
}

Result<Own> compile_source(Thread& t, const FrontendInput& input, bool* incomplete) {
    if (incomplete) *incomplete = false;
    using BytesOf = SourceText::BytesOf;
    SourceText source = input.decoded ? SourceText::from_string(input.text, input.filename)
                                      : SourceText::from_bytes(input.text, input.filename, input.object ? BytesOf::Object : BytesOf::File);
    Arena arena;
    ParseResult parsed = parse(source, input.mode, arena);
    if (incomplete && parsed.incomplete) {
        *incomplete = true;
        return Own::none();
    }
    if (parsed.error) return raise_diagnostic(t, *parsed.error, input.filename);
    TRY(give_warnings(t, parsed.warnings, input.filename));
    CompileOptions options;
    options.filename = std::string(input.filename);
    if (input.quote_text) options.source = &source;
    options.optimize = input.optimize;
    options.future_flags = input.future_flags;
    CompileResult compiled = compile(parsed.tree, options);
    if (compiled.error) {
        quote_file(*compiled.error, input.filename);
        return raise_diagnostic(t, *compiled.error, input.filename);
    }
    TRY(give_warnings(t, compiled.warnings, input.filename));
    return load_code(t, *compiled.code);
}

bool compiles(const std::string& path, int optimize) {
    std::string bytes;
    std::error_code error;
    if (!std::filesystem::is_regular_file(path, error)) return true; // a pipe can be read once
    if (read_file(path, &bytes) != 0) return false;
    SourceText source = SourceText::from_bytes(bytes, path);
    Arena arena;
    ParseResult parsed = parse(source, Mode::Exec, arena);
    if (parsed.error) return false;
    CompileOptions options;
    options.filename = path;
    options.optimize = optimize;
    return !compile(parsed.tree, options).error;
}

void init_frontend() { rt().hooks.compile = compile_hook; }

} // namespace terrarium
