// Calls out of line: room for frames, the binder of a Python function's parameters, calls that are not to a function.
#include "vm/interp/call.h"

#include "memory/collector.h"
#include "memory/heap.h"
#include "memory/stack.h"
#include "vm/core/errors.h"
#include "vm/core/instances.h"
#include "vm/core/native.h"
#include "vm/core/protocol.h"
#include "vm/core/slots.h"
#include "vm/core/type_spec.h"
#include "vm/interp/slow.h"
#include "vm/probe.h"

#include <cstring>
#include <vector>

namespace terrarium {

Value new_cell(Value content) {
    Ref<Cell> cell = new_object<Cell>(shapes::cell, true);
    cell->content = content;
    return Value::object(cell.take());
}

namespace {

constexpr size_t reserve = poisoning ? 8 : 64; // Values beyond the top that a native may push

// Where the fast path of a call has to ask for room.
void set_limits(Thread& t) {
    StackArea* values = static_cast<StackArea*>(t.stack_area);
    StackArea* frames = static_cast<StackArea*>(t.frame_area);
    t.stack_limit = reinterpret_cast<Value*>(stack_ensured(values)) - reserve;
    t.frame_limit = reinterpret_cast<Frame*>(reinterpret_cast<uintptr_t>(frames->base) +
                                             static_cast<size_t>(stack_ensured(frames) - frames->base) / sizeof(Frame) * sizeof(Frame));
}

} // namespace

bool make_room_for_frame(Thread& t, Value* top) {
    if (t.depth >= t.recursion_limit) {
        ++t.depth;
        bool ok = t.recursion_headroom != 0 && t.depth < t.recursion_limit + 50;
        --t.depth;
        if (!ok) {
            (void)raise_text(t, rt().types.RecursionError, "maximum recursion depth exceeded");
            return false;
        }
    }
    StackArea* values = static_cast<StackArea*>(t.stack_area);
    StackArea* frames = static_cast<StackArea*>(t.frame_area);
    if (!stack_ensure(values, reinterpret_cast<std::byte*>(top + reserve)) || !stack_ensure(frames, reinterpret_cast<std::byte*>(t.frame + 3))) {
        (void)raise_text(t, rt().types.RecursionError, "maximum recursion depth exceeded: the stack region is full (--stack-limit)");
        return false;
    }
    set_limits(t);
    return true;
}

void seal_stacks_slow(Thread& t) {
    const Frame* frame = t.frame;
    Value* top = frame->code ? frame->locals + frame->code->frame_size : t.stack_base;
    if (top < t.stack_top) top = t.stack_top;
    // The frame may end above the one it called.
    std::byte* end = reinterpret_cast<std::byte*>(top + reserve);
    stack_poison(static_cast<StackArea*>(t.stack_area), end);
    (void)stack_ensure(static_cast<StackArea*>(t.stack_area), end);
    stack_poison(static_cast<StackArea*>(t.frame_area), reinterpret_cast<std::byte*>(t.frame + 1));
    set_limits(t);
}

void trim_stacks(Thread& t) {
    Value* top = t.frame->code ? t.frame->locals + t.frame->code->frame_size : t.stack_top;
    stack_trim(static_cast<StackArea*>(t.stack_area), reinterpret_cast<std::byte*>((top < t.stack_top ? t.stack_top : top) + reserve));
    stack_trim(static_cast<StackArea*>(t.frame_area), reinterpret_cast<std::byte*>(t.frame + 3));
    set_limits(t);
}

// ---- binding

namespace {

std::string quoted_list(const std::vector<std::string>& names) { // 'a', 'b', and 'c'
    std::string text;
    for (size_t i = 0; i < names.size(); i++) {
        if (i) text += names.size() == 2 ? " and " : i + 1 == names.size() ? ", and " : ", ";
        text += "'" + names[i] + "'";
    }
    return text;
}

Str* local_name(const Code* code, size_t i) { return as<Str>(code->local_names->items()[i]); }

Error raise_missing(Thread& t, Function* f, const Value* locals, size_t from, size_t to, const char* kind) {
    std::vector<std::string> names;
    for (size_t i = from; i < to; i++) {
        if (locals[i].is_null()) names.push_back(to_utf8(local_name(f->code, i)));
    }
    return raise_type(t, "{}() missing {} required {} argument{}: {}", to_utf8(f->qualname), names.size(), kind, names.size() == 1 ? "" : "s",
                      quoted_list(names));
}

Error raise_too_many(Thread& t, Function* f, uint32_t given, const Value* locals) {
    Code* code = f->code;
    size_t required = code->argument_count - (f->defaults ? f->defaults->length : 0);
    uint32_t keyword_only_given = 0;
    for (uint32_t i = code->argument_count; i < code->argument_count + code->keyword_only_count; i++) keyword_only_given += !locals[i].is_null();
    std::string takes;
    bool plural;
    if (f->defaults && f->defaults->length) {
        takes = fmt::format("from {} to {}", required, code->argument_count);
        plural = true;
    } else {
        takes = fmt::format("{}", code->argument_count);
        plural = code->argument_count != 1;
    }
    std::string extra;
    if (keyword_only_given)
        extra = fmt::format(" positional argument{} (and {} keyword-only argument{})", given != 1 ? "s" : "", keyword_only_given, keyword_only_given != 1 ? "s" : "");
    return raise_type(t, "{}() takes {} positional argument{} but {}{} {} given", to_utf8(f->qualname), takes, plural ? "s" : "", given, extra,
                      given == 1 && !keyword_only_given ? "was" : "were");
}

Error raise_unexpected_keyword(Thread& t, Function* f, Tuple* keywords, Value keyword) {
    Code* code = f->code;
    std::string positional_only;
    for (size_t k = 0; k < keywords->length; k++) {
        for (uint32_t i = 0; i < code->positional_only_count; i++) {
            if (is_exact_str(keywords->items()[k]) && str_equal(as<Str>(keywords->items()[k]), local_name(code, i)))
                positional_only += (positional_only.empty() ? "" : ", ") + to_utf8(local_name(code, i));
        }
    }
    if (!positional_only.empty())
        return raise_type(t, "{}() got some positional-only arguments passed as keyword arguments: '{}'", to_utf8(f->qualname), positional_only);
    return raise_type(t, "{}() got an unexpected keyword argument '{}'", to_utf8(f->qualname), to_utf8(keyword));
}

// Fills `locals` (null everywhere before) from the values; shares what it takes.
Status bind(Thread& t, Function* f, const Value* values, uint32_t positional, Tuple* keywords, Value* locals) {
    Code* code = f->code;
    uint32_t parameters = code->argument_count, all = parameters + code->keyword_only_count;
    uint32_t taken = positional < parameters ? positional : parameters;
    for (uint32_t i = 0; i < taken; i++) {
        retain(values[i]);
        locals[i] = values[i];
    }
    uint32_t extra_slot = all;
    if (code->flags & code_varargs) {
        locals[extra_slot++] = Own(TRY(make_tuple(t, values + taken, positional - taken))).take();
    }
    Dict* extra_keywords = nullptr;
    if (code->flags & code_varkeywords) {
        extra_keywords = make_dict().take();
        locals[extra_slot] = Value::object(extra_keywords);
    }
    for (size_t k = 0; keywords && k < keywords->length; k++) {
        Value name = keywords->items()[k], v = values[positional + k];
        if (!is_str(name)) return raise_type(t, "{}() keywords must be strings", to_utf8(f->qualname));
        Str* text = as<Str>(name);
        uint32_t found = all;
        for (uint32_t i = code->positional_only_count; i < all && found == all; i++) {
            if (local_name(code, i) == text) found = i;
        }
        for (uint32_t i = code->positional_only_count; i < all && found == all; i++) {
            if (str_equal(local_name(code, i), text)) found = i;
        }
        if (found == all) {
            if (!extra_keywords) return raise_unexpected_keyword(t, f, keywords, name);
            TRY(dict_set(t, extra_keywords, name, v));
            continue;
        }
        if (!locals[found].is_null()) return raise_type(t, "{}() got multiple values for argument '{}'", to_utf8(f->qualname), to_utf8(text));
        retain(v);
        locals[found] = v;
    }
    if (positional > parameters && !(code->flags & code_varargs)) return raise_too_many(t, f, positional, locals);
    uint32_t defaults = f->defaults ? static_cast<uint32_t>(f->defaults->length) : 0;
    if (defaults > parameters) defaults = parameters;
    for (uint32_t i = taken; i < parameters - defaults; i++) {
        if (locals[i].is_null()) return raise_missing(t, f, locals, 0, parameters - defaults, "positional");
    }
    for (uint32_t i = parameters - defaults; i < parameters; i++) {
        if (!locals[i].is_null()) continue;
        Value v = f->defaults->items()[f->defaults->length - (parameters - i)];
        retain(v);
        locals[i] = v;
    }
    bool missing = false;
    for (uint32_t i = parameters; i < all; i++) {
        if (!locals[i].is_null()) continue;
        Value v = f->keyword_defaults ? dict_get(f->keyword_defaults, local_name(code, i)) : Value::null();
        if (v.is_null()) {
            missing = true;
            continue;
        }
        retain(v);
        locals[i] = v;
    }
    if (missing) return raise_missing(t, f, locals, parameters, all, "keyword-only");
    return {};
}

} // namespace

bool bind_call(Thread& t, Function* f, Value* locals, uint32_t positional, Tuple* keywords) {
    Code* code = f->code;
    // The usual case: only trailing defaults are missing.
    if (!keywords && code->simple_parameters != ~0u && f->defaults && positional < code->argument_count &&
        positional + f->defaults->length >= code->argument_count) {
        const Value* defaults = f->defaults->items() + f->defaults->length - code->argument_count;
        for (uint32_t i = positional; i < code->argument_count; i++) {
            retain(defaults[i]);
            locals[i] = defaults[i];
        }
        for (uint32_t i = code->argument_count; i < code->local_count; i++) locals[i] = Value::null();
        return true;
    }
    uint32_t given = positional + (keywords ? static_cast<uint32_t>(keywords->length) : 0);
    uint32_t size = given > code->local_count ? given : code->local_count;
    if (!stack_ensure(static_cast<StackArea*>(t.stack_area), reinterpret_cast<std::byte*>(locals + 2 * size + code->frame_size))) {
        for (uint32_t i = 0; i < given; i++) release(locals[i]);
        (void)raise_text(t, rt().types.RecursionError, "maximum recursion depth exceeded");
        return false;
    }
    // Bound into the free stack above, then moved down over the raw arguments.
    Value* bound = locals + size;
    for (uint32_t i = 0; i < code->local_count; i++) bound[i] = Value::null();
    t.stack_top = bound + code->local_count;
    Status status = bind(t, f, locals, positional, keywords, bound);
    for (uint32_t i = 0; i < given; i++) {
        Value v = locals[i];
        locals[i] = Value::null();
        release(v);
    }
    if (!status) {
        for (uint32_t i = 0; i < code->local_count; i++) release(bound[i]);
        return false;
    }
    std::memmove(static_cast<void*>(locals), bound, code->local_count * sizeof(Value));
    return true;
}

bool expand_call(Thread& t, bool with_keywords, Value* keyword_owner) {
    // [callable][NULL][args][kwargs|NULL]
    Value* base = t.stack_top - 4;
    Own positional;
    if (is_exact_tuple(base[2])) {
        positional = Own::share(base[2]);
    } else {
        if (!type_of(base[2])->slots.iter && !type_of(base[2])->slots.get_item) {
            (void)raise_type(t, "{} argument after * must be an iterable, not {}", callable_text(t, base[0]), type_name(base[2]));
            return false;
        }
        Result<Ref<Tuple>> r = tuple_from_iterable(t, base[2]);
        if (!r) return false;
        positional = Own(r.take());
    }
    Tuple* values = as<Tuple>(positional);
    Own mapping = with_keywords ? Own::share(base[3]) : Own();
    Dict* keywords = with_keywords ? as<Dict>(mapping) : nullptr;
    size_t n = values->length, k = keywords ? keywords->used : 0;
    if (!stack_ensure(static_cast<StackArea*>(t.stack_area), reinterpret_cast<std::byte*>(base + 2 + n + k + 80))) {
        (void)raise_text(t, rt().types.RecursionError, "maximum recursion depth exceeded");
        return false;
    }
    Ref<Tuple> names;
    if (k) {
        Result<Ref<Tuple>> r = new_tuple(t, k);
        if (!r) return false;
        names = r.take();
        size_t i = 0, at = 0;
        while (DictEntry* e = dict_next(keywords, i)) {
            if (!is_str(e->key)) {
                (void)raise_type(t, "keywords must be strings");
                return false;
            }
            names->items()[at++] = Own::share(e->key).take();
        }
    }
    release(base[2]); // both are still held here
    if (with_keywords) release(base[3]);
    Value* top = base + 2;
    for (size_t i = 0; i < n; i++) {
        retain(values->items()[i]);
        *top++ = values->items()[i];
    }
    size_t i = 0;
    if (k) {
        while (DictEntry* e = dict_next(keywords, i)) {
            retain(e->value);
            *top++ = e->value;
        }
        *keyword_owner = Own(std::move(names)).take();
    }
    t.stack_top = top;
    return true;
}

// ---- other callables

Value call_other(Thread& t, Value callable, Value* values, uint32_t count, Tuple* keywords) {
    return raw(call(t, callable, Args{values, count, keywords}));
}

void raise_init_result(Thread& t, Value result) { (void)raise_type(t, "__init__() should return None, not '{}'", type_name(result)); }

bool makes_plainly(Type* cls, bool has_arguments, Value* init) {
    *init = Value::null();
    if (!(cls->flags & type_heap) || (cls->flags & type_abstract) || cls->slots.construct != object_construct || type_of(cls)->slots.call != type_call) return false;
    if (cls->slots.init == object_init) return !has_arguments; // else an error, and no instance
    if (cls->slots.init != slot_init) return false;
    *init = type_lookup(cls, rt().names.dunder_init);
    return is_function(*init);
}

Value simple_instance(Thread& t, Type* cls, bool has_arguments, Value* init) {
    if (!makes_plainly(cls, has_arguments, init)) return Value::null();
    Result<Ref<Object>> r = new_instance(t, cls);
    if (!r) return Value::null();
    return Value::object(r.take().take());
}

Result<Own> call_function(Thread& t, Value function, const Args& args) {
    Function* f = as<Function>(function);
    Code* code = f->code;
    uint32_t given = args.count + args.keyword_count();
    Value* base = t.stack_top;
    Value* locals = base + 2;
    uint32_t most = given > code->frame_size ? given : code->frame_size;
    if (reinterpret_cast<uintptr_t>(__builtin_frame_address(0)) < t.native_limit)
        return raise_text(t, rt().types.RecursionError, "maximum recursion depth exceeded while calling a Python object");
    if (locals + most > t.stack_limit || t.frame + 1 >= t.frame_limit || t.depth >= t.recursion_limit) {
        if (!make_room_for_frame(t, locals + most)) return Error{};
    }
    retain(function);
    base[0] = function;
    base[1] = Value::null();
    for (uint32_t i = 0; i < given; i++) {
        retain(args.values[i]);
        locals[i] = args.values[i];
    }
    t.stack_top = locals + given;
    if (code->simple_parameters != given || args.keywords) {
        if (!bind_call(t, f, locals, args.count, args.keywords)) {
            t.stack_top = base;
            release(function);
            return Error{};
        }
    } else {
        for (uint32_t i = given; i < code->local_count; i++) locals[i] = Value::null();
    }
    Frame* frame = ++t.frame;
    *frame = Frame{code, f, code->instructions, locals, Value::null(), nullptr, nullptr, frame_entry, 0, 0};
    t.calls++;
    if (++t.depth > t.peak_depth) t.peak_depth = t.depth;
    t.stack_top = locals + code->local_count;
    if (active_probe) active_probe->on_call(t, frame);
    Value v = run_frame(t, false);
    t.stack_top = base;
    if (v.is_null()) return Error{};
    return Own::adopt(v);
}

Result<Own> run_code(Thread& t, Code* code, Dict* globals, Value mapping, Tuple* closure) {
    Ref<Function> function = make_function(code, globals);
    if (closure) function->closure = Ref<Tuple>::share(closure).take();
    if (reinterpret_cast<uintptr_t>(__builtin_frame_address(0)) < t.native_limit)
        return raise_text(t, rt().types.RecursionError, "maximum recursion depth exceeded while calling a Python object");
    Value* base = t.stack_top;
    Value* locals = base + 2;
    if (locals + code->frame_size > t.stack_limit || t.frame + 1 >= t.frame_limit || t.depth >= t.recursion_limit) {
        if (!make_room_for_frame(t, locals + code->frame_size)) return Error{};
    }
    base[0] = Value::object(function.take());
    base[1] = Value::null();
    for (uint32_t i = 0; i < code->local_count; i++) locals[i] = Value::null();
    Frame* frame = ++t.frame;
    retain(mapping);
    *frame = Frame{code, as<Function>(base[0]), code->instructions, locals, mapping, nullptr, nullptr,
                   static_cast<uint16_t>(frame_entry | frame_has_mapping), 0, 0};
    t.calls++;
    if (++t.depth > t.peak_depth) t.peak_depth = t.depth;
    t.stack_top = locals + code->local_count;
    if (active_probe) active_probe->on_call(t, frame);
    Value v = run_frame(t, false);
    t.stack_top = base;
    if (v.is_null()) return Error{};
    return Own::adopt(v);
}

// ---- elided calls

void note_elided_slow(Thread&, Frame* frame, uint32_t index) {
    ElidedCalls* e = frame->elided;
    if (!e) {
        e = frame->elided = static_cast<ElidedCalls*>(alloc_raw(sizeof(ElidedCalls)));
        e->count = 0;
        e->used = 0;
        frame->flags |= frame_elided;
    }
    e->count++;
    // A function that is there already moves to the end: mutual recursion does not flood the list.
    for (uint32_t i = 0; i < e->used; i++) {
        if (e->last[i].code != frame->code) continue;
        ElidedCalls::Entry entry = e->last[i];
        entry.at = index;
        for (uint32_t k = i; k + 1 < e->used; k++) e->last[k] = e->last[k + 1];
        e->last[e->used - 1] = entry;
        return;
    }
    if (e->used == ElidedCalls::kept) {
        release(e->last[0].code);
        for (uint32_t k = 0; k + 1 < e->used; k++) e->last[k] = e->last[k + 1];
        e->used--;
    }
    retain(static_cast<Object*>(frame->code));
    e->last[e->used++] = {frame->code, index};
}

void drop_elided(Frame* frame) {
    ElidedCalls* e = frame->elided;
    if (!e) return;
    frame->elided = nullptr;
    for (uint32_t i = 0; i < e->used; i++) release(static_cast<Object*>(e->last[i].code));
    free_raw(e, sizeof(ElidedCalls));
}

} // namespace terrarium
