// See labels.h.
#include "inspect/labels.h"

#include "memory/collector.h"
#include "memory/heap.h"

#include <sys/mman.h>

namespace terrarium::inspect {

namespace {

constexpr size_t table_bytes = (world_end - world_base) / 16 * sizeof(Label);

} // namespace

LabelTable& LabelTable::instance() {
    static LabelTable table;
    return table;
}

void LabelTable::listen(HeapListener* forward) {
    forward_ = forward;
    if (listening_) return;
    // Address space only: a page of it becomes memory when an object near it gets a number.
    if (!table_) {
        void* p = mmap(nullptr, table_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        MEMORY_ASSERT(p != MAP_FAILED);
        table_ = static_cast<Label*>(p);
    }
    listening_ = true;
    set_heap_listener(this);
}

void LabelTable::stop() {
    if (!listening_) return;
    set_heap_listener(nullptr);
    listening_ = false;
    forward_ = nullptr;
    munmap(table_, table_bytes);
    table_ = nullptr;
    objects_.assign(1, nullptr);
    before_.clear();
    next_ = 1;
    at_birth_ = gaps_ = false;
}

void LabelTable::mark_program_start() {
    for_each_object(Walk::all, [&](Object* o) {
        Label& l = *slot(o);
        if (l == 0) l = unlabelled_before;
    });
}

Label LabelTable::give(const Object* object, Label& place) {
    Object* o = const_cast<Object*>(object);
    if (place == unlabelled_before || !in_heap(object)) {
        before_.push_back(o);
        return place = (first_before_label + static_cast<Label>(before_.size()) - 1) | not_described;
    }
    objects_.resize(next_ + 1);
    objects_[next_] = o;
    return place = next_++ | not_described;
}

void LabelTable::forget_described() {
    auto forget = [&](const Object* o) {
        Label& l = *slot(o);
        if (l != 0) l |= not_described;
    };
    for_each_object(Walk::all, forget);
    for (const Object* o : before_)
        if (o) forget(o);
}

Object* LabelTable::object_of(Label label) const {
    if (label >= first_before_label) return label - first_before_label < before_.size() ? before_[label - first_before_label] : nullptr;
    if (label < objects_.size() && objects_[label]) return objects_[label];
    Object* found = nullptr;
    if (label != 0 && label < next_ && gaps_) {
        for_each_object(Walk::all, [&](Object* o) {
            if (const_cast<LabelTable*>(this)->known_label(o) == label) found = o;
        });
    }
    return found;
}

void LabelTable::on_allocate(Object* object, size_t bytes) {
    if (at_birth_) {
        *slot(object) = next_++ | not_described; // no way back is kept: a long run makes many
        gaps_ = true;
    }
    if (forward_) forward_->on_allocate(object, bytes);
}

void LabelTable::on_free(Object* object, size_t bytes) {
    if (forward_) forward_->on_free(object, bytes);
    Label& l = *slot(object);
    if (Label known = known_label(object)) {
        if (known >= first_before_label) before_[known - first_before_label] = nullptr;
        else if (known < objects_.size()) objects_[known] = nullptr;
    }
    l = 0;
}

void LabelTable::on_count_change(Object* object, uint32_t count) {
    if (forward_) forward_->on_count_change(object, count);
}

void LabelTable::on_collection_phase(CollectionPhase phase, int generation) {
    if (forward_) forward_->on_collection_phase(phase, generation);
}

} // namespace terrarium::inspect
