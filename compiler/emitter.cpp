// Appending instructions to blocks, and the tables behind their operands.
// Read next: compiler/emitter.h.
#include "compiler/emitter.h"

namespace terrarium::compiler {

BlockId Emitter::new_block() {
  graph.blocks.emplace_back();
  return static_cast<BlockId>(graph.blocks.size()) - 1;
}

void Emitter::place(BlockId block) {
  graph.layout.push_back(block);
  current_ = block;
}

void Emitter::emit(Opcode op, uint32_t operand) {
  if (operand > max_a24) {
    too_many = true;
    operand = 0;
  }
  // Code after a jump or return cannot be reached, but it has to be somewhere until it is removed.
  if (graph.blocks[current_].ends()) place(new_block());
  Instruction& instruction = graph.blocks[current_].code.emplace_back();
  instruction.op = op;
  instruction.operand = operand;
  instruction.handler = handler_;
  instruction.position = position_;
}

void Emitter::emit_jump(Opcode op, BlockId target) {
  emit(op);
  graph.blocks[current_].code.back().target = target;
  // A branch ends a block, so that blocks have at most one successor by jump.
  if (op != Opcode::JUMP) place(new_block());
}

HandlerId Emitter::protect(BlockId block, bool push_lasti, int drop) {
  HandlerId outer = handler_;
  graph.handlers.push_back({block, push_lasti, drop, -1});
  HandlerId id = static_cast<HandlerId>(graph.handlers.size()) - 1;
  emit(Opcode::NOP);
  Instruction& mark = graph.blocks[current_].code.back();
  mark.enter = id;
  mark.position = {};
  handler_ = id;
  return outer;
}

uint32_t Emitter::name(std::string_view name) {
  auto [at, added] = name_index_.try_emplace(std::string(name), static_cast<uint32_t>(names.size()));
  if (added) names.emplace_back(name);
  return at->second;
}

uint32_t Emitter::local(std::string_view name) {
  auto [at, added] = local_index_.try_emplace(std::string(name), static_cast<uint32_t>(locals.size()));
  if (added) locals.emplace_back(name);
  return at->second;
}

uint32_t Emitter::constant(Constant constant) {
  uint64_t hash = hash_constant(constant);
  auto [first, last] = constant_index_.equal_range(hash);
  for (; first != last; ++first) {
    if (same_constant(constants[first->second], constant)) return first->second;
  }
  uint32_t index = static_cast<uint32_t>(constants.size());
  constants.push_back(std::move(constant));
  constant_index_.emplace(hash, index);
  return index;
}

}  // namespace terrarium::compiler
