// How the collector, the checker and the views look through an object: one trace function a type, one visitor a reader.
#pragma once

#include "memory/object.h"

#include <cstdint>

namespace terrarium {

// What kind of edge a reference is; the name or the index says which one.
struct Edge {
    const char* name = nullptr; // "closure", "items", ...; static text
    int64_t index = -1;         // position in an array edge, or -1
};

// Implemented by the collector, the checker, gc.get_referents and the views. Must not run Python code,
// allocate in the world or change a count.
class Visitor {
public:
    virtual void visit(Object* target, Edge edge) = 0;
    // The fields and items that hold no object, for those who ask for them; what the word means is vm's business.
    virtual void visit_immediate(uint64_t, Edge) {}
    bool wants_immediates = false;

protected:
    ~Visitor() = default;
};

} // namespace terrarium
