// Type: a class, built-in or the user's, with its slots (C++ functions the VM calls without a name lookup).
// Invariant: a slot of a user class whose dunder is written in Python is a slot_* function that looks the name up and
// calls it; adding or removing a dunder on a class updates its slots and those of its subclasses (type_slots.cpp).
#pragma once

#include "vm/core/own.h"

#include <cstdint>
#include <span>

namespace terrarium {

struct Thread;
struct Str;
struct Tuple;
struct Dict;
struct List;

// Arguments of a call: `count` positional values, then one value per name in `keywords`.
struct Args {
    const Value* values = nullptr;
    uint32_t count = 0;        // positional
    Tuple* keywords = nullptr; // names of the keyword values that follow the positional ones; null for none

    Value operator[](uint32_t i) const { return values[i]; }
    uint32_t keyword_count() const; // vm/core/tuple.h
};

enum class CompareOp : uint8_t { lt, le, eq, ne, gt, ge };

// Order of the binary operators in the slot tables and in the opcodes' meaning.
enum class BinaryOp : uint8_t {
    add, subtract, multiply, true_divide, floor_divide, modulo, power, matrix_multiply,
    lshift, rshift, bit_and, bit_or, bit_xor, divmod,
    count_,
};
inline constexpr size_t binary_op_count = static_cast<size_t>(BinaryOp::count_);

using UnarySlot = Result<Own> (*)(Thread&, Value self);
// Called as slot(t, left, right): `self` may be either side; returns NotImplemented when it cannot.
using BinarySlot = Result<Own> (*)(Thread&, Value left, Value right);

struct Slots {
    UnarySlot repr = nullptr;
    UnarySlot str = nullptr;
    Result<int64_t> (*hash)(Thread&, Value self) = nullptr; // hash_not_implemented (protocol.h) = unhashable
    Result<Own> (*call)(Thread&, Value self, const Args&) = nullptr;
    Result<Own> (*getattr)(Thread&, Value self, Str* name) = nullptr;
    Status (*setattr)(Thread&, Value self, Str* name, Value value) = nullptr; // null value: delete
    Result<Own> (*compare)(Thread&, Value self, Value other, CompareOp) = nullptr; // may return NotImplemented
    UnarySlot iter = nullptr;
    UnarySlot next = nullptr; // returns Value::exhausted() at the end
    Result<Own> (*descr_get)(Thread&, Value descr, Value obj, Value owner) = nullptr; // obj null: through the class
    Status (*descr_set)(Thread&, Value descr, Value obj, Value value) = nullptr;      // null value: delete
    Result<Own> (*construct)(Thread&, Type* cls, const Args&) = nullptr;              // __new__
    Status (*init)(Thread&, Value self, const Args&) = nullptr;                       // __init__
    BinarySlot binary[binary_op_count] = {};
    BinarySlot inplace[binary_op_count] = {};
    Result<Own> (*power_mod)(Thread&, Value base, Value exponent, Value modulus) = nullptr; // three-argument pow
    UnarySlot negative = nullptr, positive = nullptr, absolute = nullptr, invert = nullptr;
    Result<bool> (*truth)(Thread&, Value self) = nullptr; // __bool__
    UnarySlot to_int = nullptr, to_float = nullptr, index = nullptr;
    Result<int64_t> (*length)(Thread&, Value self) = nullptr;
    Result<Own> (*get_item)(Thread&, Value self, Value key) = nullptr;
    Status (*set_item)(Thread&, Value self, Value key, Value value) = nullptr; // null value: delete
    Result<bool> (*contains)(Thread&, Value self, Value item) = nullptr;
    BinarySlot concat = nullptr;  // sequence +, tried after the operand's reflected operators; raises its own TypeError
    BinarySlot inplace_concat = nullptr;
    Result<Own> (*repeat)(Thread&, Value self, int64_t count) = nullptr; // sequence *
    Result<Own> (*inplace_repeat)(Thread&, Value self, int64_t count) = nullptr;
    UnarySlot await = nullptr, aiter = nullptr, anext = nullptr;
    // Built-ins only, looked at by generic code that would otherwise fetch __del__: see type_object.cpp.
    Status (*del)(Thread&, Value self) = nullptr;
};

enum TypeFlags : uint32_t {
    type_heap = 1 << 0,         // made at run time by a class statement or type(); instances hold a count of it
    type_basetype = 1 << 1,     // may be subclassed
    type_has_dict = 1 << 2,     // instances have attributes (attrs_offset is valid)
    type_has_weakrefs = 1 << 3, // instances may be weakly referenced
    type_container = 1 << 4,    // instances may hold references: collector looks at them
    type_variable = 1 << 5,     // the block ends in a variable part (int, str, bytes, tuple): attrs come after it
    type_immutable = 1 << 6,    // attributes of the class cannot be set (built-in types)
    type_ready = 1 << 7,
    type_abstract = 1 << 8,     // __abstractmethods__ is non-empty
    // "is an instance of (a subclass of)" as one bit test:
    type_int = 1 << 10, type_str = 1 << 11, type_bytes = 1 << 12, type_tuple = 1 << 13, type_list = 1 << 14,
    type_dict = 1 << 15, type_type = 1 << 16, type_exception = 1 << 17, type_float = 1 << 18, type_any_set = 1 << 19, // set or frozenset
    type_sequence_pattern = 1 << 20, // matches a sequence pattern (PEP 634)
    type_mapping_pattern = 1 << 21,
    type_match_self = 1 << 22, // int(x) in a class pattern binds the subject itself
    type_no_instantiate = 1 << 23, // "cannot create 'X' instances"
    type_method_descriptor = 1 << 24, // LOAD_METHOD may push function and self unbound
    type_custom_getattribute = 1 << 25, // slots.getattr is not the generic one
    type_per_thread = 1 << 26,          // each thread has attributes of its own in an instance
};

// The instance layout of a type T that derives from built-in B:
//   [ struct of B | variable part (type_variable) | __slots__ members | attribute head | inline attribute slots ]
// The attribute head (8 bytes) exists when type_has_dict; see vm/core/attributes.h.
struct Type : Object {
    uint32_t flags;
    uint32_t basic_size;     // bytes of the fixed part: built-in struct + members (+ attribute head when not variable)
    uint32_t members_offset; // first __slots__ member added by this class or inherited, 0 for none
    uint32_t member_count;   // all members, inherited ones included, contiguous from members_offset
    uint32_t attrs_offset;   // attribute head, 0: none, or computed per object for type_variable
    uint32_t inline_slots;   // attribute slots a new instance gets inline (settles after the first instances)
    uint32_t most_slots;     // most attributes an instance has had so far
    uint32_t instances_made; // saturating; the layout settles on the second
    Shape* root_shape;       // shape of a new instance
    Shape* dict_shape;       // shape of an instance whose attributes moved to a real dict; made on demand
    const Lifecycle* life;   // of instances
    Str* name;               // owned; __name__
    Str* qualname;           // owned
    Type* base;              // owned; the layout parent, null for object
    Tuple* bases;            // owned
    Tuple* mro;              // owned
    Dict* dict;              // owned; str -> value
    Dict* subclasses;        // owned or null; address -> address of a direct subclass (not counted: it leaves when it dies)
    Value doc_text;          // built-ins: docstring as str or None
    Slots slots;
    const struct TypeSpec* spec; // built-ins: the static description; null for classes of users
    const char* full_name;   // built-ins: the name in messages ("collections.deque"); null for classes of users
    const Lifecycle* base_life; // of the built-in part of instances, may be null; life is then the one that adds the rest
    uint32_t version;        // of this class' cached lookups: unique, changed by type_changed()
    uint32_t shapes_made;    // shapes of this class so far; past a bound instances go to dict mode
    uint64_t cached_names;   // bloom bits of plain class attributes that inline caches hold (type_may_cache)
    uint32_t cached_replaced; // how often such a one was replaced; too often: no more caching
    uint32_t builtin_size;   // bytes of the built-in struct at the start of an instance
};

} // namespace terrarium
