// See recorder.h. Here: what a step is made of. Proofs, keyframes and chunks: recorder_chunks.cpp.
#include "inspect/recorder.h"

#include "bytecode/opcodes.h"
#include "inspect/capture.h"
#include "memory/collector.h"
#include "memory/heap.h"
#include "vm/core/list.h"
#include "vm/core/native.h"
#include "vm/core/output.h"
#include "vm/core/str.h"

#include <algorithm>

namespace terrarium::inspect {

namespace {

Recorder* listening; // hears the output

enum Harm : uint8_t { harm_unknown, harm_none, harm_last, harm_any };

uint32_t index_of(Thread& t, const Frame* f) { return static_cast<uint32_t>(f - t.frames); }

} // namespace

Recorder::Recorder() : model_(definitions_, false), layouts_(&definitions_->layouts) {}

Recorder::~Recorder() {
    if (!writing_) return;
    active_probe = nullptr;
    output_listener = nullptr;
    table_.stop();
}

bool Recorder::start(const RecorderOptions& options, std::string* error) {
    options_ = options;
    if (!writer_.open(options.path, error)) return false;
    ByteWriter head;
    head.number(trace_version);
    head.number(options.command.size());
    for (const std::string& word : options.command) head.text(word);
    writer_.chunk(ChunkKind::head, head);
    table_.listen(this);
    if (options.in_session) number_program();
    table_.mark_program_start();
    model_.next_label = table_.next();
    table_.label_at_birth(true);
    listening = this;
    output_listener = [](int fd, const char* text, size_t bytes) { listening->on_output(fd, text, bytes); };
    active_probe = this;
    writing_ = true;
    if (!options.for_reading_along) indexing_ = std::make_unique<IndexingThread>();
    return true;
}

// ---- values and objects

Val Recorder::val(Value v) {
    if (!v.is_object()) return {v.bits};
    Object* o = v.object_ptr();
    Label label = table_.label_of(o);
    TraceObject* known = model_.object(label);
    if (!known || !known->described) wanted_.emplace_back(label, o);
    return Val::object(label);
}

void Recorder::describe(Label label, Object* object) {
    TraceObject& o = model_.make_object(label);
    if (o.described) return;
    o.described = true;
    o.native = object;
    bool mine = label < first_before_label;
    read_slots(object, &slots_);
    o.layout = layouts_.id_of(object, slots_);
    o.address = reinterpret_cast<uintptr_t>(object);
    o.bytes = block_bytes_of(object);
    o.extra_bytes = extra_bytes_of(object);
    o.flags = static_cast<uint8_t>((mine ? 0 : object_before) | (is_immortal(object) ? object_immortal : 0));
    o.generation = is_tracked(object) && in_heap(object) ? static_cast<int8_t>(generation_of(object)) : int8_t{-1};
    o.text = has_text(object) ? text_of(object) : "";
    if (object->shape == shapes::code) code_id(static_cast<Code*>(object)); // a function can be looked at before it runs
    fresh_.clear();
    if (mine)
        for (uint64_t word : slots_.words) fresh_.push_back(val(Value{word}));
    ByteWriter& out = event(event_describe);
    put_val(out, Val::object(label), model_.next_label);
    out.number(o.layout);
    out.number(o.address);
    out.number(o.bytes);
    out.number(o.extra_bytes);
    out.number(static_cast<uint64_t>(o.flags) << 3 | static_cast<uint64_t>(o.generation + 1));
    out.text(o.text);
    out.number(fresh_.size());
    for (Val v : fresh_) put_val(out, v, model_.next_label);
    o.slots = fresh_;
}

// What is mentioned is described, and what that mentions, until nothing new comes up.
void Recorder::drain() {
    for (size_t i = 0; i < wanted_.size(); i++) describe(wanted_[i].first, wanted_[i].second);
    wanted_.clear();
}

void Recorder::replace_slots(Label label, TraceObject& o, uint32_t layout, uint32_t extra, std::vector<Val>& slots) {
    size_t common = std::min(o.slots.size(), slots.size()), same = 0, different = 0;
    while (same < common && o.slots[same] == slots[same]) same++;
    if (layout == o.layout && same == common && slots.size() == o.slots.size() && extra == o.extra_bytes) return;
    if (layout == o.layout && same == o.slots.size() && slots.size() > same) {
        ByteWriter& out = event(event_append);
        put_val(out, Val::object(label), model_.next_label);
        out.number(extra);
        out.number(slots.size() - same);
        for (size_t i = same; i < slots.size(); i++) put_val(out, slots[i], model_.next_label);
    } else {
        for (size_t i = same; i < common; i++) different += !(o.slots[i] == slots[i]);
        if (layout == o.layout && slots.size() == o.slots.size() && extra == o.extra_bytes && different * 3 < common + 4) {
            ByteWriter& out = event(event_changes);
            put_val(out, Val::object(label), model_.next_label);
            out.number(different);
            size_t last = 0;
            for (size_t i = same; i < common; i++) {
                if (o.slots[i] == slots[i]) continue;
                out.number(i - last);
                last = i;
                put_val(out, slots[i], model_.next_label);
            }
        } else {
            ByteWriter& out = event(event_slots);
            put_val(out, Val::object(label), model_.next_label);
            out.number(layout);
            out.number(extra);
            out.number(slots.size());
            for (Val v : slots) put_val(out, v, model_.next_label);
        }
    }
    o.layout = layout;
    o.extra_bytes = extra;
    o.slots.swap(slots);
}

// The object may have changed; at one slot, at its end, or anywhere.
void Recorder::reread(Object* object, Label label, TraceObject& o, int64_t index) {
    if (object->shape == shapes::list && index != all_slots) {
        List* list = static_cast<List*>(object);
        size_t n = list->length, had = o.slots.size();
        if (index >= 0 && n == had && static_cast<size_t>(index) < n) {
            Val v = val(list->items[index]);
            if (v == o.slots[static_cast<size_t>(index)]) return;
            ByteWriter& out = event(event_changes);
            put_val(out, Val::object(label), model_.next_label);
            out.number(1);
            out.number(static_cast<uint64_t>(index));
            put_val(out, v, model_.next_label);
            o.slots[static_cast<size_t>(index)] = v;
            return;
        }
        if (index == last_slots && n == had + 1) {
            Val v = val(list->items[had]);
            uint32_t extra = extra_bytes_of(object);
            ByteWriter& out = event(event_append);
            put_val(out, Val::object(label), model_.next_label);
            out.number(extra);
            out.number(1);
            put_val(out, v, model_.next_label);
            o.slots.push_back(v);
            o.extra_bytes = extra;
            return;
        }
    }
    read_slots(object, &slots_);
    uint32_t layout = layouts_.id_of(object, slots_);
    fresh_.clear();
    for (uint64_t word : slots_.words) fresh_.push_back(val(Value{word}));
    replace_slots(label, o, layout, extra_bytes_of(object), fresh_);
}

uint32_t Recorder::code_id(const Code* code) {
    auto [found, fresh] = codes_.emplace(code, static_cast<uint32_t>(definitions_->codes.size()));
    if (fresh) {
        definitions_->codes.push_back(describe_code(code));
        definitions_->codes.back().object = val(Value::object(const_cast<Code*>(code))).label();
        code_of_id_.push_back(code);
    }
    return found->second;
}

// ---- before an instruction: what it has in its hands

void Recorder::touch(Live& live, Value v, int64_t index) {
    if (!v.is_object()) return;
    Object* o = v.object_ptr();
    const Lifecycle* life = shape_of(o->shape)->life;
    if (!life || !life->trace || o->shape == shapes::tuple || o->shape == shapes::type || o->shape == shapes::code) return;
    Label label = table_.known_label(o);
    if (label == 0 || label >= first_before_label) return;
    live.touched.push_back({o, label, index});
}

// What calling the native may change: nothing it is given, the end of its receiver, anything it is given.
uint8_t Recorder::harm_of(Object* native) {
    uint8_t& harm = natives_[native];
    if (harm != harm_unknown) return harm;
    const Str* text = static_cast<NativeFunction*>(native)->name;
    std::string name = to_utf8(text);
    static const char* const readers[] = {"len", "isinstance", "issubclass", "id", "type", "print", "repr", "str", "hash", "abs", "ord", "chr", "callable",
                                          "min", "max", "sum", "range", "format", "round", "getattr", "hasattr", "bool", "int", "float", "divmod",
                                          "get", "index", "count", "join", "split", "startswith", "endswith", "upper", "lower", "strip", "keys",
                                          "values", "items", "copy"};
    harm = harm_any;
    for (const char* reader : readers)
        if (name == reader) harm = harm_none;
    if (name == "append") harm = harm_last;
    return harm;
}

void Recorder::prepare(Thread& t, const Frame* frame) {
    Live& live = live_.back();
    Word word = frame->ip[-1];
    Value* sp = t.stack_top;
    const OpcodeInfo& info = opcode_info(word_op(word));
    uint32_t a = word_a24(word);
    switch (info.base) {
        case Opcode::STORE_ATTR:
        case Opcode::DELETE_ATTR:
        case Opcode::FOR_ITER: // the plain iterators show no change before they end, and then they go
            if (!sp[-1].is_object() || (sp[-1].object_ptr()->shape >= shapes::set_iterator && sp[-1].object_ptr()->shape <= shapes::str_ascii_iterator)) break;
            touch(live, sp[-1]);
            break;
        case Opcode::GET_ITER:
        case Opcode::UNPACK_SEQUENCE:
        case Opcode::UNPACK_EX: touch(live, sp[-1]); break;
        case Opcode::SEND: touch(live, sp[-2]); break;
        case Opcode::STORE_SUBSCR: touch(live, sp[-2], has_shape(sp[-2], shapes::list) && sp[-1].is_int() && sp[-1].int_value() >= 0 ? sp[-1].int_value() : all_slots); break;
        case Opcode::DELETE_SUBSCR: touch(live, sp[-2]); break;
        case Opcode::BINARY_SUBSCR:
            if (!has_shape(sp[-2], shapes::list) && !has_shape(sp[-2], shapes::dict)) touch(live, sp[-2]);
            break;
        case Opcode::STORE_DEREF:
        case Opcode::DELETE_DEREF: touch(live, frame->locals[a]); break;
        case Opcode::STORE_GLOBAL:
        case Opcode::DELETE_GLOBAL: touch(live, Value::object(frame->function->globals)); break;
        case Opcode::STORE_NAME:
        case Opcode::DELETE_NAME:
            if (frame->flags & frame_has_mapping) touch(live, frame->mapping);
            break;
        case Opcode::LIST_APPEND: touch(live, sp[-1 - static_cast<int64_t>(a)], last_slots); break;
        case Opcode::SET_ADD:
        case Opcode::LIST_EXTEND:
        case Opcode::SET_UPDATE:
        case Opcode::DICT_UPDATE:
        case Opcode::DICT_MERGE: touch(live, sp[-1 - static_cast<int64_t>(a)]); break;
        case Opcode::MAP_ADD: touch(live, sp[-2 - static_cast<int64_t>(a)]); break;
        case Opcode::CALL: {
            uint32_t n = word_b16(word);
            Value callable = sp[-2 - static_cast<int64_t>(n)];
            uint8_t harm = harm_any;
            if (is_function(callable)) break; // its own instructions tell
            if (has_shape(callable, shapes::native_function) || has_shape(callable, shapes::method_descriptor)) harm = harm_of(callable.object_ptr());
            if (harm == harm_none) break;
            for (int64_t i = -1 - static_cast<int64_t>(n); i < 0; i++) touch(live, sp[i], harm == harm_last ? last_slots : all_slots);
            if (has_shape(callable, shapes::native_function)) touch(live, static_cast<NativeFunction*>(callable.object_ptr())->self, harm == harm_last ? last_slots : all_slots);
            else if (has_shape(callable, shapes::method)) touch(live, static_cast<Method*>(callable.object_ptr())->self);
            else touch(live, callable);
            break;
        }
        case Opcode::CALL_KW:
        case Opcode::CALL_EX: {
            for (int64_t i = -stack_pops(word); i < 0; i++) {
                touch(live, sp[i]);
                if (has_shape(sp[i], shapes::native_function)) touch(live, static_cast<NativeFunction*>(sp[i].object_ptr())->self);
                if (has_shape(sp[i], shapes::tuple)) {
                    auto arguments = static_cast<Tuple*>(sp[i].object_ptr());
                    for (size_t k = 0; k < arguments->length && k < 16; k++) touch(live, arguments->items()[k]);
                }
            }
            break;
        }
        default:
            if (info.base >= Opcode::INPLACE_ADD && info.base <= Opcode::INPLACE_XOR) touch(live, sp[-2]);
            break;
    }
}

// The instruction has ended: what it had in its hands is looked at again.
void Recorder::settle(Live& live) {
    for (const Touched& touched : live.touched) {
        TraceObject* o = model_.object(touched.label);
        if (!o || !o->described || o->native != touched.object) continue; // has died since, or nothing refers to it yet
        reread(touched.object, touched.label, *o, touched.index);
    }
    live.touched.clear();
    live.disturbed = false;
}

// ---- after an instruction: what it has done

TraceFrame Recorder::frame_of(Thread& t, const Frame* f) {
    TraceFrame out;
    out.code = code_id(f->code);
    out.base = static_cast<uint32_t>(f->base() - t.stack_base);
    out.locals = static_cast<uint32_t>(f->locals - t.stack_base);
    out.flags = static_cast<uint16_t>(f->flags & ~(terrarium::frame_elided | frame_has_object));
    if (f->flags & frame_has_mapping) out.mapping = val(f->mapping);
    return out;
}

// The step was a predicted one of the simple kind: nothing but the model has to move.
bool Recorder::quick_step(Thread& t, const Frame* frame) {
    if (!events_.empty() || raised_ || tail_ || steps_ >= next_proof_ || t.handled.bits != handled_bits_ || !t.raised.is_null()) return false;
    uint32_t depth = index_of(t, frame), old = static_cast<uint32_t>(model_.frames.size());
    uint32_t sp = static_cast<uint32_t>(t.stack_top - t.stack_base);
    if (old == 0 || sp == 0 || lowest_ == 0) return false;
    const Live& live = live_[lowest_ - 1];
    if (!live.touched.empty() || live.disturbed) return false;
    int32_t at = static_cast<int32_t>(frame->ip - 1 - frame->code->instructions);
    if (lowest_ == old) return depth == old ? model_.quick_step(val(t.stack_top[-1]), at, sp) : quick_call(t, frame);
    if (lowest_ + 1 != old || depth != lowest_ || !live_[old - 1].touched.empty()) return false;
    if (!model_.quick_return(val(t.stack_top[-1]), at, sp)) return false;
    live_.pop_back();
    return true;
}

bool Recorder::quick_call(Thread& t, const Frame* frame) {
    uint32_t callee = model_.expected_callee();
    if (callee == UINT32_MAX || callee >= code_of_id_.size() || code_of_id_[callee] != frame->code || (frame->flags & ~frame_with_self)) return false;
    const TraceFrame& caller = model_.frames.back();
    uint32_t base = static_cast<uint32_t>(frame->base() - t.stack_base), locals = static_cast<uint32_t>(frame->locals - t.stack_base);
    uint32_t end = locals + frame->code->local_count, sp = static_cast<uint32_t>(t.stack_top - t.stack_base);
    Word word = definitions_->codes[caller.code].instructions[static_cast<size_t>(caller.at)].word;
    bool with_self = base + 1 < model_.stack.size() && !model_.stack[base + 1].is_null();
    if (caller.sp - word_b16(word) - 2 != base || locals != base + 2 - with_self || sp != end || frame->ip - 1 != frame->code->instructions) return false;
    if (((frame->flags & frame_with_self) != 0) != with_self || end > model_.stack.size()) return false;
    for (uint32_t slot = base; slot < end; slot++)
        if (!(val(t.stack_base[slot]) == (slot < caller.sp ? model_.stack[slot] : Val{}))) return false;
    for (uint32_t slot = caller.sp; slot < end; slot++) model_.stack[slot] = Val{};
    TraceFrame pushed;
    pushed.code = callee;
    pushed.base = base;
    pushed.locals = locals;
    pushed.sp = end;
    pushed.flags = frame->flags;
    model_.frames.push_back(pushed);
    live_.emplace_back();
    live_.back().code = frame->code;
    lowest_ = depth_ = static_cast<uint32_t>(model_.frames.size());
    return true;
}

void Recorder::look_at_exceptions(const Thread& t) {
    Val handled = val(t.handled), up = val(t.raised);
    handled_bits_ = t.handled.bits;
    if (handled == model_.handled && up == model_.raised) return;
    ByteWriter& out = event(event_roots);
    put_val(out, up, model_.next_label);
    put_val(out, handled, model_.next_label);
    model_.raised = up;
    model_.handled = handled;
}

void Recorder::finish_step(Thread& t, const Frame* frame) {
    uint32_t depth = index_of(t, frame), old = static_cast<uint32_t>(model_.frames.size());
    TraceStep& step = actual_;
    step.clear();
    step.popped = old - std::min(old, lowest_);
    step.pushed = depth > lowest_;
    step.tail = tail_;
    step.at = static_cast<int32_t>(frame->ip - 1 - frame->code->instructions);
    step.sp = static_cast<uint32_t>(t.stack_top - t.stack_base);
    // The lowest slot that can have changed.
    uint32_t low = 0, local_from = 0, local_to = 0;
    if (lowest_ > 0) {
        const TraceFrame& f = model_.frames[lowest_ - 1];
        const Instruction* pending = instruction_at(*definitions_, f.code, f.at);
        int64_t pops = pending ? stack_pops(pending->word) : 0;
        low = pops <= f.sp ? f.sp - static_cast<uint32_t>(pops) : f.locals;
        if (live_[lowest_ - 1].disturbed || raised_) low = f.locals;
        if (!step.pushed && pending) {
            OperandKind kind = opcode_info(word_op(pending->word)).kind;
            if (kind == OperandKind::Local || kind == OperandKind::Cell) {
                local_from = f.locals + word_a24(pending->word);
                local_to = local_from + 1;
            } else if (word_op(pending->word) == Opcode::COPY_FREE_VARS) {
                local_from = f.locals;
                local_to = f.locals + definitions_->codes[f.code].local_count;
            }
        }
    }
    if (step.pushed) {
        step.frame = frame_of(t, frame);
        if (low > step.frame.base) low = step.frame.base;
    }
    if (model_.frames.empty()) predicted_.clear();
    else model_.predict(&predicted_);
    bool frames_as_predicted = step.popped == predicted_.popped && step.pushed == predicted_.pushed && !step.tail &&
                               (!step.pushed || (step.frame.code == predicted_.frame.code && step.frame.base == predicted_.frame.base &&
                                                 step.frame.locals == predicted_.frame.locals && step.frame.flags == predicted_.frame.flags &&
                                                 step.frame.mapping == predicted_.frame.mapping));
    // Every slot it can have written, against what was predicted or stood there.
    bool writes_as_predicted = true;
    bool short_range = step.sp <= low + 3;
    const Value* slots = t.stack_base;
    auto look = [&](uint32_t slot, bool always) {
        Val v = val(slots[slot]);
        Val had = slot < model_.stack.size() ? model_.stack[slot] : Val{~uint64_t{0}};
        Val expected = had;
        for (auto& [written, value] : predicted_.writes)
            if (written == slot) expected = value;
        if (!(v == expected)) writes_as_predicted = false;
        if (always || !(v == had)) step.writes.push_back({slot, v});
    };
    for (uint32_t slot = local_from; slot < local_to; slot++)
        if (slot < low) look(slot, false);
    for (uint32_t slot = low; slot < step.sp; slot++) look(slot, short_range);
    // A predicted write to a place that was not looked at would be believed.
    for (auto& [slot, value] : predicted_.writes)
        if (slot >= step.sp || (slot < low && (slot < local_from || slot >= local_to))) writes_as_predicted = false;

    uint8_t parts = 0;
    if (!frames_as_predicted) {
        parts = part_frames | part_place | part_top | part_writes;
        predicted_.at = 0;
        predicted_.sp = 0;
    } else {
        if (step.at != predicted_.at) parts |= part_place;
        if (step.sp != predicted_.sp) parts |= part_top;
        if (writes_as_predicted) step.writes = predicted_.writes;
        else parts |= part_writes;
    }
    model_.apply(step);

    // What the instructions that ended had in their hands.
    for (uint32_t i = old; i > lowest_ && i <= live_.size(); i--)
        if (!live_[i - 1].touched.empty()) settle(live_[i - 1]);
    if (!step.pushed && lowest_ > 0) settle(live_[lowest_ - 1]);
    live_.resize(depth);
    if (step.pushed) {
        live_.back().touched.clear();
        live_.back().disturbed = false;
        live_.back().code = frame->code;
        if (frame->flags & frame_generator) touch(live_.back(), *frame->base());
        settle(live_.back());
    }
    look_at_exceptions(t);
    if (!wanted_.empty()) drain();
    if (steps_ >= next_proof_) prove(t);
    if (!events_.empty()) parts |= part_events;
    if (parts == 0) run_++;
    else write_record(parts);
    lowest_ = depth_ = depth;
    tail_ = raised_ = false;
}

void Recorder::write_record(uint8_t parts) {
    ByteWriter& out = steps_out_;
    out.number(run_);
    run_ = 0;
    out.byte(parts);
    if (parts & part_events) {
        events_.byte(event_end);
        out.append(events_);
        events_.clear();
    }
    if (parts & part_frames) {
        out.number(uint64_t{actual_.popped} << 2 | uint64_t{actual_.pushed} << 1 | uint64_t{actual_.tail});
        if (actual_.pushed) {
            out.number(actual_.frame.code);
            out.number(actual_.frame.base);
            out.number(actual_.frame.locals - actual_.frame.base);
            out.number(actual_.frame.flags);
            if (actual_.frame.flags & frame_has_mapping) put_val(out, actual_.frame.mapping, model_.next_label);
        }
    }
    if (parts & part_place) out.signed_number(int64_t{actual_.at} - predicted_.at);
    if (parts & part_top) out.signed_number(int64_t{actual_.sp} - predicted_.sp);
    if (parts & part_writes) {
        out.number(actual_.writes.size());
        int64_t last = actual_.sp;
        for (auto& [slot, v] : actual_.writes) {
            out.signed_number(int64_t{slot} - last);
            last = slot;
            put_val(out, v, model_.next_label);
        }
    }
}

// ---- what the VM tells

void Recorder::on_instruction(Thread& t, const Frame* frame) {
    if (!attached_) attach(t);
    else if (quick_step(t, frame)) run_++;
    else finish_step(t, frame);
    if (chunk_steps_ >= chunk_limit_.load(std::memory_order_relaxed)) flush_chunk();
    steps_++;
    chunk_steps_++;
    prepare(t, frame);
}

void Recorder::on_call(Thread& t, const Frame* frame) {
    depth_ = index_of(t, frame);
    if ((frame->flags & frame_entry) && depth_ >= 2 && depth_ - 2 < live_.size()) live_[depth_ - 2].disturbed = true;
}

void Recorder::on_tail_call(Thread& t, const Frame* frame) {
    lowest_ = std::min(lowest_, index_of(t, frame) - 1);
    tail_ = true;
}

void Recorder::on_leave(Thread& t, const Frame* frame) {
    depth_ = index_of(t, frame) - 1;
    lowest_ = std::min(lowest_, depth_);
    tail_ = false;
    // A generator that is left takes its values along.
    if ((frame->flags & frame_generator) && depth_ >= 1 && depth_ - 1 < live_.size()) touch(live_[depth_ - 1], *frame->base());
}

void Recorder::on_raise(Thread& t, const Frame* frame) {
    raised_ = true;
    if (!attached_) return;
    uint32_t depth = index_of(t, frame);
    if (depth >= 1 && depth - 1 < live_.size()) touch(live_[depth - 1], t.raised);
    event(event_raise);
}

void Recorder::on_allocate(Object* object, size_t) {
    Label label = table_.known_label(object);
    model_.next_label = label + 1;
    TraceObject& o = model_.make_object(label);
    o.address = reinterpret_cast<uintptr_t>(object);
    o.bytes = 0; // known when it is described
    o.born = steps_;
    o.native = object;
    o.flags = object_opaque;
    o.generation = object->gc & gc_container ? 0 : -1;
    if (!attached_) return;
    ByteWriter& out = event(event_birth);
    int64_t place = static_cast<int64_t>(o.address / 8);
    out.signed_number((place - static_cast<int64_t>(last_birth_)) * 2 + (o.generation == 0));
    last_birth_ = static_cast<uint64_t>(place);
}

void Recorder::on_free(Object* object, size_t) {
    Label label = table_.known_label(object);
    if (object->shape == shapes::code) {
        auto found = codes_.find(static_cast<const Code*>(object));
        if (found != codes_.end()) {
            code_of_id_[found->second] = nullptr;
            codes_.erase(found);
        }
    }
    if (label == 0) return;
    if (!natives_.empty() && (object->shape == shapes::native_function || object->shape == shapes::method_descriptor)) natives_.erase(object);
    if (!wanted_.empty()) std::erase_if(wanted_, [&](auto& w) { return w.first == label; });
    model_.erase_object(label);
    if (!attached_ || label >= first_before_label) return;
    event(event_death).signed_number(int64_t{label} - last_death_);
    last_death_ = label;
}

void Recorder::on_output(int fd, const char* text, size_t bytes) {
    if (!attached_ || (fd != 1 && fd != 2)) return;
    ByteWriter& out = event(event_output);
    out.number(static_cast<uint64_t>(fd));
    out.text({text, bytes});
    model_.add_output({text, bytes});
}

void Recorder::on_collection_phase(CollectionPhase phase, int generation) {
    if (!attached_) return;
    ByteWriter& out = event(event_collection);
    out.byte(static_cast<uint8_t>(phase));
    out.byte(static_cast<uint8_t>(generation));
    if (phase != CollectionPhase::stop) return;
    const CollectionReport& r = last_collection();
    for (uint64_t n : {r.candidates, r.subtracted, r.candidates - r.unreachable, r.unreachable, r.promoted, r.unreachable - r.resurrected}) out.number(n);
    collected_at_ = steps_;
    generations();
    event(event_numbers);
    numbers(&events_, false);
}

} // namespace terrarium::inspect
