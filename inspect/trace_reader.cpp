// See trace_reader.h.
#include "inspect/trace_reader.h"

#include "bytecode/opcodes.h"
#include "inspect/labels.h"
#include "memory/listener.h"

#include <algorithm>

namespace terrarium::inspect {

namespace {

constexpr uint16_t vm_frame_entry = 1, vm_frame_generator = 4, vm_frame_mapping = 64; // FrameFlags of vm/interp/frame.h
constexpr uint64_t most_at_once = 1 << 16; // values that are kept as they are while they are read
constexpr uint64_t most_slots = uint64_t{1} << 24; // of a value stack in a trace that is not damaged

int8_t generation_of(uint64_t number) { return number <= 3 ? static_cast<int8_t>(static_cast<int>(number) - 1) : int8_t{-1}; }

void read_walk(ByteReader& in, TraceObject& o, uint8_t walk) {
    o.walk = walk > static_cast<uint8_t>(Walk::frame) ? Walk::unknown : static_cast<Walk>(walk);
    if (o.walk == Walk::unknown) return;
    WalkState& w = o.make_rare().walking;
    for (int64_t* n : {&w.next, &w.stride, &w.remaining}) *n = in.signed_number();
}

} // namespace

bool TraceReader::broken(const std::string& what) {
    if (damage_.empty()) damage_ = what;
    steps_ = std::min(steps_, step_);
    ended_ = false;
    return false;
}

bool TraceReader::open(const std::string& path, std::string* error) {
    if (!file_.open(path, error)) return false;
    take_chunks();
    if (!wrong_version_.empty()) {
        *error = "'" + path + "' is a trace of version " + wrong_version_ + ", this program reads version " + std::to_string(trace_version);
        return false;
    }
    if (!chunks_.empty() && chunks_.front().keyframe == none) {
        *error = "'" + path + "' has no beginning";
        return false;
    }
    if (seek(0, error)) return true;
    *error = "'" + path + "' is damaged: " + damage_;
    return false;
}

bool TraceReader::refresh() {
    if (!damage_.empty() || !file_.refresh()) return false;
    uint64_t had = steps_;
    bool first = chunks_.empty();
    take_chunks();
    std::string ignored;
    if (first) seek(0, &ignored);
    return steps_ > had;
}

// The chunks that were found since the last time.
void TraceReader::take_chunks() {
    std::string raw;
    for (; taken_ < file_.chunks().size() && damage_.empty(); taken_++) {
        const ChunkPlace& place = file_.chunks()[taken_];
        if (place.kind == ChunkKind::steps) {
            std::string begin = file_.beginning(place, 20);
            ByteReader in(begin);
            uint64_t first = in.number(), count = in.number();
            if (!in.good() || first != steps_ || count > (uint64_t{1} << 32)) {
                damage_ = "the steps at offset " + std::to_string(place.offset) + " make no sense";
                return;
            }
            chunks_.push_back({taken_, keyframe_, first, count});
            steps_ += count;
            keyframe_ = none;
            continue;
        }
        if (place.kind == ChunkKind::steps_index) {
            indexes_.push_back(taken_);
            continue;
        }
        if (place.kind == ChunkKind::keyframe) {
            keyframe_ = taken_;
            continue;
        }
        if (!file_.read(place, &raw)) {
            damage_ = "the bytes at offset " + std::to_string(place.offset) + " do not match their checksum";
            return;
        }
        ByteReader in(raw);
        if (place.kind == ChunkKind::head) {
            if (uint64_t version = in.number(); version != trace_version) {
                wrong_version_ = std::to_string(version);
                return;
            }
            for (uint64_t n = in.count(); n > 0; n--) command_.emplace_back(in.text());
        } else if (place.kind == ChunkKind::index) {
            in.number(); // steps
            exit_step_ = std::min(in.number(), steps_);
            exit_code_ = static_cast<int>(in.signed_number());
            ended_ = in.good() && exit_step_ > 0;
        } else if (place.kind == ChunkKind::definitions) {
            if (!read_definitions(raw)) {
                damage_ = "the definitions at offset " + std::to_string(place.offset) + " make no sense";
                return;
            }
        }
    }
}

bool TraceReader::read_definitions(const std::string& raw) {
    ByteReader in(raw);
    if (in.number() != definitions_->layouts.size()) return false;
    for (uint64_t n = in.count(); n > 0; n--) {
        Layout l;
        l.type = in.text();
        uint8_t bits = in.byte();
        l.container = bits & 1;
        l.arrangement = static_cast<Arrangement>(std::min<int>(bits >> 1, 3));
        for (uint64_t k = in.count(); k > 0; k--) l.names.emplace_back(in.text());
        definitions_->layouts.push_back(std::move(l));
    }
    for (uint64_t n = in.count(); n > 0; n--) {
        CodeInfo c;
        for (std::string* s : {&c.name, &c.qualname, &c.file}) *s = in.text();
        c.object = static_cast<Label>(in.number());
        c.first_line = static_cast<int32_t>(in.signed_number());
        c.local_count = static_cast<uint32_t>(in.number());
        c.argument_count = static_cast<uint32_t>(in.number());
        int64_t line = c.first_line;
        for (uint64_t k = in.count(); k > 0; k--) {
            uint32_t word = static_cast<uint32_t>(in.number());
            line += in.signed_number();
            if ((word & 0xff) >= base_opcode_count) return false;
            c.instructions.push_back({word, static_cast<int32_t>(line)});
        }
        for (std::vector<std::string>* list : {&c.local_names, &c.meanings})
            for (uint64_t k = in.count(); k > 0; k--) list->emplace_back(in.text());
        if (in.byte()) definitions_->sources[c.file] = in.text();
        if (c.local_count > most_slots || c.local_names.size() < c.local_count) return false;
        definitions_->codes.push_back(std::move(c));
    }
    return in.good();
}

bool TraceReader::load_keyframe(size_t place) {
    std::string raw;
    const ChunkPlace& where = file_.chunks()[place];
    if (!file_.read(where, &raw)) return broken("the bytes at offset " + std::to_string(where.offset) + " do not match their checksum");
    ByteReader in(raw);
    step_ = in.number();
    Label next_label = model_.next_label = static_cast<Label>(in.number());
    last_birth_ = in.number();
    last_death_ = static_cast<Label>(in.number());
    model_.forget_sites();
    model_.frames.clear();
    model_.stack.clear();
    model_.objects.clear();
    model_.before.clear();
    for (uint64_t n = in.count(); n > 0; n--) {
        TraceFrame f;
        f.code = static_cast<uint32_t>(in.number());
        f.base = static_cast<uint32_t>(in.number());
        f.locals = static_cast<uint32_t>(in.number());
        f.sp = static_cast<uint32_t>(in.number());
        f.flags = static_cast<uint16_t>(in.number());
        f.elided = in.number();
        f.at = static_cast<int32_t>(in.signed_number());
        f.mapping = get_val(in, next_label);
        if (f.code >= definitions_->codes.size() || f.sp > most_slots) in.spoil();
        model_.frames.push_back(f);
    }
    for (uint64_t n = in.count(); n > 0; n--) model_.stack.push_back(get_val(in, next_label));
    model_.raised = get_val(in, next_label);
    model_.handled = get_val(in, next_label);
    model_.output = in.text();
    for (ObjectTable* table : {&model_.objects, &model_.before}) {
        Label label = 0;
        for (uint64_t n = in.count(); n > 0; n--) {
            label += static_cast<Label>(in.number());
            if (label > next_label + (1u << 20)) in.spoil();
            if (!in.good()) break;
            TraceObject& o = table->make(label);
            o.described = in.byte() != 0;
            o.address = in.number();
            o.born = in.number();
            uint64_t bits = in.number();
            o.flags = static_cast<uint8_t>(bits >> 3);
            o.generation = generation_of(bits & 7);
            if (!o.described) continue;
            get_callee(in, o);
            read_walk(in, o, in.byte());
            o.layout = static_cast<uint32_t>(in.number());
            o.bytes = static_cast<uint32_t>(in.number());
            o.extra_bytes = static_cast<uint32_t>(in.number());
            o.held_by_vm = static_cast<uint32_t>(in.number());
            std::string_view text = in.text();
            if (for_views_) o.set_text(text);
            for (uint64_t k = in.count(); k > 0; k--) o.slots.push_back(get_val(in, next_label));
            if (o.layout < definitions_->layouts.size()) continue;
            o.described = false;
            in.spoil();
        }
    }
    model_.constants.clear();
    for (uint64_t n = in.count(); n > 0; n--) {
        std::vector<Val>& values = model_.constants.emplace_back();
        for (uint64_t k = in.count(); k > 0; k--) values.push_back(get_val(in, next_label));
    }
    model_.forget_units();
    for (uint64_t* n : {&stack_address_, &frames_address_, &frame_bytes_}) *n = in.number();
    numbers_ = {};
    bool good = count_now(in, step_);
    elided_ = numbers_.tail_calls_elided;
    collected_ = static_cast<int>(in.number()) - 1;
    for (int g = 0; g < 3; g++) {
        CollectionState& c = last_of_[g];
        c.generation = in.byte() ? g : -1;
        for (uint64_t* n : {&c.step, &c.candidates, &c.subtracted, &c.reachable, &c.unreachable, &c.promoted, &c.freed}) *n = in.number();
    }
    if (!good || !in.good() || collected_ > 2) return broken("the keyframe at offset " + std::to_string(where.offset) + " makes no sense");
    model_.recount();
    heap_bytes_ = 0;
    model_.objects.for_each([&](Label, const TraceObject& o) { heap_bytes_ += o.bytes + o.extra_bytes; });
    events_.clear();
    return true;
}

bool TraceReader::enter_chunk(size_t number) {
    const ChunkPlace& where = file_.chunks()[chunks_[number].place];
    if (!file_.read(where, &raw_)) return broken("the bytes at offset " + std::to_string(where.offset) + " do not match their checksum");
    in_ = ByteReader(raw_);
    in_.number();
    in_.number(); // first step and steps are known
    run_ = in_.number();
    at_chunk_end_ = false;
    chunk_ = number;
    return true;
}

bool TraceReader::advance(uint64_t to) {
    if (chunk_ == none) return false;
    events_.clear();
    has_proof_ = has_part_ = has_chain_ = counted_ = told_ = ran_ = false;
    model_.newborn = 0;
    uint8_t parts = 0;
    for (;;) {
        if (run_ > chunk_end(chunk_) - std::min(step_, chunk_end(chunk_))) return broken("step " + std::to_string(step_) + " makes no sense");
        if (run_ > 0) {
            uint64_t before = step_;
            ran_ = true;
            bool good = perform(std::min(run_, to > step_ ? to - step_ : 1), true);
            run_ -= step_ - before;
            return good || broken("step " + std::to_string(step_) + " makes no sense");
        }
        if (!at_chunk_end_) {
            parts = in_.byte();
            if (!in_.good()) return broken("step " + std::to_string(step_) + " makes no sense");
            if (!(parts & end_of_chunk)) break;
            at_chunk_end_ = true;
            if (step_ != chunk_end(chunk_)) return broken("the steps after " + std::to_string(step_) + " are missing");
        }
        if (chunk_ + 1 >= chunks_.size()) return false;
        size_t following = chunk_ + 1;
        // A keyframe is where both sides forgot what they had learnt; the state itself is known.
        if (chunks_[following].keyframe != none) {
            if (for_views_ && !load_keyframe(chunks_[following].keyframe)) return false;
            model_.forget_sites();
        }
        if (!enter_chunk(following)) return false;
    }
    if (!read_record(parts)) return broken("step " + std::to_string(step_) + " makes no sense");
    deepest_ = std::max<uint64_t>(deepest_, model_.frames.size());
    if (told_) {
        elided_ += scratch_.tail;
        step_++;
    }
    run_ = in_.number();
    return true;
}

// An object does not get one that there is not, which a view would look for.
bool TraceReader::read_layout(TraceObject* o) {
    uint64_t layout = in_.number();
    if (layout >= definitions_->layouts.size()) return false;
    o->layout = static_cast<uint32_t>(layout);
    return true;
}

// What the model comes to by itself. `alone`: nothing else happens.
bool TraceReader::perform(uint64_t most, bool alone) {
    TraceModel::Run run = model_.run(most, alone, step_);
    heap_bytes_ += std::exchange(model_.made_bytes_of_run, 0);
    heap_bytes_ -= std::exchange(model_.gone_bytes_of_run, 0);
    if (run.born) events_.born.push_back(run.born);
    for (Label label : run.died)
        if (label) events_.died.push_back(label);
    step_ += run.steps;
    deepest_ = std::max<uint64_t>(deepest_, run.deepest);
    if (run.changed) events_.changed.push_back(run.changed);
    return run.good;
}

bool TraceReader::read_frame(TraceFrame* f) {
    *f = TraceFrame{};
    f->code = static_cast<uint32_t>(in_.number());
    f->base = static_cast<uint32_t>(in_.number());
    f->locals = f->base + static_cast<uint32_t>(in_.number());
    f->flags = static_cast<uint16_t>(in_.number());
    if (f->flags & vm_frame_mapping) f->mapping = get_val(in_, model_.next_label);
    return f->code < definitions_->codes.size() && f->locals <= most_slots;
}

bool TraceReader::read_record(uint8_t parts) {
    bool performs = !(parts & ~part_events);
    if ((parts & part_events) && !read_events(&performs)) return false;
    if (!(parts & ~part_events)) return !performs || perform(1, false);
    told_ = true;
    TraceStep& step = scratch_;
    model_.begin_step(&step);
    if (parts & part_frames) {
        step.clear();
        uint64_t n = in_.number();
        step.popped = static_cast<uint32_t>(n >> 3);
        step.again = n & 4;
        step.pushed = n & 2;
        step.tail = n & 1;
        if (step.popped > model_.frames.size()) return false;
        if (step.pushed) {
            uint64_t between = in_.count();
            if (!read_frame(&step.frame)) return false;
            for (; between > 0; between--) {
                TraceFrame& f = step.between.emplace_back();
                if (!read_frame(&f)) return false;
                f.at = static_cast<int32_t>(in_.number());
                f.sp = static_cast<uint32_t>(in_.number());
                if (f.sp > most_slots) return false;
            }
        }
    }
    if (parts & part_place) {
        step.at = static_cast<int32_t>(step.at + in_.signed_number());
        if (!(parts & part_frames) && !model_.frames.empty()) step.sp = model_.sp_after(step.at);
    }
    if (parts & part_top) step.sp = static_cast<uint32_t>(std::min<uint64_t>(in_.number(), most_slots + 1));
    if (parts & part_writes) {
        step.writes.clear();
        int64_t slot = step.sp;
        for (uint64_t n = in_.count(); n > 0; n--) {
            slot += in_.signed_number();
            if (slot < 0 || static_cast<uint64_t>(slot) > most_slots) return false;
            step.writes.push_back({static_cast<uint32_t>(slot), get_val(in_, model_.next_label)});
        }
    }
    if (parts & part_results && !read_results(step)) return false;
    if (step.sp > most_slots || !in_.good()) return false;
    model_.apply(step);
    return true;
}

// What the instruction leaves on top, as many values as the table says; its place learns from it.
bool TraceReader::read_results(TraceStep& step) {
    if (model_.frames.empty()) return false;
    const TraceFrame& f = model_.frames.back();
    const Instruction* instruction = instruction_at(*definitions_, f.code, f.at);
    if (!instruction) return false;
    bool jumps = step.at != f.at + 1;
    uint32_t fresh = static_cast<uint32_t>(fresh_results(instruction->word, jumps));
    if (fresh == 0 || fresh > step.sp) return false;
    step.writes.clear();
    for (uint32_t i = step.sp - fresh; i < step.sp; i++) step.writes.push_back({i, get_val(in_, model_.next_label)});
    Opcode op = word_op(instruction->word);
    if (jumps || runs_silently(op)) return true;
    TraceModel::Site& site = model_.site(f.code, f.at);
    site.note(step.writes[0].second);
    if (op == Opcode::LOAD_METHOD && fresh == 2) site.kind = step.writes[1].second.is_null();
    return true;
}

void TraceReader::resize(Label label, TraceObject& o, uint32_t bytes, uint32_t extra_bytes) {
    if (label < first_before_label) heap_bytes_ += static_cast<uint64_t>(bytes) + extra_bytes - o.bytes - o.extra_bytes;
    o.bytes = bytes;
    o.extra_bytes = extra_bytes;
}

bool TraceReader::count_now(ByteReader& in, uint64_t step) {
    numbers_at_ = step;
    counted_ = true;
    deepest_ = 0;
    return read_numbers(in, &numbers_);
}

// A count and as many values.
SlotArray TraceReader::read_slots() {
    uint64_t n = in_.count();
    SlotArray out;
    if (n > most_at_once) { // a value of these takes less than one of slots_read_
        for (; n > 0; n--) out.push_back(get_val(in_, model_.next_label));
        return out;
    }
    slots_read_.clear();
    for (; n > 0; n--) slots_read_.push_back(get_val(in_, model_.next_label));
    out.assign(slots_read_.data(), slots_read_.size());
    return out;
}

bool TraceReader::read_binding() {
    uint32_t code = static_cast<uint32_t>(in_.number()), at = static_cast<uint32_t>(in_.number());
    if (code >= definitions_->codes.size() || at >= definitions_->codes[code].instructions.size()) return false;
    TraceModel::Binding b{static_cast<uint32_t>(in_.number()), static_cast<uint32_t>(in_.number()), {}};
    for (uint64_t n = in_.count(); n > 0; n--) b.sources.push_back(static_cast<uint32_t>(in_.number()));
    model_.bind(model_.site(code, static_cast<int32_t>(at)), std::move(b));
    return in_.good();
}

// *performs: the model performs the step; false afterwards: it has, as what was found late is changed after it.
bool TraceReader::read_events(bool* performs) {
    auto known = [&](TraceObject** o) {
        Val v = get_val(in_, model_.next_label);
        if (!v.is_object()) return Label{0};
        *o = model_.object(v.label());
        return *o || v.label() >= first_before_label || v.label() < model_.next_label ? v.label() : Label{0}; // a session's record begins in its midst
    };
    while (in_.good()) {
        TraceObject* o = nullptr;
        switch (in_.byte()) {
            case event_end: return in_.good();
            case event_birth: {
                int64_t n = in_.signed_number();
                bool container = n & 1;
                last_birth_ += static_cast<uint64_t>((n - container) / 2);
                Label label = model_.newborn = model_.next_label++;
                TraceObject& born = model_.make_object(label);
                born = TraceObject{};
                born.address = last_birth_ * 8;
                born.born = step_ + 1;
                born.flags = object_opaque;
                born.generation = container ? 0 : -1;
                events_.born.push_back(label);
                break;
            }
            case event_death: {
                last_death_ = static_cast<Label>(last_death_ + in_.signed_number());
                if (TraceObject* dead = model_.object(last_death_)) resize(last_death_, *dead, 0, 0);
                model_.erase_object(last_death_);
                events_.died.push_back(last_death_);
                break;
            }
            case event_describe: {
                Label label = known(&o);
                if (label == 0) return false;
                if (!o) o = &model_.make_object(label);
                if (!read_layout(o)) return false;
                o->described = true;
                o->address ^= in_.number();
                uint32_t bytes = static_cast<uint32_t>(in_.number());
                resize(label, *o, bytes, static_cast<uint32_t>(in_.number()));
                uint64_t bits = in_.number();
                o->flags = static_cast<uint8_t>(bits >> 3);
                o->generation = generation_of(bits & 7);
                std::string_view text = in_.text();
                if (for_views_) o->set_text(text);
                SlotArray slots = read_slots();
                model_.set_slots(*o, std::move(slots));
                break;
            }
            case event_changes: {
                Label label = known(&o);
                if (!o) return false;
                uint64_t index = 0;
                for (uint64_t n = in_.count(); n > 0; n--) {
                    index += in_.number();
                    Val v = get_val(in_, model_.next_label);
                    if (index >= o->slots.size()) return false;
                    model_.set_slot(*o, index, v);
                }
                events_.changed.push_back(label);
                break;
            }
            case event_append: {
                Label label = known(&o);
                if (!o) return false;
                resize(label, *o, o->bytes, static_cast<uint32_t>(in_.number()));
                for (uint64_t n = in_.count(); n > 0; n--) model_.add_slot(*o, get_val(in_, model_.next_label));
                events_.changed.push_back(label);
                break;
            }
            case event_cut: {
                Label label = known(&o);
                if (!o) return false;
                resize(label, *o, o->bytes, static_cast<uint32_t>(in_.number()));
                uint64_t left = in_.number();
                if (left > o->slots.size()) return false;
                model_.cut_slots(*o, left);
                events_.changed.push_back(label);
                break;
            }
            case event_splice: {
                Label label = known(&o);
                if (!o || !read_layout(o)) return false;
                resize(label, *o, o->bytes, static_cast<uint32_t>(in_.number()));
                uint64_t start = in_.number(), removed = in_.number();
                if (start > o->slots.size() || removed > o->slots.size() - start) return false;
                model_.splice_slots(*o, start, removed, read_slots());
                events_.changed.push_back(label);
                break;
            }
            case event_output:
                in_.number(); // which of the two
                {
                    std::string_view text = in_.text();
                    events_.output += text;
                    model_.add_output(text);
                }
                break;
            case event_collection: {
                auto phase = static_cast<CollectionPhase>(in_.byte());
                collected_ = std::min<int>(in_.byte(), 2);
                events_.collected = true;
                CollectionState& c = last_of_[collected_];
                c.generation = collected_;
                if (phase != CollectionPhase::stop) break;
                c.step = step_ + 1;
                for (uint64_t* n : {&c.candidates, &c.subtracted, &c.reachable, &c.unreachable, &c.promoted, &c.freed}) *n = in_.number();
                break;
            }
            case event_generations: {
                Label label = 0;
                for (uint64_t n = in_.count(); n > 0; n--) {
                    label += static_cast<Label>(in_.number());
                    int8_t generation = generation_of(in_.number());
                    if (TraceObject* moved = model_.object(label)) moved->generation = generation;
                }
                break;
            }
            case event_roots:
                model_.set_root(model_.raised, get_val(in_, model_.next_label));
                model_.set_root(model_.handled, get_val(in_, model_.next_label));
                break;
            case event_part: {
                part_.from = static_cast<Label>(in_.number());
                part_.end = static_cast<Label>(part_.from + in_.number());
                part_.place = in_.fixed();
                proof_hash_.stack = in_.fixed();
                proof_hash_.objects = in_.fixed();
                proof_hash_.counts = 0;
                proof_objects_ = in_.number();
                has_part_ = true;
                break;
            }
            case event_proof:
                for (uint64_t* part : {&proof_hash_.stack, &proof_hash_.objects, &proof_hash_.counts}) *part = in_.fixed();
                proof_objects_ = in_.number();
                has_proof_ = true;
                break;
            case event_held: {
                Label label = 0;
                for (uint64_t n = in_.count(); n > 0; n--) {
                    label += static_cast<Label>(in_.number());
                    uint32_t held = static_cast<uint32_t>(in_.number());
                    TraceObject* object = model_.object(label);
                    if (!object) continue;
                    object->held_by_vm = held;
                    if (label < first_before_label) model_.note_count(object, label);
                }
                break;
            }
            case event_constants: {
                uint64_t code = in_.number();
                if (code >= definitions_->codes.size()) return false;
                if (model_.constants.size() <= code) model_.constants.resize(code + 1);
                std::vector<Val>& values = model_.constants[code];
                values.clear();
                model_.forget_units();
                for (uint64_t n = in_.count(); n > 0; n--) values.push_back(get_val(in_, model_.next_label));
                break;
            }
            case event_callee:
                if (known(&o) == 0 || !o) return false;
                get_callee(in_, *o);
                break;
            case event_operator: {
                Val cls = get_val(in_, model_.next_label);
                Opcode op = static_cast<Opcode>(in_.byte());
                model_.operator_of(cls, op) = {cls, get_val(in_, model_.next_label), op};
                break;
            }
            case event_binding:
                if (!read_binding()) return false;
                break;
            case event_walk:
                if (known(&o) == 0 || !o) return false;
                read_walk(in_, *o, in_.byte());
                break;
            case event_extra: {
                Label label = known(&o);
                if (!o) return false;
                resize(label, *o, o->bytes, static_cast<uint32_t>(in_.number()));
                break;
            }
            case event_chain:
                chain_.steps = in_.number();
                chain_.ago = in_.number();
                chain_.more = in_.byte() != 0;
                chain_.hash = in_.fixed();
                has_chain_ = true;
                break;
            case event_late:
                events_.late = true;
                if (std::exchange(*performs, false) && !perform(1, false)) return false;
                break;
            case event_raise: events_.raised = true; break;
            case event_uncaught: events_.uncaught = in_.text(); break;
            case event_numbers:
                if (in_.byte()) numbers_ = {};
                if (!count_now(in_, step_ + 1)) return false;
                break;
            default: return false;
        }
    }
    return false;
}

size_t TraceReader::chunk_of_step(uint64_t step) const {
    auto after = std::partition_point(chunks_.begin(), chunks_.end(), [&](const Chunk& c) { return c.first_step + c.steps < step; });
    return static_cast<size_t>(after - chunks_.begin());
}

bool TraceReader::seek(uint64_t step, std::string* error) {
    if (step > steps_) step = steps_;
    if (chunks_.empty()) return step == 0;
    // The chunk whose records lead to the step.
    auto after = std::partition_point(chunks_.begin(), chunks_.end(), [&](const Chunk& c) { return c.first_step < step; });
    size_t first = after == chunks_.begin() ? 0 : static_cast<size_t>(after - chunks_.begin()) - 1;
    while (chunks_[first].keyframe == none) first--;
    bool onward = chunk_ != none && step >= step_ && step_ >= chunks_[first].first_step;
    if (!onward) {
        if (!load_keyframe(chunks_[first].keyframe) || !enter_chunk(first)) {
            *error = damage_;
            return false;
        }
    }
    while (step_ < step) {
        if (advance(step)) continue;
        *error = damage();
        return false;
    }
    return true;
}

StateHash TraceReader::state_hash(const Part* part, uint64_t* objects) const {
    StateHash hash;
    uint64_t looked_at = 0;
    uint32_t sp = model_.sp();
    for (uint32_t i = 0; i < sp && i < model_.stack.size(); i++) hash.stack += hash_slot(i, model_.stack[i]);
    for (size_t i = 0; i < model_.frames.size(); i++) hash.stack += hash_frame(static_cast<uint32_t>(i), model_.frames[i]);
    model_.objects.for_each_from(part ? part->from : 0, [&](Label label, const TraceObject& o) {
        if (part && label >= part->end) return false;
        if (!o.described) return true;
        hash.objects += hash_object(label, o.address, o.slots, part ? SlotRange::part(o.slots, part->place) : SlotRange::all(o.slots));
        hash.counts += hash_count(label, o.flags & object_immortal ? 0 : o.listed + o.held_by_vm);
        looked_at++;
        return true;
    });
    if (objects) *objects = looked_at;
    return hash;
}

Snapshot TraceReader::snapshot() const {
    Snapshot s;
    s.step = step_;
    s.definitions = definitions_;
    uint32_t sp = model_.sp();
    s.stack.assign(model_.stack.begin(), model_.stack.begin() + std::min<size_t>(sp, model_.stack.size()));
    for (size_t i = 0; i < model_.frames.size(); i++) {
        const TraceFrame& f = model_.frames[i];
        FrameState out;
        out.code = f.code;
        out.base = f.base;
        out.locals = f.locals;
        out.operands = f.locals + definitions_->codes[f.code].local_count;
        out.top = i + 1 < model_.frames.size() ? model_.frames[i + 1].base : sp;
        out.at = f.at;
        out.elided = f.elided;
        out.mapping = f.mapping;
        if (f.flags & vm_frame_entry) out.flags |= frame_from_native;
        if (f.flags & vm_frame_generator) out.flags |= frame_of_generator;
        if (f.flags & vm_frame_mapping) out.flags |= frame_of_module;
        if (f.elided) out.flags |= frame_has_elided;
        s.frames.push_back(out);
    }
    auto add = [&](Label label, const TraceObject& o) {
        bool gaps = o.described && has_gaps(definitions_->layouts[o.layout]);
        ObjectState out;
        out.address = o.address;
        out.bytes = o.bytes;
        out.extra_bytes = o.extra_bytes;
        uint32_t held = o.held_by_vm;
        if (o.described && !(o.flags & (object_before | object_immortal)) && o.listed + held == 0) held = 1; // it lives: the next proof tells who holds it
        out.count = o.flags & object_before ? 0 : o.listed + held;
        out.layout = o.described ? o.layout : UINT32_MAX;
        out.generation = o.generation;
        out.flags = o.flags;
        out.born = o.born;
        out.slots.reserve(o.slots.size());
        o.slots.each([&](Val v) {
            if (!gaps || !v.is_null()) out.slots.push_back(v);
        });
        out.text = o.text();
        if (held) s.held_by_vm.emplace_hint(s.held_by_vm.end(), label, held); // labels come in order
        s.objects.emplace_hint(s.objects.end(), label, std::move(out));
    };
    model_.objects.for_each([&](Label label, const TraceObject& o) { add(label, o); });
    model_.before.for_each([&](Label label, const TraceObject& o) { add(label + first_before_label, o); });
    s.raised = model_.raised;
    s.handled = model_.handled;
    s.stack_address = stack_address_;
    s.frames_address = frames_address_;
    s.frame_bytes = static_cast<uint32_t>(frame_bytes_);
    put_numbers(numbers_, &s);
    s.counted_at = numbers_at_;
    s.tail_calls_elided = elided_;
    s.peak_depth = std::max(s.peak_depth, deepest_);
    std::copy(std::begin(last_of_), std::end(last_of_), s.last_of);
    if (collected_ >= 0) s.last_collection = last_of_[collected_];
    s.output = model_.output;
    s.depth = model_.frames.size();
    return s;
}

} // namespace terrarium::inspect
