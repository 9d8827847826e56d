// Which loads of locals need no check. Forward data flow over the blocks: a local is surely bound where every
// path has stored it and none has deleted it since. An exception may come from any instruction, so a handler
// starts with what is surely bound at each instruction that it protects.
#include "compiler/flow.h"

namespace terrarium::compiler {

namespace {

using Bits = std::vector<uint64_t>;

bool has(const Bits& bits, uint32_t i) { return bits[i / 64] >> (i % 64) & 1; }
void put(Bits& bits, uint32_t i) { bits[i / 64] |= uint64_t{1} << (i % 64); }
void drop(Bits& bits, uint32_t i) { bits[i / 64] &= ~(uint64_t{1} << (i % 64)); }

class BoundLocals {
 public:
  BoundLocals(Graph& graph, uint32_t locals) : graph_(graph), words_((locals + 63) / 64) {
    place_.assign(graph.blocks.size(), -1);
    for (size_t i = 0; i < graph.layout.size(); ++i) place_[graph.layout[i]] = static_cast<int32_t>(i);
    entry_.resize(graph.layout.size());
    known_.resize(graph.layout.size());
  }

  void run(uint32_t bound) {
    Bits start(words_);
    for (uint32_t i = 0; i < bound; ++i) put(start, i);
    meet(0, start);
    while (!work_.empty()) {
      size_t i = work_.back();
      work_.pop_back();
      queued_[i] = false;
      walk(i, false);
    }
    for (size_t i = 0; i < graph_.layout.size(); ++i) {
      if (known_[i]) walk(i, true);
    }
  }

 private:
  void meet(size_t i, const Bits& state) {
    if (queued_.size() < graph_.layout.size()) queued_.resize(graph_.layout.size());
    bool changed = !known_[i];
    if (!known_[i]) {
      entry_[i] = state;
      known_[i] = true;
    } else {
      for (size_t w = 0; w < words_; ++w) {
        uint64_t both = entry_[i][w] & state[w];
        changed = changed || both != entry_[i][w];
        entry_[i][w] = both;
      }
    }
    if (changed && !queued_[i]) {
      queued_[i] = true;
      work_.push_back(i);
    }
  }

  void walk(size_t i, bool rewrite) {
    Block& block = graph_.blocks[graph_.layout[i]];
    Bits state = entry_[i];
    HandlerId told = nowhere;
    for (Instruction& instruction : block.code) {
      if (instruction.enter != nowhere) continue;
      if (instruction.handler != nowhere && (instruction.handler != told || instruction.op == Opcode::DELETE_FAST)) {
        // Later stores only add; so once for a run of instructions is enough, and once before a deletion.
        told = instruction.handler;
        if (!rewrite) meet_handler(told, state);
      }
      if (instruction.op == Opcode::STORE_FAST) {
        put(state, instruction.operand);
      } else if (instruction.op == Opcode::DELETE_FAST) {
        drop(state, instruction.operand);
        if (!rewrite && instruction.handler != nowhere) meet_handler(instruction.handler, state);
      } else if (instruction.op == Opcode::LOAD_FAST) {
        if (rewrite && !has(state, instruction.operand)) instruction.op = Opcode::LOAD_FAST_CHECK;
        // A load that succeeded proves it for what follows.
        put(state, instruction.operand);
      }
      if (!rewrite && instruction.target != nowhere) meet(static_cast<size_t>(place_[instruction.target]), state);
    }
    if (!rewrite && !block.ends() && i + 1 < graph_.layout.size()) meet(i + 1, state);
  }

  void meet_handler(HandlerId handler, const Bits& state) {
    int32_t at = place_[graph_.handlers[handler].block];
    if (at >= 0) meet(static_cast<size_t>(at), state);
  }

  Graph& graph_;
  size_t words_;
  std::vector<int32_t> place_;
  std::vector<Bits> entry_;
  std::vector<bool> known_;
  std::vector<bool> queued_;
  std::vector<size_t> work_;
};

}  // namespace

void check_locals(Graph& graph, uint32_t locals, uint32_t bound) {
  if (locals == 0) return;
  BoundLocals(graph, locals).run(bound);
}

}  // namespace terrarium::compiler
