// Counting the holders of every object again, from nothing, and comparing with what the objects say.
#include "memory/check.h"

#include "memory/blocks.h"
#include "memory/collector.h"
#include "memory/ledger.h"
#include "memory/shadow.h"

#include <algorithm>
#include <cstdarg>
#include <cstdio>

namespace terrarium {
namespace {

class Faults {
public:
    explicit Faults(size_t limit) : limit_(limit) {}
    bool full() const { return texts.size() >= limit_; }
    __attribute__((format(printf, 2, 3))) void add(const char* format, ...) {
        if (full())
            return;
        char text[256];
        va_list arguments;
        va_start(arguments, format);
        std::vsnprintf(text, sizeof text, format, arguments);
        va_end(arguments);
        texts.emplace_back(text);
    }
    std::vector<std::string> texts;

private:
    size_t limit_;
};

const char* name_of(const Object* object) {
    const Lifecycle* life = shape_of(object)->life;
    return life != nullptr && life->name != nullptr ? life->name : "?";
}

// The start of a live object's block, and nothing else.
bool is_object(const Object* object) { return object_at(object) == object; }

void check_page(PageInfo* page, Faults& faults) {
    const uint32_t number = page_number(page);
    if (page->state != PageState::blocks)
        return;
    size_t free_count = 0;
    std::byte* start = page_address(page);
    for (const FreeBlock* block = page->free; block != nullptr && free_count <= page->opened; block = next_free(block)) {
        const size_t offset = static_cast<size_t>(reinterpret_cast<const std::byte*>(block) - start);
        if (offset % page->block_bytes != 0 || offset / page->block_bytes >= page->opened) {
            faults.add("page %u: free list leads to %p, which is no block of it", number, static_cast<const void*>(block));
            return;
        }
        if (page->kind != PageKind::raw && shape_in_block(block) != 0) {
            faults.add("page %u: free block %p has shape %u", number, static_cast<const void*>(block), shape_in_block(block));
            return;
        }
        ++free_count;
    }
    const size_t live = live_blocks(page);
    if (live + free_count != page->opened)
        faults.add("page %u: %zu live and %zu free blocks, but %u were opened", number, live, free_count, page->opened);
    if (page->opened > page->capacity)
        faults.add("page %u: %u blocks opened of %u", number, page->opened, page->capacity);
    if (page->kind != PageKind::raw) {
        size_t seen = 0;
        for_each_block(page, [&seen](Object*) { ++seen; });
        if (seen != live)
            faults.add("page %u: %zu blocks have a shape, but %zu are live", number, seen, live);
    }
}

void check_spans(Faults& faults) {
    const SpanPool& spans = memory_state().spans;
    size_t used = 0, resident = 0, released = 0;
    for (const PageInfo* page = first_span(); page != nullptr; page = next_span(page)) {
        if (page->span_pages == 0 || (!holds_blocks(page) && page->state != PageState::free_head)) {
            faults.add("page %u: no span starts here", page_number(page));
            return;
        }
        if (holds_blocks(page))
            used += page->span_pages;
        else
            ((page->flags & page_released) != 0 ? released : resident) += page->span_pages;
    }
    if (used != spans.used_pages || resident != spans.free_pages || released != spans.released_pages)
        faults.add("pages: %zu used, %zu free, %zu given back; counted as %zu, %zu, %zu", used, resident, released,
                   spans.used_pages, spans.free_pages, spans.released_pages);
    const Ledger ledger = take_ledger();
    if (ledger.error() != 0)
        faults.add("the ledger is off by %td bytes of %zu", ledger.error(), ledger.mapped_bytes);
    for (const RegionArena* arena : {&memory_state().data, &memory_state().code}) {
        if (arena->used + arena->free_bytes != arena->top - arena->first)
            faults.add("the %s region: %zu used and %zu free bytes of %zu", arena == &memory_state().data ? "data" : "code",
                       arena->used, arena->free_bytes, static_cast<size_t>(arena->top - arena->first));
    }
}

class HolderCounter final : public Visitor {
public:
    explicit HolderCounter(Faults& faults) : faults_(faults) {}
    void visit(Object* target, Edge edge) override {
        if (!in_heap(target)) {
            if (!in_world(target))
                faults_.add("%s holds %p (%s, %lld), which is outside the world", holder_text(),
                            static_cast<void*>(target), edge.name != nullptr ? edge.name : "", (long long)edge.index);
            return;
        }
        if (!is_object(target)) {
            faults_.add("%s %p holds %p (%s, %lld), where no live object is", holder_text(),
                        static_cast<const void*>(holder), static_cast<void*>(target),
                        edge.name != nullptr ? edge.name : "", (long long)edge.index);
            return;
        }
        ++shadow_of(target);
    }
    const Object* holder = nullptr; // null: a root

private:
    const char* holder_text() const { return holder != nullptr ? name_of(holder) : "a root"; }

    Faults& faults_;
};

void check_counts(RootVisitor roots, void* context, Faults& faults) {
    if (!open_shadow()) {
        faults.add("no memory for the checker's side array");
        return;
    }
    for_each_object(Walk::all, [&faults](Object* object) {
        shadow_of(object) = 0;
        if (object->shape >= shape_id_end() || shape_of(object)->life == nullptr)
            faults.add("object %p has shape %u, which does not exist", static_cast<void*>(object), object->shape);
    });
    if (!faults.texts.empty())
        return; // tracing would follow broken shapes
    HolderCounter counter(faults);
    for_each_object(Walk::all, [&counter](Object* object) {
        counter.holder = object;
        visit_references(object, counter);
    });
    counter.holder = nullptr;
    if (roots != nullptr)
        roots(counter, context);
    for_each_object(Walk::all, [&faults](Object* object) {
        const uint32_t holders = shadow_of(object);
        if (!is_immortal(object) && object->count != holders)
            faults.add("%s %p (shape %u) has count %u, but %u holders were found", name_of(object),
                       static_cast<void*>(object), object->shape, object->count, holders);
        if (is_tracked(object) && head_page_of(object)->kind != PageKind::container)
            faults.add("%s %p is tracked, but lies in a page of atoms", name_of(object), static_cast<void*>(object));
    });
}

void check_age_lists(Faults& faults) {
    for_each_object(Walk::tracked, [&faults](Object* object) {
        const PageInfo* page = head_page_of(object);
        const int generation = generation_of(object);
        const bool listed = generation >= 2 || (page->flags & page_young) != 0 ||
                            (generation == 1 && (page->flags & page_middle) != 0);
        if (!listed)
            faults.add("%s %p is in generation %d, but its page is in no list the collector would look at",
                       name_of(object), static_cast<void*>(object), generation);
    });
}

} // namespace

std::vector<std::string> check_pages(size_t limit) {
    Faults faults(limit);
    check_spans(faults);
    for (PageInfo* page = first_span(); page != nullptr && !faults.full(); page = next_span(page))
        check_page(page, faults);
    return std::move(faults.texts);
}

std::vector<std::string> check_heap(RootVisitor roots, void* context, size_t limit) {
    Faults faults(limit);
    faults.texts = check_pages(limit);
    if (!faults.texts.empty() || collecting())
        return std::move(faults.texts); // a broken page leads the walk astray; a collection needs the side array
    check_counts(roots, context, faults);
    check_age_lists(faults);
    return std::move(faults.texts);
}

std::vector<Object*> find_leaks(RootVisitor roots, void* context) {
    class Mark final : public Visitor {
    public:
        void visit(Object* target, Edge) override {
            if (!in_heap(target) || shadow_of(target) != 0)
                return;
            shadow_of(target) = 1;
            waiting.push(target);
        }
        void drain() {
            while (!waiting.empty())
                visit_references(waiting.pop(), *this);
        }
        ObjectStack waiting;
    };
    std::vector<Object*> leaks;
    if (collecting() || !open_shadow())
        return leaks;
    for_each_object(Walk::all, [](Object* object) { shadow_of(object) = 0; });
    Mark mark;
    for_each_object(Walk::all, [&mark](Object* object) {
        if (is_immortal(object))
            mark.visit(object, {});
    });
    mark.drain();
    if (roots != nullptr)
        roots(mark, context);
    mark.drain();
    for_each_object(Walk::all, [&leaks](Object* object) {
        if (shadow_of(object) == 0)
            leaks.push_back(object);
    });
    std::sort(leaks.begin(), leaks.end());
    return leaks;
}

} // namespace terrarium
