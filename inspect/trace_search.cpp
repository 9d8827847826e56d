// See trace_search.h.
#include "inspect/trace_search.h"

namespace terrarium::inspect {

namespace {

// The files of a trace by the number the index gives them: are they the one meant?
std::vector<bool> files_meant(const Definitions& d, const std::string& meant) {
    std::vector<bool> out;
    for (const CodeInfo& code : d.codes) out.push_back(is_file_meant(code.file, meant));
    return out;
}

} // namespace

bool find_place(TraceReader& reader, const TraceIndex& index, const Place& place, const std::string& program, uint64_t* step, uint64_t* arrivals) {
    if (place.kind == Place::Kind::exit) {
        *step = reader.exit_step();
        return reader.ended();
    }
    if (place.kind == Place::Kind::step) {
        *step = place.count;
        return place.count < reader.steps() && place.count != reader.exit_step(); // an instruction was about to run
    }
    const Definitions& d = reader.model().definitions();
    std::vector<bool> meant = files_meant(d, place.file.empty() ? program : place.file);
    uint64_t hits = 0;
    for (size_t chunk = 0; chunk < index.size(); chunk++) {
        uint64_t here = 0;
        for (const ChunkIndex::Line& l : index[chunk].lines)
            if (l.line == place.line && l.file < meant.size() && meant[l.file]) here += l.arrivals;
        if (hits + here < place.count) {
            hits += here;
            continue;
        }
        uint64_t begin = reader.chunk_begin(chunk), end = reader.chunk_end(chunk);
        std::string error;
        LineWalk walk;
        if (begin > 0 && reader.seek(begin - 1, &error)) (void)walk.arrives(reader.model());
        for (uint64_t at = begin; at < end && reader.seek(at, &error); at++) {
            if (walk.arrives(reader.model()) != place.line || !meant[reader.model().frames.back().code]) continue;
            if (++hits < place.count) continue;
            *step = at;
            return true;
        }
        return false; // the index does not say what happened
    }
    if (arrivals) *arrivals = hits;
    return false;
}

CallTree calls_at(TraceReader& reader, const TraceIndex& index, uint64_t step) {
    size_t chunk = 0;
    while (chunk + 1 < index.size() && reader.chunk_begin(chunk + 1) <= step) chunk++;
    CallPaths paths = index.paths_before(chunk);
    Indexer indexer(reader, reader.chunk_begin(chunk), std::move(paths));
    while (reader.step() < step && reader.advance(step)) indexer.step();
    paths = indexer.paths();
    const Definitions& d = reader.model().definitions();
    for (uint32_t i = 1; i < paths.tree.nodes.size(); i++) {
        uint64_t number = paths.code_of(i).first - 1;
        if (number >= d.codes.size()) continue;
        CallTree::Node& node = paths.tree.nodes[i];
        node.name = d.codes[number].qualname;
        node.file = d.codes[number].file;
        node.line = d.codes[number].first_line;
    }
    return std::move(paths.tree);
}

} // namespace terrarium::inspect
