// Rows and text of a code unit. Read next: bytecode/disassembler.h.
#include "bytecode/disassembler.h"

#include <algorithm>

namespace terrarium {

namespace {

std::string slot_name(const CodeUnit& unit, uint32_t slot) {
  return slot < unit.localsplus.size() ? unit.localsplus[slot] : "?";
}

std::string name_at(const CodeUnit& unit, uint32_t index) { return index < unit.names.size() ? unit.names[index] : "?"; }

std::string call_meaning(Word word, bool count) {
  std::string out;
  auto add = [&](const std::string& text) {
    if (!out.empty()) out += ", ";
    out += text;
  };
  if (count) add(std::to_string(word_b16(word)) + (word_b16(word) == 1 ? " argument" : " arguments"));
  if (word_a8(word) & call_keywords) add("keywords");
  if (word_a8(word) & call_tail) add("tail");
  return out;
}

std::string function_meaning(uint32_t flags) {
  static constexpr const char* texts[] = {"defaults", "keyword defaults", "annotations", "closure"};
  std::string out;
  for (int i = 0; i < 4; ++i) {
    if ((flags >> i & 1) == 0) continue;
    if (!out.empty()) out += ", ";
    out += texts[i];
  }
  return out;
}

std::string format_meaning(uint32_t flags) {
  static constexpr const char* texts[] = {"", "str", "repr", "ascii"};
  std::string out = texts[flags & 3];
  if (flags & 4) out += out.empty() ? "with format" : ", with format";
  return out;
}

std::string pad(std::string text, size_t width) {
  if (text.size() < width) text.append(width - text.size(), ' ');
  return text;
}

std::string pad_left(const std::string& text, size_t width) {
  return text.size() < width ? std::string(width - text.size(), ' ') + text : text;
}

void append_exceptions(const CodeUnit& unit, std::string& out) {
  if (unit.exceptions.empty()) return;
  out += "Exception table:\n";
  for (const ExceptionEntry& entry : unit.exceptions) {
    out += "  " + std::to_string(entry.start) + " to " + std::to_string(entry.end - 1) + " -> " +
           std::to_string(entry.handler) + " [" + std::to_string(entry.depth) + "]" +
           (entry.push_lasti ? " lasti" : "") + "\n";
  }
}

void append_unit(const CodeUnit& unit, std::string& out) {
  size_t line_width = 3;
  std::vector<DisassemblyRow> rows = disassemble_rows(unit);
  for (const DisassemblyRow& row : rows) {
    line_width = std::max(line_width, std::to_string(std::max(row.position.line, 0)).size());
  }
  for (const DisassemblyRow& row : rows) {
    if (row.starts_line && row.offset != 0) out += '\n';
    bool show = row.starts_line && row.position.line >= 0;
    out += pad_left(show ? std::to_string(row.position.line) : "", line_width);
    out += row.is_target || row.is_handler ? "  >> " : "     ";
    out += pad_left(std::to_string(row.offset), 5);
    out += ' ';
    const char* name = opcode_info(row.op).name;
    if (!row.has_operand) {
      out += name;
    } else {
      out += pad(name, 28) + pad_left(std::to_string(row.operand), 5);
      if (!row.meaning.empty()) out += " (" + row.meaning + ")";
    }
    out += '\n';
  }
  append_exceptions(unit, out);
}

// Nested units follow in the order of the constants, each once.
void append_all(const CodeUnit& unit, std::string& out, bool nested) {
  if (nested) {
    out += "\nDisassembly of <code object " + unit.qualname + ", line " + std::to_string(unit.firstlineno) + ">:\n";
  }
  append_unit(unit, out);
  for (const Constant& constant : unit.constants) {
    if (constant.kind == ConstantKind::Code && constant.code != nullptr) append_all(*constant.code, out, true);
  }
}

}  // namespace

DisassemblyRow disassemble_word(const CodeUnit& unit, uint32_t offset, Word word) {
  DisassemblyRow row;
  row.offset = offset;
  if ((word & 0xff) >= opcode_count) {
    row.meaning = "no such opcode";
    row.has_operand = true;
    row.operand = word & 0xff;
    return row;
  }
  row.op = opcode_info(word_op(word)).base;
  uint32_t a24 = word_a24(word);
  row.operand = a24;
  row.has_operand = true;
  switch (opcode_info(row.op).kind) {
    case OperandKind::None: row.has_operand = false; break;
    case OperandKind::Const:
      row.meaning = a24 < unit.constants.size() ? constant_repr(unit.constants[a24]) : "?";
      break;
    case OperandKind::Name: row.meaning = name_at(unit, a24); break;
    case OperandKind::GlobalName: row.meaning = name_at(unit, a24 >> 1) + (a24 & 1 ? ", NULL" : ""); break;
    case OperandKind::Local: case OperandKind::Cell: row.meaning = slot_name(unit, a24); break;
    case OperandKind::Jump: case OperandKind::JumpBackward:
      row.operand = word_jump(word);
      row.target = static_cast<int32_t>(offset) + 1 + word_jump(word);
      row.meaning = "to " + std::to_string(row.target);
      break;
    case OperandKind::Call:
      row.operand = word_b16(word);
      row.meaning = call_meaning(word, true);
      break;
    case OperandKind::CallEx:
      row.operand = word_a8(word);
      row.meaning = call_meaning(word, false);
      break;
    case OperandKind::MakeFunction: row.meaning = function_meaning(a24); break;
    case OperandKind::Format: row.meaning = format_meaning(a24); break;
    case OperandKind::Unpack:
      row.operand = word_a8(word);
      row.meaning = std::to_string(word_a8(word)) + " before, " + std::to_string(word_b16(word)) + " after";
      break;
    case OperandKind::Invert: row.meaning = a24 ? "not" : ""; break;
    case OperandKind::Yield: row.meaning = a24 ? "delegating" : ""; break;
    default: break;
  }
  return row;
}

std::vector<DisassemblyRow> disassemble_rows(const CodeUnit& unit) {
  std::vector<DisassemblyRow> rows;
  rows.reserve(unit.code.size());
  int32_t line = -2;
  for (uint32_t i = 0; i < unit.code.size(); ++i) {
    DisassemblyRow row = disassemble_word(unit, i, unit.code[i]);
    if (i < unit.positions.size()) row.position = unit.positions[i];
    row.starts_line = row.position.line != line;
    line = row.position.line;
    rows.push_back(std::move(row));
  }
  for (size_t i = 0; i < rows.size(); ++i) {
    int32_t target = rows[i].target;
    if (target >= 0 && static_cast<size_t>(target) < rows.size()) rows[static_cast<size_t>(target)].is_target = true;
  }
  for (const ExceptionEntry& entry : unit.exceptions) {
    if (entry.handler < rows.size()) rows[entry.handler].is_handler = true;
  }
  return rows;
}

std::string disassemble(const CodeUnit& unit) {
  std::string out;
  append_all(unit, out, false);
  return out;
}

}  // namespace terrarium
