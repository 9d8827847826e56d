// See capture.h.
#include "inspect/capture.h"

#include "inspect/describe.h"
#include "inspect/labels.h"
#include "inspect/object_names.h"
#include "inspect/thread_names.h"
#include "inspect/trace_numbers.h"
#include "memory/collector.h"
#include "memory/heap.h"
#include "memory/world.h"
#include "vm/core/protocol.h"
#include "vm/core/scheduling.h"
#include "vm/core/str.h"
#include "vm/interp/frame.h"
#include "vm/objects/frame.h"
#include "vm/objects/weakref.h"

#include <algorithm>
#include <cstdio>
#include <cstring>

namespace terrarium::inspect {

namespace {

uint32_t births_before_program; // live captures: containers made later are the program's

bool is_of_program(const Object* o) {
    return (o->gc & gc_container) != 0 && (births_before_program == 0 || birth_of(o) > births_before_program);
}

// In the order of allocation, so that a first look at a program numbers its objects as they were made.
void number_containers(bool all) {
    std::vector<Object*> objects;
    for_each_object(Walk::tracked, [&](Object* o) {
        if (all || is_of_program(o)) objects.push_back(o);
    });
    std::sort(objects.begin(), objects.end(), [](Object* a, Object* b) { return birth_of(a) < birth_of(b); });
    for (Object* o : objects) LabelTable::instance().label_of(o);
}

class Capture {
public:
    Capture(Thread& t, Scope scope) : t_(t), scope_(scope), definitions_(std::make_shared<Definitions>()), layouts_(&definitions_->layouts) {}

    Snapshot take(uint64_t step) {
        s_.step = s_.counted_at = step;
        s_.stack_address = reinterpret_cast<uintptr_t>(t_.stack_base);
        s_.frames_address = reinterpret_cast<uintptr_t>(t_.frames + 1);
        s_.frame_bytes = sizeof(Frame);
        if (scope_ == Scope::everything || !births_before_program) number_containers(true);
        for (Value* v = t_.stack_base; v < t_.stack_top; v++) s_.stack.push_back(val(*v));
        for (Frame* f = t_.frames + 1; f <= t_.frame; f++) frame(f);
        s_.depth = s_.frames.size();
        s_.raised = val(t_.raised);
        s_.handled = val(t_.handled);
        for (Thread* t = rt().threads; t; t = t->next) thread(*t);
        Turns turns = scheduler->turns();
        s_.turns = {turns.one_at_a_time, turns.holder, turns.waiting, turns.hand_overs, turns.interval};
        if (Value main = dict_get(rt().modules, rt().names.dunder_main); main.is_object()) val(main);
        for_each_object(scope_ == Scope::everything ? Walk::all : Walk::containers, [&](Object* o) {
            if (scope_ == Scope::everything || is_of_program(o)) wanted_.push_back(o);
        });
        for (size_t i = 0; i < wanted_.size(); i++) describe(wanted_[i]); // grows while it runs
        numbers();
        s_.definitions = definitions_;
        std::map<Label, uint32_t> listed = listed_references(s_);
        for (auto& [label, o] : s_.objects) {
            auto references = listed.find(label);
            uint32_t known = references == listed.end() ? 0 : references->second;
            if (!(o.flags & object_immortal) && o.count > known) s_.held_by_vm[label] = o.count - known;
        }
        return std::move(s_);
    }

private:
    Val val(Value v) {
        if (!v.is_object()) return {v.bits};
        Object* o = v.object_ptr();
        Label label = table_.label_of(o);
        if (s_.objects.emplace(label, ObjectState{}).second) wanted_.push_back(o);
        return Val::object(label);
    }

    void describe(Object* o) {
        Label label = table_.label_of(o);
        if (!described_.emplace(label, true).second) return;
        read_slots(o, &slots_);
        ObjectState state;
        state.address = reinterpret_cast<uintptr_t>(o);
        state.bytes = block_bytes_of(o);
        state.extra_bytes = extra_bytes_of(o);
        state.count = o->count;
        std::memcpy(state.header, o, sizeof state.header);
        state.text = text_of(o);
        if (is_immortal(o)) state.flags |= object_immortal;
        if (o->gc & gc_weakly_referenced) state.flags |= object_weakly_referenced;
        if (o->gc & gc_finalized) state.flags |= object_finalized;
        if (is_tracked(o) && in_heap(o)) state.generation = static_cast<int8_t>(generation_of(o));
        bool listed = scope_ == Scope::everything ? in_heap(o) : is_of_program(o) || !(o->gc & gc_container);
        if (!listed) state.flags |= object_before;
        state.layout = layouts_.id_of(o, slots_);
        if (o->shape == shapes::code) code(static_cast<Code*>(o)); // so that a function can be looked at before it runs
        if (listed) {
            std::vector<uint64_t> words(slots_.words.begin(), slots_.words.end()); // val() below does not touch slots_, describing a further object does
            for (uint64_t w : words) state.slots.push_back(val(Value{w}));
        }
        s_.objects[label] = std::move(state);
        if (is_subtype(type_of(o), rt().types.weakref)) {
            const Object* target = static_cast<WeakRef*>(o)->target;
            s_.weak[label] = target ? val(Value::object(target)).label() : 0;
        }
    }

    uint32_t code(Code* c) {
        auto [found, fresh] = codes_.emplace(c, static_cast<uint32_t>(definitions_->codes.size()));
        if (fresh) {
            definitions_->codes.push_back(describe_code(c));
            definitions_->codes.back().object = table_.label_of(c);
            const std::string& file = definitions_->codes.back().file;
            if (!definitions_->sources.count(file)) definitions_->sources[file] = read_source(file);
        }
        return found->second;
    }

    void thread(const Thread& t) {
        using State = ThreadInfo::State;
        ThreadInfo info;
        info.id = t.id;
        info.name = name_of(t);
        info.daemon = is_daemon(t);
        const char* call = Blocking::what_blocks(t);
        if (&t == &t_) info.state = State::running;
        else if (call || t.state == terrarium::ThreadState::blocked) info.state = State::blocked;
        else if (t.state == terrarium::ThreadState::waiting && !t.woken) info.state = t.waits_for ? State::waiting : State::sleeping;
        if (info.state == State::blocked) info.call = call ? call : "the system";
        if (info.state == State::waiting) {
            info.lock = val(Value::object(t.waits_for)).label();
            info.holder = holder_of(t.waits_for);
            info.lock_name = name_of_wait(t, &looks_for_names_);
        }
        if (t.until != never && (info.state == State::waiting || info.state == State::sleeping)) info.time_left = std::max<int64_t>(0, t.until - scheduler->now());
        bool own = false; // the program's, not a built-in module's
        for (const Frame* f = t.frame; f > t.frames && f->code; f--) {
            info.frames++;
            std::string file = to_utf8(f->code->filename);
            bool is_own = !file.starts_with("<terrarium ");
            if (own || (!is_own && info.frames > 1)) continue;
            own = is_own;
            info.function = to_utf8(f->code->qualname);
            info.file = std::move(file);
            info.line = terrarium::line_of(f->code, f->index());
        }
        info.stack_bytes = reinterpret_cast<uintptr_t>(t.stack_top) - reinterpret_cast<uintptr_t>(t.stack_base);
        info.frame_bytes = info.frames * sizeof(Frame);
        s_.threads.push_back(std::move(info));
    }

    void frame(Frame* f) {
        FrameState state;
        state.code = code(f->code);
        state.base = static_cast<uint32_t>(f->base() - t_.stack_base);
        state.locals = static_cast<uint32_t>(f->locals - t_.stack_base);
        state.operands = state.locals + f->code->local_count;
        state.top = static_cast<uint32_t>((f < t_.frame ? (f + 1)->base() : t_.stack_top) - t_.stack_base);
        state.at = static_cast<int32_t>(f->index());
        if (f->flags & frame_entry) state.flags |= frame_from_native;
        if (f->flags & frame_generator) state.flags |= frame_of_generator;
        if (f->flags & frame_has_mapping) {
            state.flags |= frame_of_module;
            state.mapping = val(f->mapping);
        }
        if (f->flags & terrarium::frame_elided && f->elided) {
            state.flags |= frame_has_elided;
            state.elided = f->elided->count;
        }
        s_.frames.push_back(state);
    }

    void numbers() {
        put_numbers(take_numbers(t_), &s_);
        auto state_of = [](const CollectionReport& r) -> CollectionState {
            return {r.generation, 0, r.candidates, r.subtracted, r.candidates - r.unreachable, r.unreachable, r.promoted, r.unreachable - r.resurrected};
        };
        for (int g = 0; g < 3; g++) {
            if (gc_stats(g).collections == 0) continue;
            s_.last_of[g] = state_of(last_collection_of(g));
            s_.last_collection = state_of(last_collection());
        }
    }

    Thread& t_;
    Scope scope_;
    std::shared_ptr<Definitions> definitions_;
    LayoutTable layouts_;
    LabelTable& table_ = LabelTable::instance();
    Snapshot s_;
    Slots slots_;
    size_t looks_for_names_ = 10000;
    std::vector<Object*> wanted_;
    std::map<Label, bool> described_;
    std::unordered_map<Code*, uint32_t> codes_;
};

} // namespace

Snapshot capture(Thread& t, Scope scope, uint64_t step) {
    LabelTable& table = LabelTable::instance();
    if (!table.listening()) table.listen(nullptr);
    return Capture(t, scope).take(step);
}

Label label_of(Object* object) {
    LabelTable& table = LabelTable::instance();
    if (!table.listening()) table.listen(nullptr);
    return table.label_of(object);
}

Object* object_of(Label label) { return LabelTable::instance().listening() ? LabelTable::instance().object_of(label) : nullptr; }

void number_program() { number_containers(false); }

void mark_program_start() {
    births_before_program = local_heap().births;
    if (LabelTable::instance().listening()) LabelTable::instance().mark_program_start();
}

} // namespace terrarium::inspect
