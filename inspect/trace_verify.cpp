// The proof that a trace is true: TraceReader::verify. See trace_reader.h.
#include "inspect/trace_index.h"

#include "bytecode/opcodes.h"

#include <algorithm>
#include <optional>

namespace terrarium::inspect {

namespace {

constexpr size_t most_faults = 20;
constexpr uint32_t most_held = 1u << 30; // by the VM; more: it is below zero
constexpr size_t most_chained = 2 * steps_per_chain; // steps without a chain: there is none to come

} // namespace

Verification TraceReader::verify(uint64_t random_seeks) {
    Verification v;
    auto fault = [&](std::string text) {
        if (v.faults.size() < most_faults) v.faults.push_back(std::move(text));
    };
    std::string error;
    if (!damage().empty()) fault(damage());
    chunk_ = none;
    if (!seek(0, &error)) {
        fault(error);
        return v;
    }
    // Where to come back to by a jump: chosen as the replay goes by.
    std::vector<std::pair<uint64_t, StateHash>> places;
    uint64_t random = 0x9e3779b97f4a7c15u, every = std::max<uint64_t>(1, steps_ / std::max<uint64_t>(1, random_seeks)), wanted = 0;
    std::optional<Indexer> indexer(std::in_place, *this, 0);
    auto compare_index = [&](size_t chunk) {
        ByteWriter made;
        indexer->take().write(made);
        std::string written;
        if (!has_index(chunk)) return;
        v.indexes++;
        bool whole = read_index(chunk, &written);
        if (whole && made.bytes() == written) return;
        v.indexes_wrong++;
        fault("the index of steps " + std::to_string(chunk_begin(chunk)) + " to " + std::to_string(chunk_end(chunk)) +
              (whole ? " does not say what happened in them" : " does not match its checksum"));
    };
    size_t chunk = 0;
    bool chaining = true;                               // the first steps are proven together
    std::vector<std::pair<uint64_t, uint64_t>> chain;   // hash and objects of those since the last chain
    const Instruction* ran = nullptr;
    auto about_to_run = [&] { return model_.frames.empty() ? nullptr : instruction_at(*definitions_, model_.frames.back().code, model_.frames.back().at); };
    auto until = [&] { return chaining ? step_ + 1 : std::min(chunk_end(chunk), random_seeks ? std::max(wanted, step_ + 1) : steps_); };
    for (ran = about_to_run(); advance(until()); ran = about_to_run()) {
        indexer->step();
        if (step_ == chunk_end(chunk)) compare_index(chunk++);
        v.late_changes += events_.late;
        bool part = has_part_ && !chaining, proof = has_proof_ || part;
        if (proof || chaining) {
            if (!part)
                model_.objects.for_each([&](Label label, const TraceObject& o) {
                    if (!o.described || o.flags & object_immortal || (o.held_by_vm <= most_held && o.listed <= most_held)) return;
                    v.counts_wrong++;
                    fault("step " + std::to_string(step_) + ": #" + std::to_string(label) + " has fewer counts than holders");
                });
            uint64_t objects = 0;
            StateHash hash = state_hash(part ? &part_ : nullptr, &objects);
            if (chaining) chain.emplace_back(hash.all(), objects);
            if (part) v.parts++;
            else if (proof && !chaining) v.proofs++, v.objects_proven += objects;
            if (part) hash.counts = 0; // they take all objects
            if (proof && (!(hash == proof_hash_) || objects != proof_objects_)) {
                part ? v.parts_wrong++ : v.proofs_wrong++;
                std::string parts;
                if (hash.stack != proof_hash_.stack) parts += "stack and frames, ";
                if (hash.objects != proof_hash_.objects || objects != proof_objects_) parts += "objects, ";
                if (hash.counts != proof_hash_.counts) parts += "counts, ";
                fault("step " + std::to_string(step_) + (ran ? std::string(", ") + opcode_info(word_op(ran->word)).name : "") + ": " + parts.substr(0, parts.size() - 2) + ": not what the interpreter had");
            }
        }
        if (has_chain_ && chaining) {
            size_t end = chain.size() - std::min<size_t>(chain_.ago, chain.size()), begin = end - std::min<size_t>(chain_.steps, end);
            uint64_t made = 0;
            for (size_t i = begin; i < end; i++) {
                made = mix(made, chain[i].first);
                v.objects_proven += chain[i].second;
            }
            v.proofs += end - begin;
            if (made != chain_.hash) {
                v.proofs_wrong += end - begin;
                fault("steps " + std::to_string(step_ - chain_.ago - (end - begin) + 1) + " to " + std::to_string(step_ - chain_.ago) + ": not all of the states are what the interpreter had");
            }
        }
        if (has_chain_) chain.clear();
        chaining = chaining && (has_chain_ ? chain_.more : chain.size() < most_chained);
        if (has_proof_ && counted_) {
            v.ledgers++;
            const LedgerState& l = numbers_.ledger;
            if (elided_ != numbers_.tail_calls_elided) fault("step " + std::to_string(step_) + ": another number of tail calls than the interpreter made");
            if (l.live_bytes + l.header_bytes + l.free_bytes + l.slack_bytes + l.free_page_bytes + l.unused_bytes + l.meta_bytes != l.mapped_bytes) {
                v.ledgers_wrong++;
                fault("step " + std::to_string(step_) + ": the ledger does not add up");
            }
        }
        if (step_ >= wanted && random_seeks) {
            places.emplace_back(step_, state_hash());
            random = mix(random, step_);
            wanted = step_ + 1 + random % (2 * every);
        }
    }
    indexer.reset();
    v.chunks = chunk_count();
    v.steps = step_;
    if (!damage().empty() && v.faults.empty()) fault(damage());
    if (step_ < steps_) fault("the trace ends at step " + std::to_string(step_) + " of " + std::to_string(steps_));
    // In the order of a hash, so that near and far jumps, forwards and backwards, come mixed.
    std::sort(places.begin(), places.end(), [](auto& a, auto& b) { return a.second.stack < b.second.stack; });
    size_t most = std::max<size_t>(50, 20000000 / std::max<uint64_t>(1, steps_per_chunk * 8));
    for (size_t i = 0; i < places.size() && i < most; i++) {
        v.seeks++;
        if (seek(places[i].first, &error) && state_hash() == places[i].second) continue;
        v.seeks_wrong++;
        fault("a jump to step " + std::to_string(places[i].first) + " does not lead to its state");
    }
    return v;
}

} // namespace terrarium::inspect
