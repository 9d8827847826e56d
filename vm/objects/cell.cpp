// cell: a variable shared by a function and the functions inside it. Empty until the variable is bound.
#include "vm/objects/containers.h"
#include "vm/objects/function.h"

namespace terrarium {

Ref<Cell> make_cell(Value content) {
    Ref<Cell> c = new_object<Cell>(shapes::cell, true);
    c->content = shared(content);
    return c;
}

namespace {

void trace_cell(Object* o, Visitor& visitor) { trace_edge(visitor, static_cast<Cell*>(o)->content, "content"); }
void drop_cell(Object* o) { drop_field(static_cast<Cell*>(o)->content); }
const Lifecycle cell_life = {trace_cell, drop_cell, drop_cell, fixed_size<Cell>, nullptr, "cell", Untracking::never};

Result<Own> cell_construct(Thread& t, Type*, const Args& args) {
    if (args.keyword_count()) return raise_type(t, "cell() takes no keyword arguments");
    return Own(make_cell(TRY(optional_argument(t, "cell", args))));
}

Result<Own> cell_repr(Thread& t, Value self) {
    Value v = as<Cell>(self)->content;
    auto at = reinterpret_cast<uintptr_t>(self.object_ptr());
    if (v.is_null()) return Result<Own>(make_str(t, fmt::format("<cell at 0x{:x}: empty>", at)));
    // An immediate value has no address: its word stands for it, as in id().
    uint64_t where = v.is_object() ? reinterpret_cast<uintptr_t>(v.object_ptr()) : v.bits;
    return Result<Own>(make_str(t, fmt::format("<cell at 0x{:x}: {} object at 0x{:x}>", at, type_name(v), where)));
}

Result<Own> cell_compare(Thread& t, Value self, Value other, CompareOp op) {
    if (!has_shape(self, shapes::cell) || !has_shape(other, shapes::cell)) return Own::not_implemented();
    Own a = Own::share(as<Cell>(self)->content), b = Own::share(as<Cell>(other)->content);
    if (!a.is_null() && !b.is_null()) return compare(t, a, b, op);
    return Own::boolean(compare_sizes(!a.is_null(), !b.is_null(), op)); // an empty cell comes first
}

Result<Own> get_contents(Thread& t, Value self) {
    Value v = as<Cell>(self)->content;
    if (v.is_null()) return raise_value_error(t, "Cell is empty");
    return Own::share(v);
}
Status set_contents(Thread&, Value self, Value v) {
    Own old = Own::adopt(as<Cell>(self)->content);
    as<Cell>(self)->content = shared(v);
    return {};
}

const GetSetDef cell_getsets[] = {
    {"cell_contents", get_contents, set_contents, nullptr},
    {},
};

void fill_cell(Slots& s) {
    s.construct = cell_construct;
    s.repr = cell_repr;
    s.compare = cell_compare;
    s.hash = hash_not_implemented;
}

} // namespace

extern const TypeSpec spec_cell;
const TypeSpec spec_cell = {
    "builtins", "A variable shared with inner functions.", sizeof(Cell), type_container, &cell_life, fill_cell, nullptr, cell_getsets, nullptr,
};

} // namespace terrarium
