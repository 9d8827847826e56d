// From the running VM to a Snapshot: what it is at this moment, read only. Made at an instruction boundary or from a
// native; never allocates in the world, changes a count or runs Python code.
#pragma once

#include "inspect/snapshot.h"
#include "vm/core/thread.h"

namespace terrarium::inspect {

enum class Scope : uint8_t {
    program,    // objects made since the program started, and what they and the frames refer to at first hand
    everything, // every object of the heap
};
// The whole world. `step`: what to call the moment. The first capture starts to number objects (inspect/labels.h): a
// number stays with its object from one capture to the next.
Snapshot capture(Thread& t, Scope scope, uint64_t step = 0);
// The label of a live object, given now if it has none.
Label label_of(Object* object);
// The live object with this label, or null.
Object* object_of(Label label);
// From here on objects are the program's: those that live now are `object_before`.
void mark_program_start();
// Gives the program's containers their numbers, in the order of their birth.
void number_program();

} // namespace terrarium::inspect
