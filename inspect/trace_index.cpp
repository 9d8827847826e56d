// See trace_index.h.
#include "inspect/trace_index.h"

#include "inspect/labels.h"

#include <algorithm>

namespace terrarium::inspect {

namespace {

constexpr uint64_t most_running = uint64_t{1} << 24;

} // namespace

// ---- in the file

void ChunkIndex::write(ByteWriter& out) const {
    out.number(first_label);
    out.number(last_label - first_label);
    out.number(lines.size());
    Line last_line;
    for (const Line& l : lines) {
        out.signed_number(int64_t{l.file} - last_line.file);
        out.signed_number(int64_t{l.line} - last_line.line);
        out.number(l.arrivals);
        last_line = l;
    }
    out.number(objects.size());
    Label last_label = 0;
    for (const Changed& c : objects) {
        out.number(c.label - last_label);
        out.number(uint64_t{c.steps} << 1 | c.gone);
        last_label = c.label;
    }
    out.number(nodes.size());
    for (const Node& n : nodes)
        for (uint32_t number : {n.parent, n.code}) out.number(number);
    out.number(gains.size());
    uint32_t last_node = 0;
    for (const Gain& g : gains) {
        out.number(g.node - last_node);
        last_node = g.node;
        for (uint64_t number : {g.calls, g.recursive, g.tail, g.resumed, g.self, g.levels}) out.number(number);
    }
    out.number(kept);
    out.number(running.size());
    for (uint32_t node : running) out.number(node);
}

bool ChunkIndex::read(ByteReader& in) {
    *this = {};
    first_label = static_cast<Label>(in.number());
    last_label = static_cast<Label>(first_label + in.number());
    Line line;
    for (uint64_t n = in.count(); n > 0; n--) {
        line.file = static_cast<uint32_t>(line.file + in.signed_number());
        line.line = static_cast<int32_t>(line.line + in.signed_number());
        line.arrivals = in.number();
        lines.push_back(line);
    }
    Changed changed;
    for (uint64_t n = in.count(); n > 0; n--) {
        changed.label += static_cast<Label>(in.number());
        uint64_t bits = in.number();
        changed.steps = static_cast<uint32_t>(bits >> 1);
        changed.gone = bits & 1;
        objects.push_back(changed);
    }
    for (uint64_t n = in.count(); n > 0; n--) {
        Node node;
        node.parent = static_cast<uint32_t>(in.number());
        node.code = static_cast<uint32_t>(in.number());
        nodes.push_back(node);
    }
    Gain gain;
    for (uint64_t n = in.count(); n > 0; n--) {
        gain.node += static_cast<uint32_t>(in.number());
        for (uint64_t* number : {&gain.calls, &gain.recursive, &gain.tail, &gain.resumed, &gain.self, &gain.levels}) *number = in.number();
        gains.push_back(gain);
    }
    kept = in.number();
    for (uint64_t n = in.count(); n > 0; n--) running.push_back(static_cast<uint32_t>(in.number()));
    return in.good() && in.at_end() && kept < most_running;
}

const ChunkIndex::Changed* ChunkIndex::changed(Label label) const {
    auto found = std::partition_point(objects.begin(), objects.end(), [&](const Changed& c) { return c.label < label; });
    return found != objects.end() && found->label == label ? &*found : nullptr;
}

// ---- made by replaying

int32_t LineWalk::arrives(const TraceModel& model) {
    if (model.frames.empty()) return 0;
    const TraceFrame& f = model.frames.back();
    const Instruction* i = instruction_at(model.definitions(), f.code, f.at);
    if (!i) return 0;
    int32_t before = f.at > 0 ? i[-1].line : -1;
    return arrivals_.arrives({model.frames.size(), f.code, static_cast<uint32_t>(f.at), i->line, before});
}

Indexer::Indexer(TraceReader& reader, CallPaths paths) : reader_(reader), paths_(std::move(paths)) {
    const TraceModel& model = reader_.model();
    std::string error;
    if (reader_.step() > 0) { // the line it comes from
        uint64_t at = reader_.step();
        if (reader_.seek(at - 1, &error)) (void)walk_.arrives(reader_.model());
        (void)reader_.seek(at, &error);
    }
    model.note_counts(); // what has changed since a keyframe is no news
    reader_.log_changes(&log_);
    first_label_ = model.next_label;
    for (size_t i = paths_.depth(); i < model.frames.size(); i++) { // what runs when the record begins
        (void)paths_.enter(i, {model.frames[i].code + 1, 0}, CallPaths::How::call);
    }
    // Those nodes are news, what was counted before is not.
    tree_before_ = paths_.tree.nodes;
    if (reader_.step() == 0) tree_before_.resize(1);
    for (size_t i = 0; i < paths_.depth() && reader_.step() > 0; i++) running_before_.push_back(paths_.running(i));
    stand();
}

// The places of a code unit's instructions in the list of lines.
std::vector<Indexer::Spot> Indexer::spots_of(uint32_t code) {
    const Definitions& d = reader_.model().definitions();
    const CodeInfo& info = d.codes[code];
    std::vector<Spot> spots;
    uint32_t file = 0;
    while (d.codes[file].file != info.file) file++;
    for (size_t i = 0; i <= info.instructions.size(); i++) {
        Spot& spot = spots.emplace_back();
        if (i < info.instructions.size()) spot.line = info.instructions[i].line;
        if (i > 0) spot.line_before = info.instructions[i - 1].line;
        ChunkIndex::Line line{file, line_at(info, static_cast<int32_t>(i)), 0};
        auto same = [&](const Entry& e) { return e.line.file == line.file && e.line.line == line.line; };
        auto found = std::find_if(entries_.rbegin(), entries_.rend(), same);
        spot.entry = static_cast<uint32_t>(found == entries_.rend() ? entries_.size() : static_cast<size_t>(entries_.rend() - found - 1));
        if (found == entries_.rend()) entries_.push_back({line, false});
    }
    return spots;
}

// What is about to run; it counts when it has.
void Indexer::stand() {
    const std::vector<TraceFrame>& frames = reader_.model().frames;
    stands_ = !frames.empty();
    arrived_ = false;
    if (!stands_) return;
    const TraceFrame& f = frames.back();
    if (f.code >= spots_.size()) spots_.resize(f.code + 1);
    std::vector<Spot>& spots = spots_[f.code];
    if (spots.empty()) spots = spots_of(f.code);
    uint32_t at = static_cast<uint32_t>(f.at), past = static_cast<uint32_t>(spots.size() - 1);
    const Spot& spot = spots[std::min(at, past)];
    entry_ = spot.entry;
    if (at < past) arrived_ = walk_.arrives({frames.size(), f.code, at, spot.line, spot.line_before}) != 0;
}

void Indexer::follow_frames() {
    const TraceStep& step = reader_.last_step();
    size_t depth = reader_.model().frames.size();
    if (!step.pushed) {
        if (step.popped) paths_.leave(depth);
        return;
    }
    constexpr uint16_t generator = 4; // FrameFlags of vm/interp/frame.h
    size_t at = depth - 1 - step.between.size();
    for (const TraceFrame& f : step.between)
        (void)paths_.enter(at++, {f.code + 1, 0}, f.flags & generator ? CallPaths::How::resume : CallPaths::How::call);
    CallPaths::How how = step.tail ? CallPaths::How::tail_call : step.frame.flags & generator ? CallPaths::How::resume : CallPaths::How::call;
    (void)paths_.enter(depth - 1, {step.frame.code + 1, 0}, how);
}

void Indexer::follow_objects() {
    const StepEvents& events = reader_.events();
    const TraceModel& model = reader_.model();
    if (events.born.empty() && events.changed.empty() && log_.gone.empty() && log_.counted.size() == 1) { // as a rule
        TraceObject* o = model.objects.find(log_.counted[0]);
        if (uint32_t now = o ? o->listed + o->held_by_vm : 0; o && now != o->counted) {
            o->counted = now;
            if (o->changes++ == 0) touched_.push_back(log_.counted[0]);
        }
        log_.clear();
        return;
    }
    for (Label label : log_.counted) {
        const TraceObject* o = model.objects.find(label);
        if (o && o->listed + o->held_by_vm != o->counted) of_step_.push_back(label);
    }
    for (Label label : events.born) of_step_.push_back(label);
    for (Label label : events.changed)
        if (label < first_before_label) of_step_.push_back(label);
    if (of_step_.size() > 1) {
        std::sort(of_step_.begin(), of_step_.end());
        of_step_.erase(std::unique(of_step_.begin(), of_step_.end()), of_step_.end());
    }
    for (Label label : of_step_) {
        TraceObject* o = model.objects.find(label);
        if (!o) continue;
        o->counted = o->listed + o->held_by_vm;
        if (o->changes++ == 0) touched_.push_back(label);
    }
    for (auto [label, changes] : log_.gone)
        if (label < first_label_) gone_.push_back({label, changes + 1, true});
    of_step_.clear();
    log_.clear();
}

void Indexer::step() {
    if (stands_) {
        Entry& e = entries_[entry_];
        if (!e.seen) seen_.push_back(entry_);
        e.seen = true;
        e.line.arrivals += arrived_;
        paths_.ran(paths_.depth() - 1);
    }
    follow_frames();
    if (!log_.empty() || !reader_.events().born.empty() || !reader_.events().changed.empty()) follow_objects();
    stand();
}

ChunkIndex Indexer::take() {
    ChunkIndex out;
    out.first_label = first_label_;
    out.last_label = first_label_ = reader_.model().next_label;
    for (uint32_t entry : seen_) {
        out.lines.push_back(entries_[entry].line);
        entries_[entry].line.arrivals = 0;
        entries_[entry].seen = false;
    }
    seen_.clear();
    std::sort(out.lines.begin(), out.lines.end(), [](const auto& a, const auto& b) { return a.file != b.file ? a.file < b.file : a.line < b.line; });
    for (Label label : touched_) {
        TraceObject* o = reader_.model().objects.find(label);
        if (o && o->changes) out.objects.push_back({label, std::exchange(o->changes, 0), false});
    }
    touched_.clear();
    out.objects.insert(out.objects.end(), gone_.begin(), gone_.end());
    gone_.clear();
    std::sort(out.objects.begin(), out.objects.end(), [](const auto& a, const auto& b) { return a.label < b.label; });
    const std::vector<CallTree::Node>& nodes = paths_.tree.nodes;
    for (size_t i = tree_before_.size(); i < nodes.size(); i++) out.nodes.push_back({nodes[i].parent, static_cast<uint32_t>(paths_.code_of(static_cast<uint32_t>(i)).first - 1)});
    tree_before_.resize(nodes.size());
    for (size_t i = 0; i < nodes.size(); i++) {
        const CallTree::Node &now = nodes[i], &was = tree_before_[i];
        ChunkIndex::Gain g{static_cast<uint32_t>(i), now.calls - was.calls, now.recursive - was.recursive, now.tail - was.tail, now.resumed - was.resumed, now.self - was.self, now.levels - was.levels};
        if (g.calls || g.recursive || g.tail || g.resumed || g.self || g.levels) out.gains.push_back(g);
    }
    tree_before_ = nodes;
    std::vector<uint32_t> running;
    for (size_t i = 0; i < paths_.depth(); i++) running.push_back(paths_.running(i));
    while (out.kept < running.size() && out.kept < running_before_.size() && running[out.kept] == running_before_[out.kept]) out.kept++;
    out.running.assign(running.begin() + static_cast<std::ptrdiff_t>(out.kept), running.end());
    running_before_ = std::move(running);
    return out;
}

// ---- of a whole trace

bool TraceIndex::open(TraceReader& reader, std::string* error) {
    std::string raw;
    for (size_t i = chunks_.size(); i < reader.chunk_count(); i++) {
        ChunkIndex index;
        if (!reader.read_index(i, &raw)) break;
        ByteReader in(raw);
        if (!index.read(in)) break; // it can be made again
        chunks_.push_back(std::move(index));
    }
    if (chunks_.size() == reader.chunk_count()) return true;
    if (!reader.seek(reader.chunk_begin(chunks_.size()), error)) return false;
    Indexer indexer(reader, paths_before(chunks_.size()));
    while (reader.next()) {
        indexer.step();
        if (reader.step() == reader.chunk_end(chunks_.size())) chunks_.push_back(indexer.take());
    }
    return true; // as far as it is whole
}

CallPaths TraceIndex::paths_before(size_t chunk) const {
    CallPaths paths;
    std::vector<uint32_t> running;
    for (size_t i = 0; i < chunk && i < chunks_.size(); i++) {
        const ChunkIndex& c = chunks_[i];
        for (const ChunkIndex::Node& n : c.nodes)
            if (n.parent < paths.tree.nodes.size()) paths.add_node(n.parent, {n.code + 1, 0});
        for (const ChunkIndex::Gain& g : c.gains) {
            if (g.node >= paths.tree.nodes.size()) continue;
            CallTree::Node& n = paths.tree.nodes[g.node];
            n.calls += g.calls;
            n.recursive += g.recursive;
            n.tail += g.tail;
            n.resumed += g.resumed;
            n.self += g.self;
            n.levels += g.levels;
        }
        running.resize(std::min<size_t>(c.kept, running.size()));
        running.insert(running.end(), c.running.begin(), c.running.end());
    }
    for (uint32_t node : running)
        if (node < paths.tree.nodes.size()) paths.push_running(node);
    return paths;
}

size_t TraceIndex::chunk_of_birth(Label label) const {
    auto after = std::partition_point(chunks_.begin(), chunks_.end(), [&](const ChunkIndex& c) { return c.first_label <= label; });
    return after == chunks_.begin() ? 0 : static_cast<size_t>(after - chunks_.begin()) - 1;
}


} // namespace terrarium::inspect
