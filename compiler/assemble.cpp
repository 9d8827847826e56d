// Blocks to words: stack depth, slots, distances, tables.
// Read next: compiler/assemble.h.
#include "compiler/assemble.h"

#include <algorithm>

#include "compiler/flow.h"

namespace terrarium::compiler {

int64_t measure_stack(Graph& graph) {
  std::vector<int32_t> place(graph.blocks.size(), -1);
  for (size_t i = 0; i < graph.layout.size(); ++i) place[graph.layout[i]] = static_cast<int32_t>(i);
  std::vector<int64_t> entry(graph.layout.size(), -1);
  std::vector<size_t> work{0};
  entry[0] = 0;
  int64_t deepest = 0;
  bool fine = true;
  auto reach = [&](size_t i, int64_t depth) {
    if (entry[i] < 0) {
      entry[i] = depth;
      work.push_back(i);
    } else if (entry[i] != depth) {
      fine = false;
    }
    deepest = std::max(deepest, depth);
  };
  while (!work.empty()) {
    size_t i = work.back();
    work.pop_back();
    int64_t depth = entry[i];
    Block& block = graph.blocks[graph.layout[i]];
    for (Instruction& instruction : block.code) {
      if (instruction.enter != nowhere) {
        Handler& handler = graph.handlers[instruction.enter];
        handler.depth = static_cast<int>(depth) - handler.drop;
        reach(static_cast<size_t>(place[handler.block]), handler.depth + 1 + (handler.push_lasti ? 1 : 0));
        continue;
      }
      Word word = make_word(instruction.op, instruction.operand);
      int64_t rest = depth - stack_pops(word);
      if (rest < 0) return -1;
      if (instruction.target != nowhere) {
        reach(static_cast<size_t>(place[instruction.target]), rest + stack_pushes_on_jump(word));
      }
      depth = rest + stack_pushes(word);
      deepest = std::max(deepest, depth);
    }
    if (!block.ends()) {
      if (i + 1 >= graph.layout.size()) return -1;
      reach(i + 1, depth);
    }
  }
  return fine ? deepest : -1;
}

namespace {

class Assembler {
 public:
  Assembler(Emitter& emitter, const Frame& frame, CodeUnit& unit)
      : emitter_(emitter), graph_(emitter.graph), frame_(frame), unit_(unit) {}

  bool run() {
    simplify(graph_, emitter_.constants);
    settle_lines(graph_, unit_.firstlineno);
    join_return_constants();
    lay_out_slots();
    insert_prefix();
    check_locals(graph_, static_cast<uint32_t>(emitter_.locals.size()), unit_.parameter_slots());
    int64_t depth = measure_stack(graph_);
    if (depth < 0 || emitter_.too_many) return false;
    unit_.stack_size = static_cast<uint32_t>(depth);
    renumber_constants();
    unit_.names = std::move(emitter_.names);
    return write_words();
  }

 private:
  // Frame slots: locals, then cells that are not parameters, then free variables.
  void lay_out_slots() {
    unit_.localsplus = emitter_.locals;
    unit_.local_kinds.assign(unit_.localsplus.size(), local_plain);
    for (const std::string& name : frame_.cells) {
      auto end = emitter_.locals.begin() + unit_.parameter_slots();
      auto at = std::find(emitter_.locals.begin(), end, name);
      if (at != end) {
        size_t slot = static_cast<size_t>(at - emitter_.locals.begin());
        unit_.local_kinds[slot] |= local_cell;
        slots_.push_back(static_cast<uint32_t>(slot));
      } else {
        slots_.push_back(static_cast<uint32_t>(unit_.localsplus.size()));
        unit_.localsplus.push_back(name);
        unit_.local_kinds.push_back(local_cell);
      }
    }
    for (const std::string& name : frame_.frees) {
      slots_.push_back(static_cast<uint32_t>(unit_.localsplus.size()));
      unit_.localsplus.push_back(name);
      unit_.local_kinds.push_back(local_free);
    }
    unit_.free_count = static_cast<uint32_t>(frame_.frees.size());
    if (slots_.size() > max_a24) emitter_.too_many = true;
    for (BlockId id : graph_.layout) {
      for (Instruction& instruction : graph_.blocks[id].code) {
        if (opcode_info(instruction.op).kind == OperandKind::Cell) instruction.operand = slots_[instruction.operand];
      }
    }
  }

  // A block of its own in front: the first block of the body may be the target of a loop.
  void insert_prefix() {
    Block prefix;
    auto add = [&](Opcode op, uint32_t operand, const Position& position) {
      Instruction& instruction = prefix.code.emplace_back();
      instruction.op = op;
      instruction.operand = operand;
      instruction.position = position;
    };
    if (!frame_.frees.empty()) add(Opcode::COPY_FREE_VARS, unit_.free_count, {});
    std::vector<uint32_t> cells(slots_.begin(), slots_.begin() + static_cast<ptrdiff_t>(frame_.cells.size()));
    std::sort(cells.begin(), cells.end());
    for (uint32_t slot : cells) add(Opcode::MAKE_CELL, slot, {});
    if (unit_.is_generator_like()) {
      Position first{unit_.firstlineno, unit_.firstlineno, -1, -1};
      add(Opcode::RETURN_GENERATOR, 0, first);
      add(Opcode::POP_TOP, 0, first);
    }
    if (prefix.code.empty()) return;
    graph_.blocks.push_back(std::move(prefix));
    graph_.layout.insert(graph_.layout.begin(), static_cast<BlockId>(graph_.blocks.size()) - 1);
  }

  void join_return_constants() {
    for (BlockId id : graph_.layout) {
      auto& code = graph_.blocks[id].code;
      if (code.size() < 2) continue;
      Instruction& load = code[code.size() - 2];
      Instruction& last = code.back();
      if (load.op != Opcode::LOAD_CONST || last.op != Opcode::RETURN_VALUE) continue;
      if (load.position.line != last.position.line) continue;
      last.op = Opcode::RETURN_CONST;
      last.operand = load.operand;
      code.erase(code.end() - 2);
    }
  }

  // Constants of code that was removed go. The first of a function stays: its docstring.
  void renumber_constants() {
    std::vector<bool> used(emitter_.constants.size());
    if (!used.empty() && (unit_.flags & code_new_locals)) used[0] = true;
    auto each_use = [&](auto&& visit) {
      for (BlockId id : graph_.layout) {
        for (Instruction& instruction : graph_.blocks[id].code) {
          if (opcode_info(instruction.op).kind == OperandKind::Const) visit(instruction.operand);
        }
      }
    };
    each_use([&](uint32_t& operand) { used[operand] = true; });
    std::vector<uint32_t> now(used.size());
    for (size_t i = 0; i < used.size(); ++i) {
      if (!used[i]) continue;
      now[i] = static_cast<uint32_t>(unit_.constants.size());
      unit_.constants.push_back(std::move(emitter_.constants[i]));
    }
    each_use([&](uint32_t& operand) { operand = now[operand]; });
  }

  static Opcode backward(Opcode op) {
    switch (op) {
      case Opcode::JUMP: return Opcode::JUMP_BACKWARD;
      case Opcode::POP_JUMP_IF_FALSE: return Opcode::POP_JUMP_BACKWARD_IF_FALSE;
      case Opcode::POP_JUMP_IF_TRUE: return Opcode::POP_JUMP_BACKWARD_IF_TRUE;
      case Opcode::POP_JUMP_IF_NONE: return Opcode::POP_JUMP_BACKWARD_IF_NONE;
      case Opcode::POP_JUMP_IF_NOT_NONE: return Opcode::POP_JUMP_BACKWARD_IF_NOT_NONE;
      default: return op;
    }
  }

  bool write_words() {
    std::vector<uint32_t> start(graph_.blocks.size());
    uint32_t count = 0;
    for (BlockId id : graph_.layout) {
      start[id] = count;
      for (const Instruction& instruction : graph_.blocks[id].code) count += instruction.enter == nowhere;
      if (count > static_cast<uint32_t>(max_jump)) return false;
    }
    unit_.code.reserve(count);
    unit_.positions.reserve(count);
    HandlerId covering = nowhere;
    for (BlockId id : graph_.layout) {
      for (const Instruction& instruction : graph_.blocks[id].code) {
        if (instruction.enter != nowhere) continue;
        uint32_t here = static_cast<uint32_t>(unit_.code.size());
        Opcode op = instruction.op;
        uint32_t operand = instruction.operand;
        if (instruction.target != nowhere) {
          int32_t distance = static_cast<int32_t>(start[instruction.target]) - static_cast<int32_t>(here) - 1;
          if (distance < 0) op = backward(op);
          operand = static_cast<uint32_t>(distance) & max_a24;
        }
        unit_.code.push_back(make_word(op, operand));
        unit_.positions.push_back(instruction.position);
        if (instruction.handler != covering) open_entry(covering = instruction.handler, here, start);
        if (covering != nowhere) unit_.exceptions.back().end = here + 1;
      }
    }
    return true;
  }

  void open_entry(HandlerId id, uint32_t here, const std::vector<uint32_t>& start) {
    if (id == nowhere) return;
    const Handler& handler = graph_.handlers[id];
    unit_.exceptions.push_back(
        {here, here, start[handler.block], static_cast<uint32_t>(handler.depth), handler.push_lasti});
  }

  Emitter& emitter_;
  Graph& graph_;
  const Frame& frame_;
  CodeUnit& unit_;
  std::vector<uint32_t> slots_;  // of each cell operand
};

}  // namespace

bool assemble(Emitter& emitter, const Frame& frame, CodeUnit& unit) { return Assembler(emitter, frame, unit).run(); }

}  // namespace terrarium::compiler
