// What the compiler's tests share: from a source text to a code unit or an error, and questions about its code.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bytecode/disassembler.h"
#include "bytecode/verifier.h"
#include "compiler/compiler.h"
#include "parser/parser.h"
#include "tests/unit/catch.h"

namespace toys {

using namespace terrarium;

inline CompileResult compile_text(std::string_view text, int optimize = 0, Mode mode = Mode::Exec) {
  SourceText source = SourceText::from_string(text, "test.py");
  Arena arena;
  ParseResult parsed = parse(source, mode, arena);
  REQUIRE(!parsed.error);
  CompileOptions options;
  options.filename = "test.py";
  options.source = &source;
  options.optimize = optimize;
  return compile(parsed.tree, options);
}

inline std::unique_ptr<CodeUnit> unit_of(std::string_view text, int optimize = 0, Mode mode = Mode::Exec) {
  CompileResult result = compile_text(text, optimize, mode);
  INFO(text);
  REQUIRE(!result.error);
  REQUIRE(result.code != nullptr);
  for (const Fault& fault : verify(*result.code)) {
    FAIL(fault.unit << " at " << fault.offset << ": " << fault.message << "\n" << disassemble(*result.code));
  }
  return std::move(result.code);
}

// The first code unit among the constants, or among theirs, with this name.
inline const CodeUnit* find_unit(const CodeUnit& unit, std::string_view name) {
  for (const Constant& constant : unit.constants) {
    if (constant.kind != ConstantKind::Code) continue;
    if (constant.code->name == name) return constant.code.get();
    if (const CodeUnit* found = find_unit(*constant.code, name)) return found;
  }
  return nullptr;
}

// "LOAD_FAST x; RETURN_VALUE": opcodes with the meaning of their operand, or its number.
inline std::string code_text(const CodeUnit& unit) {
  std::string out;
  for (const DisassemblyRow& row : disassemble_rows(unit)) {
    if (!out.empty()) out += "; ";
    out += opcode_info(row.op).name;
    if (!row.has_operand) continue;
    out += ' ';
    out += row.meaning.empty() ? std::to_string(row.operand) : row.meaning;
  }
  return out;
}

// The code of `def f(...)` in the text.
inline std::string function_text(std::string_view text) {
  auto module = unit_of(text);
  const CodeUnit* unit = find_unit(*module, "f");
  REQUIRE(unit != nullptr);
  return code_text(*unit);
}

inline std::string expression_text(std::string_view text) { return code_text(*unit_of(text, 0, Mode::Eval)); }

inline size_t count_of(std::string_view text, std::string_view part) {
  size_t count = 0;
  for (size_t at = text.find(part); at != text.npos; at = text.find(part, at + part.size())) ++count;
  return count;
}

}  // namespace toys
