// The code of one unit while it is made: blocks of instructions whose jumps name blocks, and the tables
// (constants, names, locals) that operands point into. flow.h improves it, assemble makes words of it.
// Invariant: a block is entered only at its start; after an instruction that ends (jump, return, raise)
// nothing follows in a block. Every instruction knows the handler that protects it. Read next: compiler/flow.h.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "bytecode/code_unit.h"
#include "compiler/report.h"
#include "support/span.h"

namespace terrarium::compiler {

using BlockId = int32_t;
using HandlerId = int32_t;
inline constexpr int32_t nowhere = -1;

struct Instruction {
  Opcode op = Opcode::NOP;
  uint32_t operand = 0;
  BlockId target = nowhere;     // jumps
  HandlerId handler = nowhere;  // where an exception goes
  HandlerId enter = nowhere;    // no instruction but a mark: here the handler's stack depth is measured
  Position position;

  bool ends() const { return (opcode_info(op).flags & ENDS) != 0; }
  bool jumps() const { return (opcode_info(op).flags & JUMPS) != 0; }
  bool has_line() const { return position.line >= 0; }
};

struct Block {
  std::vector<Instruction> code;

  bool ends() const { return !code.empty() && code.back().ends(); }
};

struct Handler {
  BlockId block = nowhere;
  bool push_lasti = false;
  int drop = 0;    // items on the stack at the mark that do not belong to what is kept
  int depth = -1;  // kept items; known after the depth has been computed
};

struct Graph {
  std::vector<Block> blocks;
  std::vector<BlockId> layout;  // blocks in their order in the code
  std::vector<Handler> handlers;
};

class Emitter {
 public:
  Emitter() { place(new_block()); }

  BlockId new_block();
  void place(BlockId block);  // what is emitted next stands in it

  void emit(Opcode op, uint32_t operand = 0);
  void emit_jump(Opcode op, BlockId target);
  // Stack words with several fields (CALL, UNPACK_EX): a8 and b16.
  void emit_pair(Opcode op, uint32_t a8, uint32_t b16) { emit(op, a8 | b16 << 8); }
  void load_constant(Constant constant) { emit(Opcode::LOAD_CONST, this->constant(std::move(constant))); }

  // The instruction emitted last, when nothing has been placed since.
  Instruction* last() {
    auto& code = graph.blocks[current_].code;
    return code.empty() ? nullptr : &code.back();
  }

  // From here on exceptions go to `block`; `drop` items on top of the stack are not kept for it.
  // Returns the handler that was in effect before.
  HandlerId protect(BlockId block, bool push_lasti, int drop = 0);
  HandlerId handler() const { return handler_; }
  void set_handler(HandlerId handler) { handler_ = handler; }

  uint32_t name(std::string_view name);
  uint32_t constant(Constant constant);
  uint32_t local(std::string_view name);

  void at(const Span& span) { position_ = position_of(span); }
  void at(const Position& position) { position_ = position; }
  void at_nowhere() { position_ = {}; }
  const Position& position() const { return position_; }

  Graph graph;
  std::vector<Constant> constants;
  std::vector<std::string> names;
  std::vector<std::string> locals;
  bool too_many = false;  // an operand did not fit into its field

 private:
  BlockId current_ = nowhere;
  HandlerId handler_ = nowhere;
  Position position_;
  std::unordered_map<std::string, uint32_t> name_index_;
  std::unordered_map<std::string, uint32_t> local_index_;
  std::unordered_multimap<uint64_t, uint32_t> constant_index_;
};

}  // namespace terrarium::compiler
