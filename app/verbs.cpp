#include "app/verbs.h"

#include "bytecode/disassembler.h"
#include "compiler/compiler.h"
#include "lexer/dump.h"
#include "parser/dump.h"
#include "parser/parser.h"

#include <fmt/core.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace terrarium {

namespace {

bool read_source(const Options& options, std::string* text) {
    bool standard = options.program == Options::Program::standard_input;
    FILE* file = standard ? stdin : std::fopen(options.target.c_str(), "rb");
    if (!file) {
        fmt::print(stderr, "terrarium: can't open file '{}': [Errno {}] {}\n", options.target, errno, std::strerror(errno));
        return false;
    }
    char buffer[65536];
    size_t n;
    while ((n = std::fread(buffer, 1, sizeof buffer, file)) > 0) text->append(buffer, n);
    bool failed = std::ferror(file) != 0;
    if (failed) fmt::print(stderr, "terrarium: can't read '{}': {}\n", options.target, std::strerror(errno));
    if (!standard) std::fclose(file);
    return !failed;
}

int report(const Diagnostic& d, const std::string& filename) {
    if (d.line != Diagnostic::kNone) fmt::print(stderr, "  File \"{}\", line {}\n", filename, d.line);
    if (d.has_text) {
        size_t start = d.text.find_first_not_of(" \t");
        std::string text = start == std::string::npos ? std::string() : d.text.substr(start);
        while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
        fmt::print(stderr, "    {}\n", text);
    }
    fmt::print(stderr, "{}: {}\n", diagnostic_type_name(d.type), d.message);
    return 1;
}

} // namespace

int run_verb(const Options& options) {
    std::string text;
    if (!read_source(options, &text)) return 2;
    std::string filename = options.program == Options::Program::standard_input ? "<stdin>" : options.target;
    SourceText source = SourceText::from_bytes(text, filename);
    std::string out;
    int code = 0;
    if (options.verb == "tokens") {
        if (source.error()) return report(*source.error(), filename);
        out = dump_tokens(source);
    } else {
        Arena arena;
        ParseResult parsed = parse(source, Mode::Exec, arena);
        if (parsed.error) return report(*parsed.error, filename);
        if (options.verb == "ast") {
            out = dump_ast(parsed.tree);
        } else {
            CompileOptions how;
            how.filename = filename;
            how.source = &source;
            how.optimize = options.optimize;
            CompileResult compiled = compile(parsed.tree, how);
            if (compiled.error) return report(*compiled.error, filename);
            out = disassemble(*compiled.code);
        }
    }
    if (!out.empty() && out.back() != '\n') out += '\n';
    std::fwrite(out.data(), 1, out.size(), stdout);
    if (std::fflush(stdout) != 0 || std::ferror(stdout)) code = errno == EPIPE ? 0 : 1;
    return code;
}

} // namespace terrarium
