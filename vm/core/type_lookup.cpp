// Looking attributes up along the MRO through the method cache, and keeping that cache right when classes change.
// Invariant: an entry holds while the class has the version it was made with; versions are never used twice, and a
// class with version 0 has not been looked at since its last change.
#include "vm/core/attributes.h"
#include "vm/core/dict.h"
#include "vm/core/errors.h"
#include "vm/core/instances.h"
#include "vm/core/parallel.h"
#include "vm/core/slots.h"
#include "vm/core/start.h"
#include "vm/core/tuple.h"

#include <cstring>

namespace terrarium {

namespace {

struct CacheEntry {
    uint32_t version; // 0: empty
    uint32_t unused;
    const Str* name;
    Value value; // borrowed from the class' dict; null: known to be missing
};

constexpr size_t cache_entries = 4096;
constexpr uint32_t most_replacements = 64; // of one class' cached plain values

struct MethodCache {
    uint32_t next_version;
    CacheEntry entries[cache_entries];
};

MethodCache& cache() {
    if (!rt().method_cache) {
        void* p = data_alloc(sizeof(MethodCache));
        MEMORY_ASSERT(p != nullptr);
        memset(p, 0, sizeof(MethodCache));
        rt().method_cache = p;
    }
    return *static_cast<MethodCache*>(rt().method_cache);
}

CacheEntry& entry_of(uint32_t version, const Str* name) {
    size_t h = version * 0x9e3779b1u ^ static_cast<uint32_t>(reinterpret_cast<uintptr_t>(name) >> 5) * 0x85ebca6bu;
    return cache().entries[(h ^ h >> 15) & (cache_entries - 1)];
}

bool is_descriptor(Value v) {
    const Type* type = type_of(v);
    return type->slots.descr_get != nullptr || type->slots.descr_set != nullptr;
}

uint64_t bloom_bit(const Str* name) { return uint64_t{1} << (reinterpret_cast<uintptr_t>(name) >> 5 & 63); }

void epoch_changed() {
    rt().cache_epoch++;
    if (rt().hooks.forget_classes) rt().hooks.forget_classes();
}

// True when a lookup on the class or a subclass may be remembered somewhere.
bool drop_versions(Type* type) {
    bool used = type->version != 0;
    type->version = 0;
    for_each_subclass(type, [&used](Type* sub) { used = drop_versions(sub) || used; });
    return used;
}

// A plain value replaced by a plain one: only this name's entries go.
void forget_name(Type* type, Str* name) {
    for_each_subclass(type, [name](Type* sub) { forget_name(sub, name); });
    if (type->version == 0) return;
    CacheEntry& e = entry_of(type->version, name);
    if (e.version == type->version && e.name == name) e.version = 0;
}

bool is_dunder(const Str* s) {
    return s->unit == 1 && s->length > 4 && s->data1()[0] == '_' && s->data1()[1] == '_' &&
           s->data1()[s->length - 1] == '_' && s->data1()[s->length - 2] == '_';
}

} // namespace

Value type_find(const Type* type, Str* name) {
    if (!type->mro) return Value::null();
    for (uint64_t i = 0; i < type->mro->length; i++) {
        Type* cls = as<Type>((*type->mro)[i]);
        if (!cls->dict) continue;
        Value v = dict_get(cls->dict, name);
        if (!v.is_null()) return v;
    }
    return Value::null();
}

namespace {

// Other threads look up, too, and learn. Classes change only while everybody stands, so what is found stays right until
// this thread's next safepoint.
Value lookup_beside_others(Type* type, Str* name) {
    uint32_t turn = begin_reading_learned();
    if (uint32_t version = load_learned(type->version)) {
        const CacheEntry& e = entry_of(version, name);
        bool known = load_learned(e.version) == version && load_learned(e.name) == name;
        Value v{load_learned(e.value.bits)};
        if (known && learned_holds(turn)) [[likely]] return v;
    }
    Value v = type_find(type, name);
    Learning learning;
    if (type->version == 0) store_learned(type->version, ++cache().next_version);
    CacheEntry& e = entry_of(type->version, name);
    store_learned(e.version, type->version);
    store_learned(e.name, static_cast<const Str*>(name));
    store_learned(e.value.bits, v.bits);
    return v;
}

} // namespace

Value type_lookup(Type* type, Str* name) {
    if (!is_interned(name)) [[unlikely]] return type_find(type, name);
    if (parallel_world) [[unlikely]] return lookup_beside_others(type, name);
    if (type->version == 0) [[unlikely]] type->version = ++cache().next_version;
    CacheEntry& e = entry_of(type->version, name);
    if (e.version == type->version && e.name == name) [[likely]] return e.value;
    Value v = type_find(type, name);
    e.version = type->version;
    e.name = name;
    e.value = v;
    return v;
}

void type_changed(Type* type) {
    if (drop_versions(type)) epoch_changed();
}

bool type_may_cache(Type* type, Str* name) {
    if (!type->mro) return false;
    for (uint64_t i = 0; i < type->mro->length; i++) {
        Type* cls = as<Type>((*type->mro)[i]);
        Value v = cls->dict ? dict_get(cls->dict, name) : Value::null();
        if (v.is_null()) continue;
        if (is_descriptor(v)) return true;
        if (cls->cached_replaced >= most_replacements) return false;
        cls->cached_names |= bloom_bit(name);
        return true;
    }
    return true;
}

Status type_set(Thread& t, Type* type, Str* any_name, Value value) {
    Ref<Str> name = is_interned(any_name) ? Ref<Str>::share(any_name) : intern(any_name);
    DictEntry* e = dict_find(type->dict, name);
    Own old = e ? Own::share(e->value) : Own();
    if (value.is_null()) {
        if (!e) return raise_text(t, rt().types.AttributeError, missing_attribute_text(Value::object(type), name));
        dict_delete(type->dict, name);
    } else {
        dict_set(type->dict, name, value);
    }
    bool plain = !old.is_null() && !value.is_null() && !is_descriptor(old) && !is_descriptor(value) && !is_dunder(name);
    if (plain) {
        forget_name(type, name);
        if (type->cached_names & bloom_bit(name)) {
            type->cached_names = 0;
            type->cached_replaced++;
            epoch_changed();
        }
        return {};
    }
    type_changed(type);
    if (is_dunder(name)) {
        update_slot(type, name);
        if (name.get() == rt().names.dunder_del) {
            struct Walk {
                static void down(Type* cls) {
                    set_finalizers(cls);
                    for_each_subclass(cls, [](Type* sub) { down(sub); });
                }
            };
            Walk::down(type);
        }
    }
    return {};
}

} // namespace terrarium
