// Prints docs/opcodes.md from the opcode table. A test compares the page in the repository with this output.
#include <cstdio>
#include <string>

#include "bytecode/opcodes.h"

namespace {

using namespace terrarium;

// A row of a Markdown table must not hold a bar.
std::string cell(const char* text) {
  std::string out;
  for (const char* at = text; *at != '\0'; ++at) {
    if (*at == '|') out += '\\';
    out += *at;
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::string flags_text(unsigned flags) {
  static constexpr struct {
    OpcodeFlag flag;
    const char* name;
  } rows[] = {{JUMPS, "jumps"}, {ENDS, "ends"}, {RAISES, "raises"}, {CALLS, "calls"}, {SAFEPOINT, "safepoint"},
              {YIELDS, "yields"}};
  std::string out;
  for (const auto& row : rows) {
    if ((flags & row.flag) == 0) continue;
    if (!out.empty()) out += ", ";
    out += row.name;
  }
  return out;
}

}  // namespace

int main() {
  std::printf(
      "# Opcodes\n\n"
      "Generated from `bytecode/opcodes.def` by `terrarium_opcodes_doc`; change the table, not this page.\n\n"
      "An instruction is one 32-bit word: `op8 a24`, or `op8 a8 b16`. Stack pictures show the top of the stack on the\n"
      "right, before and after; what a jump leaves stands after a slash. `NULL` is an empty slot.\n"
      "Flags: *jumps* has a target; *ends* never goes on to the next instruction; *raises* may raise; *calls* may run\n"
      "other Python code; *safepoint* the loop may stop here; *yields* leaves the frame and may come back.\n\n"
      "%u opcodes in code units",
      base_opcode_count);
  if (opcode_count > base_opcode_count) {
    std::printf(", and %u that the loop writes over them while it runs", opcode_count - base_opcode_count);
  }
  std::printf(".\n\n| opcode | operand | stack | what it does | flags |\n|---|---|---|---|---|\n");
  for (unsigned i = 0; i < base_opcode_count; ++i) {
    const OpcodeInfo& info = opcode_info(static_cast<Opcode>(i));
    std::printf("| `%s` | %s | `%s` | %s | %s |\n", info.name, cell(operand_kind_name(info.kind)).c_str(),
                cell(info.picture).c_str(), cell(info.sentence).c_str(), flags_text(info.flags).c_str());
  }
  if (opcode_count == base_opcode_count) return 0;
  std::printf("\n## Specialised\n\n| opcode | stands for | what it does |\n|---|---|---|\n");
  for (unsigned i = base_opcode_count; i < opcode_count; ++i) {
    const OpcodeInfo& info = opcode_info(static_cast<Opcode>(i));
    std::printf("| `%s` | `%s` | %s |\n", info.name, opcode_info(info.base).name, cell(info.sentence).c_str());
  }
  return 0;
}
