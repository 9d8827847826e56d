// Looking at the heap as a whole: the walk, referrers, generations, freezing, and the side array they share with the
// collector. Nothing here frees an object. Next: memory/collector.cpp.
#include "memory/blocks.h"
#include "memory/collector.h"
#include "memory/mapping.h"
#include "memory/shadow.h"

namespace terrarium {

bool open_shadow() {
    SpanPool& spans = memory_state().spans;
    return commit_range(spans.shadow, (size_t(spans.top) << page_shift) / object_block_min * sizeof(uint32_t));
}

void close_shadow() {
    constexpr size_t worth_it = 1024 * 1024;
    for (const Range* range : {&memory_state().spans.shadow, &memory_state().spans.scratch}) {
        if (range->committed > worth_it)
            empty_pages(range->base, range->committed);
    }
}

void ObjectStack::grow() {
    Range& scratch = memory_state().spans.scratch;
    const size_t wanted = (size_ + 1) * sizeof(Object*);
    if (!commit_range(scratch, wanted))
        memory_broken("no memory for the collector's mark stack", __FILE__, __LINE__);
    room_ = scratch.committed / sizeof(Object*);
}

void visit_references(Object* object, Visitor& visitor) {
    const Lifecycle* life = shape_of(object)->life;
    if (life->trace != nullptr)
        life->trace(object, visitor);
}

void for_each_object(Walk which, void (*visit)(Object*, void*), void* context) {
    for (PageInfo* page = first_span(); page != nullptr; page = next_span(page)) {
        if (!holds_blocks(page) || page->kind == PageKind::raw)
            continue;
        if (page->kind == PageKind::atomic && which != Walk::all)
            continue;
        for_each_block(page, [&](Object* object) {
            if ((object->gc & gc_dying) != 0)
                return;
            if (which != Walk::tracked || is_tracked(object))
                visit(object, context);
        });
    }
}

void for_each_referrer(const Object* target, void (*visit)(Object*, void*), void* context) {
    class Search final : public Visitor {
    public:
        explicit Search(const Object* wanted) : wanted_(wanted) {}
        void visit(Object* object, Edge) override { found |= object == wanted_; }
        bool found = false;

    private:
        const Object* wanted_;
    };
    for_each_object(Walk::tracked, [&](Object* object) {
        Search search(target);
        visit_references(object, search);
        if (search.found)
            visit(object, context);
    });
}

void track(Object* object) {
    if ((object->gc & gc_container) != 0)
        return;
    object->gc = static_cast<uint8_t>((object->gc & ~gc_generation_mask) | gc_container);
    list_young_page(head_page_of(object));
}

namespace {

constexpr int frozen = 3;

void move_generation(Object* object, int generation) {
    object->gc = static_cast<uint8_t>((object->gc & ~gc_generation_mask) | (generation << gc_generation_shift));
}

} // namespace

void freeze() {
    for_each_object(Walk::tracked, [](Object* object) { move_generation(object, frozen); });
    CollectorState& collector = memory_state().collector;
    for (uint32_t id = 0; id < memory_state().heap_count; ++id)
        memory_state().heaps[id]->young = 0;
    collector.counts[1] = collector.counts[2] = 0;
}

void unfreeze() {
    for_each_object(Walk::tracked, [](Object* object) {
        if (generation_of(object) == frozen)
            move_generation(object, 2);
    });
}

size_t freeze_count() { return generation_size(frozen); }

size_t generation_size(int generation) {
    size_t count = 0;
    for_each_object(Walk::tracked, [&](Object* object) { count += generation_of(object) == generation; });
    return count;
}

} // namespace terrarium
