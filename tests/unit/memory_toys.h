// Toy types for the tests of the memory room: a pair of references, an atom, and a world that opens and closes.
#pragma once

#include "memory/check.h"
#include "memory/collector.h"
#include "memory/count.h"
#include "memory/heap.h"
#include "memory/ledger.h"
#include "memory/shape.h"
#include "tests/unit/catch.h"

#include <string>
#include <vector>

namespace toys {

using namespace terrarium;

struct Pair : Object {
    Object* left;
    Object* right;
    int64_t tag;
};

struct Atom : Object {
    int64_t value;
};

inline void trace_pair(Object* object, Visitor& visitor) {
    auto* pair = static_cast<Pair*>(object);
    if (pair->left != nullptr)
        visitor.visit(pair->left, {"left", -1});
    if (pair->right != nullptr)
        visitor.visit(pair->right, {"right", -1});
}
inline void clear_pair(Object* object) {
    auto* pair = static_cast<Pair*>(object);
    Object* left = pair->left;
    Object* right = pair->right;
    pair->left = pair->right = nullptr;
    release_if(left);
    release_if(right);
}
inline size_t pair_size(const Object*) { return sizeof(Pair); }
inline size_t atom_size(const Object*) { return sizeof(Atom); }

inline constexpr Lifecycle pair_life{trace_pair, clear_pair, clear_pair, pair_size, nullptr, "pair"};
inline constexpr Lifecycle frozen_pair_life{trace_pair, clear_pair, nullptr,          pair_size,
                                            nullptr,    "frozen",   Untracking::any_collection};
inline constexpr Lifecycle lazy_pair_life{trace_pair, clear_pair, clear_pair,       pair_size,
                                          nullptr,    "lazy",     Untracking::full_collection};
inline constexpr Lifecycle atom_life{nullptr, nullptr, nullptr, atom_size, nullptr, "atom"};

// What finalisers and hooks did, in order.
inline std::vector<std::string> events;
inline Object* saved = nullptr; // where a finaliser stores what it brings back

inline bool finalize_pair(Object* object) {
    events.push_back("del " + std::to_string(static_cast<Pair*>(object)->tag));
    return false;
}
inline bool resurrect_pair(Object* object) {
    events.push_back("save " + std::to_string(static_cast<Pair*>(object)->tag));
    retain(object);
    saved = object;
    return true;
}

// A world of its own for each test.
class World {
public:
    explicit World(WorldConfig config = {}) {
        std::string error;
        const bool opened = open_world(config, &error);
        INFO(error);
        REQUIRE(opened);
        set_gc_stress(false);
        memory_hooks = {};
        events.clear();
        saved = nullptr;
        pair = make_shape(pair_life, nullptr);
        finalized = make_shape(pair_life, finalize_pair);
        phoenix = make_shape(pair_life, resurrect_pair);
        frozen = make_shape(frozen_pair_life, nullptr);
        lazy = make_shape(lazy_pair_life, nullptr);
        atom = make_shape(atom_life, nullptr);
    }
    ~World() {
        memory_hooks = {};
        close_world();
    }

    static ShapeId make_shape(const Lifecycle& life, bool (*finalize)(Object*)) {
        const ShapeId id = new_shape();
        shape_of(id)->life = &life;
        shape_of(id)->finalize = finalize;
        return id;
    }

    // Takes over the references it is given.
    Pair* make_pair(Object* left = nullptr, Object* right = nullptr, int64_t tag = 0, ShapeId shape = 0) {
        auto* made = static_cast<Pair*>(
            alloc_object(sizeof(Pair), shape != 0 ? shape : pair, AllocKind::container));
        made->left = left;
        made->right = right;
        made->tag = tag;
        return made;
    }
    Atom* make_atom(int64_t value = 0) {
        auto* made = static_cast<Atom*>(alloc_object(sizeof(Atom), atom, AllocKind::atomic));
        made->value = value;
        return made;
    }

    ShapeId pair, finalized, phoenix, frozen, lazy, atom;
};

// Another reference to the same object.
template <typename T> T* share(T* object) {
    retain(object);
    return object;
}

inline void visit_listed(Visitor& visitor, void* context) {
    for (Object* object : *static_cast<std::vector<Object*>*>(context))
        visitor.visit(object, {"root", -1});
}

inline std::vector<std::string> faults_with_roots(std::vector<Object*> roots) {
    return check_heap(visit_listed, &roots);
}

inline size_t live_objects() { return heap_stats().live_objects; }

using Strings = std::vector<std::string>;

} // namespace toys
