// See sharing.h.
#include "memory/sharing.h"

#include "memory/blocks.h"
#include "memory/collector.h"
#include "memory/shadow.h"
#include "memory/trace.h"
#include "memory/world.h"

#include <atomic>
#include <cstdio>
#include <cstring>
#include <limits>
#include <new>

namespace terrarium {

bool parallel_world = false;
void (*on_publish)(Object* object);
constinit thread_local uintptr_t local_heap_address = data_base + offsetof(MemoryState, heap);

namespace {

struct Retired {
    std::vector<Object*> objects;
    size_t weight = 0;
};
// By heap id. Process memory: the lists of a thread that runs grow without the tables' lock.
Retired* retired_by_heap[most_heaps];
std::vector<uint32_t> spare_heaps; // left by threads that have ended
constexpr size_t many_retired = 256;
std::atomic<int> urgent_lists{0}; // with at least that weight
Retired orphans;                  // of threads that are blocked or have ended; guarded by the tables' lock
std::atomic<bool> orphaned{false};

enum TablesLock : int { tables_free, tables_locked, tables_awaited };
std::atomic<int> tables_lock{tables_free};
constinit thread_local uint32_t tables_depth = 0;

Retired& retired_here() { return *retired_by_heap[local_heap().id]; }

void init_heap(Heap& heap, uint32_t id) {
    std::memset(static_cast<void*>(&heap), 0, sizeof(Heap));
    for (PageInfo*& page : heap.current)
        page = page_at(0);
    for (PageInfo*& page : heap.watched)
        page = page_at(0);
    heap.id = id;
    memory_state().heaps[id] = &heap;
    if (retired_by_heap[id] == nullptr)
        retired_by_heap[id] = new Retired;
    *retired_by_heap[id] = {};
}

class Publisher final : public Visitor {
public:
    void visit(Object* target, Edge) override {
        if (is_shared(target))
            return;
        if (on_publish != nullptr)
            on_publish(target);
        target->gc |= gc_shared;
        if (shape_of(target)->life->trace != nullptr)
            waiting_.push_back(target);
    }
    void drain() {
        while (!waiting_.empty()) {
            Object* object = waiting_.back();
            waiting_.pop_back();
            visit_references(object, *this);
        }
    }

private:
    std::vector<Object*> waiting_;
};

size_t weight_of(const Object* object) {
    const Shape* shape = shape_of(object);
    if (shape->finalize != nullptr || shape->life->missed || shape->life->trace != nullptr || (object->gc & gc_weakly_referenced) != 0)
        return many_retired; // somebody waits for it to die, or for something it holds
    const size_t extra = shape->life->extra_size != nullptr ? shape->life->extra_size(const_cast<Object*>(object)) : 0;
    return 1 + extra / 4096;
}

} // namespace

void SharedTables::lock() {
    if (tables_depth++ != 0)
        return;
    for (unsigned tries = 0; tries < 100; ++tries) {
        int expected = tables_free;
        if (tables_lock.compare_exchange_weak(expected, tables_locked, std::memory_order_acquire))
            return;
        __builtin_ia32_pause();
    }
    while (tables_lock.exchange(tables_awaited, std::memory_order_acquire) != tables_free)
        tables_lock.wait(tables_awaited, std::memory_order_relaxed);
}

void SharedTables::unlock() {
    if (--tables_depth != 0)
        return;
    if (tables_lock.exchange(tables_free, std::memory_order_release) == tables_awaited)
        tables_lock.notify_one();
}

uint32_t learning_turn = 0;

void Learning::begin() { __atomic_fetch_add(&learning_turn, 1, __ATOMIC_ACQ_REL); }
void Learning::end() { __atomic_fetch_add(&learning_turn, 1, __ATOMIC_RELEASE); }

void retain_shared(Object* object) {
    if (__atomic_load_n(&object->count, __ATOMIC_RELAXED) >= immortal_count / 2)
        return;
    __atomic_fetch_add(&object->count, 1, __ATOMIC_RELAXED);
}

void release_shared(Object* object) {
    if (__atomic_load_n(&object->count, __ATOMIC_RELAXED) >= immortal_count / 2)
        return;
    if (__atomic_fetch_sub(&object->count, 1, __ATOMIC_ACQ_REL) != 1)
        return;
    if (__atomic_exchange_n(&object->aside, 1, __ATOMIC_RELAXED) != 0)
        return;
    Retired& mine = retired_here();
    mine.objects.push_back(object);
    const bool asked = mine.weight >= many_retired;
    mine.weight += weight_of(object);
    if (asked || mine.weight < many_retired)
        return;
    urgent_lists.fetch_add(1, std::memory_order_relaxed);
    if (memory_hooks.request_safepoint != nullptr)
        memory_hooks.request_safepoint();
}

bool retired_wait() { return !retired_here().objects.empty() || orphaned.load(std::memory_order_relaxed); }

bool others_are_asked() { return urgent_lists.load(std::memory_order_relaxed) != 0; }

namespace {

void begin_list(Retired& list) {
    if (list.weight >= many_retired)
        urgent_lists.fetch_sub(1, std::memory_order_relaxed);
    list.weight = 0;
}

// What dies with these is put aside by the calling thread, and so comes up here too.
void free_list(Retired& list) {
    begin_list(list);
    while (!list.objects.empty()) {
        Object* object = list.objects.back();
        list.objects.pop_back();
        object->aside = 0;
        if (object->count == 0)
            free_dead(object);
    }
    begin_list(list);
}

} // namespace

void free_retired() {
    free_list(retired_here());
    if (!orphaned.load(std::memory_order_relaxed))
        return;
    orphaned.store(false, std::memory_order_relaxed);
    free_list(orphans);
    free_list(retired_here());
}

void free_all_retired() {
    for (uint32_t id = 0; id < memory_state().heap_count; ++id)
        free_list(*retired_by_heap[id]);
    free_retired();
}

void leave_retired() {
    Retired& list = retired_here();
    if (list.objects.empty())
        return;
    SharedTables lock;
    orphans.objects.insert(orphans.objects.end(), list.objects.begin(), list.objects.end());
    list.objects.clear();
    begin_list(list);
    orphaned.store(true, std::memory_order_relaxed);
}

void open_first_heap() {
    MemoryState& state = memory_state();
    init_heap(state.heap, 0);
    state.heap_count = 1;
    local_heap_address = reinterpret_cast<uintptr_t>(&state.heap);
    parallel_world = false;
    urgent_lists.store(0);
    orphans = {};
    orphaned.store(false);
    spare_heaps.clear();
}

Heap* take_heap() {
    MemoryState& state = memory_state();
    if (!spare_heaps.empty()) {
        Heap* heap = state.heaps[spare_heaps.back()];
        spare_heaps.pop_back();
        return heap;
    }
    void* place = state.heap_count < most_heaps ? data_alloc(sizeof(Heap)) : nullptr;
    if (place == nullptr)
        return nullptr;
    Heap* heap = new (place) Heap;
    init_heap(*heap, state.heap_count);
    ++state.heap_count;
    heap->young_limit = state.heap.young_limit;
    heap->births = state.heap.births;
    return heap;
}

void enter_heap(Heap* heap) { local_heap_address = reinterpret_cast<uintptr_t>(heap); }

void give_heap_back(Heap* heap) {
    heap->born = 0;
    spare_heaps.push_back(heap->id);
}

void publish_slow(Object* object) {
    Publisher publisher;
    publisher.visit(object, {});
    publisher.drain();
}

namespace {

void share_one(Object* object, void*) {
    if (on_publish != nullptr)
        on_publish(object);
    object->gc |= gc_shared;
}

} // namespace

void stop_counting(Object* object) {
    if (is_immortal(object) || !in_heap(object) || shape_of(object)->finalize != nullptr)
        return; // one with a finaliser is to die when it is let go
    object->count = immortal_count;
    object->gc |= gc_deferred;
}

void share_world() {
    for_each_object(Walk::all, share_one, nullptr);
    // What lies outside the heap (classes, interned names) is found through what refers to it.
    class Outside final : public Visitor {
    public:
        void visit(Object* target, Edge) override {
            if (in_heap(target) || is_shared(target))
                return;
            target->gc |= gc_shared;
            waiting.push_back(target);
        }
        std::vector<Object*> waiting;
    };
    Outside outside;
    for_each_object(Walk::all, [](Object* object, void* visitor) { visit_references(object, *static_cast<Outside*>(visitor)); }, &outside);
    while (!outside.waiting.empty()) {
        Object* object = outside.waiting.back();
        outside.waiting.pop_back();
        visit_references(object, outside);
    }
    parallel_world = true;
}

void unshare_world(void (*roots)(Visitor& visitor, void* context), void* context) {
    class Holders final : public Visitor {
    public:
        void visit(Object* target, Edge) override {
            if (in_heap(target) && (target->gc & gc_deferred) != 0)
                ++target->count;
        }
    };
    free_all_retired();
    for_each_object(Walk::all, [](Object* object, void*) {
        object->gc &= static_cast<uint8_t>(~gc_shared);
        if ((object->gc & gc_deferred) != 0)
            object->count = 0;
    }, nullptr);
    Holders holders;
    for_each_object(Walk::all, [](Object* object, void* visitor) { visit_references(object, *static_cast<Holders*>(visitor)); }, &holders);
    roots(holders, context);
    std::vector<Object*> unwanted; // nobody holds them any more
    for_each_object(Walk::all, [](Object* object, void* given) {
        if ((object->gc & gc_deferred) != 0 && object->count == 0) {
            object->count = 1;
            static_cast<std::vector<Object*>*>(given)->push_back(object);
        }
        object->gc &= static_cast<uint8_t>(~gc_deferred);
    }, &unwanted);
    local_heap().born = 0;
    parallel_world = false;
    for (Object* object : unwanted)
        release(object);
}

std::vector<std::string> check_sharing(size_t limit) {
    class Private final : public Visitor {
    public:
        void visit(Object* target, Edge edge) override {
            if (is_shared(target) || faults.size() >= limit)
                return;
            char text[256];
            std::snprintf(text, sizeof text, "shared %s %p holds private %s %p (%s, %lld)", shape_of(holder)->life->name, static_cast<void*>(holder),
                          shape_of(target)->life->name, static_cast<void*>(target), edge.name != nullptr ? edge.name : "", static_cast<long long>(edge.index));
            faults.emplace_back(text);
        }
        Object* holder = nullptr;
        size_t limit = 0;
        std::vector<std::string> faults;
    };
    Private check;
    check.limit = limit;
    for_each_object(Walk::all, [](Object* object, void* given) {
        if (!is_shared(object))
            return;
        auto* found = static_cast<Private*>(given);
        found->holder = object;
        visit_references(object, *found);
    }, &check);
    return std::move(check.faults);
}

} // namespace terrarium
