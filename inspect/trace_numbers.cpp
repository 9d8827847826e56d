// See trace_numbers.h.
#include "inspect/trace_numbers.h"

#include "memory/collector.h"
#include "memory/ledger.h"
#include "memory/world.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace terrarium::inspect {

namespace {

constexpr const char* page_kinds[] = {"atoms", "containers", "buffers"};
constexpr const char* region_names[] = {"code", "data", "stack", "heap"};

// Every number in the order of the file, but for those of the rows.
template <class Numbers, class F>
void each_number(Numbers& n, F f) {
    auto& l = n.ledger;
    for (auto* p : {&l.live_objects, &l.live_bytes, &l.header_bytes, &l.free_bytes, &l.slack_bytes, &l.free_page_bytes, &l.unused_bytes, &l.meta_bytes, &l.mapped_bytes}) f(*p);
    for (auto& r : n.regions)
        for (auto* p : {&r.base, &r.reserved, &r.mapped, &r.used}) f(*p);
    for (auto& g : n.generations) {
        for (auto* p : {&g.count, &g.threshold}) f(*p);
        for (auto* p : {&g.collections, &g.collected, &g.uncollectable, &g.objects}) f(*p);
    }
    for (auto* p : {&n.tail_calls_elided, &n.peak_depth, &n.tail_call_elimination}) f(*p);
}

constexpr size_t row_numbers = 8;
template <class Row>
auto numbers_of(Row& r) {
    return std::array{&r.pages, &r.live_blocks, &r.live_bytes, &r.header_bytes, &r.free_blocks, &r.free_bytes, &r.untouched_bytes, &r.slack_bytes};
}

bool same_rows(const std::vector<PageRow>& a, const std::vector<PageRow>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const PageRow& x, const PageRow& y) { return x.kind == y.kind && x.block_bytes == y.block_bytes; });
}

uint8_t number_of_kind(const std::string& kind) {
    return static_cast<uint8_t>(std::find(std::begin(page_kinds), std::end(page_kinds), kind) - std::begin(page_kinds));
}

} // namespace

TraceNumbers take_numbers(const Thread& t) {
    TraceNumbers n;
    for (RegionKind kind : {RegionKind::code, RegionKind::data, RegionKind::stack, RegionKind::heap}) {
        RegionInfo r = region_info(kind);
        n.regions.push_back({r.name, r.base, r.reserved, r.mapped, r.used});
    }
    for (int g = 0; g < 3; g++) {
        const GcStats& stats = gc_stats(g);
        n.generations[g] = {gc_count(g), gc_threshold(g), stats.collections, stats.collected, stats.uncollectable, generation_size(g)};
    }
    Ledger l = take_ledger();
    LedgerState& out = n.ledger;
    for (const LedgerRow& row : l.rows)
        out.rows.push_back({page_kinds[static_cast<int>(row.kind)], row.block_bytes, row.pages, row.live_blocks, row.live_bytes, row.header_bytes, row.free_blocks, row.free_bytes,
                            row.untouched_bytes, row.slack_bytes});
    out.live_objects = l.live_objects;
    out.live_bytes = l.live_bytes;
    out.header_bytes = l.header_bytes;
    out.free_bytes = l.free_bytes;
    out.slack_bytes = l.slack_bytes;
    out.free_page_bytes = l.free_page_bytes;
    out.unused_bytes = l.unused_bytes;
    out.meta_bytes = l.meta_bytes;
    out.mapped_bytes = l.mapped_bytes;
    n.tail_calls_elided = t.tail_calls_elided;
    n.peak_depth = peak_frames(t);
    n.tail_call_elimination = rt().switches.tco;
    return n;
}

void write_numbers(ByteWriter& out, const TraceNumbers& now, const TraceNumbers& last) {
    std::vector<int64_t> had;
    TraceNumbers before = last;
    before.regions.resize(std::size(region_names));
    each_number(before, [&](auto n) { had.push_back(static_cast<int64_t>(n)); });
    size_t i = 0;
    each_number(now, [&](auto n) { out.signed_number(static_cast<int64_t>(n) - had[i++]); });
    bool same = same_rows(now.ledger.rows, last.ledger.rows);
    out.byte(same);
    if (!same) {
        out.number(now.ledger.rows.size());
        for (const PageRow& r : now.ledger.rows) {
            out.byte(number_of_kind(r.kind));
            out.number(r.block_bytes);
        }
    }
    for (size_t row = 0; row < now.ledger.rows.size(); row++) {
        PageRow empty;
        auto is = numbers_of(now.ledger.rows[row]), was = numbers_of(same ? last.ledger.rows[row] : empty);
        uint8_t changed = 0;
        for (size_t k = 0; k < row_numbers; k++) changed |= static_cast<uint8_t>((*is[k] != *was[k]) << k);
        out.byte(changed);
        for (size_t k = 0; k < row_numbers; k++)
            if (changed >> k & 1) out.signed_number(static_cast<int64_t>(*is[k] - *was[k]));
    }
}

bool read_numbers(ByteReader& in, TraceNumbers* numbers) {
    numbers->regions.resize(std::size(region_names));
    for (size_t i = 0; i < numbers->regions.size(); i++) numbers->regions[i].name = region_names[i];
    each_number(*numbers, [&](auto& n) { n = static_cast<std::decay_t<decltype(n)>>(static_cast<uint64_t>(n) + static_cast<uint64_t>(in.signed_number())); });
    std::vector<PageRow>& rows = numbers->ledger.rows;
    if (!in.byte()) {
        rows.clear();
        for (uint64_t n = in.count(); n > 0; n--) {
            PageRow row;
            uint8_t kind = in.byte();
            if (kind >= std::size(page_kinds)) return false;
            row.kind = page_kinds[kind];
            row.block_bytes = in.number();
            rows.push_back(row);
        }
    }
    for (PageRow& row : rows) {
        auto all = numbers_of(row);
        uint8_t changed = in.byte();
        for (size_t k = 0; k < row_numbers; k++)
            if (changed >> k & 1) *all[k] += static_cast<uint64_t>(in.signed_number());
    }
    return in.good();
}

void put_numbers(const TraceNumbers& numbers, Snapshot* s) {
    s->regions = numbers.regions;
    for (int g = 0; g < 3; g++) s->generations[g] = numbers.generations[g];
    s->ledger = numbers.ledger;
    s->tail_calls_elided = numbers.tail_calls_elided;
    s->peak_depth = numbers.peak_depth;
    s->tail_call_elimination = numbers.tail_call_elimination != 0;
    // The loop keeps the stack's top to itself.
    for (RegionState& r : s->regions)
        if (r.name == "stack") r.used = s->stack.size() * sizeof(Value) + s->frames.size() * s->frame_bytes;
}

} // namespace terrarium::inspect
