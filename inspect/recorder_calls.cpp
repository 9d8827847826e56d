// Before a call: will it do what the reader's model comes to by itself? See recorder.h, inspect/trace_calls.cpp.
#include "inspect/recorder.h"

#include "inspect/recorder_tables.h"

#include "bytecode/code_unit.h"
#include "vm/core/descriptor.h"
#include "vm/core/dict.h"
#include "vm/core/native.h"
#include "vm/core/str.h"
#include "vm/core/tuple.h"
#include "vm/interp/call.h"

#include <algorithm>

namespace terrarium::inspect {

namespace {

constexpr uint32_t no_source = UINT32_MAX;

// Where the function has the default of the parameter; no_source: nowhere.
uint32_t default_source(const Function* f, uint32_t parameter) {
    const Code* code = f->code;
    if (parameter < code->argument_count) {
        size_t defaults = f->defaults ? f->defaults->length : 0, from_the_end = code->argument_count - parameter;
        return from_the_end <= defaults ? TraceModel::source_default | static_cast<uint32_t>(defaults - from_the_end) : no_source;
    }
    for (uint32_t i = 0; f->keyword_defaults && i < f->keyword_defaults->entry_count; i++)
        if (f->keyword_defaults->entries[i].key == code->local_names->items()[parameter]) return TraceModel::source_keyword_default | (i * 2 + 1);
    return no_source;
}

bool binds_simply(const Code* code) { return (code->flags & (code_varargs | code_varkeywords)) == 0; }

} // namespace

// What calling the native may change: nothing it is given, the end of its receiver, an entry there, anything it is given.
uint8_t Recorder::harm_of(Object* native) {
    KnownNative& known = known_native(native);
    if (known.native == native) return known.harm;
    known = {native, harm_any};
    uint8_t& harm = known.harm;
    const Str* text = static_cast<NativeFunction*>(native)->name;
    std::string name = to_utf8(text);
    static const char* const readers[] = {"len", "isinstance", "issubclass", "id", "type", "print", "repr", "str", "hash", "abs", "ord", "chr", "callable",
                                          "min", "max", "sum", "range", "format", "round", "getattr", "hasattr", "bool", "int", "float", "divmod",
                                          "get", "index", "count", "join", "split", "startswith", "endswith", "upper", "lower", "strip", "keys",
                                          "values", "items", "copy", "find", "rfind", "rindex", "replace", "lstrip", "rstrip", "splitlines", "partition",
                                          "isdigit", "isalpha", "isalnum", "isspace", "isupper", "islower", "zfill", "ljust", "rjust"};
    harm = harm_any;
    for (const char* reader : readers)
        if (name == reader) harm = harm_none;
    if (name == "append") harm = harm_last;
    if (name == "send") harm = harm_send;
    static const char* const keyed[] = {"setdefault", "pop", "add", "remove", "discard"}; // of dicts and sets
    for (const char* one : keyed)
        if (name == one) harm = harm_key;
    return harm;
}

void Recorder::tell_callee(Value callable, uint32_t callee) {
    val(callable);
    drain();
    Label label = table_.known_label(callable.object_ptr());
    TraceObject& o = *model_.object(label);
    o.make_rare().callee = callee;
    known_calls_[label % std::size(known_calls_)] = {};
    ByteWriter& out = event(event_callee);
    put_val(out, seen(callable), model_.next_label);
    put_callee(out, o);
}

// A function that runs plainly in a frame: the model is told which code unit that is.
uint32_t Recorder::know_function(Value callable, const Code* code) {
    Label label = table_.known_label(callable.object_ptr());
    KnownCall& call = known_calls_[label % std::size(known_calls_)];
    uint32_t callee = callee_code + code_id(code);
    if (call.function == label && call.code == code && label) return callee;
    tell_constants(callee - callee_code);
    TraceObject* o = known(callable);
    if (!o || model_.callee_of(*o) != callee) tell_callee(callable, callee);
    call = {table_.known_label(callable.object_ptr()), code};
    return callee;
}

// The parameter has a default, which the model finds there.
bool Recorder::same_default(const TraceObject& o, const Function* f, uint32_t parameter, uint32_t source) {
    if (source == no_source || default_source(f, parameter) != source) return false;
    size_t place = source & ~(TraceModel::source_default | TraceModel::source_keyword_default);
    Value v = source & TraceModel::source_default ? f->defaults->items()[place] : table_slot(f->keyword_defaults, place);
    return model_.default_of(o, source) == seen(v);
}

// With fewer values than parameters: the last ones have defaults.
Recorder::Plan Recorder::prepare_defaults(Value callable, uint32_t given) {
    auto f = static_cast<const Function*>(callable.object_ptr());
    uint32_t parameters = f->code->simple_parameters;
    if (parameters == ~0u || given > parameters) return Plan::forced;
    know_function(callable, f->code);
    const TraceObject* o = known(callable);
    for (uint32_t i = given; i < parameters; i++)
        if (!same_default(*o, f, i, default_source(f, i))) return Plan::forced;
    return Plan::foreseen;
}

namespace {

// False: the call goes wrong, or in a way that the interned names do not tell.
bool find_sources(const Function* f, uint32_t positional, const Tuple* names, std::vector<uint32_t>* out) {
    const Code* code = f->code;
    uint32_t all = code->argument_count + code->keyword_only_count;
    if (positional > code->argument_count) return false;
    out->assign(all, no_source);
    for (uint32_t i = 0; i < positional; i++) (*out)[i] = i;
    for (uint32_t k = 0; k < names->length; k++) {
        const Value* of_parameters = code->local_names->items();
        uint32_t i = code->positional_only_count;
        while (i < all && !(of_parameters[i] == names->items()[k])) i++;
        if (i == all || (*out)[i] != no_source) return false;
        (*out)[i] = positional + k;
    }
    for (uint32_t i = 0; i < all; i++) {
        uint32_t& source = (*out)[i];
        if (source == no_source) source = default_source(f, i);
        if (source == no_source) return false;
    }
    return true;
}

} // namespace

// A function is called with keywords: the place is told where the parameters come from.
Recorder::Plan Recorder::prepare_keywords(const Frame* frame, Word word, const Value* sp) {
    const Value* low = sp - stack_pops(word);
    auto f = static_cast<const Function*>(low->object_ptr());
    uint32_t given = word_b16(word) + !low[1].is_null();
    auto names = static_cast<const Tuple*>(sp[-1].object_ptr());
    if (!binds_simply(f->code) || ((word_a8(word) & call_tail) && rt().switches.tco)) return Plan::forced;
    uint32_t caller = code_id(frame->code), callee = know_function(*low, f->code);
    int32_t at = static_cast<int32_t>(frame->ip - 1 - frame->code->instructions);
    TraceModel::Site& site = model_.site(caller, at);
    const TraceModel::Binding* b = model_.binding(site);
    if (!b || b->callee != callee || b->given != given) {
        TraceModel::Binding fresh{callee, given, {}};
        if (!find_sources(f, given - static_cast<uint32_t>(names->length), names, &fresh.sources)) return Plan::forced;
        ByteWriter& out = event(event_binding);
        out.numbers(caller, at, callee, given, fresh.sources.size());
        for (uint32_t source : fresh.sources) out.number(source);
        b = model_.bind(site, std::move(fresh));
    }
    const TraceObject* o = known(*low);
    for (uint32_t i = 0; i < b->sources.size(); i++)
        if (b->sources[i] & (TraceModel::source_default | TraceModel::source_keyword_default) && !same_default(*o, f, i, b->sources[i])) return Plan::forced;
    return Plan::foreseen;
}

// An operator calls the function for the instance on its left.
Recorder::Plan Recorder::prepare_operator(const Frame* frame, Value function, const Value* sp) {
    const Code* code = static_cast<const Function*>(function.object_ptr())->code;
    Opcode op = plain_operator(opcode_info(word_op(frame->ip[-1])).base);
    Val cls = seen(Value::object(type_of(sp[-2])));
    if (code->simple_parameters != 2 || !cls.is_object() || !(model_.class_of(seen(sp[-2])) == cls)) return Plan::forced;
    know_function(function, code);
    TraceModel::Operator& known = model_.operator_of(cls, op);
    TraceModel::Operator now{cls, seen(function), op};
    if (known.cls == now.cls && known.op == op && known.function == now.function) return Plan::foreseen;
    known = now;
    ByteWriter& out = event(event_operator);
    put_val(out, cls, model_.next_label);
    out.byte(static_cast<uint8_t>(op));
    put_val(out, now.function, model_.next_label);
    return Plan::foreseen;
}

// A class that makes a plain instance, of which the model has seen a new one before.
bool Recorder::prepare_instance(const Frame* frame, Word word, Value callable, bool with_self) {
    auto cls = static_cast<Type*>(callable.object_ptr());
    uint32_t n = word_b16(word);
    Value init;
    ShapeId shape = cls->root_shape->id;
    const KnownBirth& birth = known_births_[shape % std::size(known_births_)];
    if (birth.shape != shape || with_self || !makes_plainly(cls, n != 0, &init)) return false;
    Instances makes{birth.layout, birth.bytes, Instances::no_init, birth.container};
    if (!init.is_null()) {
        const Code* code = static_cast<const Function*>(init.object_ptr())->code;
        if (code->simple_parameters != n + 1 || ((word_a8(word) & call_tail) && rt().switches.tco)) return false;
        makes.init = code_id(code);
        tell_constants(makes.init);
    }
    TraceObject* o = of_program(callable);
    if (!o || !model_.new_of(makes, seen(callable), &making_.kind, making_.values, &making_.count)) return false;
    if (o->callee() != callee_makes || !(o->rare->makes == makes)) {
        o->make_rare().makes = makes;
        tell_callee(callable, callee_makes);
    }
    expect_birth(frame, shape);
    return true;
}

// What a call that is not foreseen has in its hands. Of a function, its own instructions tell.
Recorder::Plan Recorder::touch_operands(Word word, const Value* sp) {
    const Value* low = sp - stack_pops(word);
    bool function = is_function(*low);
    for (const Value* v = low; v < sp; v++) {
        if (!function || (v >= low + 2 && !has_shape(*v, shapes::dict))) touch(*v);
        if (function) continue;
        if (has_shape(*v, shapes::native_function)) touch(static_cast<NativeFunction*>(v->object_ptr())->self);
        touch_through(*v);
        if (!has_shape(*v, shapes::tuple)) continue;
        auto arguments = static_cast<Tuple*>(v->object_ptr());
        touch_given(arguments->items(), std::min<size_t>(arguments->length, 16));
    }
    return Plan::learnt;
}

Recorder::Plan Recorder::prepare_call(Thread& t, const Frame* frame, Word word) {
    Value* sp = t.stack_top;
    uint32_t n = word_b16(word);
    Value* low = sp - n - 2;
    Value callable = *low;
    bool with_self = !low[1].is_null();
    if (is_function(callable)) {
        const Code* code = static_cast<Function*>(callable.object_ptr())->code;
        if ((word_a8(word) & call_tail) && rt().switches.tco) return Plan::forced;
        if (code->simple_parameters != n + with_self) return prepare_defaults(callable, n + with_self);
        know_function(callable, code);
        return Plan::foreseen;
    }
    if (has_shape(callable, shapes::type) && prepare_instance(frame, word, callable, with_self)) return Plan::foreseen;
    bool descriptor = has_shape(callable, shapes::method_descriptor), native = descriptor || has_shape(callable, shapes::native_function);
    uint8_t harm = native ? harm_of(callable.object_ptr()) : static_cast<uint8_t>(harm_any);
    if (harm == harm_none) return Plan::learnt;
    if (descriptor && harm == harm_last && with_self && n == 1 && low[1].is_object() && low[1].object_ptr()->count > 1 && prepare_append(low[1], low[2])) {
        TraceObject* o = known(callable);
        if (!o || o->callee() != callee_append) tell_callee(callable, callee_append);
        append_ = {low[1].object_ptr(), moved_.label};
        return Plan::foreseen;
    }
    if (descriptor && harm == harm_key && with_self && n > 0 && low[1].is_object() && is_table(low[1].object_ptr())) {
        touch_key(low[1], low[2]);
        return Plan::learnt;
    }
    if (descriptor && harm == harm_key && with_self && n == 0 && has_shape(low[1], shapes::list)) { // pop()
        touch(low[1], last_slots);
        return Plan::learnt;
    }
    if (descriptor && harm == harm_send && with_self && n == 1 && is_any_generator(low[1]))
        if (Plan plan = prepare_send(low); plan == Plan::foreseen) return plan;
    int64_t where = harm == harm_last ? last_slots : all_slots;
    touch_given(with_self ? low + 1 : low + 2, n + with_self, where);
    Value self = has_shape(callable, shapes::native_function) ? static_cast<NativeFunction*>(callable.object_ptr())->self
                 : has_shape(callable, shapes::method)        ? static_cast<Method*>(callable.object_ptr())->self
                 : has_shape(callable, shapes::method_wrapper) ? static_cast<MethodWrapper*>(callable.object_ptr())->self
                                                              : Value::null();
    if (self.is_null()) {
        touch(callable);
        touch_through(callable);
    } else {
        touch(self, where);
        if (n > 0 && is_exact_str(low[2])) touch_attribute(self, low[2]);
    }
    return known(callable) && known(callable)->callee() != callee_unknown ? Plan::forced : Plan::learnt;
}

} // namespace terrarium::inspect
