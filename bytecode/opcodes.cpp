// The table opcodes.def as data and as functions of an instruction word.
// Read next: bytecode/opcodes.def.
#include "bytecode/opcodes.h"

#include <array>

namespace terrarium {

namespace {

constexpr OpcodeInfo base_rows[] = {
#define X(name, kind, pops, pushes, flags, picture, sentence) \
  {#name, OperandKind::kind, static_cast<uint8_t>(flags), Opcode::name, picture, sentence},
#include "bytecode/opcodes.def"
};

[[maybe_unused]] constexpr OpcodeInfo specialised(const char* name, Opcode base, const char* sentence) {
  OpcodeInfo row = base_rows[static_cast<unsigned>(base)];
  row.name = name;
  row.base = base;
  row.sentence = sentence;
  return row;
}

constexpr OpcodeInfo all_rows[] = {
#define X(name, kind, pops, pushes, flags, picture, sentence) base_rows[static_cast<unsigned>(Opcode::name)],
#define SPECIALISED(name, base, sentence) specialised(#name, Opcode::base, sentence),
#include "bytecode/opcodes.def"
};

Opcode base_of(Word word) {
  unsigned op = word & 0xff;
  return op < opcode_count ? all_rows[op].base : Opcode::NOP;
}

}  // namespace

const OpcodeInfo& opcode_info(Opcode op) { return all_rows[static_cast<unsigned>(op)]; }

const char* operand_kind_name(OperandKind kind) {
  switch (kind) {
    case OperandKind::None: return "";
    case OperandKind::Const: return "constant";
    case OperandKind::Name: return "name";
    case OperandKind::GlobalName: return "name << 1 | push NULL";
    case OperandKind::Local: return "local";
    case OperandKind::Cell: return "cell";
    case OperandKind::Count: return "n";
    case OperandKind::Depth: return "depth n";
    case OperandKind::Invert: return "invert";
    case OperandKind::Jump: return "jump forward";
    case OperandKind::JumpBackward: return "jump backward";
    case OperandKind::Call: return "a8 flags, b16 n";
    case OperandKind::CallEx: return "a8 flags";
    case OperandKind::MakeFunction: return "flags";
    case OperandKind::Format: return "flags";
    case OperandKind::Unpack: return "a8 before, b16 after";
    case OperandKind::RaiseCount: return "n";
    case OperandKind::Reraise: return "lasti at n";
    case OperandKind::Yield: return "delegating";
    case OperandKind::AwaitFor: return "where";
  }
  return "";
}

#define OPERANDS                                    \
  [[maybe_unused]] const int64_t a24 = word_a24(word); \
  [[maybe_unused]] const int64_t a8 = word_a8(word);   \
  [[maybe_unused]] const int64_t b16 = word_b16(word);

namespace {

constexpr int64_t pops_of(Opcode base, Word word) {
  OPERANDS
  switch (base) {
#define X(name, kind, pops, pushes, flags, picture, sentence) \
  case Opcode::name: return pops;
#include "bytecode/opcodes.def"
    default: return 0;
  }
}

constexpr int64_t pushes_of(Opcode base, Word word) {
  OPERANDS
  switch (base) {
#define X(name, kind, pops, pushes, flags, picture, sentence) \
  case Opcode::name: return pushes;
#include "bytecode/opcodes.def"
    default: return 0;
  }
}

// By opcode, what is the same for all operands: whoever replays a trace asks at each step.
constexpr int8_t varies = -1;
using Effects = std::array<int8_t, 256>;

constexpr Effects fixed_effects(int64_t (*effect)(Opcode, Word)) {
  constexpr Word samples[] = {~Word{0}, 1 << 8, 2 << 8, 4 << 8, 8 << 8, 1 << 16, 1 << 17};
  Effects out{};
  for (unsigned op = 0; op < out.size(); op++) {
    Opcode base = op < opcode_count ? all_rows[op].base : Opcode::NOP;
    int64_t first = effect(base, 0);
    for (Word sample : samples)
      if (effect(base, sample) != first) first = varies;
    out[op] = static_cast<int8_t>(first);
  }
  return out;
}

constexpr Effects fixed_pops = fixed_effects(pops_of), fixed_pushes = fixed_effects(pushes_of);

}  // namespace

int64_t stack_pops(Word word) {
  int8_t fixed = fixed_pops[word & 0xff];
  return fixed != varies ? fixed : pops_of(base_of(word), word);
}

int64_t stack_pushes(Word word) {
  int8_t fixed = fixed_pushes[word & 0xff];
  return fixed != varies ? fixed : pushes_of(base_of(word), word);
}

int64_t stack_pushes_on_jump(Word word) {
  OPERANDS
  switch (base_of(word)) {
#define XJ(name, kind, pops, pushes, jump_pushes, flags, picture, sentence) \
  case Opcode::name: return jump_pushes;
#include "bytecode/opcodes.def"
    default: return stack_pushes(word);
  }
}

#undef OPERANDS

}  // namespace terrarium
