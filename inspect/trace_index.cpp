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

void ChunkIndex::count(CallPaths* paths) const {
    std::vector<CallTree::Node>& tree = paths->tree.nodes;
    for (const Gain& g : gains) {
        if (g.node >= tree.size()) continue;
        CallTree::Node& n = tree[g.node];
        n.calls += g.calls;
        n.recursive += g.recursive;
        n.tail += g.tail;
        n.resumed += g.resumed;
        n.self += g.self;
        n.levels += g.levels;
    }
    paths->leave(kept);
    for (uint32_t node : running)
        if (node < tree.size()) paths->push_running(node);
}

// ---- made by replaying

namespace {

// False: at no instruction.
bool stands_at(const TraceModel& model, LineArrivals::Standing* out) {
    if (model.frames.empty()) return false;
    const TraceFrame& f = model.frames.back();
    const Instruction* i = instruction_at(model.definitions(), f.code, f.at);
    if (!i) return false;
    int32_t before = f.at > 0 ? i[-1].line : -1;
    *out = {model.frames.size(), f.code, static_cast<uint32_t>(f.at), i->line, before};
    return true;
}

} // namespace

int32_t LineWalk::arrives(const TraceModel& model) {
    LineArrivals::Standing now;
    return stands_at(model, &now) ? arrivals_.arrives(now) : 0;
}

Indexer::Indexer(TraceReader& reader, uint64_t begin, CallPaths paths) : reader_(reader), flow_(reader.model().definitions(), std::move(paths)) {
    const TraceModel& model = reader_.model();
    std::string error;
    LineArrivals::Standing from{};
    if (begin > 0 && reader_.seek(begin - 1, &error)) (void)stands_at(model, &from); // the line it comes from
    (void)reader_.seek(begin, &error);
    model.note_counts(); // what has changed since a keyframe is no news
    log_.flow = &flow_;
    reader_.log_changes(&log_);
    first_label_ = model.next_label;
    flow_.begin(model.frames, from);
    // What was counted before is no news.
    const CallPaths& now = flow_.paths();
    if (reader_.step() == 0) {
        tree_before_.resize(1);
        return;
    }
    for (uint32_t i = 0; i < now.tree.nodes.size(); i++) tree_before_.push_back(counted(i, now.tree.nodes[i]));
    for (size_t i = 0; i < now.depth(); i++) running_before_.push_back(now.running(i));
}

void Indexer::follow_objects() {
    const StepEvents& events = reader_.events();
    const TraceModel& model = reader_.model();
    of_step_ = events.born;
    for (Label label : events.changed)
        if (label < first_before_label) of_step_.push_back(label);
    if (of_step_.size() > 1) {
        std::sort(of_step_.begin(), of_step_.end());
        of_step_.erase(std::unique(of_step_.begin(), of_step_.end()), of_step_.end());
    }
    for (Label label : of_step_)
        if (TraceObject* o = model.objects.find(label)) log_.change(*o, label);
    log_.settle();
    take_gone();
}

void Indexer::take_gone() {
    for (auto [label, changes] : log_.gone)
        if (label < first_label_) gone_.push_back({label, changes + 1, true});
    log_.gone.clear();
}

void Indexer::step() {
    if (reader_.ran()) return take_gone(); // the model has told everything else
    if (const TraceStep* step = reader_.told_step()) flow_.follow(*step, reader_.model().frames);
    follow_objects();
}

ChunkIndex Indexer::take() {
    ChunkIndex out;
    out.first_label = first_label_;
    out.last_label = first_label_ = reader_.model().next_label;
    out.lines = flow_.take_lines();
    for (Label label : std::exchange(log_.touched, {})) {
        TraceObject* o = reader_.model().objects.find(label);
        if (o && o->changes) out.objects.push_back({label, std::exchange(o->changes, 0), false});
    }
    out.objects.insert(out.objects.end(), gone_.begin(), gone_.end());
    gone_.clear();
    std::sort(out.objects.begin(), out.objects.end(), [](const auto& a, const auto& b) { return a.label < b.label; });
    take_calls(&out);
    return out;
}

void Indexer::take_calls(ChunkIndex* out) {
    CallPaths& paths = flow_.paths();
    const std::vector<CallTree::Node>& nodes = paths.tree.nodes;
    for (size_t i = tree_before_.size(); i < nodes.size(); i++) out->nodes.push_back({nodes[i].parent, static_cast<uint32_t>(paths.code_of(static_cast<uint32_t>(i)).first - 1)});
    tree_before_.resize(nodes.size());
    for (uint32_t i : paths.take_touched()) {
        Gain& was = tree_before_[i];
        Gain now = counted(i, nodes[i]);
        Gain g{i, now.calls - was.calls, now.recursive - was.recursive, now.tail - was.tail, now.resumed - was.resumed, now.self - was.self, now.levels - was.levels};
        if (g.any()) out->gains.push_back(g);
        was = now;
    }
    // Frames that run: those that do so since the last time, and others.
    uint64_t& kept = out->kept;
    while (kept < paths.depth() && kept < running_before_.size() && paths.running(kept) == running_before_[kept]) kept++;
    running_before_.resize(kept);
    for (size_t i = kept; i < paths.depth(); i++) running_before_.push_back(paths.running(i));
    out->running.assign(running_before_.begin() + static_cast<std::ptrdiff_t>(kept), running_before_.end());
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
    uint64_t begin = reader.chunk_begin(chunks_.size());
    Indexer indexer(reader, begin, paths_before(chunks_.size()));
    if (reader.step() != begin) return *error = reader.damage(), false;
    while (reader.advance(reader.chunk_end(chunks_.size()))) {
        indexer.step();
        if (reader.step() == reader.chunk_end(chunks_.size())) chunks_.push_back(indexer.take());
    }
    return true; // as far as it is whole
}

CallPaths TraceIndex::paths_before(size_t chunk) const {
    CallPaths paths;
    for (size_t i = 0; i < chunk && i < chunks_.size(); i++) {
        for (const ChunkIndex::Node& n : chunks_[i].nodes)
            if (n.parent < paths.tree.nodes.size()) paths.add_node(n.parent, n.key());
        chunks_[i].count(&paths);
    }
    return paths;
}

size_t TraceIndex::chunk_of_birth(Label label) const {
    auto after = std::partition_point(chunks_.begin(), chunks_.end(), [&](const ChunkIndex& c) { return c.first_label <= label; });
    return after == chunks_.begin() ? 0 : static_cast<size_t>(after - chunks_.begin()) - 1;
}
} // namespace terrarium::inspect
