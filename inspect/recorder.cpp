// See recorder.h. Here: what a step is made of. Objects: recorder_objects.cpp; proofs, keyframes, chunks: recorder_chunks.cpp.
#include "inspect/recorder.h"

#include "bytecode/opcodes.h"
#include "inspect/capture.h"
#include "memory/collector.h"
#include "memory/heap.h"
#include "vm/core/errors.h"
#include "vm/core/list.h"
#include "vm/core/output.h"

#include <algorithm>

namespace terrarium::inspect {

namespace {

Recorder* listening; // hears the output

constexpr uint64_t near = 16; // steps

Word base_word(Word word) { return (word & ~Word{0xff}) | static_cast<Word>(opcode_info(word_op(word)).base); }
int32_t place_of(const Frame* f, const Word* past) { return static_cast<int32_t>(past - 1 - f->code->instructions); }

} // namespace

Recorder::Recorder() : model_(definitions_, false), layouts_(&definitions_->layouts) {}

Recorder::~Recorder() {
    if (!writing_) return;
    active_probe = nullptr;
    watch.go_loud();
    output_listener = nullptr;
    table_.stop();
}

bool Recorder::start(const RecorderOptions& options, std::string* error) {
    options_ = options;
    if (!options.for_reading_along && options.index != IndexWish::none) indexing_ = std::make_unique<IndexingThread>();
    if (!writer_.open(options.path, this, error)) return false; // from here on its thread tells of chunks
    ByteWriter head;
    head.number(trace_version);
    head.number(options.command.size());
    for (const std::string& word : options.command) head.text(word);
    writer_.chunk(ChunkKind::head, std::move(head));
    table_.listen(this);
    if (options.in_session) number_program();
    table_.mark_program_start();
    table_.forget_described();
    model_.next_label = table_.next();
    table_.label_at_birth(true);
    listening = this;
    output_listener = [](int fd, const char* text, size_t bytes) { listening->on_output(fd, text, bytes); };
    for (unsigned i = 0; i < opcode_count; i++) base_of_[i] = opcode_info(static_cast<Opcode>(i)).base;
    for (unsigned i = 0; i < base_opcode_count; i++) watch.looks[i] = look_at(static_cast<Opcode>(i));
    watch.ready = false;
    watch.go_loud();
    active_probe = this;
    writing_ = true;
    return true;
}

// ---- before an instruction

void Recorder::on_instruction(Thread& t, const Frame* frame) {
    if (!watch.is_loud() && watch.begun(frame->ip) <= watch.limit && !flush_wanted_.load(std::memory_order_relaxed)) [[likely]] {
        begin_quietly(t, frame);
        return;
    }
    if (!attached_) {
        attach(t, frame);
    } else {
        uint64_t ended = static_cast<uint64_t>(watch.begun(frame->ip)) - 1;
        bool told = watch.is_loud();
        if (told || ended >= next_proof_) {
            run_ += ended - steps_ - 1;
            steps_ = ended;
            finish_step(t, frame, told);
        } else { // the loop was quiet, and the model did the same
            run_ += ended - steps_;
            steps_ = ended;
        }
    }
    if (steps_ - note_.first_step >= chunk_limit_ || (flush_wanted_.load(std::memory_order_relaxed) && steps_ > note_.first_step)) flush_chunk(&t);
    begin(t, frame);
}

// The instructions that have ended since the last look: the model did the same.
void Recorder::count_quietly(const Frame* frame) {
    uint64_t ended = static_cast<uint64_t>(watch.begun(frame->ip)) - 1;
    run_ += ended - steps_;
    steps_ = ended;
    begun_ = none;
    plan_step_ = steps_ + 1;
    quiet_ = true;
    making_.wanted = false;
    untold_ = 0;
}

// The loop stays quiet if the model does the same again.
void Recorder::begin_quietly(Thread& t, const Frame* frame) {
    count_quietly(frame);
    plan_ = prepare(t, frame, base_of_[frame->ip[-1] & 0xff]);
    stay_quiet_if_foreseen(frame);
}

void Recorder::stay_quiet_if_foreseen(const Frame* frame) {
    if (!wanted_.empty()) drain();
    if (plan_ == Plan::foreseen && events_.empty() && !append_.first) return;
    watch.go_loud();
    if (plan_ != Plan::foreseen) watch.tell_end(frame, frame->ip);
}

// The loop asks this of itself: until the instruction has seen its operands it was as foreseen.
void Recorder::on_operator(Thread& t, const Frame* frame, Value function) {
    if (!attached_) return;
    if (!watch.is_loud()) count_quietly(frame);
    plan_ = prepare_operator(frame, function, t.stack_top);
    stay_quiet_if_foreseen(frame);
}

void Recorder::begin(Thread& t, const Frame* frame) {
    Opcode op = base_of_[frame->ip[-1] & 0xff];
    Look look = watch.looks[static_cast<unsigned>(op)];
    watch.tell = false;
    watch.saw(frame, frame->ip); // another observer may run code before the instruction
    begun_ = none;
    plan_step_ = steps_ + 1;
    quiet_ = false;
    making_.wanted = false;
    untold_ = 0;
    made_ = nullptr;
    goes_[0] = goes_[1] = nullptr;
    // The last steps before a proof or the end of a chunk are taken one by one, so that these come where they are wanted.
    // So are all that the program traces itself: its functions run in between.
    bool one_by_one = flush_wanted_.load(std::memory_order_relaxed) || !t.trace_function.is_null() || !t.profile_function.is_null();
    watch.limit = one_by_one ? 0 : static_cast<int64_t>(std::min(next_proof_, note_.first_step + chunk_limit_) - near);
    plan_ = look == Look::begin ? prepare(t, frame, op) : look == Look::end ? Plan::learnt : Plan::foreseen;
    if (!wanted_.empty()) drain();
    if (plan_ != Plan::foreseen) {
        watch.go_loud();
        watch.tell_end(frame, frame->ip);
        return;
    }
    if (events_.empty() && !append_.first && static_cast<int64_t>(steps_) < watch.limit && active_probe == this) {
        watch.go_quiet();
    } else {
        watch.go_loud();
    }
}

// ---- while it runs

// The first time that a frame comes or goes.
void Recorder::note_begun(const Thread& t) {
    if (begun_ != none) return;
    begun_ = lowest_ = depth_of(t, watch.tell ? watch.began_frame : watch.frame);
    begun_at_ = under_way_ = watch.tell ? watch.began_at : watch.place;
    begun_steps_ = static_cast<uint64_t>(watch.begun(watch.place));
}

void Recorder::on_call(Thread& t, const Frame* frame) {
    if (!attached_ || ((frame->flags & frame_entry) && resumed_as_foreseen(t, frame))) return;
    note_begun(t);
    // Called from within an instruction that calls nothing by itself, such as one that lets go of what a weak reference watches.
    if (frame->flags & frame_entry) watch.go_loud();
}

void Recorder::on_tail_call(Thread& t, const Frame* frame) {
    if (!attached_) return;
    note_begun(t);
    lowest_ = std::min(lowest_, depth_of(t, frame) - 1);
    under_way_ = frame[-1].ip;
    tail_ = true;
}

void Recorder::on_leave(Thread& t, const Frame* frame) {
    if (!attached_ || (!watch.is_loud() && !goes_on_)) return;
    note_begun(t);
    uint32_t below = depth_of(t, frame) - 1;
    if (below < lowest_) {
        lowest_ = below;
        under_way_ = frame[-1].ip;
    }
    tail_ = false;
    // A generator that is left takes its values along.
    touch_depth_ = below;
    if (!(frame->flags & frame_generator)) return;
    if (frame->flags & frame_entry) {
        yielded_ = frame->base()->object_ptr();
        resumed_at_ = frame->base();
    }
    if (goes_on_) watch.tell_end(frame, frame->ip); // if it does not
    else touch(*frame->base());
}

void Recorder::on_change(Thread& t, const Frame* frame) {
    if (!attached_) return;
    uint32_t from = static_cast<uint32_t>(frame->locals - t.stack_base);
    changed_.emplace_back(from, from + frame->code->local_count);
    watch.tell_end(t.frame, t.frame->ip);
}

void Recorder::on_raise(Thread& t, const Frame* frame) {
    if (!attached_) return;
    note_begun(t);
    raised_ = true;
    touch_depth_ = depth_of(t, frame);
    touch(t.raised);
    raised_type_.assign(type_name(type_of(t.raised)));
    event(event_raise);
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


void Recorder::write_slots(Thread& t, uint32_t from, uint32_t to) {
    for (uint32_t slot = from; slot < to; slot++) actual_.writes.push_back({slot, val(t.stack_base[slot])});
}

// Frames have come or gone.
uint8_t Recorder::tell_frames(Thread& t, const Frame* frame, uint32_t depth) {
    TraceStep& step = actual_;
    uint32_t lowest = lowest_;
    // A frame that a trace function is told of while an exception that is raised again leaves it: it went back to where that
    // came from, so it is told as a new one.
    const Frame* beneath = t.frames + lowest;
    if (depth > lowest && lowest > 0 && raised_ && beneath->ip != under_way_ && !(beneath->flags & terrarium::frame_elided)) {
        lowest--;
        step.again = true;
    }
    step.popped = begun_ - lowest;
    step.pushed = depth > lowest;
    step.tail = tail_;
    step.at = place_of(frame, frame->ip);
    step.sp = static_cast<uint32_t>(t.stack_top - t.stack_base);
    base_at_ = 0;
    uint32_t low = 0;
    uint32_t locals = lowest ? static_cast<uint32_t>(t.frames[lowest].locals - t.stack_base) : 0;
    if (step.pushed) {
        step.frame = frame_of(t, frame);
        tell_constants(step.frame.code);
        for (uint32_t i = lowest + 1; i < depth; i++) {
            const Frame* f = t.frames + i;
            TraceFrame& between = step.between.emplace_back(frame_of(t, f));
            between.at = static_cast<int32_t>(f->index());
            between.sp = static_cast<uint32_t>(f[1].base() - t.stack_base);
            tell_constants(between.code);
        }
        low = step.between.empty() ? step.frame.base : step.between.front().base;
        Opcode op = lowest ? opcode_info(word_op(under_way_[-1])).base : Opcode::NOP;
        if (op == Opcode::BEFORE_WITH && low > 0) low--; // the exit function lies there
        // Code runs inside the instruction, which may have cleared part of its frame.
        if (frame->flags & frame_entry) low = std::min(low, locals);
        for (uint32_t i = lowest + 1; i <= depth; i++)
            if (t.frames[i].flags & frame_generator) resumed_otherwise(t.frames + i);
        if (frame->flags & frame_generator) {
            touch_depth_ = depth;
            touch(*frame->base());
        }
    } else if (raised_) {
        low = locals;
    } else {
        const Word* pending = under_way_;
        bool jumps = step.at != place_of(frame, pending) + 1;
        int64_t fresh = lowest ? fresh_results(base_word(pending[-1]), jumps) : 0;
        low = step.sp - static_cast<uint32_t>(std::min<int64_t>(fresh, step.sp));
        OperandKind kind = opcode_info(word_op(pending[-1])).kind;
        if (lowest && (kind == OperandKind::Local || kind == OperandKind::Cell)) write_slots(t, locals + word_a24(pending[-1]), locals + word_a24(pending[-1]) + 1);
    }
    write_slots(t, low, step.sp);
    return part_frames | part_place | part_top | part_writes;
}

// The instruction has ended in its own frame, and did what the model did not foresee.
uint8_t Recorder::tell_results(Thread& t, const Frame* frame) {
    TraceStep& step = actual_;
    const Word* past = begun_ != none ? begun_at_ : watch.began_at;
    Word word = base_word(past[-1]);
    Opcode op = word_op(word);
    int32_t begun = place_of(frame, past);
    step.at = place_of(frame, frame->ip);
    step.sp = static_cast<uint32_t>(t.stack_top - t.stack_base);
    base_at_ = begun + 1;
    uint8_t parts = step.at != base_at_ ? part_place : 0;
    uint32_t locals = static_cast<uint32_t>(frame->locals - t.stack_base);
    if (raised_) {
        write_slots(t, locals, step.sp);
        return static_cast<uint8_t>(parts | part_top | part_writes);
    }
    bool silent = runs_silently(op);
    Plan plan = steps_ == plan_step_ ? plan_ : Plan::learnt; // others the loop has noted by itself
    uint32_t fresh = static_cast<uint32_t>(fresh_results(word, parts != 0));
    // What changes a local beside its results.
    if (op == Opcode::MAKE_CELL) {
        write_slots(t, locals + word_a24(word), locals + word_a24(word) + 1);
        return static_cast<uint8_t>(parts | part_writes);
    }
    if (op == Opcode::COPY_FREE_VARS) {
        uint32_t end = locals + frame->code->local_count;
        write_slots(t, end - word_a24(word), end);
        return static_cast<uint8_t>(parts | part_writes);
    }
    if ((op == Opcode::BINARY_ADD || op == Opcode::INPLACE_ADD) && parts == 0 && opcode_info(word_op(past[0])).base == Opcode::STORE_FAST) {
        // A string that grows in place has been taken out of the variable that it goes back to.
        uint32_t local = locals + word_a24(past[0]);
        if (t.stack_base[local].is_null()) {
            write_slots(t, local, local + 1);
            write_slots(t, step.sp - 1, step.sp);
            return part_writes;
        }
    }
    write_slots(t, step.sp - fresh, step.sp);
    if (op >= Opcode::INPLACE_ADD && op <= Opcode::INPLACE_XOR) {
        touch_depth_ = depth_of(t, frame);
        touch(t.stack_top[-1]);
    }
    if (fresh == 0) return static_cast<uint8_t>(parts | (silent || plan != Plan::learnt ? part_writes : 0));
    Val first = step.writes[0].second;
    if (silent || parts) return static_cast<uint8_t>(parts | part_results);
    TraceModel::Site& site = model_.site(code_id(frame->code), begun);
    bool expected = plan == Plan::learnt && fresh == 1 && first == site.expected();
    if (plan == Plan::learnt && fresh == 2 && op == Opcode::LOAD_GLOBAL) expected = first == site.expected();
    if (op == Opcode::LOAD_METHOD) {
        Val self = step.writes[1].second;
        expected = plan == Plan::learnt && first == site.last && self == (site.kind ? Val{} : method_self_);
        site.kind = self.is_null();
    }
    site.note(first);
    if (expected) step.writes.clear();
    return expected ? 0 : part_results;
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

void Recorder::finish_step(Thread& t, const Frame* frame, bool told) {
    uint32_t depth = depth_of(t, frame);
    uint8_t parts = 0;
    finishing_ = true;
    actual_.clear();
    bool tell = told && watch.tell;
    if (told && begun_ != none && !tell) {
        // The loop's own calls and returns are the model's too.
        bool resumed = moved_step_ == steps_ && moved_.index == value_slots;
        uint16_t how = frame->flags & ~frame_with_self;
        bool plain = how == 0 || how == frame_operator || (how == frame_init && made_step_ == steps_);
        bool returned = lowest_ + 1 == begun_ && depth == lowest_, called = lowest_ == begun_ && depth == begun_ + 1 && (resumed || plain);
        bool stayed = lowest_ == begun_ && depth == begun_;
        tell = !returned && !called && !stayed && !went_on_;
    }
    if (append_.first && tell) tell = !appended(t, frame);
    if (tell) {
        if (moved_step_ == steps_) tell_moved();
        if (made_step_ == steps_) tell_made();
        if (gone_step_ == steps_) tell_gone();
        note_begun(t);
        if (goes_on_ && yielded_) {
            if (TraceObject* o = known(Value::object(const_cast<Object*>(yielded_))); o && went_on_) o->walk = Walk::unknown; // what came then the model does not do
            touch_depth_ = lowest_;
            touch(Value::object(const_cast<Object*>(yielded_)));
        }
        for (auto [from, to] : changed_) write_slots(t, from, to);
        parts = begun_ != lowest_ || depth != lowest_ || tail_ ? tell_frames(t, frame, depth) : tell_results(t, frame);
        changed_.clear();
    }
    if (!touched_.empty()) settle(tell && depth > lowest_ ? lowest_ + 1 : depth);
    if (grows_.first) {
        TraceObject* o = model_.object(grows_.second);
        uint32_t extra = o && o->native() == grows_.first ? extra_bytes_of(grows_.first) : 0;
        if (extra && extra != o->extra_bytes) {
            o->extra_bytes = extra;
            ByteWriter& out = event(event_extra);
            put_val(out, Val::object(grows_.second), model_.next_label);
            out.number(extra);
        }
    }
    if (t.handled.bits != handled_bits_ || !t.raised.is_null() || !model_.raised.is_null()) look_at_exceptions(t);
    if (!wanted_.empty()) drain();
    for (; first_unborn_ < model_.next_label; first_unborn_++)
        if (TraceObject* o = model_.object(first_unborn_)) o->born = steps_;
    if (steps_ >= next_proof_) prove(t, false);
    if (!events_.empty()) parts |= part_events;
    if (parts == 0) run_++;
    else write_record(parts);
    tail_ = raised_ = goes_on_ = went_on_ = finishing_ = false;
    append_ = grows_ = {};
    sent_to_ = yielded_ = nullptr;
}

// A list was appended to outside of the loop: did that do what the model does?
bool Recorder::appended(Thread& t, const Frame* frame) {
    TraceObject* o = model_.object(append_.second);
    if (!o || o->native() != append_.first) return false;
    List* list = static_cast<List*>(append_.first);
    const Word* past = watch.began_at;
    bool called = opcode_info(word_op(past[-1])).base == Opcode::CALL;
    if (begun_ == none && !raised_ && frame->ip == past + 1 && (!called || t.stack_top[-1].is_none()) && list->length == o->slots.size()) return true;
    return false;
}

// The instruction under way does not end as foreseen, so the reader does not perform it: what the model's objects have
// done already is written.
void Recorder::tell_moved() {
    moved_step_ = 0;
    TraceObject* o = model_.object(moved_.label);
    if (!o || o->native() != moved_.object) return;
    if (moved_.index == any_slots || moved_.index == grown_slots) {
        ByteWriter& out = event(event_splice);
        put_val(out, Val::object(moved_.label), model_.next_label);
        out.numbers(o->layout, o->extra_bytes, 0, o->slots.size() - (moved_.index == grown_slots), o->slots.size());
        o->slots.each([&](Val v) { put_val(out, v, model_.next_label); });
        return;
    }
    if (moved_.index == value_slots) return tell_moved_values(static_cast<Generator*>(moved_.object), *o);
    if (moved_.index >= 0) {
        ByteWriter& out = event(event_changes);
        put_val(out, Val::object(moved_.label), model_.next_label);
        out.number(1);
        out.number(static_cast<uint64_t>(moved_.index));
        put_val(out, o->slots[static_cast<size_t>(moved_.index)], model_.next_label);
        return;
    }
    o->slots.cut(o->slots.size() - 1);
    reread(moved_.object, moved_.label, *o, all_slots);
}

void Recorder::write_frame(const TraceFrame& f) {
    ByteWriter& out = steps_out_;
    out.numbers(f.code, f.base, f.locals - f.base, f.flags);
    if (f.flags & frame_has_mapping) put_val(out, f.mapping, model_.next_label);
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
        out.number(uint64_t{actual_.popped} << 3 | uint64_t{actual_.again} << 2 | uint64_t{actual_.pushed} << 1 | uint64_t{actual_.tail});
        if (actual_.pushed) {
            out.number(actual_.between.size());
            write_frame(actual_.frame);
            for (const TraceFrame& f : actual_.between) {
                write_frame(f);
                out.number(static_cast<uint64_t>(f.at));
                out.number(f.sp);
            }
        }
    }
    if (parts & part_place) out.signed_number(int64_t{actual_.at} - base_at_);
    if (parts & part_top) out.number(actual_.sp);
    if (parts & part_writes) {
        out.number(actual_.writes.size());
        int64_t last = actual_.sp;
        for (auto& [slot, v] : actual_.writes) {
            out.signed_number(int64_t{slot} - last);
            last = slot;
            put_val(out, v, model_.next_label);
        }
    }
    if (parts & part_results)
        for (auto& [slot, v] : actual_.writes) put_val(out, v, model_.next_label);
}

// ---- what the VM tells

void Recorder::on_allocate(Object* object, size_t bytes) {
    Label label = table_.known_label(object);
    if (making_.wanted && make_as_foreseen(object, label, bytes)) return;
    if (made_ && made_step_ == plan_step_) watch.tell_end(watch.frame, watch.place); // what else is made
    model_.next_label = label + 1;
    TraceObject& o = model_.make_object(label);
    o.address = reinterpret_cast<uintptr_t>(object);
    o.bytes = 0; // known when it is described
    o.flags = object_opaque;
    o.generation = object->gc & gc_container ? 0 : -1;
    if (o.generation == 0) note_young(label);
    if (!attached_) return;
    watch.go_loud();
    tell_birth(o);
}

void Recorder::tell_birth(const TraceObject& o) {
    ByteWriter& out = event(event_birth);
    int64_t place = static_cast<int64_t>(o.address / 8);
    out.signed_number((place - static_cast<int64_t>(last_birth_)) * 2 + (o.generation == 0));
    last_birth_ = static_cast<uint64_t>(place);
}

void Recorder::on_free(Object* object, size_t) {
    Label label = table_.known_label(object);
    if (object->shape == shapes::code) {
        known_code(object) = {};
        std::fill(std::begin(known_calls_), std::end(known_calls_), KnownCall{});
        auto found = codes_.find(static_cast<const Code*>(object));
        if (found != codes_.end()) {
            code_of_id_[found->second] = nullptr;
            codes_.erase(found);
        }
    }
    if (label == 0) return;
    if (known_native(object).native == object) known_native(object) = {};
    if (object == yielded_) yielded_ = nullptr;
    if (object == goes_[0] || object == goes_[1]) {
        bool second = object != goes_[0];
        goes_[second] = nullptr;
        gone_[second] = label;
        return model_.erase_object(label);
    }
    if (object == made_) made_ = nullptr;
    if (!wanted_.empty()) std::erase(wanted_, object);
    model_.erase_object(label);
    if (!attached_ || label >= first_before_label) return;
    watch.go_loud();
    event(event_death).signed_number(int64_t{label} - last_death_);
    last_death_ = label;
}

void Recorder::on_output(int fd, const char* text, size_t bytes) {
    if (!attached_ || (fd != 1 && fd != 2)) return;
    std::string_view end(text, bytes); // of very much at once: who reads keeps no more
    if (bytes > TraceModel::most_output) end.remove_prefix(bytes - TraceModel::most_output);
    ByteWriter& out = event(event_output);
    out.number(static_cast<uint64_t>(fd));
    out.text(end);
    model_.add_output(end);
}

void Recorder::on_collection_phase(CollectionPhase phase, int generation) {
    if (!attached_) return;
    ByteWriter& out = event(event_collection);
    out.byte(static_cast<uint8_t>(phase));
    out.byte(static_cast<uint8_t>(generation));
    if (phase != CollectionPhase::stop) return;
    const CollectionReport& r = last_collection();
    for (uint64_t n : {r.candidates, r.subtracted, r.candidates - r.unreachable, r.unreachable, r.promoted, r.unreachable - r.resurrected}) out.number(n);
    collected_at_[generation] = steps_;
    generations(generation);
    if (generation < 2 && steps_ >= early_steps && steps_ < next_count_) return; // it would take longer than the collection
    write_event_numbers();
}

} // namespace terrarium::inspect
