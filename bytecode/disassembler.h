// A code unit made readable: rows as plain data for the views, text for `terrarium dis`.
// Invariant: specialised opcodes show as the base opcode they stand for, so that a dump does not depend on
// what has run. Read next: docs/opcodes.md.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bytecode/code_unit.h"

namespace terrarium {

struct DisassemblyRow {
  uint32_t offset = 0;
  Opcode op = Opcode::NOP;
  bool starts_line = false;   // first instruction of a run with this source line
  bool is_target = false;     // something jumps here
  bool is_handler = false;    // exceptions come here
  bool has_operand = false;
  int64_t operand = 0;        // jumps: the distance
  int32_t target = -1;        // jumps: where to
  Position position;
  std::string meaning;        // of the operand: constant's repr, name, "to 12"; or empty
};

std::vector<DisassemblyRow> disassemble_rows(const CodeUnit& unit);
// One instruction; for a view that has only a word and the unit.
DisassemblyRow disassemble_word(const CodeUnit& unit, uint32_t offset, Word word);

// The unit, its exception table, then the code units among its constants.
std::string disassemble(const CodeUnit& unit);

}  // namespace terrarium
