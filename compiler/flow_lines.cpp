// Source lines of instructions. The emitter leaves artificial code (loop ends, clean-up) without a line and puts
// NOPs where a line must stay visible to a tracer although nothing is left to do on it.
// Read next: compiler/flow.h.
#include "compiler/flow.h"

namespace terrarium::compiler {

namespace {

Instruction* next_block_first(Graph& graph, size_t i) {
  if (i + 1 >= graph.layout.size()) return nullptr;
  return first_instruction(graph.blocks[graph.layout[i + 1]]);
}

// A NOP goes when a neighbour shows the same line, or can take it over.
void remove_nops(Graph& graph) {
  for (size_t i = 0; i < graph.layout.size(); ++i) {
    auto& code = graph.blocks[graph.layout[i]].code;
    std::vector<Instruction> kept;
    kept.reserve(code.size());
    int32_t previous = -1;
    for (size_t k = 0; k < code.size(); ++k) {
      Instruction& instruction = code[k];
      if (instruction.op == Opcode::NOP && instruction.enter == nowhere) {
        int32_t line = instruction.position.line;
        if (line < 0 || line == previous) continue;
        size_t after = k + 1;
        while (after < code.size() && code[after].enter != nowhere) ++after;
        if (after < code.size()) {
          if (code[after].position.line == line) continue;
          if (!code[after].has_line()) {
            code[after].position = instruction.position;
            continue;
          }
        } else {
          const Instruction* next = next_block_first(graph, i);
          if (next != nullptr && next->position.line == line) continue;
        }
      }
      if (instruction.enter == nowhere) previous = instruction.position.line;
      kept.push_back(instruction);
    }
    code = std::move(kept);
  }
}

// A jump to what follows anyway. Its line stays visible as a NOP.
bool remove_plain_jumps(Graph& graph) {
  bool changed = false;
  for (size_t i = 0; i + 1 < graph.layout.size(); ++i) {
    auto& code = graph.blocks[graph.layout[i]].code;
    if (code.empty() || code.back().op != Opcode::JUMP || code.back().target != graph.layout[i + 1]) continue;
    code.back().op = Opcode::NOP;
    code.back().target = nowhere;
    changed = true;
  }
  return changed;
}

std::vector<int> count_predecessors(const Graph& graph) {
  std::vector<int> count(graph.blocks.size());
  ++count[graph.layout[0]];
  for (size_t i = 0; i < graph.layout.size(); ++i) {
    const Block& block = graph.blocks[graph.layout[i]];
    for (const Instruction& instruction : block.code) {
      if (instruction.target != nowhere) ++count[instruction.target];
      // A handler is entered from many places.
      if (instruction.enter != nowhere) count[graph.handlers[instruction.enter].block] += 2;
    }
    if (!block.ends() && i + 1 < graph.layout.size()) ++count[graph.layout[i + 1]];
  }
  return count;
}

bool is_exit_without_line(const Block& block) {
  if (block.code.empty() || !block.ends() || block.code.back().jumps()) return false;
  for (const Instruction& instruction : block.code) {
    if (instruction.enter != nowhere || instruction.has_line()) return false;
  }
  return true;
}

// An exit without a line of its own that is reached from several places is copied for each jump to it,
// so that each copy can show the line it was reached from.
void copy_exits_without_line(Graph& graph) {
  // The copies stand at the end of the code, which nothing may fall into.
  if (!graph.blocks[graph.layout.back()].ends()) return;
  std::vector<int> predecessors = count_predecessors(graph);
  const size_t count = graph.layout.size();
  for (size_t i = 0; i < count; ++i) {
    BlockId id = graph.layout[i];
    if (graph.blocks[id].code.empty()) continue;
    BlockId target = graph.blocks[id].code.back().target;
    if (target == nowhere || predecessors[target] < 2 || !is_exit_without_line(graph.blocks[target])) continue;
    --predecessors[target];
    BlockId copy = static_cast<BlockId>(graph.blocks.size());
    Block twin = graph.blocks[target];
    for (Instruction& instruction : twin.code) instruction.position = graph.blocks[id].code.back().position;
    graph.blocks.push_back(std::move(twin));
    graph.blocks[id].code.back().target = copy;
    graph.layout.push_back(copy);
  }
}

void propagate(Graph& graph) {
  std::vector<int> predecessors = count_predecessors(graph);
  for (size_t i = 0; i < graph.layout.size(); ++i) {
    Block& block = graph.blocks[graph.layout[i]];
    Position last;
    for (Instruction& instruction : block.code) {
      if (instruction.enter != nowhere) continue;
      if (!instruction.has_line()) instruction.position = last;
      last = instruction.position;
    }
    if (block.code.empty()) continue;
    if (!block.ends() && i + 1 < graph.layout.size() && predecessors[graph.layout[i + 1]] == 1) {
      Instruction* next = first_instruction(graph.blocks[graph.layout[i + 1]]);
      if (next != nullptr && !next->has_line()) next->position = last;
    }
    BlockId target = block.code.back().target;
    if (target != nowhere && predecessors[target] == 1) {
      Instruction* next = first_instruction(graph.blocks[target]);
      if (next != nullptr && !next->has_line()) next->position = last;
    }
  }
}

}  // namespace

void settle_lines(Graph& graph, int32_t first_line) {
  remove_nops(graph);
  drop_empty_blocks(graph);
  if (remove_plain_jumps(graph)) {
    remove_nops(graph);
    drop_empty_blocks(graph);
  }
  copy_exits_without_line(graph);
  propagate(graph);
  // A return that still has no line belongs to the unit's first line.
  for (BlockId id : graph.layout) {
    Block& block = graph.blocks[id];
    if (block.code.empty() || block.code.back().op != Opcode::RETURN_VALUE || block.code.back().has_line()) continue;
    for (Instruction& instruction : block.code) {
      if (instruction.enter == nowhere) instruction.position = {first_line, first_line, -1, -1};
    }
  }
}

}  // namespace terrarium::compiler
