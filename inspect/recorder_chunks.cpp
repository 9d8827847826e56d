// The recorder's chunks: where it begins, keyframes, proofs, definitions, the index. See recorder.h.
#include "inspect/recorder.h"

#include "memory/collector.h"
#include "vm/core/dict.h"
#include "vm/core/output.h"

#include <algorithm>

namespace terrarium::inspect {

namespace {

constexpr size_t chunks_per_keyframe = 16; // at most
constexpr uint64_t first_steps = 2000;      // for one who reads along
constexpr uint64_t early_steps = 20000;
constexpr uint64_t small_keyframe = 64 << 10; // bytes: one a chunk costs little

} // namespace

// The first instruction: what is there becomes the first keyframe.
void Recorder::attach(Thread& t) {
    attached_ = true;
    thread_ = &t;
    uint32_t depth = static_cast<uint32_t>(t.frame - t.frames);
    model_.stack.clear();
    for (Value* v = t.stack_base; v < t.stack_top; v++) model_.stack.push_back(val(*v));
    for (uint32_t i = 1; i <= depth; i++) {
        const Frame* f = t.frames + i;
        TraceFrame frame = frame_of(t, f);
        frame.at = static_cast<int32_t>(f->index());
        frame.sp = static_cast<uint32_t>((i < depth ? (f + 1)->base() : t.stack_top) - t.stack_base);
        model_.frames.push_back(frame);
        live_.emplace_back();
        live_.back().code = f->code;
        live_.back().disturbed = i < depth;
    }
    model_.raised = val(t.raised);
    model_.handled = val(t.handled);
    if (Value main = dict_get(rt().modules, rt().names.dunder_main); main.is_object()) val(main); // whose names views ask for
    drain();
    events_.clear(); // the keyframe says it all
    lowest_ = depth_ = depth;
    tail_ = raised_ = false;
    handled_bits_ = t.handled.bits;
    next_proof_ = 1;
    if (options_.for_reading_along) flush_soon();
    write_keyframe();
}

void Recorder::generations() {
    std::vector<std::pair<Label, int8_t>> moved;
    model_.objects.for_each([&](Label label, TraceObject& o) {
        Object* object = static_cast<Object*>(o.native);
        int8_t now = is_tracked(object) ? static_cast<int8_t>(generation_of(object)) : int8_t{-1};
        if (now == o.generation) return;
        o.generation = now;
        moved.emplace_back(label, now);
    });
    if (moved.empty()) return;
    ByteWriter& out = event(event_generations);
    out.number(moved.size());
    Label last = 0;
    for (auto [label, generation] : moved) {
        out.number(label - last);
        last = label;
        out.number(static_cast<uint64_t>(generation + 1));
    }
}

void Recorder::numbers(ByteWriter* out, bool anew) {
    if (anew) numbers_ = {};
    TraceNumbers now = take_numbers(*thread_);
    write_numbers(*out, now, numbers_);
    numbers_ = std::move(now);
}

// Compares every object with what is known of it, then writes the hash of the state as the VM has it.
void Recorder::prove(Thread& t) {
    ByteWriter held_back;
    std::swap(held_back, events_);
    model_.objects.for_each([&](Label label, TraceObject& o) {
        if (o.described) reread(static_cast<Object*>(o.native), label, o, all_slots);
    });
    drain();
    std::swap(held_back, events_);
    if (!held_back.empty()) {
        event(event_late);
        events_.append(held_back);
    }
    generations();

    // References that no slot lists are the VM's own: names, caches, a native under way.
    std::vector<std::pair<Label, uint32_t>> held;
    model_.recount();
    StateHash hash;
    uint64_t objects = 0;
    model_.objects.for_each([&](Label label, TraceObject& o) {
        if (!o.described) return;
        Object* object = static_cast<Object*>(o.native);
        uint32_t count = o.flags & object_immortal ? 0 : object->count;
        if (!(o.flags & object_immortal)) {
            uint32_t now = count - o.listed; // below zero: a wrong trace, which the hash shows
            if (now != o.held_by_vm) held.emplace_back(label, now);
            o.held_by_vm = now;
        }
        read_slots(object, &slots_);
        fresh_.clear();
        for (uint64_t word : slots_.words) fresh_.push_back(val(Value{word}));
        hash.objects += hash_object(label, reinterpret_cast<uintptr_t>(object), fresh_);
        hash.counts += hash_count(label, count);
        objects++;
    });
    if (!held.empty()) {
        ByteWriter& out = event(event_held);
        out.number(held.size());
        Label last = 0;
        for (auto [label, n] : held) {
            out.number(label - last);
            last = label;
            out.number(n);
        }
    }
    uint32_t slot = 0;
    for (Value* v = t.stack_base; v < t.stack_top; v++) hash.stack += hash_slot(slot++, val(*v));
    for (uint32_t i = 1; i <= static_cast<uint32_t>(t.frame - t.frames); i++) {
        const Frame* f = t.frames + i;
        TraceFrame frame = frame_of(t, f);
        frame.at = static_cast<int32_t>(f->index());
        frame.elided = f->flags & terrarium::frame_elided && f->elided ? f->elided->count : 0;
        hash.stack += hash_frame(i - 1, frame);
    }
    ByteWriter& out = event(event_proof);
    for (uint64_t part : {hash.stack, hash.objects, hash.counts}) out.fixed(part);
    out.number(objects);
    numbers(&out, false);
    // On average this costs some 5 ns a step. A short run is told more of: it costs little then.
    uint64_t mean = options_.proof_every ? options_.proof_every : std::max<uint64_t>(500, objects * 16);
    if (!options_.proof_every && steps_ < early_steps) mean = std::min(mean, std::max<uint64_t>(24, steps_ / 4));
    random_ = mix(random_, steps_);
    next_proof_ = steps_ + (options_.proof_every ? mean : 1 + random_ % (2 * mean));
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
    writer_.chunk(ChunkKind::definitions, definitions);
}

void Recorder::write_keyframe() {
    ByteWriter out;
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
    for (const ObjectTable* table : {&model_.objects, &model_.before}) {
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
            out.number(o.layout);
            out.number(o.bytes);
            out.number(o.extra_bytes);
            out.number(o.held_by_vm);
            out.text(o.text);
            out.number(o.slots.size());
            for (Val v : o.slots) put_val(out, v, model_.next_label);
        });
    }
    for (uint64_t n : {reinterpret_cast<uintptr_t>(thread_->stack_base), reinterpret_cast<uintptr_t>(thread_->frames + 1), uintptr_t{sizeof(Frame)}}) out.number(n);
    numbers(&out, true);
    const CollectionReport& r = last_collection();
    out.number(static_cast<uint64_t>(r.generation + 1));
    for (uint64_t n : {collected_at_, uint64_t{r.candidates}, uint64_t{r.subtracted}, uint64_t{r.candidates - r.unreachable}, uint64_t{r.unreachable}, uint64_t{r.promoted},
                       uint64_t{r.unreachable - r.resurrected}})
        out.number(n);
    // What a keyframe leaves out, both sides forget.
    model_.forget_sites();
    model_.stack.resize(sp);
    last_keyframe_bytes_ = out.size();
    bytes_since_keyframe_ = 0;
    note_ = {writer_.written(), steps_, 0, model_.next_label, static_cast<uint32_t>(model_.frames.size()), true};
    write_definitions();
    writer_.chunk(ChunkKind::keyframe, out);
}

// The steps since the last chunk go to the disk, with the code units and layouts that they brought.
void Recorder::flush_chunk() {
    steps_out_.number(run_);
    run_ = 0;
    steps_out_.byte(end_of_chunk);
    note_.steps = chunk_steps_;
    notes_.push_back(note_);
    write_definitions();
    ByteWriter chunk;
    chunk.number(note_.first_step);
    chunk.number(chunk_steps_);
    chunk.append(steps_out_);
    writer_.chunk(ChunkKind::steps, chunk);
    if (indexing_) indexing_->chunk_written(options_.path);
    write_indexes(false);
    bytes_since_keyframe_ += steps_out_.size();
    steps_out_.clear();
    chunk_steps_ = 0;
    note_ = {writer_.written(), steps_, 0, model_.next_label, static_cast<uint32_t>(model_.frames.size()), false};
    uint64_t left = options_.most_steps > steps_ ? options_.most_steps - steps_ : steps_per_chunk;
    uint64_t wanted = options_.for_reading_along && notes_.size() == 1 ? first_steps : steps_per_chunk;
    chunk_limit_.store(std::min(left, wanted), std::memory_order_relaxed);
    if (options_.most_steps && steps_ >= options_.most_steps && options_.on_full && active_probe == this) {
        writing_ = false;
        write_index(0);
        options_.on_full();
    }
    size_t enough = options_.for_reading_along && last_keyframe_bytes_ < small_keyframe ? 1 : chunks_per_keyframe;
    bool many = notes_.size() >= enough;
    for (size_t i = 0; many && i < enough; i++) many = !notes_[notes_.size() - 1 - i].keyframe;
    if (many || bytes_since_keyframe_ > std::max<uint64_t>(last_keyframe_bytes_, 1 << 20)) write_keyframe();
}

// The instruction at hand was the last one of the frames that ran.
void Recorder::end_frames() {
    for (Live& live : live_) settle(live);
    live_.clear();
    look_at_exceptions(*thread_);
    drain();
    actual_.clear();
    actual_.popped = static_cast<uint32_t>(model_.frames.size());
    predicted_.clear();
    model_.apply(actual_);
    lowest_ = depth_ = 0;
    tail_ = raised_ = false;
}

void Recorder::program_ended() {
    pause();
    if (attached_) exit_step_ = steps_ - 1;
}

void Recorder::pause() {
    if (!attached_ || model_.frames.empty()) return;
    end_frames();
    prove(*thread_);
    write_record(static_cast<uint8_t>(part_frames | part_place | part_top | part_writes | part_events));
    if (options_.in_session) flush_chunk();
    // What comes until the next instruction is one step that no instruction made.
    steps_++;
    chunk_steps_++;
}

bool Recorder::finish(int exit_code, std::string* error) {
    active_probe = nullptr;
    output_listener = nullptr;
    writing_ = false;
    if (attached_) { // its output and its objects' ends come along
        end_frames();
        write_record(static_cast<uint8_t>(part_frames | part_place | part_top | part_writes | (events_.empty() ? 0 : part_events)));
        flush_chunk();
    }
    if (options_.in_session) {
        table_.label_at_birth(false);
        table_.listen(nullptr);
    } else {
        table_.stop();
    }
    write_indexes(true);
    if (!exit_step_) exit_step_ = steps_;
    bool good = write_index(exit_code);
    if (!good) *error = "the trace could not be written whole: is the disk full?";
    return good;
}

// Of the chunks that have been read again by now, or of all.
void Recorder::write_indexes(bool all) {
    for (ByteWriter index; indexing_ && indexing_->take(&index, all); index.clear()) writer_.chunk(ChunkKind::steps_index, index);
}

bool Recorder::write_index(int exit_code) {
    ByteWriter index;
    index.number(steps_);
    index.number(exit_step_); // 0: the record ends before the program
    index.signed_number(exit_code);
    index.number(notes_.size());
    for (const ChunkNote& n : notes_)
        for (uint64_t number : {n.offset, n.first_step, n.steps, uint64_t{n.first_label}, uint64_t{n.deepest}, uint64_t{n.keyframe}}) index.number(number);
    return writer_.close(index);
}

} // namespace terrarium::inspect
