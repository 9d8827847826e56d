// What a trace is made of, piece by piece: numbers as differences, the paths of calls.
#include "tests/unit/catch.h"

#include "inspect/call_paths.h"
#include "inspect/trace_numbers.h"

using namespace terrarium;
using namespace terrarium::inspect;

namespace {

TraceNumbers numbers(uint64_t live, std::vector<PageRow> rows) {
    TraceNumbers n;
    for (const char* name : {"code", "data", "stack", "heap"}) n.regions.push_back({name, 0x1000, 4096, live, live / 2});
    n.generations[1].threshold = -3;
    n.generations[2].objects = live * 7;
    n.ledger.mapped_bytes = live;
    n.ledger.rows = std::move(rows);
    n.tail_calls_elided = 5;
    return n;
}

PageRow row(const char* kind, uint64_t block, uint64_t live) {
    PageRow r;
    r.kind = kind;
    r.block_bytes = block;
    r.live_blocks = live;
    r.slack_bytes = ~live;
    return r;
}

} // namespace

TEST_CASE("Numbers are written as differences and read as they were", "[inspect]") {
    std::vector<TraceNumbers> all{numbers(100, {row("atoms", 32, 1)}), numbers(7, {row("atoms", 32, 9)}),
                                  numbers(1u << 31, {row("atoms", 32, 9), row("buffers", 0, 2)}), numbers(0, {})};
    ByteWriter out;
    TraceNumbers last;
    size_t small = 0;
    for (const TraceNumbers& n : all) {
        write_numbers(out, n, last);
        last = n;
        size_t had = out.size();
        write_numbers(out, n, last); // nothing has changed
        small = out.size() - had;
    }
    CHECK(small < 50);
    ByteReader in(out.bytes());
    TraceNumbers got;
    for (const TraceNumbers& n : all) {
        for (int twice = 0; twice < 2; twice++) REQUIRE(read_numbers(in, &got));
        CHECK(got.regions[3].mapped == n.regions[3].mapped);
        CHECK(got.regions[3].name == "heap");
        CHECK(got.generations[1].threshold == -3);
        CHECK(got.generations[2].objects == n.generations[2].objects);
        CHECK(got.ledger.mapped_bytes == n.ledger.mapped_bytes);
        CHECK(got.tail_calls_elided == 5);
        REQUIRE(got.ledger.rows.size() == n.ledger.rows.size());
        for (size_t i = 0; i < n.ledger.rows.size(); i++) {
            CHECK(got.ledger.rows[i].kind == n.ledger.rows[i].kind);
            CHECK(got.ledger.rows[i].block_bytes == n.ledger.rows[i].block_bytes);
            CHECK(got.ledger.rows[i].live_blocks == n.ledger.rows[i].live_blocks);
            CHECK(got.ledger.rows[i].slack_bytes == n.ledger.rows[i].slack_bytes);
        }
    }
    CHECK(in.at_end());
    ByteReader cut(std::string_view(out.bytes()).substr(0, 20));
    CHECK_FALSE(read_numbers(cut, &got));
}

TEST_CASE("A path of calls names a code once", "[inspect]") {
    using How = CallPaths::How;
    const CallPaths::Code module{1, 0}, even{2, 0}, odd{3, 0}, generator{4, 0};
    CallPaths paths;
    CHECK(paths.enter(0, module, How::call));
    CHECK(paths.enter(1, even, How::call));
    CHECK(paths.enter(2, odd, How::call));
    CHECK_FALSE(paths.enter(3, even, How::call)); // from below itself
    CHECK_FALSE(paths.enter(4, odd, How::call));
    paths.ran(4);
    uint32_t of_odd = paths.running(4);
    CHECK(of_odd == paths.running(2));
    CHECK(paths.tree.nodes[of_odd].parent == paths.running(1));
    CHECK(paths.tree.nodes[of_odd].calls == 2); // both from `even`, where that stands already
    CHECK(paths.tree.nodes[of_odd].recursive == 0);
    CHECK(paths.tree.nodes[paths.running(1)].recursive == 1);
    CHECK(paths.tree.nodes[of_odd].levels == 2);
    CHECK(paths.tree.nodes[of_odd].self == 1);
    paths.leave(1);
    CHECK(paths.depth() == 1);
    CHECK(paths.enter(1, generator, How::call));
    CHECK_FALSE(paths.enter(1, generator, How::resume));
    CHECK(paths.tree.nodes[paths.running(1)].calls == 1);
    CHECK(paths.tree.nodes[paths.running(1)].resumed == 1);
    // A tail call is of the one it replaces.
    paths.leave(1);
    paths.enter(1, even, How::call);
    CHECK_FALSE(paths.enter(1, odd, How::tail_call));
    CHECK(paths.running(1) == of_odd);
    CHECK(paths.tree.nodes[of_odd].calls == 3);
    CHECK(paths.tree.nodes[of_odd].tail == 1);
    CHECK(paths.depth() == 2);
}
