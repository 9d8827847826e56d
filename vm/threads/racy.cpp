// See racy.h. The read happens before the instruction, and so does the switch; then the count is put back to what was read,
// and the instruction's own change writes over whatever the others had made of it.
#include "vm/threads/racy.h"

#include "memory/collector.h"
#include "memory/count.h"
#include "memory/trace.h"
#include "support/scratch.h"
#include "vm/core/dict.h"
#include "vm/core/errors.h"
#include "vm/core/list.h"
#include "vm/core/native.h"
#include "vm/core/str.h"
#include "vm/core/tuple.h"
#include "vm/interp/frame.h"
#include "vm/objects/containers.h"
#include "vm/objects/function.h"
#include "vm/threads/fibers.h"

#include <cstring>
#include <fmt/core.h>

namespace terrarium {

namespace {

struct CountChange {
    Object* object;
    bool up;
};

Value global_value(const Frame* frame, Word word, unsigned shift) {
    Str* name = as<Str>(frame->code->names->items()[(word >> 8) >> shift]);
    Value v = dict_get(frame->function->globals, name);
    return v.is_null() && shift ? dict_get(rt().builtins, name) : v;
}

// The count that the instruction is about to change; null: none that is split.
CountChange change_of(const Thread& t, const Frame* frame) {
    Word word = frame->ip[-1];
    Value v = Value::null();
    bool up = true;
    switch (opcode_info(word_op(word)).base) {
        case Opcode::LOAD_FAST:
        case Opcode::LOAD_FAST_CHECK: v = frame->locals[word >> 8]; break;
        case Opcode::LOAD_DEREF: v = as<Cell>(frame->locals[word >> 8])->content; break;
        case Opcode::LOAD_GLOBAL: v = global_value(frame, word, 1); break;
        case Opcode::STORE_FAST:
            v = frame->locals[word >> 8];
            up = false;
            break;
        case Opcode::STORE_GLOBAL:
            v = global_value(frame, word, 0);
            up = false;
            break;
        case Opcode::POP_TOP:
            v = t.stack_top[-1];
            up = false;
            break;
        default: break;
    }
    if (!v.is_object() || is_immortal(v.object_ptr())) return {nullptr, false};
    return {v.object_ptr(), up};
}

std::string object_name(const Object* o) { return fmt::format("{} at {:#x}", type_name(type_of(o)), reinterpret_cast<uintptr_t>(o)); }

// Who holds the object, on stacks and in the heap.
class HolderSearch : public Visitor {
public:
    HolderSearch(const Object* wanted, std::vector<Holder>& found) : wanted_(wanted), found_(found) {}

    void threads() {
        for (Thread* t = rt().threads; t; t = t->next) {
            for (Value* v = t->stack_base; v < t->stack_top; v++)
                if (v->is_object() && v->object_ptr() == wanted_) found_.push_back({place_on_stack(*t, v)});
        }
    }
    void heap() {
        for_each_object(Walk::all, [this](Object* o) {
            if (o == wanted_ || o->count == 0 || (o->gc & gc_dying)) return;
            const Lifecycle* life = shape_of(o->shape)->life;
            if (!life->trace) return;
            owner_ = o;
            life->trace(o, *this);
        });
    }

private:
    void visit(Object* target, Edge edge) override {
        if (target != wanted_) return;
        if (owner_->shape == shapes::dict && edge.index >= 0) {
            found_.push_back({entry_name(static_cast<Dict*>(owner_), edge.index)});
            return;
        }
        std::string text = edge.name ? edge.name : "";
        if (edge.index >= 0) text += fmt::format("[{}]", edge.index);
        found_.push_back({fmt::format("{} of {}", text, object_name(owner_))});
    }
    static std::string entry_name(Dict* d, int64_t index) {
        std::string key = "an entry";
        if (index < d->entry_count && is_exact_str(d->entries[index].key)) key = fmt::format("'{}'", to_utf8(as<Str>(d->entries[index].key)));
        size_t i = 0;
        while (DictEntry* e = dict_next(rt().modules, i))
            if (has_shape(e->value, shapes::module) && as<Module>(e->value)->dict == d) return fmt::format("global {} of {}", key, to_utf8(e->key));
        return fmt::format("{} of {}", key, object_name(d));
    }
    static std::string place_on_stack(Thread& t, const Value* v) {
        for (Frame* f = t.frame; f && f->code; f--) {
            if (v < f->locals) continue;
            auto i = static_cast<uint32_t>(v - f->locals);
            std::string name = to_utf8(f->code->name);
            if (i < f->code->local_count) return fmt::format("local '{}' of {}() in thread {}", to_utf8(f->code->local_names->items()[i]), name, t.id);
            return fmt::format("operand stack of {}() in thread {}", name, t.id);
        }
        return fmt::format("stack of thread {}", t.id);
    }

    const Object* wanted_;
    std::vector<Holder>& found_;
    Object* owner_ = nullptr;
};

} // namespace

void RacyCounts::split(Fibers& fibers, Thread& t, Object* object, bool up) {
    uint32_t read = object->count;
    ThreadPlace place;
    {
        KeepMemory keep;
        place = fibers.place(t);
        in_flight_.push_back({object, t.id, place});
    }
    fibers.racy_point(t);
    KeepMemory keep;
    for (size_t i = 0; i < in_flight_.size(); i++) {
        if (in_flight_[i].thread != t.id) continue;
        in_flight_.erase(in_flight_.begin() + static_cast<std::ptrdiff_t>(i));
        break;
    }
    if (counts_ == Counts::atomic) {
        if (object->count == 0 && !read_by_another(object)) free_dead(object); // it was put aside
        return;
    }
    if (object->count != read) {
        Change other = last_.count(object) ? last_[object] : Change{};
        lost_.push_back({object, t.id, other.thread, place, other.place, read, object->count, up});
        object->count = read;
    }
    last_[object] = {t.id, place};
}

void RacyCounts::split_append(Fibers& fibers, Thread& t, const Frame* frame) {
    Word word = frame->ip[-1];
    if (word_op(word) != Opcode::CALL || word_b16(word) != 1) return;
    Value* base = t.stack_top - 3; // callable, list, item
    if (!has_shape(base[0], shapes::method_descriptor) || !is_exact_list(base[1])) return;
    const char* text = static_cast<NativeFunction*>(base[0].object_ptr())->def->signature;
    if (std::strncmp(text, "append(", 7) != 0) return;
    List* list = as<List>(base[1]);
    uint64_t length = list->length;
    fibers.racy_point(t);
    // The length that was read is written plus one: what others appended meanwhile is no longer part of the list.
    while (list->length > length) release(list->items[--list->length]);
}

void RacyCounts::before(Fibers& fibers, Thread& t, const Frame* frame) {
    if (counts_ != Counts::safe) {
        CountChange change = change_of(t, frame);
        if (change.object) split(fibers, t, change.object, change.up);
    }
    if (appends_) split_append(fibers, t, frame);
}

bool RacyCounts::read_by_another(const Object* object) const {
    for (const InFlight& read : in_flight_)
        if (read.object == object && read.thread != current_thread().id) return true;
    return false;
}

bool RacyCounts::puts_aside(Object* object) { return counts_ == Counts::atomic && read_by_another(object); }

bool RacyCounts::is_held(Object* object) {
    bool suspect = false;
    for (const InFlight& read : in_flight_) suspect |= read.object == object;
    for (const LostChange& lost : lost_) suspect |= lost.object == object;
    if (!suspect) return false;
    KeepMemory keep;
    holders_.clear();
    for (const InFlight& read : in_flight_)
        if (read.object == object && read.thread != current_thread().id)
            holders_.push_back({fmt::format("thread {} has read its address and is about to count it, at {}:{}", read.thread, read.place.file, read.place.line)});
    HolderSearch search(object, holders_);
    search.threads();
    search.heap();
    if (holders_.empty()) {
        std::erase_if(lost_, [object](const LostChange& l) { return l.object == object; });
        last_.erase(object);
        return false;
    }
    object_ = object;
    return true;
}

void RacyCounts::forget() {
    KeepMemory keep;
    in_flight_.clear();
    last_.clear();
    lost_.clear();
    holders_.clear();
    object_ = nullptr;
}

} // namespace terrarium
