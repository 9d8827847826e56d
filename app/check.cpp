// --check-heap: proves that every count equals its holders, that the ledger adds up and that nothing leaked.
#include "app/check.h"

#include "memory/check.h"
#include "memory/sharing.h"
#include "vm/core/errors.h"
#include "vm/core/runtime_rooms.h"
#include "vm/core/start.h"
#include "vm/interp/roots.h"
#include "vm/modules/module_types.h"
#include "vm/modules/modules.h"
#include "vm/objects/str_tools.h"

#include <fmt/core.h>

namespace terrarium {

namespace {

void visit_roots(Visitor& visitor, void* context) {
    Thread& t = *static_cast<Thread*>(context);
    visit_runtime_roots(visitor);
    visit_interp_roots(t, visitor);
    visit_module_roots(visitor);
    auto visit = [&](Object* o, const char* name) {
        if (o) visitor.visit(o, {name, -1});
    };
    visit(module_types().keyword_mark, "keyword mark");
    for (Value v : {strings().search_functions, strings().error_handlers})
        if (v.is_object()) visit(v.object_ptr(), "codecs");
}

} // namespace

void count_exactly(Thread& t) {
    if (!parallel_world || rt().thread_count > 1) return; // threads that are left hold what their stacks hold
    unshare_world(visit_roots, &t);
    t.alone = false;
}

std::string check_everything(Thread& t) {
    std::string text;
    for (const std::string& fault : check_heap(visit_roots, &t)) text += "heap: " + fault + "\n";
    if (!text.empty()) return text;
    size_t shown = 0;
    std::vector<Object*> leaks = find_leaks(visit_roots, &t);
    for (Object* o : leaks) {
        if (++shown > 20) break;
        text += fmt::format("heap: leaked: {} of {} at {:#x}, count {}\n", shape_of(o)->life->name, type_name(type_of(o)),
                            reinterpret_cast<uintptr_t>(o), o->count);
    }
    if (shown > 20) text += fmt::format("heap: leaked: {} objects in all\n", leaks.size());
    return text;
}

} // namespace terrarium
