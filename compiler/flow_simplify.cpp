// Simplification of blocks: constant conditions, jump threading, short exits, dead code.
// Read next: compiler/flow.h.
#include <algorithm>

#include "compiler/flow.h"
#include "compiler/fold.h"

namespace terrarium::compiler {

namespace {

constexpr size_t short_exit = 4;  // instructions that are rather copied than jumped to

void make_nop(Instruction& instruction) {
  instruction.op = Opcode::NOP;
  instruction.operand = 0;
  instruction.target = nowhere;
}

// Whether a conditional jump on this constant is taken.
bool jump_taken(Opcode op, const Constant& constant) {
  switch (op) {
    case Opcode::POP_JUMP_IF_FALSE: case Opcode::JUMP_IF_FALSE_OR_POP: return !is_true(constant);
    case Opcode::POP_JUMP_IF_TRUE: case Opcode::JUMP_IF_TRUE_OR_POP: return is_true(constant);
    case Opcode::POP_JUMP_IF_NONE: return constant.kind == ConstantKind::None;
    default: return constant.kind != ConstantKind::None;
  }
}

bool is_conditional(Opcode op) {
  switch (op) {
    case Opcode::POP_JUMP_IF_FALSE: case Opcode::POP_JUMP_IF_TRUE: case Opcode::POP_JUMP_IF_NONE:
    case Opcode::POP_JUMP_IF_NOT_NONE: case Opcode::JUMP_IF_FALSE_OR_POP: case Opcode::JUMP_IF_TRUE_OR_POP:
      return true;
    default: return false;
  }
}

bool keeps_value(Opcode op) { return op == Opcode::JUMP_IF_FALSE_OR_POP || op == Opcode::JUMP_IF_TRUE_OR_POP; }

void decide_constant_jumps(Block& block, const std::vector<Constant>& constants) {
  for (size_t i = 0; i + 1 < block.code.size(); ++i) {
    Instruction& load = block.code[i];
    Instruction& next = block.code[i + 1];
    if (load.op != Opcode::LOAD_CONST) continue;
    if (next.op == Opcode::POP_TOP) {
      make_nop(load);
      make_nop(next);
    } else if (is_conditional(next.op)) {
      bool taken = jump_taken(next.op, constants[load.operand]);
      if (!taken) {
        make_nop(load);
        make_nop(next);
      } else {
        if (!keeps_value(next.op)) make_nop(load);
        next.op = Opcode::JUMP;
      }
    }
  }
}

// `is None` before a conditional jump is one jump.
void join_none_tests(Block& block, const std::vector<Constant>& constants) {
  for (size_t i = 0; i + 2 < block.code.size(); ++i) {
    Instruction& load = block.code[i];
    Instruction& test = block.code[i + 1];
    Instruction& jump = block.code[i + 2];
    bool on_true = jump.op == Opcode::POP_JUMP_IF_TRUE;
    if (load.op != Opcode::LOAD_CONST || constants[load.operand].kind != ConstantKind::None) continue;
    if (test.op != Opcode::IS_OP || (!on_true && jump.op != Opcode::POP_JUMP_IF_FALSE)) continue;
    bool on_none = on_true == (test.operand == 0);
    jump.op = on_none ? Opcode::POP_JUMP_IF_NONE : Opcode::POP_JUMP_IF_NOT_NONE;
    make_nop(load);
    make_nop(test);
  }
}

// An unpacked tuple that was built just before: at most three items are only put into the other order.
void join_unpacking(Block& block) {
  for (size_t i = 0; i + 1 < block.code.size(); ++i) {
    Instruction& build = block.code[i];
    Instruction& unpack = block.code[i + 1];
    uint32_t count = build.operand;
    if (build.op != Opcode::BUILD_TUPLE || unpack.op != Opcode::UNPACK_SEQUENCE || unpack.operand != count) continue;
    if (count < 1 || count > 3) continue;
    make_nop(build);
    if (count == 1) {
      make_nop(unpack);
    } else {
      unpack.op = Opcode::SWAP;
    }
  }
}

bool takes_top(const Instruction& instruction) {
  return instruction.op == Opcode::STORE_FAST || instruction.op == Opcode::POP_TOP;
}

// SWAP n before n instructions that each take the top item (stores into different locals, POP_TOP): rather let the
// first and the last of them change places. From the end, so that of several SWAPs the last goes first.
void resolve_swaps(Block& block) {
  auto& code = block.code;
  for (size_t i = code.size(); i-- > 0;) {
    if (code[i].op != Opcode::SWAP) continue;
    std::vector<size_t> takers;
    size_t at = i + 1;
    for (; at < code.size() && takers.size() < code[i].operand; ++at) {
      if (code[at].enter != nowhere) break;
      if (code[at].op == Opcode::NOP && !code[at].has_line()) continue;
      if (!takes_top(code[at])) break;
      takers.push_back(at);
    }
    bool possible = code[i].operand >= 2 && takers.size() == code[i].operand;
    for (size_t k = 0; k < takers.size() && possible; ++k) {
      const Instruction& taker = code[takers[k]];
      possible = taker.position.line == code[takers[0]].position.line;
      for (size_t other = 0; other < k && possible; ++other) {
        const Instruction& earlier = code[takers[other]];
        possible = taker.op == Opcode::POP_TOP || earlier.op == Opcode::POP_TOP || earlier.operand != taker.operand;
      }
    }
    if (!possible) continue;
    std::swap(code[takers.front()], code[takers.back()]);
    make_nop(code[i]);
    code[i].position = {};
  }
}

class Simplifier {
 public:
  explicit Simplifier(Graph& graph) : graph_(graph) {}

  void thread_jumps() {
    index_layout();
    for (size_t i = 0; i < graph_.layout.size(); ++i) {
      Block& block = graph_.blocks[graph_.layout[i]];
      if (block.code.empty()) continue;
      // A chain of jumps is short, but it may be a loop.
      for (int steps = 0; steps < 16 && thread(block.code.back(), i); ++steps) {
      }
    }
  }

  // `POP_JUMP_IF_x over; JUMP there; over:` on one line becomes one jump.
  void invert_jumps() {
    std::vector<bool> targeted(graph_.blocks.size());
    for (BlockId id : graph_.layout) {
      const Block& block = graph_.blocks[id];
      if (!block.code.empty() && block.code.back().target != nowhere) targeted[block.code.back().target] = true;
    }
    for (size_t i = 0; i + 2 < graph_.layout.size(); ++i) {
      Block& block = graph_.blocks[graph_.layout[i]];
      Block& jump = graph_.blocks[graph_.layout[i + 1]];
      if (block.code.empty() || !only_jumps(jump, block.code.back().position.line)) continue;
      Instruction& test = block.code.back();
      if (!is_conditional(test.op) || keeps_value(test.op) || test.target != graph_.layout[i + 2]) continue;
      if (targeted[graph_.layout[i + 1]]) continue;
      test.op = inverse(test.op);
      test.target = jump.code.back().target;
      jump.code.clear();
    }
  }

  void copy_short_exits() {
    for (BlockId id : graph_.layout) {
      Block& block = graph_.blocks[id];
      if (block.code.empty() || block.code.back().op != Opcode::JUMP) continue;
      const Block& exit = graph_.blocks[block.code.back().target];
      if (!exit.ends() || exit.code.back().jumps() || exit.code.size() > short_exit) continue;
      if (std::any_of(exit.code.begin(), exit.code.end(), [](const Instruction& i) { return i.enter != nowhere; })) {
        continue;
      }
      std::vector<Instruction> copy = exit.code;
      make_nop(block.code.back());
      block.code.insert(block.code.end(), copy.begin(), copy.end());
    }
  }

 private:
  static Opcode inverse(Opcode op) {
    switch (op) {
      case Opcode::POP_JUMP_IF_FALSE: return Opcode::POP_JUMP_IF_TRUE;
      case Opcode::POP_JUMP_IF_TRUE: return Opcode::POP_JUMP_IF_FALSE;
      case Opcode::POP_JUMP_IF_NONE: return Opcode::POP_JUMP_IF_NOT_NONE;
      default: return Opcode::POP_JUMP_IF_NONE;
    }
  }

  // Nothing but a jump, and no line that a tracer would miss.
  static bool only_jumps(const Block& block, int32_t line) {
    if (block.code.empty() || block.code.back().op != Opcode::JUMP) return false;
    for (const Instruction& instruction : block.code) {
      if (instruction.enter != nowhere || (instruction.has_line() && instruction.position.line != line)) return false;
      if (&instruction != &block.code.back() && instruction.op != Opcode::NOP) return false;
    }
    return true;
  }

  void index_layout() {
    place_.assign(graph_.blocks.size(), -1);
    for (size_t i = 0; i < graph_.layout.size(); ++i) place_[graph_.layout[i]] = static_cast<int32_t>(i);
  }

  bool thread(Instruction& jump, size_t at) {
    if (jump.op != Opcode::JUMP && !is_conditional(jump.op)) return false;
    const Instruction* next = first_instruction(graph_.blocks[jump.target]);
    if (next == nullptr || next->target == nowhere || next->target == jump.target) return false;
    if (&graph_.blocks[jump.target].code[0] != next) return false;
    if (next->has_line() && next->position.line != jump.position.line) return false;
    if (next->op == Opcode::JUMP) {
      // Jumps that keep their value only go forward.
      if (keeps_value(jump.op) && place_[next->target] <= static_cast<int32_t>(at)) return false;
      jump.target = next->target;
      return true;
    }
    if (!keeps_value(jump.op)) return false;
    bool on_true = jump.op == Opcode::JUMP_IF_TRUE_OR_POP;
    Opcode same_pop = on_true ? Opcode::POP_JUMP_IF_TRUE : Opcode::POP_JUMP_IF_FALSE;
    Opcode other_pop = on_true ? Opcode::POP_JUMP_IF_FALSE : Opcode::POP_JUMP_IF_TRUE;
    Opcode other_keep = on_true ? Opcode::JUMP_IF_FALSE_OR_POP : Opcode::JUMP_IF_TRUE_OR_POP;
    if (next->op == jump.op) {
      jump.target = next->target;
      return true;
    }
    if (next->op == same_pop) {
      jump.op = same_pop;
      jump.target = next->target;
      return true;
    }
    if (next->op == other_pop || next->op == other_keep) {
      size_t after = static_cast<size_t>(place_[jump.target]) + 1;
      if (after >= graph_.layout.size()) return false;
      jump.op = same_pop;
      jump.target = graph_.layout[after];
      return true;
    }
    return false;
  }

  Graph& graph_;
  std::vector<int32_t> place_;
};

void cut_after_end(Block& block) {
  for (size_t i = 0; i < block.code.size(); ++i) {
    if (block.code[i].ends()) {
      block.code.resize(i + 1);
      return;
    }
  }
}

}  // namespace

void drop_unreachable(Graph& graph) {
  std::vector<int32_t> place(graph.blocks.size(), -1);
  for (size_t i = 0; i < graph.layout.size(); ++i) place[graph.layout[i]] = static_cast<int32_t>(i);
  std::vector<bool> seen(graph.layout.size());
  std::vector<size_t> work{0};
  seen[0] = true;
  auto reach = [&](size_t i) {
    if (i < seen.size() && !seen[i]) {
      seen[i] = true;
      work.push_back(i);
    }
  };
  while (!work.empty()) {
    size_t i = work.back();
    work.pop_back();
    const Block& block = graph.blocks[graph.layout[i]];
    for (const Instruction& instruction : block.code) {
      if (instruction.target != nowhere) reach(static_cast<size_t>(place[instruction.target]));
      if (instruction.enter != nowhere) {
        reach(static_cast<size_t>(place[graph.handlers[instruction.enter].block]));
      }
    }
    if (!block.ends()) reach(i + 1);
  }
  std::vector<BlockId> kept;
  for (size_t i = 0; i < graph.layout.size(); ++i) {
    if (seen[i]) kept.push_back(graph.layout[i]);
  }
  graph.layout = std::move(kept);
}

void drop_empty_blocks(Graph& graph) {
  std::vector<BlockId> instead(graph.blocks.size(), nowhere);
  std::vector<BlockId> kept;
  BlockId next = nowhere;
  for (size_t i = graph.layout.size(); i-- > 0;) {
    BlockId id = graph.layout[i];
    bool empty = graph.blocks[id].code.empty() && next != nowhere;
    if (!empty) {
      kept.push_back(id);
      next = id;
    }
    instead[id] = next;
  }
  std::reverse(kept.begin(), kept.end());
  graph.layout = std::move(kept);
  for (BlockId id : graph.layout) {
    for (Instruction& instruction : graph.blocks[id].code) {
      if (instruction.target != nowhere) instruction.target = instead[instruction.target];
    }
  }
  for (Handler& handler : graph.handlers) {
    if (instead[handler.block] != nowhere) handler.block = instead[handler.block];
  }
}

void simplify(Graph& graph, const std::vector<Constant>& constants) {
  for (BlockId id : graph.layout) {
    Block& block = graph.blocks[id];
    decide_constant_jumps(block, constants);
    join_none_tests(block, constants);
    join_unpacking(block);
    resolve_swaps(block);
    cut_after_end(block);
  }
  drop_unreachable(graph);
  drop_empty_blocks(graph);
  Simplifier simplifier(graph);
  simplifier.thread_jumps();
  simplifier.copy_short_exits();
  drop_unreachable(graph);
  simplifier.invert_jumps();
  drop_empty_blocks(graph);
}

}  // namespace terrarium::compiler
