// The types of None, Ellipsis and NotImplemented: one immediate value each.
#include "vm/objects/containers.h"

namespace terrarium {

namespace {

template <class F>
Result<Own> only_instance(Thread& t, const char* name, const Args& args, F make) {
    if (args.count || args.keyword_count()) return raise_type(t, "{} takes no arguments", name);
    return make();
}

Result<bool> always_false(Thread&, Value) { return false; }
Result<int64_t> constant_hash(Thread&, Value v) { return static_cast<int64_t>(v.bits * 0x9e3779b97f4a7c15ull >> 8); }

void fill_none(Slots& s) {
    s.repr = [](Thread&, Value) -> Result<Own> { return intern("None"); };
    s.hash = constant_hash;
    s.truth = always_false;
    s.construct = [](Thread& t, Type*, const Args& args) { return only_instance(t, "NoneType", args, [] { return Own::none(); }); };
}

void fill_ellipsis(Slots& s) {
    s.repr = [](Thread&, Value) -> Result<Own> { return intern("Ellipsis"); };
    s.hash = constant_hash;
    s.construct = [](Thread& t, Type*, const Args& args) {
        return only_instance(t, "EllipsisType", args, [] { return Own::adopt(Value::ellipsis()); });
    };
}

void fill_not_implemented(Slots& s) {
    s.repr = [](Thread&, Value) -> Result<Own> { return intern("NotImplemented"); };
    s.hash = constant_hash;
    s.truth = [](Thread& t, Value) -> Result<bool> {
        TRY(warn(t, rt().types.DeprecationWarning, "NotImplemented should not be used in a boolean context", 1));
        return true;
    };
    s.construct = [](Thread& t, Type*, const Args& args) {
        return only_instance(t, "NotImplementedType", args, [] { return Own::not_implemented(); });
    };
}

const NativeDef ellipsis_methods[] = {
    {"__reduce__($self, /)", [](Thread&, const Value*) -> Result<Own> { return intern("Ellipsis"); }, nullptr},
    {nullptr, nullptr, nullptr},
};
const NativeDef not_implemented_methods[] = {
    {"__reduce__($self, /)", [](Thread&, const Value*) -> Result<Own> { return intern("NotImplemented"); }, nullptr},
    {nullptr, nullptr, nullptr},
};

} // namespace

extern const TypeSpec spec_none_type, spec_ellipsis, spec_not_implemented;
const TypeSpec spec_none_type = {"builtins", nullptr, sizeof(Object), 0, nullptr, fill_none, nullptr, nullptr, nullptr};
const TypeSpec spec_ellipsis = {"builtins", nullptr, sizeof(Object), 0, nullptr, fill_ellipsis, ellipsis_methods, nullptr, nullptr};
const TypeSpec spec_not_implemented = {"builtins", nullptr, sizeof(Object), 0, nullptr, fill_not_implemented, not_implemented_methods, nullptr, nullptr};

} // namespace terrarium
