// The checker: proves that each object's count equals its holders, that free lists and descriptors agree, and that
// the ledger adds up. Reads only; runs at safepoints (inside a collection it proves pages and ledger only; inside a
// chain of dying objects their references would be missed). Used by --check-heap and the stress tests.
#pragma once

#include "memory/trace.h"

#include <string>
#include <vector>

namespace terrarium {

// Visits every reference that is held from outside the heap's objects: thread stacks, frames, globals' cells, interned
// names, code constants, objects that live in the data region. One visit a reference counted.
using RootVisitor = void (*)(Visitor& visitor, void* context);

// Each fault is a sentence. Empty: all is well. Stops after `limit` faults.
std::vector<std::string> check_heap(RootVisitor roots, void* context, size_t limit = 50);

// Only pages, free lists and ledger: no roots needed.
std::vector<std::string> check_pages(size_t limit = 50);

// Live, mortal objects no path of references leads to from the roots: after a last full collection, leaks.
std::vector<Object*> find_leaks(RootVisitor roots, void* context);

} // namespace terrarium
