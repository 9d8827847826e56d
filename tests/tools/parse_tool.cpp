// Parses what it is sent, for tests/tools/ast_diff.py: requests on standard input, answers on standard output.
// Request: "MODE BYTES\n" and that many bytes; MODE is exec, eval or single, then '+' for a dump with positions,
// '-' for none, 's' when the text is a str's and not a file's. Answer: "BYTES\n" and that many bytes: "tree", "error" or "incomplete", then fields
// separated by the byte 0x1f.
#include <cstdio>
#include <cstring>
#include <string>

#include "parser/dump.h"
#include "parser/parser.h"

namespace {

using namespace terrarium;

std::string describe(const Diagnostic& error) {
  std::string result;
  auto field = [&](const std::string& text) { result += '\x1f' + text; };
  field(diagnostic_type_name(error.type));
  field(error.message);
  for (int32_t number : {error.line, error.offset, error.end_line, error.end_offset}) field(std::to_string(number));
  field(error.has_text ? error.text : "");
  return result;
}

std::string answer(const std::string& mode, const std::string& text) {
  Mode parse_mode = mode.starts_with("eval") ? Mode::Eval : mode.starts_with("single") ? Mode::Single : Mode::Exec;
  bool is_string = mode.ends_with('s');
  SourceText source = is_string ? SourceText::from_string(text, "<t>") : SourceText::from_bytes(text, "<t>");
  Arena arena;
  ParseResult result = parse(source, parse_mode, arena);
  std::string reply = result.incomplete ? "incomplete" : result.tree != nullptr ? "tree" : "error";
  if (result.tree == nullptr) return reply + describe(*result.error);
  reply += '\x1f';
  if (mode.find('-') == std::string::npos) {
    reply += dump_ast(result.tree, mode.find('+') != std::string::npos ? DumpPositions::Yes : DumpPositions::No);
  }
  for (const Diagnostic& warning : result.warnings) reply += '\n' + describe(warning);
  return reply;
}

}  // namespace

int main() {
  char mode[32];
  size_t size = 0;
  while (std::scanf("%31s %zu", mode, &size) == 2 && std::getchar() != EOF) {
    std::string text(size, '\0');
    if (std::fread(text.data(), 1, size, stdin) != size) return 1;
    std::string reply = answer(mode, text);
    std::printf("%zu\n", reply.size());
    std::fwrite(reply.data(), 1, reply.size(), stdout);
    std::fflush(stdout);
  }
  return 0;
}
