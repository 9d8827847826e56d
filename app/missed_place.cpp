// See missed_place.h. Which lines have code, the compiler is asked again: what ran is gone by then.
#include "app/missed_place.h"

#include "compiler/compiler.h"
#include "inspect/stepper.h"
#include "parser/parser.h"
#include "support/files.h"
#include "support/text.h"

#include <fmt/core.h>

#include <filesystem>
#include <set>
#include <system_error>

namespace terrarium {

namespace {

void add_lines(const CodeUnit& unit, std::set<int32_t>* lines) {
    for (const Position& p : unit.positions)
        if (p.line > 0) lines->insert(p.line);
    for (const Constant& c : unit.constants)
        if (c.code) add_lines(*c.code, lines);
}

std::set<int32_t> lines_with_code(const std::string& path) {
    std::set<int32_t> lines;
    std::string text;
    if (read_file(path, &text) != 0) return lines;
    SourceText source = SourceText::from_bytes(text, path);
    Arena arena;
    ParseResult parsed = parse(source, Mode::Exec, arena);
    if (parsed.error) return lines;
    CompileOptions how;
    how.filename = path;
    how.source = &source;
    if (CompileResult compiled = compile(parsed.tree, how); !compiled.error) add_lines(*compiled.code, &lines);
    return lines;
}

std::string times(uint64_t n) { return n == 1 ? "once" : grouped(n, "time"); }

} // namespace

std::string source_of_program(const std::string& target) {
    std::error_code error;
    if (target == "-") return "<stdin>";
    return std::filesystem::is_directory(target, error) ? (std::filesystem::path(target) / "__main__.py").string() : target;
}

std::string missed_place(const std::string& at, const std::string& program, uint64_t hits, uint64_t instructions) {
    std::string out = fmt::format("the program ended and never came to {}; it ran {}", at, grouped(instructions, "instruction"));
    inspect::Place place;
    if (!inspect::parse_place(at, &place) || place.kind != inspect::Place::Kind::line) return out;
    if (hits > 0) return out + fmt::format("\nIt came to that line {}.", times(hits));
    if (!place.file.empty() && !inspect::is_file_meant(program, place.file)) return out;
    std::set<int32_t> lines = lines_with_code(program);
    if (lines.empty() || lines.count(place.line)) return out;
    auto next = lines.upper_bound(place.line);
    std::string other = next == lines.end() ? fmt::format("the last that has is {}", *lines.rbegin()) : fmt::format("the next that has is {}", *next);
    return out + fmt::format("\nLine {} has no code of its own; {}.", place.line, other);
}

std::string missed_mark(const std::string& mark) {
    return fmt::format("terrarium: the program had not come to {} by then: there is nothing to tell changes since\n", mark);
}

} // namespace terrarium
