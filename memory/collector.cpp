// One collection, told in order: candidates get their count in the shadow; references between candidates are
// subtracted; what is left above zero is held from outside, and everything it leads to is marked; the rest is
// garbage. Then weak references, finalisers, a second look, clearing. See docs/memory.md for a walked example.
#include "memory/collector.h"

#include "memory/blocks.h"
#include "memory/sharing.h"
#include "memory/shadow.h"

#include <algorithm>
#include <limits>

#include <time.h>

namespace terrarium {
namespace {

constexpr uint32_t reached_bit = 1u << 31;
constexpr uint32_t garbage_mark = 0xffffffff; // no reached candidate has it: counts stay below 2^31 - 1
constexpr int oldest = 2;

CollectorState& collector() { return memory_state().collector; }

uint64_t now_nanoseconds() {
    timespec time{};
    clock_gettime(CLOCK_MONOTONIC, &time);
    return static_cast<uint64_t>(time.tv_sec) * 1000000000u + static_cast<uint64_t>(time.tv_nsec);
}

void tell(CollectionPhase phase, int generation) {
    if (heap_listener != nullptr) [[unlikely]]
        heap_listener->on_collection_phase(phase, generation);
}

// What a thread has put aside to be freed is none of the collector's business; what it holds is held (memory/sharing.h).
bool tracked_now(const Object* object) { return (object->gc & (gc_container | gc_dying)) == gc_container && object->aside == 0; }

void set_generation(Object* object, int generation) {
    object->gc = static_cast<uint8_t>((object->gc & ~gc_generation_mask) | (generation << gc_generation_shift));
}

// Pages that may hold tracked objects of the generation or a younger one, heads only.
template <typename Function> void for_each_page(int generation, Function&& visit) {
    if (generation == oldest) {
        for (PageInfo* page = first_span(); page != nullptr; page = next_span(page)) {
            if (holds_blocks(page) && page->kind == PageKind::container)
                visit(page);
        }
        return;
    }
    const CollectorState& state = collector();
    const auto consider = [&visit](PageInfo* page) {
        if (holds_blocks(page) && page->kind == PageKind::container)
            visit(page);
    };
    uint32_t next = 0;
    for (uint32_t number = state.young_pages; number != 0; number = next) {
        next = page_at(number)->next_young;
        consider(page_at(number));
    }
    if (generation == 0)
        return;
    for (uint32_t number = state.middle_pages; number != 0; number = next) {
        next = page_at(number)->next_middle;
        if ((page_at(number)->flags & page_young) == 0)
            consider(page_at(number));
    }
}

class SubtractVisitor final : public Visitor {
public:
    explicit SubtractVisitor(int generation) : limit_(generation << gc_generation_shift) {}
    void visit(Object* target, Edge) override {
        if (in_heap(target) && tracked_now(target) && (target->gc & gc_generation_mask) <= limit_) {
            --shadow_of(target);
            ++subtracted;
        }
    }
    size_t subtracted = 0;

private:
    int limit_;
};

class MarkVisitor final : public Visitor {
public:
    explicit MarkVisitor(int generation) : limit_(generation << gc_generation_shift) {}
    void visit(Object* target, Edge) override {
        if (in_heap(target) && tracked_now(target) && (target->gc & gc_generation_mask) <= limit_)
            reach(target);
    }
    void reach(Object* object) {
        uint32_t& word = shadow_of(object);
        if ((word & reached_bit) == 0) {
            word |= reached_bit;
            waiting.push(object);
        }
    }
    void drain() {
        while (!waiting.empty())
            visit_references(waiting.pop(), *this);
    }
    ObjectStack waiting;

private:
    int limit_;
};

// Could a reference to this object ever be part of a cycle? (CPython: _PyObject_GC_MAY_BE_TRACKED)
class AtomsOnlyVisitor final : public Visitor {
public:
    void visit(Object* target, Edge) override {
        if (!in_heap(target))
            return;
        if (is_tracked(target) || (head_page_of(target)->kind == PageKind::container &&
                                   shape_of(target)->life->untracking != Untracking::any_collection))
            atoms_only = false;
    }
    bool atoms_only = true;
};

bool may_untrack(Object* object, int generation) {
    const Untracking untracking = shape_of(object)->life->untracking;
    if (untracking == Untracking::never || (untracking == Untracking::full_collection && generation != oldest))
        return false;
    AtomsOnlyVisitor visitor;
    visit_references(object, visitor);
    return visitor.atoms_only;
}

// After a collection: survivors have moved up, so the lists of younger pages start afresh. Pages that bins allocate
// from stay listed, since new objects appear there without a word.
void rebuild_page_lists(int generation) {
    MemoryState& state = memory_state();
    uint32_t number = state.collector.young_pages;
    state.collector.young_pages = 0;
    for (uint32_t next = 0; number != 0; number = next) {
        PageInfo* page = page_at(number);
        next = page->next_young;
        page->flags &= static_cast<uint8_t>(~page_young);
        if (generation == 0 && holds_blocks(page) && page->kind == PageKind::container)
            list_middle_page(page);
    }
    if (generation > 0) {
        number = state.collector.middle_pages;
        state.collector.middle_pages = 0;
        for (uint32_t next = 0; number != 0; number = next) {
            next = page_at(number)->next_middle;
            page_at(number)->flags &= static_cast<uint8_t>(~page_middle);
        }
    }
    constexpr unsigned first_bin = static_cast<unsigned>(PageKind::container) * class_count;
    for (uint32_t id = 0; id < state.heap_count; ++id) {
        for (unsigned bin = first_bin; bin < first_bin + class_count; ++bin) {
            PageInfo* page = bin_page(*state.heaps[id], bin);
            if (page != page_at(0))
                list_young_page(page);
        }
    }
}

class Collection {
public:
    explicit Collection(int generation) : generation_(generation) { report_.generation = generation; }

    // Returns the number of unreachable objects.
    size_t run() {
        tell(CollectionPhase::start, generation_);
        gather();
        subtract();
        mark();
        sort_out();
        if (!garbage_.empty())
            bury();
        finish();
        return report_.unreachable;
    }

private:
    template <typename Function> void for_each_candidate(Function&& visit) {
        const int limit = generation_ << gc_generation_shift;
        for_each_page(generation_, [&](PageInfo* page) {
            for_each_block(page, [&](Object* object) {
                if (tracked_now(object) && (object->gc & gc_generation_mask) <= limit)
                    visit(object);
            });
        });
    }

    void gather() {
        for_each_candidate([this](Object* object) {
            shadow_of(object) = object->count;
            ++report_.candidates;
            ++report_.by_generation[generation_of(object)];
        });
        tell(CollectionPhase::candidates, generation_);
    }

    void subtract() {
        SubtractVisitor visitor(generation_);
        for_each_candidate([&visitor](Object* object) { visit_references(object, visitor); });
        report_.subtracted = visitor.subtracted;
        tell(CollectionPhase::subtracted, generation_);
    }

    void mark() {
        MarkVisitor visitor(generation_);
        for_each_candidate([&](Object* object) {
            const uint32_t word = shadow_of(object);
            report_.roots += (word & ~reached_bit) != 0;
            if (word != 0 && (word & reached_bit) == 0) {
                visitor.reach(object);
                visitor.drain();
            }
        });
        tell(CollectionPhase::marked, generation_);
    }

    // Survivors move up; garbage is listed in order of birth, which is the order of finalisers in CPython.
    void sort_out() {
        const int next = std::min(generation_ + 1, oldest);
        size_t survivors = 0;
        for_each_candidate([&](Object* object) {
            if ((shadow_of(object) & reached_bit) == 0) {
                garbage_.push(object);
                return;
            }
            if (may_untrack(object, generation_)) {
                untrack(object);
                ++report_.untracked;
            } else {
                ++survivors;
            }
            promote(object, next);
        });
        CollectorState& state = collector();
        if (generation_ == oldest) {
            state.long_lived_pending = 0;
            state.long_lived_total = survivors;
        } else if (next == oldest) {
            state.long_lived_pending += survivors;
        }
        const uint32_t newest = local_heap().births;
        std::sort(garbage_.begin(), garbage_.end(),
                  [newest](const Object* a, const Object* b) { return newest - birth_of(a) > newest - birth_of(b); });
        for (Object* object : garbage_) {
            shadow_of(object) = garbage_mark;
            set_generation(object, next); // of what a finaliser saves; only then has it moved up
            retain(object); // it stays until its turn comes, whatever finalisers do
        }
        rebuild_page_lists(generation_);
    }

    void promote(Object* object, int next) {
        if (generation_of(object) != next) {
            set_generation(object, next);
            ++report_.promoted;
        }
    }

    void bury() {
        const uint32_t debug = collector().debug_flags;
        if ((debug & gc_debug_collectable) != 0 && memory_hooks.report_garbage != nullptr) {
            for (Object* object : garbage_)
                memory_hooks.report_garbage(object, GarbageKind::collectable);
        }
        if (parallel_world) {
            for (Object* object : garbage_)
                publish(object); // it may be another thread's; finalisers run in this one while that one goes on
        }
        if (memory_hooks.clear_weak_references_of_garbage != nullptr)
            memory_hooks.clear_weak_references_of_garbage(garbage_.begin(), garbage_.size());
        for (Object* object : garbage_)
            shadow_of(object) = 0;
        tell(CollectionPhase::weak_references, generation_);
        if (run_finalizers())
            let_go_of_resurrected();
        tell(CollectionPhase::finalized, generation_);
        report_.unreachable = garbage_.size();
        clear_all((debug & gc_debug_saveall) != 0);
        tell(CollectionPhase::cleared, generation_);
    }

    bool run_finalizers() {
        for (Object* object : garbage_) {
            const Shape* shape = shape_of(object);
            if (shape->finalize == nullptr || (object->gc & gc_finalized) != 0)
                continue;
            object->gc |= gc_finalized;
            shape->finalize(object);
            ++report_.finalized;
        }
        return report_.finalized != 0;
    }

    // Finalisers may have stored garbage somewhere: the same subtraction again, among the garbage only. What is held
    // from outside now, and all it leads to, lives on. While no Python code runs, gc_dying marks membership.
    void let_go_of_resurrected() {
        class Subtract final : public Visitor {
        public:
            void visit(Object* target, Edge) override {
                if (in_heap(target) && (target->gc & gc_dying) != 0)
                    --shadow_of(target);
            }
        };
        class Rescue final : public Visitor {
        public:
            explicit Rescue(size_t first) : first_(first) {}
            void visit(Object* target, Edge) override {
                if (in_heap(target) && (target->gc & gc_dying) != 0) {
                    target->gc &= static_cast<uint8_t>(~gc_dying);
                    stack->push(target);
                }
            }
            void drain() {
                while (stack->size() > first_)
                    visit_references(stack->pop(), *this);
            }
            ObjectStack* stack = nullptr;

        private:
            size_t first_; // below lies the list of garbage
        };
        const size_t count = garbage_.size();
        for (Object* object : garbage_) {
            shadow_of(object) = object->count - 1; // one is ours
            object->gc |= gc_dying;
        }
        Subtract subtract;
        for (Object* object : garbage_)
            visit_references(object, subtract);
        Rescue rescue(count);
        rescue.stack = &garbage_;
        for (size_t i = 0; i < count; ++i) {
            if ((garbage_[i]->gc & gc_dying) != 0 && shadow_of(garbage_[i]) != 0) {
                rescue.visit(garbage_[i], {});
                rescue.drain();
            }
        }
        // Those still marked are garbage; the others go back behind them and lose our reference.
        Object** middle = std::stable_partition(garbage_.begin(), garbage_.begin() + count,
                                                [](const Object* object) { return (object->gc & gc_dying) != 0; });
        const size_t dead = static_cast<size_t>(middle - garbage_.begin());
        for (size_t i = 0; i < dead; ++i)
            garbage_[i]->gc &= static_cast<uint8_t>(~gc_dying);
        report_.resurrected = count - dead;
        if (generation_ != oldest)
            report_.promoted += report_.resurrected;
        for (size_t i = dead; i < count; ++i)
            release(garbage_[i]);
        garbage_.resize(dead);
    }

    void clear_all(bool save) {
        for (Object* object : garbage_) {
            if (save) {
                if (memory_hooks.save_garbage != nullptr)
                    memory_hooks.save_garbage(object);
            } else if (const Lifecycle* life = shape_of(object)->life; life->clear != nullptr) {
                life->clear(object);
            }
            release(object);
        }
    }

    void finish() {
        CollectorState& state = collector();
        GcStats& stats = state.stats[generation_];
        ++stats.collections;
        stats.collected += report_.unreachable;
        report_.nanoseconds = now_nanoseconds() - start_;
        state.last = state.last_of[generation_] = report_;
        tell(CollectionPhase::stop, generation_);
        if (generation_ == oldest)
            close_shadow();
    }

    int generation_;
    uint64_t start_ = now_nanoseconds();
    CollectionReport report_{};
    ObjectStack garbage_;
};

void arm_young_limit() {
    MemoryState& state = memory_state();
    const CollectorState& collector = state.collector;
    const bool automatic = collector.enabled && collector.thresholds[0] > 0;
    const int32_t limit = collector.stress ? -1 : automatic ? collector.thresholds[0] : std::numeric_limits<int32_t>::max();
    for (uint32_t id = 0; id < state.heap_count; ++id)
        state.heaps[id]->young_limit = limit;
}

// Young containers are counted afresh; nobody asks for a collection until the limit is armed.
void forget_young() {
    MemoryState& state = memory_state();
    for (uint32_t id = 0; id < state.heap_count; ++id) {
        state.heaps[id]->young = 0;
        state.heaps[id]->young_limit = std::numeric_limits<int32_t>::max();
    }
}

// As CPython's gc_collect_generations: the oldest generation over its threshold; the oldest of all only when a
// quarter of the long-lived objects is new, so that the work stays linear. -1: none.
int generation_due() {
    const CollectorState& state = collector();
    for (int generation = oldest; generation >= 0; --generation) {
        if (gc_count(generation) <= state.thresholds[generation])
            continue;
        if (generation == oldest && state.long_lived_pending < state.long_lived_total / 4)
            continue;
        return generation;
    }
    return -1;
}

} // namespace

size_t collect(int generation) {
    CollectorState& state = collector();
    if (state.collecting)
        return 0;
    if (!open_shadow()) { // the system has no memory for the side array: later, perhaps
        forget_young();
        arm_young_limit();
        return 0;
    }
    state.collecting = true;
    __atomic_fetch_and(&memory_state().requests, ~uint32_t(request_collection), __ATOMIC_RELAXED);
    if (memory_hooks.collection_callback != nullptr)
        memory_hooks.collection_callback(CollectionEvent::start, generation, 0, 0);
    const bool reports = (state.debug_flags & gc_debug_stats) != 0 && memory_hooks.report_collection != nullptr;
    if (reports)
        memory_hooks.report_collection(CollectionEvent::start, generation, 0, 0, 0);
    if (generation < oldest)
        ++state.counts[generation + 1];
    for (int younger = 1; younger <= generation; ++younger)
        state.counts[younger] = 0;
    forget_young();
    const size_t unreachable = Collection(generation).run();
    if (reports) {
        const double seconds = static_cast<double>(state.last.nanoseconds) * 1e-9;
        memory_hooks.report_collection(CollectionEvent::stop, generation, unreachable, 0, seconds);
    }
    if (memory_hooks.collection_callback != nullptr)
        memory_hooks.collection_callback(CollectionEvent::stop, generation, unreachable, 0);
    state.collecting = false;
    arm_young_limit();
    return unreachable;
}

void collect_requested() {
    MemoryState& state = memory_state();
    __atomic_fetch_and(&state.requests, ~uint32_t(request_collection), __ATOMIC_RELAXED);
    if (!state.collector.enabled || state.collector.collecting)
        return;
    int generation = generation_due();
    if (generation < 0) {
        if (!state.collector.stress) {
            arm_young_limit();
            return;
        }
        generation = 0;
    }
    collect(generation);
}

void enable_collector() {
    collector().enabled = true;
    if (!collector().collecting)
        arm_young_limit();
}

void disable_collector() {
    collector().enabled = false;
    __atomic_fetch_and(&memory_state().requests, ~uint32_t(request_collection), __ATOMIC_RELAXED);
    if (!collector().collecting)
        arm_young_limit();
}

void set_gc_thresholds(int32_t young, int32_t middle, int32_t old) {
    CollectorState& state = collector();
    state.thresholds[0] = young;
    state.thresholds[1] = middle;
    state.thresholds[2] = old;
    if (!state.collecting)
        arm_young_limit();
}

int32_t gc_count(int generation) {
    if (generation != 0)
        return collector().counts[generation];
    const MemoryState& state = memory_state();
    int32_t young = 0;
    for (uint32_t id = 0; id < state.heap_count; ++id)
        young += state.heaps[id]->young;
    return young;
}

void set_gc_stress(bool on) {
    collector().stress = on;
    if (!collector().collecting)
        arm_young_limit();
}

bool in_garbage(const Object* object) {
    return in_heap(object) && tracked_now(object) && shadow_of(object) == garbage_mark;
}

} // namespace terrarium
