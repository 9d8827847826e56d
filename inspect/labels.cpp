// See labels.h.
#include "inspect/labels.h"

#include "memory/collector.h"
#include "memory/heap.h"

#include <cstdio>
#include <cstdlib>

#include <sys/mman.h>

namespace terrarium::inspect {

namespace {

constexpr size_t table_bytes = (world_end - world_base) / 16 * sizeof(Label);
constexpr RegionKind regions_with_objects[] = {RegionKind::code, RegionKind::data, RegionKind::heap};

void* reserve(void* wanted, size_t bytes) {
    int place = wanted ? MAP_FIXED_NOREPLACE : 0;
    void* got = mmap(wanted, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | place, -1, 0);
    return got == MAP_FAILED ? nullptr : got;
}

// The stretch of a table at `base` that belongs to a region as it was reserved.
void* stretch_of(char* base, const RegionInfo& r, size_t* bytes) {
    *bytes = r.reserved / 16 * sizeof(Label);
    return base + (r.base - world_base) / 16 * sizeof(Label);
}

// Where the system refuses the whole table, as much of it as the regions need that hold objects: behind the world, with
// nothing in between.
char* reserve_stretches() {
    char* base = reinterpret_cast<char*>(world_end);
    for (RegionKind kind : regions_with_objects) {
        size_t bytes;
        void* stretch = stretch_of(base, region_info(kind), &bytes);
        if (reserve(stretch, bytes) != stretch) return nullptr; // nothing goes on without it
    }
    return base;
}

[[noreturn]] void refused() {
    std::fputs("terrarium: the system refuses address space for the numbers of objects (see ulimit -v)\n", stderr);
    std::exit(1);
}

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
        void* p = reserve(nullptr, table_bytes);
        in_stretches_ = !p;
        if (!p && !(p = reserve_stretches())) refused();
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
    for (RegionKind kind : regions_with_objects) {
        if (!in_stretches_) break;
        size_t bytes;
        void* stretch = stretch_of(reinterpret_cast<char*>(table_), region_info(kind), &bytes);
        munmap(stretch, bytes);
    }
    if (!in_stretches_) munmap(table_, table_bytes);
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
