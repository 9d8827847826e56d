// The shape tree of a class and the name tables of its layouts. Everything lies in the data region.
#include "vm/core/shapes.h"

#include "vm/core/parallel.h"

#include <cstring>

namespace terrarium {

namespace {

// Children of a shape. One child is stored as it is; more in a table, told apart by the lowest bit of `transitions`.
struct Children {
    uint32_t count;
    uint32_t mask; // open addressing by name
    Shape* shapes[1];
};

constexpr uint32_t few_names = 8;
constexpr uint32_t most_children = 128;

bool is_table(const void* transitions) { return (reinterpret_cast<uintptr_t>(transitions) & 1) != 0; }
Children* table_of(const void* transitions) {
    return reinterpret_cast<Children*>(reinterpret_cast<uintptr_t>(transitions) & ~uintptr_t{1});
}
size_t table_bytes(uint32_t mask) { return sizeof(Children) + mask * sizeof(Shape*); }

void* must_data_alloc(size_t bytes) {
    void* p = data_alloc(bytes);
    MEMORY_ASSERT(p != nullptr);
    memset(p, 0, bytes);
    return p;
}

Shape* child_by_name(const Shape* s, const Str* name) {
    if (!s->transitions) return nullptr;
    if (!is_table(s->transitions)) {
        Shape* only = static_cast<Shape*>(s->transitions);
        return only->added_key == static_cast<const Object*>(name) ? only : nullptr;
    }
    Children* table = table_of(s->transitions);
    for (uint32_t i = name_hash(name) & table->mask;; i = (i + 1) & table->mask) {
        Shape* child = table->shapes[i];
        if (!child) return nullptr;
        if (child->added_key == static_cast<const Object*>(name)) return child;
    }
}

void insert_child(Children* table, Shape* child) {
    uint32_t i = name_hash(static_cast<Str*>(child->added_key)) & table->mask;
    while (table->shapes[i]) i = (i + 1) & table->mask;
    table->shapes[i] = child;
    table->count++;
}

bool add_child(Shape* s, Shape* child) {
    if (!s->transitions) {
        s->transitions = child;
        return true;
    }
    Children* old = nullptr;
    if (is_table(s->transitions)) {
        old = table_of(s->transitions);
        if (old->count >= most_children) return false;
        if (old->count * 4 < (old->mask + 1) * 3) {
            insert_child(old, child);
            return true;
        }
    }
    uint32_t mask = old ? old->mask * 2 + 1 : 7;
    Children* table = static_cast<Children*>(must_data_alloc(table_bytes(mask)));
    table->mask = mask;
    if (old) {
        for (uint32_t i = 0; i <= old->mask; i++)
            if (old->shapes[i]) insert_child(table, old->shapes[i]);
        data_free(old, table_bytes(old->mask));
    } else {
        insert_child(table, static_cast<Shape*>(s->transitions));
    }
    insert_child(table, child);
    s->transitions = reinterpret_cast<void*>(reinterpret_cast<uintptr_t>(table) | 1);
    return true;
}

// --- names

void index_name(ShapeKeys* keys, uint32_t slot) {
    uint8_t* index = keys->index();
    uint32_t i = name_hash(keys->names()[slot]) & keys->hash_mask;
    while (index[i]) i = (i + 1) & keys->hash_mask;
    index[i] = static_cast<uint8_t>(slot + 1);
}

ShapeKeys* make_keys(uint32_t capacity, const ShapeKeys* from, uint32_t count) {
    uint32_t mask = capacity > few_names ? capacity * 2 - 1 : 0;
    size_t bytes = sizeof(ShapeKeys) + capacity * sizeof(Str*) + (mask ? mask + 1 : 0);
    ShapeKeys* keys = static_cast<ShapeKeys*>(must_data_alloc(bytes));
    keys->capacity = capacity;
    keys->hash_mask = mask;
    keys->bytes = static_cast<uint32_t>(bytes);
    keys->count = count;
    if (count) memcpy(keys->names(), const_cast<ShapeKeys*>(from)->names(), count * sizeof(Str*));
    if (mask)
        for (uint32_t i = 0; i < count; i++) index_name(keys, i);
    return keys;
}

void append_name(ShapeKeys* keys, Str* name) {
    keys->names()[keys->count++] = name;
    if (keys->hash_mask) index_name(keys, keys->count - 1);
}

} // namespace

int32_t shape_slot(const Shape* s, const Str* name) {
    ShapeKeys* keys = s->keys;
    if (!keys) return -1;
    Str** names = keys->names();
    if (!keys->hash_mask) {
        for (uint32_t i = 0; i < s->slot_count; i++)
            if (names[i] == name) return static_cast<int32_t>(i);
        return -1;
    }
    const uint8_t* index = keys->index();
    for (uint32_t i = name_hash(name) & keys->hash_mask;; i = (i + 1) & keys->hash_mask) {
        uint32_t slot = index[i];
        if (slot == 0) return -1;
        // Later names of the chain may stand in the shared table too.
        if (names[slot - 1] == name) return slot <= s->slot_count ? static_cast<int32_t>(slot - 1) : -1;
    }
}

Shape* shape_add(Shape* s, Str* name) {
    if (Shape* child = child_by_name(s, name)) return child;
    if (parallel_world && !current_thread().alone) [[unlikely]] { // nobody else looks while a class gets a shape
        Alone alone(current_thread());
        return shape_add(s, name);
    }
    Type* type = s->type;
    if ((s->flags & shape_dict_mode) || s->slot_count >= most_slots_of_shape || type->shapes_made >= most_shapes_of_type)
        return nullptr;
    ShapeId id = new_shape();
    if (!id) return nullptr;
    Shape* child = shape_of(id);
    child->added_key = name;
    if (!add_child(s, child)) {
        free_shape(id);
        return nullptr;
    }
    child->type = type;
    child->life = s->life;
    child->parent = s->id;
    child->slot_count = s->slot_count + 1;
    child->flags = s->flags;
    child->finalize = s->finalize;
    ShapeKeys* keys = s->keys;
    if (keys && keys->count == s->slot_count && keys->count < keys->capacity) {
        child->keys = keys;
    } else {
        uint32_t capacity = 4;
        while (capacity < child->slot_count) capacity *= 2;
        child->keys = make_keys(capacity, keys, s->slot_count);
    }
    append_name(child->keys, name);
    type->shapes_made++;
    if (child->slot_count > type->most_slots) type->most_slots = child->slot_count;
    return child;
}

Shape* make_root_shape(Type* type, ShapeId fixed_id) {
    ShapeId id = new_shape();
    MEMORY_ASSERT(id != 0 && (fixed_id == 0 || id == fixed_id));
    Shape* s = shape_of(id);
    s->type = type;
    s->life = type->life;
    type->root_shape = s;
    return s;
}

void set_inline_slots(Type* type, uint32_t count) {
    if (count == type->inline_slots && type->root_shape) return;
    type->inline_slots = count;
    Shape* old = type->root_shape;
    if (type->instances_made > 1 || old->transitions) {
        Shape* fresh = make_root_shape(type, 0);
        fresh->parent = old->id;
        fresh->flags = old->flags;
        fresh->finalize = old->finalize;
    }
    type->root_shape->flags = (type->root_shape->flags & 0xff) | count << 8;
}

Shape* dict_shape_of(Type* type) {
    if (type->dict_shape) return type->dict_shape;
    if (parallel_world && !current_thread().alone) [[unlikely]] {
        Alone alone(current_thread());
        return dict_shape_of(type);
    }
    ShapeId id = new_shape();
    MEMORY_ASSERT(id != 0);
    Shape* s = shape_of(id);
    s->type = type;
    s->life = type->life;
    s->parent = type->root_shape->id;
    s->flags = shape_dict_mode;
    s->finalize = type->root_shape->finalize;
    type->dict_shape = s;
    return s;
}

namespace {

void walk(Shape* s, void (*f)(Shape*, void*), void* context) {
    void* transitions = s->transitions;
    f(s, context);
    if (!transitions) return;
    if (!is_table(transitions)) {
        walk(static_cast<Shape*>(transitions), f, context);
        return;
    }
    Children* table = table_of(transitions);
    for (uint32_t i = 0; i <= table->mask; i++)
        if (table->shapes[i]) walk(table->shapes[i], f, context);
}

void free_tables(Shape* s) {
    void* transitions = s->transitions;
    s->transitions = nullptr;
    if (transitions && !is_table(transitions)) free_tables(static_cast<Shape*>(transitions));
    if (transitions && is_table(transitions)) {
        Children* table = table_of(transitions);
        for (uint32_t i = 0; i <= table->mask; i++)
            if (table->shapes[i]) free_tables(table->shapes[i]);
        data_free(table, table_bytes(table->mask));
    }
    // The owner of a table of names is the shape whose parent has another one.
    if (s->keys && shape_of(s->parent)->keys != s->keys) data_free(s->keys, s->keys->bytes);
    s->keys = nullptr;
    s->type = nullptr;
    s->slot_count = 0;
}

} // namespace

void for_each_shape(Type* type, void (*f)(Shape*, void*), void* context) {
    for (Shape* root = type->root_shape; root; root = root->parent ? shape_of(root->parent) : nullptr) walk(root, f, context);
    if (type->dict_shape && type->dict_shape != type->root_shape) f(type->dict_shape, context);
}

void free_shapes(Type* type) {
    if (type->dict_shape && type->dict_shape != type->root_shape) type->dict_shape->type = nullptr;
    for (Shape* root = type->root_shape; root; root = root->parent ? shape_of(root->parent) : nullptr) free_tables(root);
    type->root_shape = type->dict_shape = nullptr;
}

} // namespace terrarium
