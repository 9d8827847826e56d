// See object_names.h.
#include "inspect/object_names.h"

#include "inspect/describe.h"
#include "inspect/thread_names.h"
#include "memory/shape.h"
#include "vm/core/attributes.h"
#include "vm/core/descriptor.h"
#include "vm/core/dict.h"
#include "vm/core/str.h"
#include "vm/core/tuple.h"
#include "vm/interp/frame.h"
#include "vm/objects/function.h"

#include <cstring>
#include <deque>
#include <unordered_set>

namespace terrarium::inspect {

namespace {

constexpr int longest = 3;  // steps
constexpr int readable = 2; // a longer way from a global says less than the name of a parameter

struct Way {
    Object* object;
    std::string text;
    int length;
};

// Breadth first, so that the shortest way is found first.
class Search {
public:
    Search(const Object* wanted, size_t* budget) : wanted_(wanted), budget_(budget) {}

    void add(Value v, std::string text, int length) {
        if (found() || !v.is_object()) return;
        Object* o = v.object_ptr();
        if (o == wanted_) {
            name_ = std::move(text);
            length_ = length;
        } else if (length < longest && *budget_ > 0 && (o->gc & gc_container) && seen_.insert(o).second) {
            --*budget_;
            ways_.push_back({o, std::move(text), length});
        }
    }

    void add_names(Dict* names, const std::string& before, int length) {
        size_t at = 0;
        while (DictEntry* e = dict_next(names, at))
            if (is_exact_str(e->key)) add(e->value, before + to_utf8(e->key), length);
    }

    void run() {
        while (!found() && !ways_.empty()) {
            Way way = std::move(ways_.front());
            ways_.pop_front();
            look_into(way);
        }
    }

    bool found() const { return !name_.empty(); }
    const std::string& name() const { return name_; }
    int length() const { return length_; }

private:
    void look_into(const Way& way) {
        Value v = Value::object(way.object);
        if (has_shape(v, shapes::module) || has_shape(v, shapes::function)) return;
        if (has_shape(v, shapes::type)) {
            Type* type = static_cast<Type*>(way.object);
            if (!(type->flags & type_immutable) && type->dict) add_names(type->dict, way.text + ".", way.length + 1);
            return;
        }
        Str* name;
        Value value;
        for (size_t i = 0; attr_at(way.object, i, &name, &value); i++) add(value, way.text + "." + to_utf8(name), way.length + 1);
        add_items(way);
    }

    // What stands in it by position, by key, and in its __slots__.
    void add_items(const Way& way) {
        Slots slots;
        read_slots(way.object, &slots);
        std::string key;
        for (size_t i = 0; i < slots.words.size() && !found(); i++) {
            const Edge& edge = slots.edges[i];
            if (!edge.name || edge.index < 0) continue;
            Value v{slots.words[i]};
            if (std::strcmp(edge.name, "keys") == 0) key = key_text(v);
            else if (std::strcmp(edge.name, "values") == 0 && !key.empty()) add(v, way.text + "[" + key + "]", way.length + 1);
            else if (std::strcmp(edge.name, "items") == 0) add(v, way.text + "[" + std::to_string(edge.index) + "]", way.length + 1);
            else if (std::strcmp(edge.name, "slot") == 0) add_member(way, v, static_cast<uint32_t>(edge.index));
        }
    }

    static std::string key_text(Value key) {
        if (is_exact_str(key)) return "'" + to_utf8(key) + "'";
        return key.is_int() ? std::to_string(key.int_value()) : "";
    }

    void add_member(const Way& way, Value v, uint32_t index) {
        std::string name = member_name(type_of(way.object), index);
        if (!name.empty()) add(v, way.text + "." + name, way.length + 1);
    }

    const Object* wanted_;
    size_t* budget_;
    std::deque<Way> ways_;
    std::unordered_set<const Object*> seen_;
    std::string name_;
    int length_ = 0;
};

void add_variables(Search& search, const Frame& frame) {
    if (frame.flags & frame_has_mapping) { // of a module or a class body
        if (is_exact_dict(frame.mapping)) search.add_names(as<Dict>(frame.mapping), "", 0);
        return;
    }
    for (size_t i = 0; i < frame.code->local_count && i < frame.code->local_names->length; i++) {
        Value v = frame.locals[i];
        if (has_shape(v, shapes::cell)) v = as<Cell>(v)->content;
        search.add(v, to_utf8((*frame.code->local_names)[i]), 0);
    }
}

Dict* globals_of_main() {
    Value main = dict_get(rt().modules, rt().names.dunder_main);
    return has_shape(main, shapes::module) ? as<Module>(main)->dict : nullptr;
}

} // namespace

std::string way_to(const Object* wanted, const Frame* from, size_t* budget) {
    Search outer(wanted, budget), inner(wanted, budget);
    if (from && from->function) outer.add_names(from->function->globals, "", 0);
    if (Dict* main = globals_of_main()) outer.add_names(main, "", 0);
    outer.run();
    if (!from || (outer.found() && outer.length() <= readable)) return outer.name();
    add_variables(inner, *from);
    if (outer.found() && !inner.found()) return outer.name();
    inner.run();
    return inner.name();
}

bool is_embedded(const Frame& frame) {
    const Str* file = frame.code->filename;
    return file->length != 0 && file->at(0) == '<' && to_utf8(file).starts_with("<terrarium ");
}

Value WaitingCall::self() const { return method && method->code->argument_count ? method->locals[0] : Value::null(); }

WaitingCall waiting_call(const Thread& t) {
    WaitingCall call;
    for (const Frame* frame = t.frame; frame && frame->code; frame--) {
        if (!is_embedded(*frame)) {
            call.from = frame;
            return call;
        }
        call.method = frame;
    }
    // A thread whose target is such a method itself: it was called by run(), which _bootstrap_inner() called.
    const Frame* called = t.frames;
    while (called < t.frame && (!called->code || !str_equal(called->code->name, "run"))) called++;
    return {nullptr, called < t.frame ? called + 1 : nullptr};
}

const Thread* joined_by(const Thread& t) {
    for (const Thread* other = rt().threads; other && t.waits_for; other = other->next)
        if (other->sentinel == Value::object(t.waits_for)) return other;
    return nullptr;
}

std::string name_of_wait(const Thread& t, size_t* budget) {
    if (const Thread* other = joined_by(t)) return "the end of thread " + std::to_string(other->id) + " (" + name_of(*other) + ")";
    WaitingCall call = waiting_call(t);
    if (Value self = call.self(); self.is_object()) {
        std::string name = way_to(self.object_ptr(), call.from, budget);
        if (!name.empty()) return name + "." + to_utf8(call.method->code->name) + "()";
    }
    return way_to(t.waits_for, call.from, budget);
}

} // namespace terrarium::inspect
