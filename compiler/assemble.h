// Blocks to words: the last step of a unit. Lays blocks out, turns block names into distances, slots of cells into
// slots of the frame, marks of handlers into the exception table.
// Read next: bytecode/code_unit.h, bytecode/verifier.h.
#pragma once

#include "compiler/emitter.h"

namespace terrarium::compiler {

struct Frame {
  std::vector<std::string> cells;  // operands of cell opcodes count through cells, then frees
  std::vector<std::string> frees;
};

// Consumes the emitter. `unit` comes with names, flags and argument counts filled in. False: something did not
// fit into its field ("too many").
bool assemble(Emitter& emitter, const Frame& frame, CodeUnit& unit);

}  // namespace terrarium::compiler
