// What is done to a unit's blocks between emitting and assembling, in this order: simplify, settle_lines,
// check_locals, measure. Each is one idea in a file of its own.
// Invariant: the program's behaviour, the lines a tracer sees and the marks of tail calls stay as emitted.
// Read next: compiler/assemble.h.
#pragma once

#include "compiler/emitter.h"

namespace terrarium::compiler {

// Jumps on constants decided, jumps to jumps threaded, short exits copied to their jumps, stack shuffles before
// stores resolved, unreachable and empty blocks removed (flow_simplify.cpp).
void simplify(Graph& graph, const std::vector<Constant>& constants);

// NOPs that keep no line visible removed; instructions without a line get the one that leads to them
// (flow_lines.cpp).
void settle_lines(Graph& graph, int32_t first_line);

// LOAD_FAST becomes LOAD_FAST_CHECK where the local may be unbound. The first `bound` slots are parameters
// (flow_locals.cpp).
void check_locals(Graph& graph, uint32_t locals, uint32_t bound);

// Greatest stack depth; also fills in the handlers' depths (assemble.cpp). -1: the emitter made a mistake.
int64_t measure_stack(Graph& graph);

// Shared helpers (flow_simplify.cpp).
void drop_unreachable(Graph& graph);
void drop_empty_blocks(Graph& graph);

// The block's first real instruction, or nullptr.
inline Instruction* first_instruction(Block& block) {
  for (Instruction& instruction : block.code) {
    if (instruction.enter == nowhere) return &instruction;
  }
  return nullptr;
}

}  // namespace terrarium::compiler
