// The recorder's chunks: where it begins, keyframes, proofs, definitions, the index. See recorder.h.
#include "inspect/recorder.h"

#include "memory/collector.h"
#include "vm/core/dict.h"
#include "vm/core/output.h"

#include <malloc.h>

#include <algorithm>

namespace terrarium::inspect {

namespace {

constexpr size_t chunks_per_keyframe = 16; // at most
constexpr uint64_t steps_per_slot = 16;     // of a keyframe, so that it costs little beside them
constexpr uint64_t near = 64, first_steps = 2000;      // for one who reads along
constexpr uint64_t small_keyframe = 64 << 10; // bytes: one a chunk costs little

constexpr size_t free_pieces = 100;                  // by write_now, and then
constexpr std::chrono::milliseconds a_piece{10};     // one in so long
constexpr std::chrono::milliseconds least_wait{50}; // for the rest of the index, when it is to be quick
constexpr std::chrono::steady_clock::duration long_wait = std::chrono::seconds(5);
constexpr std::chrono::milliseconds look_up{100}; // so often it is said how far that is
constexpr uint64_t few_steps = 2000000;                                  // are soon indexed, also on a busy machine
constexpr uint64_t most_early_work = 5000000; // slots looked at: some 40 ms
constexpr uint64_t early_count = 1000, rare_count = 65536; // steps between two counts of memory,
constexpr uint64_t steps_per_object = 32;                  // which looks at every object
constexpr uint64_t large_world = 400, part_work = 150;     // slots: in a larger one most proofs are of a part
constexpr uint64_t steps_per_eager_work = 4, eager_proofs = 10000;
constexpr uint64_t steps_per_work = 32, steps_per_work_of_whole = 256; // of proofs: about half a nanosecond a step
constexpr uint64_t steps_per_whole_proof = 512; // others among the first steps go into a chain

int8_t generation_now(const Object* object) { return is_tracked(object) ? static_cast<int8_t>(generation_of(object)) : int8_t{-1}; }

} // namespace

// The first instruction: what is there becomes the first keyframe.
void Recorder::attach(Thread& t, const Frame* frame) {
    attached_ = true;
    thread_ = &t;
    watch.bias = 1 - Watching::number(frame->ip);
    model_.raised = val(t.raised);
    model_.handled = val(t.handled);
    handled_bits_ = t.handled.bits;
    if (Value main = dict_get(rt().modules, rt().names.dunder_main); main.is_object()) val(main); // whose names views ask for
    sync(t);
    for (const TraceFrame& f : model_.frames) tell_constants(f.code);
    drain();
    events_.clear(); // the keyframe says it all
    next_proof_ = 1;
    if (options_.for_reading_along) flush_soon();
    write_keyframe();
}

// Stack and frames as the VM has them now, at the end of an instruction.
void Recorder::sync(Thread& t) {
    model_.stack.clear();
    for (Value* v = t.stack_base; v < t.stack_top; v++) model_.stack.push_back(val(*v));
    model_.frames.clear();
    uint32_t depth = depth_of(t, t.frame);
    for (uint32_t i = 1; i <= depth; i++) {
        const Frame* f = t.frames + i;
        TraceFrame frame = frame_of(t, f);
        frame.at = static_cast<int32_t>(f->index());
        frame.sp = static_cast<uint32_t>((i < depth ? (f + 1)->base() : t.stack_top) - t.stack_base);
        frame.elided = f->flags & terrarium::frame_elided && f->elided ? f->elided->count : 0;
        model_.frames.push_back(frame);
    }
}

void Recorder::note_young(Label label) {
    std::vector<Label>& young = young_[0];
    young.push_back(label);
    if (young.size() < most_young_) return;
    std::erase_if(young, [&](Label l) { return !model_.objects.find(l); });
    most_young_ = std::max<size_t>(4096, young.size() * 2);
}

// After a collection of that generation; 2: any object may have moved. Younger ones are all in the lists.
void Recorder::generations(int collected) {
    std::vector<std::pair<Label, uint32_t>> moved;
    auto look = [&](Label label, TraceObject& o) {
        Object* object = static_cast<Object*>(o.native());
        int8_t now = generation_now(object);
        if (now == o.generation) return now;
        o.generation = now;
        moved.emplace_back(label, static_cast<uint32_t>(now + 1));
        return now;
    };
    if (collected >= 2) {
        model_.objects.for_each(look);
        for (std::vector<Label>& young : young_) young.clear();
        model_.objects.for_each([&](Label label, const TraceObject& o) {
            if (o.generation == 0 || o.generation == 1) young_[o.generation].push_back(label);
        });
        return tell_each(event_generations, moved);
    }
    std::vector<Label> kept[2];
    for (int g = 0; g <= collected; g++) {
        for (Label label : std::exchange(young_[g], {})) {
            TraceObject* o = model_.objects.find(label);
            int8_t now = o ? look(label, *o) : int8_t{-1};
            if (now == 0 || now == 1) kept[now].push_back(label);
        }
    }
    for (int g = 0; g < 2; g++) young_[g].insert(young_[g].end(), kept[g].begin(), kept[g].end());
    std::sort(moved.begin(), moved.end());
    tell_each(event_generations, moved);
}

// A number of each object.
void Recorder::tell_each(TraceEvent e, const std::vector<std::pair<Label, uint32_t>>& numbers) {
    if (numbers.empty()) return;
    ByteWriter& out = event(e);
    out.number(numbers.size());
    Label last = 0;
    for (auto [label, n] : numbers) {
        out.number(label - last);
        last = label;
        out.number(n);
    }
}

// As differences to the last ones since the keyframe: who goes on reading passes that by.
void Recorder::write_event_numbers() {
    event(event_numbers).byte(numbers_anew_);
    numbers(&events_, std::exchange(numbers_anew_, false));
}

void Recorder::numbers(ByteWriter* out, bool anew) {
    if (anew) numbers_ = {};
    TraceNumbers now = take_numbers(*thread_);
    write_numbers(*out, now, numbers_);
    numbers_ = std::move(now);
    next_count_ = steps_ + (steps_ < early_steps ? early_count : std::max(rare_count, steps_per_object * numbers_.ledger.live_objects));
}

// Compares objects with what is known of them, and lists what they hold.
void Recorder::look_at_objects(const Part* part, bool moves, Looked* out) {
    out->end = model_.next_label;
    bool miscounted = false;
    model_.objects.for_each_from(part ? part->from : 0, [&](Label label, TraceObject& o) {
        if (part && out->work >= part->most_work) {
            out->end = label;
            return false;
        }
        Object* object = static_cast<Object*>(o.native());
        if (int8_t now = moves ? generation_now(object) : o.generation; now != o.generation) {
            o.generation = now;
            out->moved.emplace_back(label, static_cast<uint32_t>(now + 1));
            if (now == 0 || now == 1) young_[now].push_back(label);
        }
        out->work += 4;
        if (!o.described) return true;
        auto range = [&] { return part ? SlotRange::part(o.slots, part->place) : SlotRange::all(o.slots); };
        out->work += is_looked_at_in_parts(object) ? range().size() : o.slots.size();
        if (!unchanged(object, o, range())) {
            reread(object, label, o, all_slots);
            miscounted = true;
        }
        o.counted = o.flags & object_immortal ? 0 : object->count;
        out->hash.objects += hash_object(label, o.address, o.slots, range()); // as in memory: just compared
        out->hash.counts += hash_count(label, o.counted);
        out->objects++;
        return true;
    });
    if (miscounted && !part) recount();
}

void Recorder::recount() {
    model_.objects.for_each([](Label, TraceObject& o) { o.listed = 0; });
    model_.objects.for_each([&](Label, const TraceObject& o) { o.slots.each([&](Val v) { list(v); }); });
}

// Compares every object with what is known of it, then writes the hash of the state as the VM has it. In a large world, as a
// rule, only of some objects, in turns.
void Recorder::prove(Thread& t, bool whole) {
    bool whole_asked = whole;
    Part some{part_from_, part_work, random_};
    const Part* part = !whole && !early_ && !options_.proof_every && whole_work_ > large_world && steps_ < next_whole_ ? &some : nullptr;
    whole |= options_.proof_every || steps_ >= early_steps || steps_ % steps_per_whole_proof == 1;
    ByteWriter held_back;
    std::swap(held_back, events_);
    Label untold = std::exchange(untold_, 0); // belongs to the others
    Looked looked;
    if (!part) model_.objects.for_each([](Label, TraceObject& o) { o.listed = 0; });
    look_at_objects(part, whole, &looked);
    if (!events_.empty() || !wanted_.empty()) { // something had changed
        drain();
        if (!part) model_.objects.for_each([](Label, TraceObject& o) { o.listed = 0; });
        looked = {{}, 0, 0, 0, std::move(looked.moved)};
        look_at_objects(part, whole, &looked);
    }
    std::swap(held_back, events_);
    untold_ = untold;
    if (!held_back.empty()) {
        event(event_late);
        events_.append(held_back);
    }
    sync(t);
    tell_each(event_generations, looked.moved);
    if (!part) tell_held();
    StateHash& hash = looked.hash;
    for (uint32_t i = 0; i < model_.stack.size(); i++) hash.stack += hash_slot(i, model_.stack[i]);
    for (uint32_t i = 0; i < model_.frames.size(); i++) hash.stack += hash_frame(i, model_.frames[i]);
    bool chained = early_;
    plan_next_proof(looked.work + model_.stack.size() + 4 * model_.frames.size());
    if (part) {
        part_from_ = looked.end == model_.next_label ? 0 : looked.end;
        ByteWriter& out = event(event_part);
        out.numbers(part->from, looked.end - part->from);
        out.fixed(part->place);
        out.fixed(hash.stack);
        out.fixed(hash.objects);
        out.number(looked.objects);
        return;
    }
    whole_work_ = looked.work;
    next_whole_ = steps_ + looked.work * steps_per_work_of_whole;
    if (whole) {
        ByteWriter& out = event(event_proof);
        for (uint64_t n : {hash.stack, hash.objects, hash.counts}) out.fixed(n);
        out.number(looked.objects);
        if (whole_asked || steps_ >= next_count_) write_event_numbers();
    }
    if (!chained) return;
    if (chain_steps_ == 0 || steps_ != chain_end_ + 1) chain_ = chain_steps_ = 0;
    chain_end_ = steps_;
    chain_ = mix(chain_, hash.all());
    if (++chain_steps_ == steps_per_chain || whole_asked || !early_) write_chain();
}

// References that no slot lists are the VM's own: names, caches, a native under way.
void Recorder::tell_held() {
    for (Val v : model_.stack) list(v);
    for (const TraceFrame& f : model_.frames) list(f.mapping);
    list(model_.raised);
    list(model_.handled);
    std::vector<std::pair<Label, uint32_t>> held;
    model_.objects.for_each([&](Label label, TraceObject& o) {
        if (!o.described || o.flags & object_immortal) return;
        uint32_t now = o.counted - o.listed; // below zero: a wrong trace, which the hash shows
        if (now != o.held_by_vm) held.emplace_back(label, now);
        o.held_by_vm = now;
    });
    tell_each(event_held, held);
}

void Recorder::write_chain() {
    ByteWriter& out = event(event_chain);
    out.number(chain_steps_);
    out.number(steps_ - chain_end_);
    out.byte(early_);
    out.fixed(chain_);
    chain_steps_ = 0;
}

// Each of the first steps is proven, as long as that is little work; then as many as add about half a nanosecond a step.
void Recorder::plan_next_proof(uint64_t work) {
    early_work_ += work;
    early_ = early_ && !options_.proof_every && steps_ < early_steps && early_work_ < most_early_work;
    if (options_.proof_every) {
        next_proof_ = steps_ + options_.proof_every;
        return;
    }
    if (early_) {
        next_proof_ = steps_ + 1;
        return;
    }
    eager_work_ += work;
    bool eager = proofs_++ < eager_proofs && eager_work_ < most_early_work; // a short run has many too
    uint64_t mean = std::max<uint64_t>(300, work * (eager ? steps_per_eager_work : steps_per_work));
    random_ = mix(random_, steps_);
    next_proof_ = steps_ + 1 + random_ % (2 * mean);
}

// The code units and layouts that have come up since the last time.
void Recorder::write_definitions() {
    if (layouts_written_ == definitions_->layouts.size() && codes_written_ == definitions_->codes.size()) return;
    ByteWriter definitions;
    definitions.number(layouts_written_);
    definitions.number(definitions_->layouts.size() - layouts_written_);
    for (; layouts_written_ < definitions_->layouts.size(); layouts_written_++) {
        const Layout& l = definitions_->layouts[layouts_written_];
        definitions.text(l.type);
        definitions.byte(static_cast<uint8_t>(static_cast<int>(l.arrangement) << 1 | l.container));
        definitions.number(l.names.size());
        for (const std::string& name : l.names) definitions.text(name);
    }
    definitions.number(definitions_->codes.size() - codes_written_);
    for (; codes_written_ < definitions_->codes.size(); codes_written_++) {
        const CodeInfo& c = definitions_->codes[codes_written_];
        for (const std::string* s : {&c.name, &c.qualname, &c.file}) definitions.text(*s);
        definitions.number(c.object);
        definitions.signed_number(c.first_line);
        definitions.number(c.local_count);
        definitions.number(c.argument_count);
        definitions.number(c.instructions.size());
        int32_t line = c.first_line;
        for (const Instruction& i : c.instructions) {
            definitions.number(i.word);
            definitions.signed_number(i.line - line);
            line = i.line;
        }
        for (const std::vector<std::string>* list : {&c.local_names, &c.meanings}) {
            definitions.number(list->size());
            for (const std::string& s : *list) definitions.text(s);
        }
        bool fresh = definitions_->sources.emplace(c.file, "").second;
        definitions.byte(fresh);
        if (fresh) definitions.text(definitions_->sources[c.file] = read_source(c.file));
    }
    writer_.chunk(ChunkKind::definitions, std::move(definitions));
}

void Recorder::write_keyframe() {
    note_ = {writer_.chunks(), steps_, 0, model_.next_label, static_cast<uint32_t>(model_.frames.size()), true};
    write_definitions();
    ByteWriter out;
    size_t handed_over = 0;
    auto hand_over = [&] {
        size_t bytes = out.size();
        writer_.piece(&out);
        handed_over += bytes - out.size();
    };
    out.number(steps_);
    out.number(model_.next_label);
    out.number(last_birth_);
    out.number(last_death_);
    out.number(model_.frames.size());
    for (const TraceFrame& f : model_.frames) {
        for (uint64_t n : {uint64_t{f.code}, uint64_t{f.base}, uint64_t{f.locals}, uint64_t{f.sp}, uint64_t{f.flags}, f.elided}) out.number(n);
        out.signed_number(f.at);
        put_val(out, f.mapping, model_.next_label);
    }
    uint32_t sp = model_.sp();
    out.number(sp);
    for (uint32_t i = 0; i < sp; i++) put_val(out, i < model_.stack.size() ? model_.stack[i] : Val{}, model_.next_label);
    put_val(out, model_.raised, model_.next_label);
    put_val(out, model_.handled, model_.next_label);
    out.text(model_.output);
    last_keyframe_slots_ = 0;
    for (const ObjectTable* table : {&model_.objects, &model_.before}) {
        last_keyframe_slots_ += table->size() * 8;
        out.number(table->size());
        Label last = 0;
        table->for_each([&](Label label, const TraceObject& o) {
            out.number(label - last);
            last = label;
            out.byte(o.described);
            out.number(o.address);
            out.number(o.born);
            out.number(static_cast<uint64_t>(o.flags) << 3 | static_cast<uint64_t>(o.generation + 1));
            if (!o.described) return;
            put_callee(out, o);
            out.byte(static_cast<uint8_t>(o.walk));
            if (o.walk != Walk::unknown)
                for (int64_t n : {o.rare->walking.next, o.rare->walking.stride, o.rare->walking.remaining}) out.signed_number(n);
            out.number(o.layout);
            out.number(o.bytes);
            out.number(o.extra_bytes);
            out.number(o.held_by_vm);
            Object* object = static_cast<Object*>(o.native());
            out.text(has_text(object) ? text_of(object) : "");
            last_keyframe_slots_ += o.slots.size();
            out.number(o.slots.size());
            o.slots.each([&](Val v) { put_val(out, v, model_.next_label); });
            hand_over();
        });
    }
    out.number(model_.constants.size());
    for (const std::vector<Val>& values : model_.constants) {
        out.number(values.size());
        for (Val v : values) put_val(out, v, model_.next_label);
    }
    for (uint64_t n : {reinterpret_cast<uintptr_t>(thread_->stack_base), reinterpret_cast<uintptr_t>(thread_->frames + 1), uintptr_t{sizeof(Frame)}}) out.number(n);
    numbers(&out, true);
    numbers_anew_ = true;
    out.number(static_cast<uint64_t>(last_collection().generation + 1));
    for (int g = 0; g < 3; g++) {
        const CollectionReport& r = last_collection_of(g);
        out.byte(gc_stats(g).collections > 0);
        for (uint64_t n : {collected_at_[g], uint64_t{r.candidates}, uint64_t{r.subtracted}, uint64_t{r.candidates - r.unreachable}, uint64_t{r.unreachable}, uint64_t{r.promoted},
                           uint64_t{r.unreachable - r.resurrected}})
            out.number(n);
    }
    // What a keyframe leaves out, both sides forget.
    model_.forget_sites();
    last_keyframe_bytes_ = handed_over + out.size();
    bytes_since_keyframe_ = 0;
    last_keyframe_step_ = steps_;
    writer_.chunk(ChunkKind::keyframe, std::move(out));
}

void Recorder::chunk_written(ChunkKind kind) {
    if (indexing_ && kind == ChunkKind::steps) indexing_->chunk_written(options_.path);
}

// The steps since the last chunk go to the disk, with the code units and layouts that they brought.
void Recorder::flush_chunk(Thread* t) {
    steps_out_.number(run_);
    run_ = 0;
    steps_out_.byte(end_of_chunk);
    note_.steps = steps_ - note_.first_step;
    note_.deepest = depth_of(*thread_, thread_->frame);
    notes_.push_back(note_);
    write_definitions();
    ByteWriter chunk;
    chunk.number(note_.first_step);
    chunk.number(note_.steps);
    bytes_since_keyframe_ += steps_out_.size();
    writer_.chunk(ChunkKind::steps, std::move(chunk), steps_out_.take());
    if (options_.in_session && flush_wanted_.load(std::memory_order_relaxed)) writer_.drain(); // it is read now
    write_indexes({});
    note_ = {writer_.chunks(), steps_, 0, model_.next_label, static_cast<uint32_t>(model_.frames.size()), false};
    uint64_t left = options_.most_steps > steps_ ? options_.most_steps - steps_ : steps_per_chunk;
    uint64_t wanted = options_.for_reading_along && notes_.size() == 1 ? first_steps : steps_per_chunk;
    chunk_limit_ = std::min(left, wanted);
    flush_wanted_.store(false, std::memory_order_relaxed);
    if (options_.most_steps && steps_ >= options_.most_steps && options_.on_full && active_probe == this) {
        writing_ = false;
        write_index(0);
        options_.on_full();
    }
    size_t enough = options_.for_reading_along && last_keyframe_bytes_ < small_keyframe ? 1 : chunks_per_keyframe;
    bool many = steps_ - last_keyframe_step_ >= std::max<uint64_t>(enough * (steps_per_chunk - near), steps_per_slot * last_keyframe_slots_);
    if (!t) return;
    if (many || bytes_since_keyframe_ > std::max<uint64_t>(2 * last_keyframe_bytes_, 1 << 20)) {
        sync(*t);
        write_keyframe();
    }
}

// The instruction at hand was the last one of the frames that ran.
void Recorder::end_frames() {
    uint64_t begun = begun_ != none ? begun_steps_ : static_cast<uint64_t>(watch.begun(watch.place));
    run_ += begun - steps_ - 1;
    steps_ = begun;
    if (begun_ == none) begun_ = depth_of(*thread_, thread_->frame);
    settle(0);
    look_at_exceptions(*thread_);
    drain();
    if (raised_) event(event_uncaught).text(raised_type_);
    actual_.clear();
    actual_.popped = begun_;
    base_at_ = 0;
    begun_ = none;
    tail_ = raised_ = false;
    append_ = grows_ = {};
}

void Recorder::program_ended() {
    pause();
    if (attached_) exit_step_ = steps_;
}

void Recorder::pause() {
    if (!attached_ || begun_ == none) return;
    end_frames();
    prove(*thread_, true);
    write_record(static_cast<uint8_t>(part_frames | part_place | part_top | part_writes | part_events));
    if (options_.in_session) {
        flush_chunk(thread_);
        writer_.drain(); // it is read now
    }
    // What comes until the next instruction is one step that no instruction made.
    watch.bias++;
    watch.tell = false;
    watch.frame = thread_->frames;
    watch.go_loud();
}

void Recorder::write_now(Thread& t, bool wanted) {
    if (!attached_ || !options_.for_reading_along || steps_ == note_.first_step || active_probe != this) return;
    if (static_cast<uint64_t>(watch.begun(t.frame->ip)) != steps_ + 1) return; // the loop is quiet: the next instruction it tells of will do
    auto age = std::chrono::steady_clock::now() - started_;
    if (wanted || notes_.size() < free_pieces + static_cast<size_t>(age / a_piece)) flush_chunk(nullptr);
}

void Recorder::cut_off() {
    if (attached_ && steps_ > note_.first_step) flush_chunk(nullptr);
    attached_ = false;
    cut_off_ = true;
}

bool Recorder::finish(int exit_code, std::string* error, Patience* patience) {
    active_probe = nullptr;
    watch.go_loud();
    output_listener = nullptr;
    writing_ = false;
    if (attached_) { // its output and its objects' ends come along
        end_frames();
        if (chain_steps_) write_chain();
        write_record(static_cast<uint8_t>(part_frames | part_place | part_top | part_writes | (events_.empty() ? 0 : part_events)));
        flush_chunk(nullptr);
    }
    if (options_.in_session) {
        table_.label_at_birth(false);
        table_.listen(nullptr);
    } else {
        table_.stop();
    }
    model_.objects.clear(); // needed no longer: there is room for the rest of the index
    if (indexing_) malloc_trim(0);
    wait_for_indexes(patience);
    if (!exit_step_ && !cut_off_) exit_step_ = steps_;
    bool good = write_index(exit_code);
    if (!good) *error = "the trace could not be written whole: is the disk full?";
    return good;
}

// Of the chunks that have been read again by then.
void Recorder::write_indexes(std::chrono::steady_clock::time_point until) {
    ByteWriter index;
    while (indexing_ && indexing_->take(&index, until)) {
        writer_.chunk(ChunkKind::steps_index, index.take());
        indexed_++;
    }
}

// The rest of them. What is missing then, a reader makes when it wants it.
void Recorder::wait_for_indexes(Patience* patience) {
    writer_.drain(); // the thread hears of a chunk when it is in the file
    if (indexing_) indexing_->go_on();
    auto begun = std::chrono::steady_clock::now(), now = begun;
    auto little = unindexed() <= few_steps ? long_wait : std::max<std::chrono::steady_clock::duration>(least_wait, (begun - started_) / 4);
    while (unindexed() && !indexing_->done() && (options_.index == IndexWish::whole || now < begun + little)) {
        uint64_t done = steps_ - unindexed() + indexing_->ahead() * steps_per_chunk;
        if (patience && !patience->go_on(std::min(done, steps_))) return;
        write_indexes(now + look_up);
        now = std::chrono::steady_clock::now();
    }
}

bool Recorder::write_index(int exit_code) {
    ByteWriter index;
    index.number(steps_);
    index.number(exit_step_); // 0: the record ends before the program
    index.signed_number(exit_code);
    index.number(notes_.size());
    writer_.drain();
    for (const ChunkNote& n : notes_)
        for (uint64_t number : {writer_.offset_of(n.chunk), n.first_step, n.steps, uint64_t{n.first_label}, uint64_t{n.deepest}, uint64_t{n.keyframe}}) index.number(number);
    return writer_.close(std::move(index));
}

} // namespace terrarium::inspect
