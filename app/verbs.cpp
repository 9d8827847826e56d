#include "app/verbs.h"

#include "app/frontend.h"
#include "app/run.h"
#include "app/say.h"
#include "bytecode/disassembler.h"
#include "compiler/compiler.h"
#include "lexer/dump.h"
#include "parser/dump.h"
#include "support/files.h"


#include <cerrno>
#include <cstdio>
#include <cstring>
#include <optional>

namespace terrarium {

namespace {

struct Dump {
    std::string text;
    std::optional<Diagnostic> error; // what ended it
};

Dump make_dump(const Options& options, const SourceText& source) {
    Dump dump;
    if (options.verb == "tokens") {
        dump.text = dump_tokens(source, &dump.error);
        return dump;
    }
    Arena arena;
    ParseResult parsed = parse(source, Mode::Exec, arena);
    if (parsed.error) {
        dump.error = *parsed.error;
    } else if (options.verb == "ast") {
        dump.text = dump_ast(parsed.tree);
    } else {
        CompileOptions how;
        how.filename = source.filename();
        how.source = &source;
        how.optimize = options.optimize;
        CompileResult compiled = compile(parsed.tree, how);
        if (compiled.error) dump.error = *compiled.error;
        else dump.text = disassemble(*compiled.code);
    }
    return dump;
}

int report(const Options& options, const Diagnostic& error, const std::string& filename) {
    std::string fault;
    if (!start_vm(options, &fault)) {
        say(stderr, "terrarium: {}\n", fault);
        return 1;
    }
    Thread& t = *rt().main_thread;
    (void)raise_diagnostic(t, error, filename);
    return report_exception(t, After::end, nullptr);
}

} // namespace

int run_verb(const Options& options) {
    std::string text;
    bool standard = options.program == Options::Program::standard_input;
    if (int error = standard ? read_stream(stdin, &text) : read_file(options.target, &text)) {
        say(stderr, "terrarium: can't open file '{}': [Errno {}] {}\n", options.target, error, std::strerror(error));
        return 2;
    }
    SourceText source = SourceText::from_bytes(text, standard ? "<stdin>" : options.target);
    Dump dump = make_dump(options, source);
    if (!dump.text.empty() && dump.text.back() != '\n') dump.text += '\n';
    std::fwrite(dump.text.data(), 1, dump.text.size(), stdout);
    if (int unsaid = said()) return unsaid;
    return dump.error ? report(options, *dump.error, source.filename()) : 0;
}

} // namespace terrarium
