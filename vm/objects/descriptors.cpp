// Descriptors of built-in types and of __slots__: getset, member, slot wrapper and its bound form.
// Layouts: vm/core/descriptor.h. Methods of built-in types: native_types.cpp.
#include "vm/core/descriptor.h"

#include "vm/core/parallel.h"
#include "vm/core/slots.h"
#include "vm/objects/containers.h"

#include <algorithm>
#include <string_view>

namespace terrarium {

namespace {

Error raise_receiver(Thread& t, std::string_view name, const Type* owner, Value object) {
    return raise_type(t, "descriptor '{}' for '{}' objects doesn't apply to a '{}' object", name, type_name(owner), type_name(object));
}

bool applies(Value object, const Type* owner) { return type_of(object) == owner || is_instance_of(object, owner); }


Result<Own> qualified(Type* owner, std::string_view name) {
    return make_short_str(to_utf8(owner->qualname) + "." + std::string(name));
}

// --- getset

void trace_getset(Object* o, Visitor& v) {
    auto* d = static_cast<GetSetDescriptor*>(o);
    trace_edge(v, d->owner, "owner");
    trace_edge(v, d->name, "name");
}
void destroy_getset(Object* o) {
    auto* d = static_cast<GetSetDescriptor*>(o);
    drop_field(d->owner);
    drop_field(d->name);
}
const Lifecycle getset_life = {trace_getset, destroy_getset, nullptr, fixed_size<GetSetDescriptor>, nullptr, "getset_descriptor"};

// What is in the object anyway. The rest may be made when it is asked for.
constexpr std::string_view plain_names[] = {
    "__name__", "__qualname__", "__class__", "__mro__", "__base__", "__bases__", "__code__", "__globals__", "__closure__", "__defaults__",
    "__kwdefaults__", "__func__", "__self__", "args", "real", "imag", "numerator", "denominator",
};
bool only_reads(const GetSetDef* def) { return std::find(std::begin(plain_names), std::end(plain_names), def->name) != std::end(plain_names); }

Result<Own> getset_get(Thread& t, Value self, Value object, Value) {
    auto* d = as<GetSetDescriptor>(self);
    if (object.is_null()) return Own::share(self);
    if (!applies(object, d->owner)) return raise_receiver(t, d->def->name, d->owner, object);
    if (!d->def->get)
        return raise_fmt(t, rt().types.AttributeError, "attribute '{}' of '{}' objects is not readable", d->def->name, type_name(d->owner));
    Changing changing(t, parallel_world && is_shared(object) && !only_reads(d->def) ? object : Value::null());
    return d->def->get(t, object);
}

Status getset_set(Thread& t, Value self, Value object, Value value) {
    auto* d = as<GetSetDescriptor>(self);
    if (!applies(object, d->owner)) return raise_receiver(t, d->def->name, d->owner, object);
    if (!d->def->set)
        return raise_fmt(t, rt().types.AttributeError, "attribute '{}' of '{}' objects is not writable", d->def->name, type_name(d->owner));
    Changing changing(t, object, value);
    return d->def->set(t, object, value);
}

Result<Own> getset_repr(Thread& t, Value self) {
    auto* d = as<GetSetDescriptor>(self);
    return make_str(t, fmt::format("<attribute '{}' of '{}' objects>", d->def->name, type_name(d->owner)));
}

void fill_getset(Slots& s) {
    s.repr = getset_repr;
    s.descr_get = getset_get;
    s.descr_set = getset_set;
}

const GetSetDef getset_getsets[] = {
    {"__name__", [](Thread&, Value v) -> Result<Own> { return Own::share(as<GetSetDescriptor>(v)->name); }, read_only_member, nullptr},
    {"__qualname__", [](Thread&, Value v) -> Result<Own> { return qualified(as<GetSetDescriptor>(v)->owner, as<GetSetDescriptor>(v)->def->name); }, nullptr, nullptr},
    {"__objclass__", [](Thread&, Value v) -> Result<Own> { return Own::share(as<GetSetDescriptor>(v)->owner); }, read_only_member, nullptr},
    {"__doc__", [](Thread&, Value v) -> Result<Own> {
         const char* doc = as<GetSetDescriptor>(v)->def->doc;
         return doc ? Own(make_short_str(doc)) : Own::none();
     }, nullptr, nullptr},
    {nullptr, nullptr, nullptr, nullptr},
};

// --- member

void trace_member(Object* o, Visitor& v) {
    auto* d = static_cast<MemberDescriptor*>(o);
    trace_edge(v, d->owner, "owner");
    trace_edge(v, d->name, "name");
}
void destroy_member(Object* o) {
    auto* d = static_cast<MemberDescriptor*>(o);
    drop_field(d->owner);
    drop_field(d->name);
}
const Lifecycle member_life = {trace_member, destroy_member, nullptr, fixed_size<MemberDescriptor>, nullptr, "member_descriptor"};

Value& member_of(Value object, const MemberDescriptor* d) {
    return *reinterpret_cast<Value*>(reinterpret_cast<char*>(object.object_ptr()) + d->offset);
}

Result<Own> member_get(Thread& t, Value self, Value object, Value) {
    auto* d = as<MemberDescriptor>(self);
    if (object.is_null()) return Own::share(self);
    if (!applies(object, d->owner)) return raise_receiver(t, to_utf8(d->name), d->owner, object);
    if (d->def) return d->def->get(t, object);
    Value v = read_slot(member_of(object, d));
    if (v.is_null()) return raise_attribute(t, object, d->name);
    return Own::share(v);
}

Status member_set(Thread& t, Value self, Value object, Value value) {
    auto* d = as<MemberDescriptor>(self);
    if (!applies(object, d->owner)) return raise_receiver(t, to_utf8(d->name), d->owner, object);
    if (d->def) return d->def->set(t, object, value);
    Value& slot = member_of(object, d);
    if (value.is_null() && slot.is_null()) return raise_value(t, rt().types.AttributeError, Value::object(d->name));
    Value old = slot;
    slot = shared(value);
    release(old);
    return {};
}

Result<Own> member_repr(Thread& t, Value self) {
    auto* d = as<MemberDescriptor>(self);
    return make_str(t, fmt::format("<member '{}' of '{}' objects>", to_utf8(d->name), type_name(d->owner)));
}

void fill_member(Slots& s) {
    s.repr = member_repr;
    s.descr_get = member_get;
    s.descr_set = member_set;
}

const GetSetDef member_getsets[] = {
    {"__name__", [](Thread&, Value v) -> Result<Own> { return Own::share(as<MemberDescriptor>(v)->name); }, read_only_member, nullptr},
    {"__qualname__", [](Thread&, Value v) -> Result<Own> { return qualified(as<MemberDescriptor>(v)->owner, to_utf8(as<MemberDescriptor>(v)->name)); }, nullptr, nullptr},
    {"__objclass__", [](Thread&, Value v) -> Result<Own> { return Own::share(as<MemberDescriptor>(v)->owner); }, read_only_member, nullptr},
    {"__doc__", [](Thread&, Value v) -> Result<Own> {
         const GetSetDef* def = as<MemberDescriptor>(v)->def;
         return def && def->doc ? Own(make_short_str(def->doc)) : Own::none();
     }, nullptr, nullptr},
    {nullptr, nullptr, nullptr, nullptr},
};

// --- slot wrapper

void trace_wrapper(Object* o, Visitor& v) { trace_edge(v, static_cast<WrapperDescriptor*>(o)->owner, "owner"); }
void destroy_wrapper(Object* o) { drop_field(static_cast<WrapperDescriptor*>(o)->owner); }
const Lifecycle wrapper_life = {trace_wrapper, destroy_wrapper, nullptr, fixed_size<WrapperDescriptor>, nullptr, "wrapper_descriptor"};

Result<Own> wrapper_call(Thread& t, Value self, const Args& args) {
    auto* d = as<WrapperDescriptor>(self);
    if (args.count == 0)
        return raise_type(t, "descriptor '{}' of '{}' object needs an argument", d->row->dunder, type_name(d->owner));
    if (!applies(args[0], d->owner))
        return raise_type(t, "descriptor '{}' requires a '{}' object but received a '{}'", d->row->dunder, type_name(d->owner),
                          type_name(args[0]));
    return call_wrapper(t, *d->row, d->function, args[0], Args{args.values + 1, args.count - 1, args.keywords});
}

Result<Own> wrapper_get(Thread& t, Value self, Value object, Value) {
    auto* d = as<WrapperDescriptor>(self);
    if (object.is_null()) return Own::share(self);
    if (!applies(object, d->owner)) return raise_receiver(t, d->row->dunder, d->owner, object);
    Ref<MethodWrapper> w = new_object<MethodWrapper>(shapes::method_wrapper, true);
    w->descriptor = shared(d);
    w->self = shared(object);
    return w;
}

Result<Own> wrapper_repr(Thread& t, Value self) {
    auto* d = as<WrapperDescriptor>(self);
    return make_str(t, fmt::format("<slot wrapper '{}' of '{}' objects>", d->row->dunder, type_name(d->owner)));
}

void fill_wrapper(Slots& s) {
    s.repr = wrapper_repr;
    s.call = wrapper_call;
    s.descr_get = wrapper_get;
}

const SlotRow* row_of(Value v) { return as<WrapperDescriptor>(v)->row; }

const GetSetDef wrapper_getsets[] = {
    {"__name__", [](Thread&, Value v) -> Result<Own> { return Own::share(rt().names.*row_of(v)->name); }, read_only_member, nullptr},
    {"__qualname__", [](Thread&, Value v) -> Result<Own> { return qualified(as<WrapperDescriptor>(v)->owner, row_of(v)->dunder); }, nullptr, nullptr},
    {"__objclass__", [](Thread&, Value v) -> Result<Own> { return Own::share(as<WrapperDescriptor>(v)->owner); }, read_only_member, nullptr},
    {"__doc__", [](Thread&, Value v) -> Result<Own> { return make_short_str(row_of(v)->doc); }, nullptr, nullptr},
    {"__text_signature__", [](Thread&, Value v) -> Result<Own> { return make_short_str(row_of(v)->signature); }, nullptr, nullptr},
    {nullptr, nullptr, nullptr, nullptr},
};

// --- its bound form

void trace_bound(Object* o, Visitor& v) {
    trace_edge(v, static_cast<MethodWrapper*>(o)->descriptor, "descriptor");
    trace_edge(v, static_cast<MethodWrapper*>(o)->self, "self");
}
void destroy_bound(Object* o) {
    drop_field(static_cast<MethodWrapper*>(o)->descriptor);
    drop_field(static_cast<MethodWrapper*>(o)->self);
}
const Lifecycle bound_life = {trace_bound, destroy_bound, nullptr, fixed_size<MethodWrapper>, nullptr, "method-wrapper"};

Result<Own> bound_call(Thread& t, Value self, const Args& args) {
    auto* w = as<MethodWrapper>(self);
    return call_wrapper(t, *w->descriptor->row, w->descriptor->function, w->self, args);
}

Result<Own> bound_repr(Thread& t, Value self) {
    auto* w = as<MethodWrapper>(self);
    return make_str(t, fmt::format("<method-wrapper '{}' of {} object at {:#x}>", w->descriptor->row->dunder, type_name(w->self),
                                   address_of(w->self)));
}

Result<Own> bound_compare(Thread&, Value a, Value b, CompareOp op) {
    if ((op != CompareOp::eq && op != CompareOp::ne) || !has_shape(b, shapes::method_wrapper)) return Own::not_implemented();
    auto *x = as<MethodWrapper>(a), *y = as<MethodWrapper>(b);
    bool same = x->descriptor == y->descriptor && x->self == y->self;
    return Own::boolean(same == (op == CompareOp::eq));
}

Result<int64_t> bound_hash(Thread&, Value self) {
    auto* w = as<MethodWrapper>(self);
    return hash_pointer(w->descriptor) ^ static_cast<int64_t>(w->self.bits >> 4 & 0xffffffffffff);
}

void fill_bound(Slots& s) {
    s.repr = bound_repr;
    s.call = bound_call;
    s.compare = bound_compare;
    s.hash = bound_hash;
}

WrapperDescriptor* descriptor_of(Value v) { return as<MethodWrapper>(v)->descriptor; }

const GetSetDef bound_getsets[] = {
    {"__self__", [](Thread&, Value v) -> Result<Own> { return Own::share(as<MethodWrapper>(v)->self); }, read_only_member, nullptr},
    {"__name__", [](Thread&, Value v) -> Result<Own> { return Own::share(rt().names.*descriptor_of(v)->row->name); }, nullptr, nullptr},
    {"__qualname__", [](Thread&, Value v) -> Result<Own> { return qualified(descriptor_of(v)->owner, descriptor_of(v)->row->dunder); }, nullptr, nullptr},
    {"__objclass__", [](Thread&, Value v) -> Result<Own> { return Own::share(descriptor_of(v)->owner); }, nullptr, nullptr},
    {"__doc__", [](Thread&, Value v) -> Result<Own> { return make_short_str(descriptor_of(v)->row->doc); }, nullptr, nullptr},
    {"__text_signature__", [](Thread&, Value v) -> Result<Own> { return make_short_str(descriptor_of(v)->row->signature); }, nullptr, nullptr},
    {nullptr, nullptr, nullptr, nullptr},
};

constexpr uint32_t internal = type_container | type_no_instantiate;

} // namespace

uint64_t address_of(Value v) { return v.is_object() ? reinterpret_cast<uint64_t>(v.object_ptr()) : v.bits; }

Ref<WrapperDescriptor> make_wrapper_descriptor(Type* owner, const SlotRow* row, void (*function)()) {
    Ref<WrapperDescriptor> d = new_object<WrapperDescriptor>(shapes::wrapper_descriptor, true);
    d->owner = shared(owner);
    d->row = row;
    d->function = function;
    return d;
}

Ref<GetSetDescriptor> make_getset(Type* owner, const GetSetDef* def) {
    Ref<GetSetDescriptor> d = new_object<GetSetDescriptor>(shapes::getset_descriptor, true);
    d->owner = shared(owner);
    d->def = def;
    d->name = intern(def->name).take();
    return d;
}

Ref<MemberDescriptor> make_member(Type* owner, Str* name, uint32_t offset) {
    Ref<MemberDescriptor> d = new_object<MemberDescriptor>(shapes::member_descriptor, true);
    d->owner = shared(owner);
    d->name = shared(name);
    d->offset = offset;
    d->def = nullptr;
    return d;
}

Status read_only_member(Thread& t, Value, Value) { return raise_text(t, rt().types.AttributeError, "readonly attribute"); }

Ref<MemberDescriptor> make_read_only_member(Type* owner, const GetSetDef* def) {
    Ref<Str> name = intern(def->name);
    Ref<MemberDescriptor> d = make_member(owner, name.get(), 0);
    d->def = def;
    return d;
}

extern const TypeSpec spec_getset_descriptor, spec_member_descriptor, spec_wrapper_descriptor, spec_method_wrapper;
const TypeSpec spec_getset_descriptor = {"builtins", nullptr, sizeof(GetSetDescriptor), internal, &getset_life, fill_getset, nullptr, getset_getsets, nullptr};
const TypeSpec spec_member_descriptor = {"builtins", nullptr, sizeof(MemberDescriptor), internal, &member_life, fill_member, nullptr, member_getsets, nullptr};
const TypeSpec spec_wrapper_descriptor = {"builtins", nullptr, sizeof(WrapperDescriptor), internal | type_method_descriptor, &wrapper_life, fill_wrapper, nullptr, wrapper_getsets, nullptr};
const TypeSpec spec_method_wrapper = {"builtins", nullptr, sizeof(MethodWrapper), internal, &bound_life, fill_bound, nullptr, bound_getsets, nullptr};

} // namespace terrarium
