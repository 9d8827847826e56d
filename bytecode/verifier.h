// Is a code unit safe to run, wherever it comes from? What passes here cannot make the VM read a slot, a constant
// or a stack item that is not there, or take one kind of internal item (NULL, cell, list being built, handler's
// state) for another. What Python code may do wrong (call an int) stays the VM's business.
// Invariant: everything compile() returns passes. Read next: bytecode/verifier.cpp, docs/bytecode.md.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bytecode/code_unit.h"

namespace terrarium {

struct Fault {
  std::string unit;     // qualified name of the code unit
  uint32_t offset = 0;  // instruction; 0 for faults of the unit as a whole
  std::string message;
};

// Faults of the unit and of all code units among its constants; empty when it is fine. Stops after 100.
std::vector<Fault> verify(const CodeUnit& unit);

}  // namespace terrarium
