// Opcodes as the table opcodes.def has them: the enum, the encoding of an instruction word, what each row says.
// Invariant: an instruction is one 32-bit word, op in the low 8 bits; there is no prefix and no inline data.
// Plain data only: no heap object, no VM state. Read next: bytecode/opcodes.def, bytecode/code_unit.h.
#pragma once

#include <cstdint>

namespace terrarium {

enum class Opcode : uint8_t {
#define X(name, kind, pops, pushes, flags, picture, sentence) name,
#define SPECIALISED(name, base, sentence) name,
#include "bytecode/opcodes.def"
};

// How many rows are in code units (specialised ones come after them), and how many there are in all.
inline constexpr unsigned base_opcode_count = 0
#define X(name, kind, pops, pushes, flags, picture, sentence) +1
#include "bytecode/opcodes.def"
    ;
inline constexpr unsigned opcode_count = base_opcode_count
#define SPECIALISED(name, base, sentence) +1
#include "bytecode/opcodes.def"
    ;
static_assert(opcode_count <= 255, "an opcode is one byte, and 255 stays free");

// What the operand means. a24 unless another layout is named.
enum class OperandKind : uint8_t {
  None,          // must be 0
  Const,         // index into constants
  Name,          // index into names
  GlobalName,    // index into names << 1 | also push NULL
  Local,         // index into localsplus, a plain local
  Cell,          // index into localsplus, a cell or free variable
  Count,         // how many items
  Depth,         // distance from the top of the stack, 1 or more
  Invert,        // 0 or 1
  Jump,          // words forward from the next instruction
  JumpBackward,  // signed, negative: words from the next instruction
  Call,          // a8 flags, b16 number of arguments
  CallEx,        // a8 flags
  MakeFunction,  // bits 0-3
  Format,        // bits 0-2
  Unpack,        // a8 items before the star, b16 after it
  RaiseCount,    // 0, 1 or 2
  Reraise,       // 0, 1 or 2: how far below the exception lasti is
  Yield,         // 0 plain, 1 delegating to a receiver
  AwaitFor,      // 0, 1 or 2
};

enum OpcodeFlag : uint8_t {
  NO_FLAGS = 0,
  JUMPS = 1,       // has a jump target
  ENDS = 2,        // never goes on to the next instruction
  RAISES = 4,      // may raise
  CALLS = 8,       // may run other Python code
  SAFEPOINT = 16,  // the loop may stop here (collection, signals, GIL)
  YIELDS = 32,     // leaves the frame and may come back
};

// Flags in a8 of CALL, CALL_KW, CALL_EX.
enum CallFlag : uint8_t {
  call_tail = 1,      // in tail position: the next instruction is RETURN_VALUE
  call_keywords = 2,  // CALL_EX: a mapping of keyword arguments is on the stack, else NULL
};

// Flags in the operand of MAKE_FUNCTION, in the order in which their items are on the stack.
enum FunctionFlag : uint8_t {
  function_defaults = 1,
  function_keyword_defaults = 2,
  function_annotations = 4,
  function_closure = 8,
};

// An instruction word. Layouts: op8 a24 | op8 a8 b16 | op8 a8 b8 c8.
using Word = uint32_t;

inline constexpr uint32_t max_a24 = (1u << 24) - 1;
inline constexpr int32_t max_jump = (1 << 23) - 1;
inline constexpr uint32_t max_b16 = 0xffff;

constexpr Word make_word(Opcode op, uint32_t a24 = 0) { return static_cast<uint32_t>(op) | a24 << 8; }
constexpr Word make_word(Opcode op, uint32_t a8, uint32_t b16) { return static_cast<uint32_t>(op) | a8 << 8 | b16 << 16; }
constexpr Opcode word_op(Word w) { return static_cast<Opcode>(w & 0xff); }
constexpr uint32_t word_a24(Word w) { return w >> 8; }
constexpr int32_t word_jump(Word w) { return static_cast<int32_t>(w) >> 8; }
constexpr uint32_t word_a8(Word w) { return w >> 8 & 0xff; }
constexpr uint32_t word_b16(Word w) { return w >> 16; }
constexpr uint32_t word_b8(Word w) { return w >> 16 & 0xff; }
constexpr uint32_t word_c8(Word w) { return w >> 24; }

// A row of the table. A specialised row has its base's kind, flags and picture.
struct OpcodeInfo {
  const char* name;
  OperandKind kind;
  uint8_t flags;
  Opcode base;  // itself, unless specialised
  const char* picture;
  const char* sentence;
};

// `op` may be any byte below opcode_count.
const OpcodeInfo& opcode_info(Opcode op);
const char* operand_kind_name(OperandKind kind);

// What the instruction does to the stack: items it needs, items that stand there after it,
// the same when it jumps. 64 bits: operands of untrusted words cannot overflow it.
int64_t stack_pops(Word word);
int64_t stack_pushes(Word word);
int64_t stack_pushes_on_jump(Word word);

}  // namespace terrarium
