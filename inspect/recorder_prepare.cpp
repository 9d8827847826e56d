// Before an instruction runs: will it do what the reader's model comes to by itself? See recorder.h.
// Where it will, the model's objects move here and now and nothing is written; else what it has in its hands is noted.
#include "inspect/recorder.h"

#include "inspect/recorder_tables.h"

#include "bytecode/opcodes.h"
#include "vm/core/dict.h"
#include "vm/core/list.h"
#include "vm/core/native.h"
#include "vm/core/str.h"
#include "vm/interp/call.h"
#include "vm/interp/inline_cache.h"
#include "vm/objects/iterators.h"

namespace terrarium::inspect {

namespace {

// Where the loop will find the attribute in the object itself, by the place's cache or the one that all share; or null.
Value* attribute_slot(const Frame* frame, int32_t at, Value v, Opcode cached, SharedTable table) {
    if (!v.is_object()) return nullptr;
    Object* o = v.object_ptr();
    Word word = frame->code->instructions[at];
    uint64_t cache = frame->code->caches[at];
    if (word_op(word) == cached && o->shape == cached_shape(cache)) return reinterpret_cast<Value*>(reinterpret_cast<char*>(o) + cached_payload(cache));
    uint64_t key = shared_key(o->shape, static_cast<Str*>(frame->code->names->items()[word_a24(word)].object_ptr()));
    const SharedEntry* e = shared_entry(table, key);
    return e->key == key && e->kind() == Shared::slot ? reinterpret_cast<Value*>(reinterpret_cast<char*>(o) + e->payload()) : nullptr;
}

// Whether the loop will add the attribute to the object, by the place's cache or the one that all share.
bool adds_attribute(const Frame* frame, int32_t at, Value v) {
    if (!v.is_object()) return false;
    Object* o = v.object_ptr();
    Word word = frame->code->instructions[at];
    if (word_op(word) == Opcode::STORE_ATTR_ADD && o->shape == cached_shape(frame->code->caches[at])) return true;
    uint64_t key = shared_key(o->shape, static_cast<Str*>(frame->code->names->items()[word_a24(word)].object_ptr()));
    const SharedEntry* e = shared_entry(SharedTable::stores, key);
    return e->key == key && e->kind() == Shared::grow;
}

// Where the loop will find the attribute outside of the object: in its class, or in a module's dict; or null.
const Value* class_attribute(const Frame* frame, int32_t at, const Object* o) {
    Word word = frame->code->instructions[at];
    uint64_t cache = frame->code->caches[at];
    switch (word_op(word)) {
        case Opcode::LOAD_ATTR_CLASS:
            if (o->shape == cached_shape(cache)) return cached_address<Value>(cache);
            break;
        case Opcode::LOAD_ATTR_TYPE:
            if (o->shape == shapes::type && static_cast<const Type*>(o)->root_shape->id == cached_shape(cache)) return cached_address<Value>(cache);
            break;
        case Opcode::LOAD_ATTR_MODULE: {
            const Dict* names = o->shape == shapes::module ? static_cast<const Module*>(o)->dict : nullptr;
            if (names && names->layout == cache >> 32) return &names->entries[static_cast<uint32_t>(cache)].value;
            break;
        }
        default: break;
    }
    uint64_t key = shared_key(o->shape, static_cast<Str*>(frame->code->names->items()[word_a24(word)].object_ptr()));
    const SharedEntry* e = shared_entry(SharedTable::loads, key);
    return e->key == key && e->kind() == Shared::class_value ? e->address<Value>() : nullptr;
}

// The function that the loop will find for a method call, and whether the object goes along; null: it does not find it by
// itself.
Value method_of(const Frame* frame, int32_t at, const Object* o, bool* with_self) {
    Word word = frame->code->instructions[at];
    uint64_t cache = frame->code->caches[at];
    if (word_op(word) == Opcode::LOAD_METHOD_CACHED && o->shape == cached_shape(cache)) return Value::object(cached_address<Object>(cache));
    if (o->shape == shapes::module) {
        const Dict* names = static_cast<const Module*>(o)->dict;
        *with_self = false;
        bool cached = word_op(word) == Opcode::LOAD_METHOD_MODULE && names->layout == cache >> 32 && o->count > 1;
        return cached ? names->entries[static_cast<uint32_t>(cache)].value : Value::null();
    }
    uint64_t key = shared_key(o->shape, static_cast<Str*>(frame->code->names->items()[word_a24(word)].object_ptr()));
    const SharedEntry* e = shared_entry(SharedTable::methods, key);
    return o->shape != shapes::type && e->key == key && e->kind() == Shared::method ? Value::object(e->address<Object>()) : Value::null();
}

// The character that the loop will take out of the string; null: it does not do that by itself.
Value character(const Object* o, int64_t i) {
    const Str* text = static_cast<const Str*>(o);
    if (i < 0) i += static_cast<int64_t>(text->length);
    return static_cast<uint64_t>(i) < text->length && text->unit == 1 ? Value::object(rt().latin1_str[text->data1()[i]]) : Value::null();
}

int64_t value_slot(uint64_t dict_cache) { return int64_t{static_cast<uint32_t>(dict_cache)} * 2 + 1; }

// Where the loop will find the name, by the place's cache; null: elsewhere.
const Value* named_value(const Frame* frame, Opcode op, uint64_t cache) {
    const Function* function = frame->function;
    auto entry = [&](const Dict* d) { return &d->entries[static_cast<uint32_t>(cache)].value; };
    switch (op) {
        case Opcode::LOAD_GLOBAL_MODULE: return function->globals->layout == cache >> 32 ? entry(function->globals) : nullptr;
        case Opcode::LOAD_NAME_DICT: {
            if (!has_shape(frame->mapping, shapes::dict)) return nullptr;
            auto names = static_cast<const Dict*>(frame->mapping.object_ptr());
            return names->layout == cache >> 32 ? entry(names) : nullptr;
        }
        case Opcode::LOAD_NAME_BUILTIN:
            if (frame->mapping != Value::object(function->globals)) return nullptr;
            [[fallthrough]];
        case Opcode::LOAD_GLOBAL_BUILTIN: {
            bool known = function->globals->layout == cache >> 32 && function->builtins == rt().builtins && rt().builtins->layout == builtins_cache_layout();
            return known ? entry(function->builtins) : nullptr;
        }
        default: return nullptr;
    }
}

// What an iterator of a list or tuple goes through, and where it stands.
struct Ahead {
    Object* all;
    const Value* items;
    size_t length, index;
};
Ahead ahead_of(const Object* iterator) {
    if (iterator->shape == shapes::list_iterator) {
        auto it = static_cast<const ListIterator*>(iterator);
        return it->list ? Ahead{it->list, it->list->items, it->list->length, it->index} : Ahead{};
    }
    auto it = static_cast<const TupleIterator*>(iterator);
    return it->tuple ? Ahead{it->tuple, it->tuple->items(), it->tuple->length, it->index} : Ahead{};
}

} // namespace

// How much of an instruction the recorder wants to see.
Look Recorder::look_at(Opcode op) {
    if (runs_silently(op)) return Look::none;
    switch (op) {
        case Opcode::LOAD_GLOBAL:
        case Opcode::LOAD_NAME:
        case Opcode::FOR_ITER:
        case Opcode::GET_ITER:
        case Opcode::UNPACK_SEQUENCE:
        case Opcode::UNPACK_EX:
        case Opcode::SEND:
        case Opcode::YIELD_VALUE:
        case Opcode::BUILD_TUPLE:
        case Opcode::BUILD_LIST:
        case Opcode::BUILD_SLICE:
        case Opcode::LOAD_ATTR:
        case Opcode::STORE_ATTR:
        case Opcode::DELETE_ATTR:
        case Opcode::LOAD_METHOD:
        case Opcode::BINARY_SUBSCR:
        case Opcode::STORE_SUBSCR:
        case Opcode::DELETE_SUBSCR:
        case Opcode::LOAD_DEREF:
        case Opcode::STORE_DEREF:
        case Opcode::DELETE_DEREF:
        case Opcode::COPY_FREE_VARS:
        case Opcode::STORE_GLOBAL:
        case Opcode::DELETE_GLOBAL:
        case Opcode::STORE_NAME:
        case Opcode::DELETE_NAME:
        case Opcode::LIST_APPEND:
        case Opcode::SET_ADD:
        case Opcode::MAP_ADD:
        case Opcode::LIST_EXTEND:
        case Opcode::SET_UPDATE:
        case Opcode::DICT_UPDATE:
        case Opcode::DICT_MERGE:
        case Opcode::CALL:
        case Opcode::CALL_KW:
        case Opcode::CALL_EX: return Look::begin;
        default: return Look::end;
    }
}

Recorder::Plan Recorder::prepare(Thread& t, const Frame* frame, Opcode op) {
    Word word = frame->ip[-1];
    Value* sp = t.stack_top;
    uint32_t a = word_a24(word);
    int32_t at = static_cast<int32_t>(frame->ip - 1 - frame->code->instructions);
    touch_depth_ = depth_of(t, frame);
    auto site_code = [&] { return code_id(frame->code); };
    auto touched = [&](Value v) {
        touch(v);
        return Plan::forced;
    };
    switch (op) {
        case Opcode::LOAD_GLOBAL:
        case Opcode::LOAD_NAME: {
            const Value* now = named_value(frame, word_op(word), frame->code->caches[at]);
            if (!now) return Plan::learnt;
            TraceModel::Site& site = model_.site(site_code(), at);
            Val value = seen(*now);
            bool expected = value == site.expected();
            return op == Opcode::LOAD_GLOBAL && (a & 1) ? foretell(site, expected, {value, Val{}}) : foretell(site, expected, {value});
        }
        case Opcode::LOAD_DEREF: {
            TraceObject* cell = known(frame->locals[a]);
            if (!cell || cell->slots.size() != 1) return Plan::learnt;
            Val known = cell->slots[0];
            return known == seen(static_cast<Cell*>(frame->locals[a].object_ptr())->content) && !known.is_null() ? Plan::foreseen : Plan::forced;
        }
        case Opcode::STORE_DEREF:
            if (SlotPlace v = model_.content(seen(frame->locals[a]))) return move_slot(frame->locals[a], v, sp[-1]);
            return touched(frame->locals[a]);
        case Opcode::COPY_FREE_VARS: {
            // What a function closes over stays as it was when the two were described.
            Tuple* closure = frame->function->closure;
            Value function = Value::object(frame->function);
            bool same = *frame->base() == function && of_program(function) && of_program(Value::object(closure)) && closure->length == a;
            return same ? Plan::foreseen : Plan::forced;
        }
        case Opcode::BINARY_SUBSCR: {
            if (SlotPlace v = list_item(sp[-2], sp[-1])) {
                List* list = static_cast<List*>(sp[-2].object_ptr());
                return list->count > 1 && v.value() == seen(list->items[v.index]) ? Plan::foreseen : Plan::forced;
            }
            SlotPlace v = sp[-1].is_int() ? model_.item(seen(sp[-2]), {sp[-1].bits}) : SlotPlace{};
            if (v) {
                Object* o = sp[-2].object_ptr();
                int64_t i = sp[-1].int_value();
                uint64_t length = o->shape == shapes::tuple ? static_cast<Tuple*>(o)->length : 0;
                if (i < 0) i += static_cast<int64_t>(length);
                if (static_cast<uint64_t>(i) >= length || o->count == 1) return Plan::forced;
                return v.value() == seen(static_cast<Tuple*>(o)->items()[i]) ? Plan::foreseen : Plan::forced;
            }
            if (has_shape(sp[-2], shapes::str) && sp[-1].is_int() && sp[-2].object_ptr()->count > 1)
                if (Val c = seen(character(sp[-2].object_ptr(), sp[-1].int_value())); !c.is_null()) {
                    TraceModel::Site& site = model_.site(site_code(), at);
                    return foretell(site, c == site.expected(), {c});
                }
            if (has_shape(sp[-2], shapes::list) && has_shape(sp[-1], shapes::slice)) return prepare_part(frame, sp);
            if (!has_shape(sp[-2], shapes::list) && !has_shape(sp[-2], shapes::dict) && !has_shape(sp[-2], shapes::str)) touch(sp[-2]);
            return Plan::learnt;
        }
        case Opcode::STORE_SUBSCR: {
            if (SlotPlace v = list_item(sp[-2], sp[-1])) return move_slot(sp[-2], v, sp[-3]);
            if (has_shape(sp[-2], shapes::list) && has_shape(sp[-1], shapes::slice)) return prepare_exchange(sp);
            touch_key(sp[-2], sp[-1]);
            return Plan::forced;
        }
        case Opcode::BUILD_TUPLE: return prepare_making(frame, TraceModel::Made::tuple, sp - a, a);
        case Opcode::BUILD_LIST: return prepare_making(frame, TraceModel::Made::list, sp - a, a);
        case Opcode::BUILD_SLICE: return prepare_making(frame, TraceModel::Made::slice, sp - a, a);
        case Opcode::LIST_APPEND: return prepare_append(sp[-1 - static_cast<int64_t>(a)], sp[-1]) ? Plan::foreseen : touched(sp[-1 - static_cast<int64_t>(a)]);
        case Opcode::LOAD_ATTR: return prepare_attribute(frame, at, sp[-1]);
        case Opcode::DELETE_ATTR:
            touch_attribute(sp[-1], frame->code->names->items()[a]);
            return Plan::forced;
        case Opcode::STORE_ATTR: {
            SlotPlace v = model_.field(seen(sp[-1]), site_code(), at);
            if (v) {
                Value* now = attribute_slot(frame, at, sp[-1], Opcode::STORE_ATTR_SLOT, SharedTable::stores);
                return now && v.value() == seen(*now) ? move_slot(sp[-1], v, sp[-2]) : touched(sp[-1]);
            }
            TraceObject* o = adds_attribute(frame, at, sp[-1]) ? of_program(sp[-1]) : nullptr;
            uint32_t to = o ? model_.grown_layout(*o, site_code(), at) : TraceModel::no_layout;
            if (to != TraceModel::no_layout) return move_growth(sp[-1], *o, to, sp[-2]);
            touch_attribute(sp[-1], frame->code->names->items()[a]);
            return Plan::forced;
        }
        case Opcode::LOAD_METHOD: return prepare_method(frame, at, sp[-1]);
        case Opcode::FOR_ITER: return prepare_for(sp[-1]);
        case Opcode::UNPACK_SEQUENCE: {
            const TraceObject* all = model_.sequence(seen(sp[-1]));
            Value v = sp[-1];
            const Value* items = has_shape(v, shapes::tuple) ? static_cast<Tuple*>(v.object_ptr())->items() : has_shape(v, shapes::list) ? static_cast<List*>(v.object_ptr())->items : nullptr;
            size_t length = has_shape(v, shapes::tuple) ? static_cast<Tuple*>(v.object_ptr())->length : has_shape(v, shapes::list) ? static_cast<List*>(v.object_ptr())->length : 0;
            bool same = all && items && all->slots.size() == a && length == a && v.object_ptr()->count > 1;
            for (uint32_t i = 0; same && i < a; i++) same = all->slots[i] == seen(items[i]);
            return same ? Plan::foreseen : touched(v);
        }
        case Opcode::CALL: return prepare_call(t, frame, word);
        case Opcode::GET_ITER:
            if (Plan plan = prepare_iterator(frame, sp[-1]); plan == Plan::foreseen) return plan;
            if (sp[-1].is_object() && sp[-1].object_ptr()->shape < shapes::builtin_count && !has_shape(sp[-1], shapes::generator)) return Plan::forced;
            return touched(sp[-1]);
        case Opcode::SEND:
            if (!has_shape(sp[-2], shapes::generator) && !has_shape(sp[-2], shapes::coroutine)) return touched(sp[-2]);
            if (static_cast<Generator*>(sp[-2].object_ptr())->state == GeneratorState::created && !sp[-1].is_none()) return touched(sp[-2]);
            return prepare_resume(sp[-2]);
        case Opcode::YIELD_VALUE: return prepare_yield(frame);
        case Opcode::DELETE_SUBSCR: touch_key(sp[-2], sp[-1]); return Plan::forced;
        case Opcode::DELETE_DEREF: return touched(frame->locals[a]);
        case Opcode::STORE_GLOBAL:
        case Opcode::DELETE_GLOBAL:
            if (word_op(word) == Opcode::STORE_GLOBAL_MODULE && frame->function->globals->layout == frame->code->caches[at] >> 32) {
                touch(Value::object(frame->function->globals), value_slot(frame->code->caches[at]));
                return Plan::learnt;
            }
            touch_key(Value::object(frame->function->globals), frame->code->names->items()[a]); return Plan::learnt;
        case Opcode::STORE_NAME:
        case Opcode::DELETE_NAME:
            if (word_op(word) == Opcode::STORE_NAME_DICT && has_shape(frame->mapping, shapes::dict) &&
                static_cast<Dict*>(frame->mapping.object_ptr())->layout == frame->code->caches[at] >> 32) {
                touch(frame->mapping, value_slot(frame->code->caches[at]));
                return Plan::learnt;
            }
            if (frame->flags & frame_has_mapping) touch_key(frame->mapping, frame->code->names->items()[a]);
            return Plan::learnt;
        case Opcode::SET_ADD: touch_key(sp[-1 - static_cast<int64_t>(a)], sp[-1]); return Plan::forced;
        case Opcode::LIST_EXTEND:
            touch_through(sp[-1]);
            return touched(sp[-1 - static_cast<int64_t>(a)]);
        case Opcode::SET_UPDATE:
        case Opcode::DICT_UPDATE:
        case Opcode::DICT_MERGE: return touched(sp[-1 - static_cast<int64_t>(a)]);
        case Opcode::MAP_ADD: touch_key(sp[-2 - static_cast<int64_t>(a)], sp[-2]); return Plan::forced;
        case Opcode::CALL_KW: return is_function(sp[-stack_pops(word)]) ? prepare_keywords(frame, word, sp) : touch_operands(word, sp);
        case Opcode::CALL_EX: return touch_operands(word, sp);
        default: return touched(sp[-1]); // UNPACK_EX
    }
}

// The instruction will leave these on top and do nothing else. What the model does not expect of the place is written
// before it runs, so that the loop stays quiet.
Recorder::Plan Recorder::foretell(TraceModel::Site& site, bool expected, std::initializer_list<Val> results) {
    Val first = *results.begin();
    if (!expected) {
        TraceObject* o = first.is_object() ? model_.object(first.label()) : nullptr;
        bool known = o ? o->described : !first.is_object() && first.bits != unknown_bits;
        bool quiet = events_.empty() && wanted_.empty() && static_cast<int64_t>(steps_) < watch.limit && active_probe == this;
        if (!known || !quiet) return Plan::learnt;
        steps_out_.number(run_);
        steps_out_.byte(part_results);
        for (Val v : results) put_val(steps_out_, v, model_.next_label);
        run_ = ~uint64_t{0}; // the step itself, which is counted when it has ended, is not among those to be performed
    }
    site.note(first);
    return Plan::foreseen;
}

Recorder::Plan Recorder::prepare_attribute(const Frame* frame, int32_t at, Value owner) {
    uint32_t code = code_id(frame->code);
    bool stays = owner.is_object() && owner.object_ptr()->count > 1;
    if (SlotPlace v = model_.field(seen(owner), code, at)) {
        Value* now = stays ? attribute_slot(frame, at, owner, Opcode::LOAD_ATTR_SLOT, SharedTable::loads) : nullptr;
        return now && !now->is_null() && v.value() == seen(*now) ? Plan::foreseen : Plan::forced;
    }
    const Value* now = stays ? class_attribute(frame, at, owner.object_ptr()) : nullptr;
    if (!now || now->is_null()) return Plan::learnt;
    TraceModel::Site& site = model_.site(code, at);
    Val value = seen(*now);
    return foretell(site, value == site.expected(), {value});
}

Recorder::Plan Recorder::prepare_method(const Frame* frame, int32_t at, Value self) {
    method_self_ = seen(self);
    bool with_self = true;
    Value function = self.is_object() ? method_of(frame, at, self.object_ptr(), &with_self) : Value::null();
    if (function.is_null()) return Plan::learnt;
    TraceModel::Site& site = model_.site(code_id(frame->code), at);
    Val found = seen(function);
    Plan plan = foretell(site, found == site.last && site.kind == !with_self, {found, with_self ? method_self_ : Val{}});
    if (plan == Plan::foreseen) site.kind = !with_self;
    return plan;
}

// The instruction will store there.
Recorder::Plan Recorder::move_slot(Value owner, SlotPlace slot, Value to) {
    slot.object->slots.set(slot.index, val(to));
    moved_ = {owner.object_ptr(), table_.known_label(owner.object_ptr()), static_cast<int64_t>(slot.index)};
    moved_step_ = steps_ + 1;
    return Plan::foreseen;
}

// The instruction will add the attribute.
Recorder::Plan Recorder::move_growth(Value owner, TraceObject& o, uint32_t layout, Value to) {
    TraceModel::grow(o, layout, val(to));
    moved_ = {owner.object_ptr(), table_.known_label(owner.object_ptr()), grown_slots};
    moved_step_ = steps_ + 1;
    return Plan::foreseen;
}

// The list grows by one. False: it is not one the model has as it is.
bool Recorder::prepare_append(Value target, Value item) {
    if (!has_shape(target, shapes::list)) return false;
    List* list = static_cast<List*>(target.object_ptr());
    TraceObject* known = model_.sequence(seen(target));
    if (!known || known->slots.size() != list->length) return false;
    known->slots.push_back(val(item));
    moved_ = {list, table_.known_label(list), last_slots};
    moved_step_ = steps_ + 1;
    if (list->length == list->capacity) append_ = grows_ = {list, moved_.label};
    return true;
}

Recorder::Plan Recorder::prepare_for(Value iterator) {
    Object* o = iterator.object_ptr();
    if (o->shape == shapes::generator) return prepare_resume(iterator);
    Walk walk = o->shape == shapes::range_iterator ? Walk::range : o->shape == shapes::list_iterator || o->shape == shapes::tuple_iterator ? Walk::items : Walk::unknown;
    TraceObject* known = walk == Walk::unknown ? nullptr : this->known(iterator);
    if (!known) {
        // The plain iterators show no change before they end, and then they go.
        if (walk == Walk::unknown && !(o->shape >= shapes::set_iterator && o->shape <= shapes::str_ascii_iterator)) {
            touch(iterator);
            if (o->shape == shapes::map || o->shape == shapes::filter || o->shape == shapes::callable_iterator || o->shape >= shapes::builtin_count) touch_through(iterator);
        }
        return Plan::learnt;
    }
    if (walk == Walk::range) {
        auto range = static_cast<RangeIterator*>(o);
        if (range->remaining > 0) {
            tell_walk(iterator, *known, walk, {range->next, range->step, range->remaining});
            TraceModel::advance(*known);
            return Plan::foreseen;
        }
    } else if (Ahead ahead = ahead_of(o); ahead.index < ahead.length) {
        WalkState now{static_cast<int64_t>(ahead.index), 0, known->rare ? known->rare->walking.remaining : 0};
        tell_walk(iterator, *known, walk, now);
        Val through = seen(Value::object(ahead.all));
        const TraceObject* all = model_.sequence(through); // as the reader: none of a subclass
        bool same = all && ahead.index < all->slots.size() && !known->slots.empty() && known->slots[0] == through &&
                    all->slots[ahead.index] == seen(ahead.items[ahead.index]);
        if (!same) return Plan::forced;
        TraceModel::advance(*known);
        return Plan::foreseen;
    }
    if (o->count == 1 && model_.at_end(*known) && of_program(iterator)) {
        expect_end({iterator});
        return Plan::foreseen;
    }
    touch(iterator); // at its end it lets its list go
    return Plan::forced;
}

// The reader's iterator stands there.
void Recorder::tell_walk(Value iterator, TraceObject& known, Walk walk, const WalkState& now) {
    WalkState& had = known.make_rare().walking;
    if (known.walk == walk && had == now) return;
    known.walk = walk;
    had = now;
    ByteWriter& out = event(event_walk);
    put_val(out, seen(iterator), model_.next_label);
    out.byte(static_cast<uint8_t>(walk));
    for (int64_t n : {now.next, now.stride, now.remaining}) out.signed_number(n);
}

} // namespace terrarium::inspect
