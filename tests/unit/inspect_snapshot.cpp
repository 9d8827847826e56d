// A snapshot says what the VM holds: every object once, every count explained, every frame and its names.
#include "tests/unit/compiler_toys.h"

#include "inspect/capture.h"
#include "memory/world.h"
#include "vm/core/dict.h"
#include "vm/core/start.h"
#include "vm/core/str.h"
#include "vm/interp/call.h"
#include "vm/interp/frame.h"

using namespace terrarium;
using namespace terrarium::inspect;

namespace {

Ref<Dict> run_text(Thread& t, std::string_view text) {
    std::unique_ptr<CodeUnit> unit = toys::unit_of(text);
    Ref<Code> code = load_code(t, *unit).take();
    Ref<Dict> globals = make_dict();
    REQUIRE(run_code(t, code.get(), globals.get(), globals.value(), nullptr));
    return globals;
}

Label global(Dict* globals, const char* name) {
    Value v = dict_get(globals, intern(name).get());
    REQUIRE(v.is_object());
    return label_of(v.object_ptr());
}

} // namespace

TEST_CASE("A snapshot lists objects, contents and holders", "[inspect]") {
    std::string error;
    REQUIRE(open_world({}, &error));
    open_runtime();
    init_interp();
    Thread& t = current_thread();
    mark_program_start();
    {
        Ref<Dict> globals = run_text(t, "inner = [1, 2.5, None]\n"
                                        "outer = [inner, inner, (inner, 'text')]\n"
                                        "pairs = {'k': inner}\n"
                                        "def f(n):\n    return n\n"
                                        "knot = []\nknot += [knot]\n");
        Label inner = global(globals.get(), "inner"), outer = global(globals.get(), "outer"), knot = global(globals.get(), "knot");
        Snapshot s = capture(t, Scope::program);

        const ObjectState& o = s.objects.at(inner);
        CHECK(layout_of(s, o).type == "list");
        CHECK(o.slots.size() == 3);
        CHECK(val_text(o.slots[0]) == "1");
        CHECK(val_text(o.slots[1]) == "2.5");
        CHECK(val_text(o.slots[2]) == "None");
        CHECK(o.count == 5); // the global, twice in outer, in the tuple, in the dict
        CHECK(s.held_by_vm.count(inner) == 0);
        std::vector<Holder> holders = holders_of(s, inner);
        REQUIRE(holders.size() == o.count);
        size_t by_outer = 0;
        for (const Holder& h : holders) by_outer += h.object == outer;
        CHECK(by_outer == 2);
        CHECK(value_text(s, Val::object(outer)).find("[1, 2.5, None]") != std::string::npos);
        CHECK(s.objects.at(knot).count == 2);

        // The same object keeps its label; a moment later nothing has changed but that.
        CHECK(label_of(object_of(inner)) == inner);
        Snapshot again = capture(t, Scope::program);
        CHECK(again.objects.size() == s.objects.size());
        CHECK(again.objects.at(outer).slots == s.objects.at(outer).slots);
    }
    Snapshot all = capture(t, Scope::everything);
    std::map<Label, uint32_t> listed = listed_references(all);
    size_t wrong = 0;
    for (auto& [label, o] : all.objects) {
        if (o.flags & (object_immortal | object_before)) continue;
        if (listed[label] > o.count) {
            wrong++;
            UNSCOPED_INFO(object_label(all, label) << " is listed " << listed[label] << " times");
        }
    }
    CHECK(wrong == 0);
    uint64_t bytes = 0;
    for (const PageRow& r : all.ledger.rows) bytes += r.live_bytes;
    CHECK(bytes == all.ledger.live_bytes + all.ledger.header_bytes);
    REQUIRE(all.regions.size() == 4);
    CHECK(all.regions[3].name == "heap");
    close_world();
}
