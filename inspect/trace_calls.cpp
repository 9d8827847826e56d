// Calls whose arguments do not stand where the callee's parameters do. See trace_model.h; inspect/trace_run.cpp calls.
#include "inspect/trace_model.h"

#include <algorithm>

namespace terrarium::inspect {

Val TraceModel::default_of(const TraceObject& function, uint32_t source) {
    LayoutKind kind = kind_of(function.layout);
    uint32_t slot = source & source_default ? kind.defaults : kind.keyword_defaults;
    size_t place = source & ~(source_default | source_keyword_default);
    TraceObject* all = slot < function.slots.size() ? described(function.slots[slot]) : nullptr;
    return all && place < all->slots.size() ? all->slots[place] : Val{unknown_bits};
}

// `function` and `arguments`: slots of the stack.
bool TraceModel::lay_out_defaults(uint32_t function, uint32_t arguments, uint32_t given, uint32_t parameters) {
    const TraceObject* f = described(stack[function]);
    uint32_t slot = kind_of(f->layout).defaults;
    TraceObject* all = slot < f->slots.size() ? sequence(f->slots[slot]) : nullptr;
    if (!all || all->slots.size() < parameters - given) return false;
    size_t first = all->slots.size() - (parameters - given);
    for (uint32_t i = given; i < parameters; i++) {
        Val v = all->slots[first + i - given];
        write(arguments + i, v);
        list(v, 1);
    }
    return true;
}

bool TraceModel::lay_out(uint32_t function, uint32_t arguments, uint32_t given, const Binding& b) {
    const TraceObject* f = described(stack[function]);
    std::vector<Val> values(stack.begin() + arguments, stack.begin() + arguments + given);
    for (uint32_t i = 0; i < b.sources.size(); i++) {
        uint32_t source = b.sources[i];
        bool is_default = source & (source_default | source_keyword_default);
        if (!is_default && source >= given) return false;
        Val v = is_default ? default_of(*f, source) : values[source];
        if (v.bits == unknown_bits) return false;
        write(arguments + i, v);
        if (is_default) list(v, 1);
    }
    return true;
}

} // namespace terrarium::inspect
