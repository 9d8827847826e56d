// What the stacks hold after calls have returned: nothing above the top can be reached (ASan), nothing stays mapped
// for long.
#include "tests/unit/compiler_toys.h"

#include "memory/heap.h"
#include "memory/stack.h"
#include "memory/world.h"
#include "vm/core/dict.h"
#include "vm/core/start.h"
#include "vm/interp/call.h"
#include "vm/interp/frame.h"

using namespace terrarium;

#if defined(TERRARIUM_ASAN)
extern "C" int __asan_address_is_poisoned(void const volatile* address);
#endif

namespace {

void run_text(Thread& t, std::string_view text) {
    std::unique_ptr<CodeUnit> unit = toys::unit_of(text);
    Ref<Code> code = load_code(t, *unit).take();
    Ref<Dict> globals = make_dict();
    REQUIRE(run_code(t, code.get(), globals.get(), globals.value(), nullptr));
}

} // namespace

TEST_CASE("Frames leave the stacks as they found them", "[vm_frames]") {
    std::string error;
    REQUIRE(open_world({}, &error));
    open_runtime();
    init_interp();
    Thread& t = current_thread();
    t.recursion_limit = 40000;
    auto* values = static_cast<StackArea*>(t.stack_area);
    auto* frames = static_cast<StackArea*>(t.frame_area);

    run_text(t, "def nest(n):\n    return 1 + nest(n - 1) if n else 0\nnest(30000)\n");
    CHECK(t.stack_top == t.stack_base);
    CHECK(t.frame == t.frames);
    const size_t deep = stack_mapped(values) + stack_mapped(frames);
    CHECK(stack_peak_used(values) > 30000 * sizeof(Value));
    CHECK(stack_peak_used(frames) > 30000 * sizeof(Frame));

#if defined(TERRARIUM_ASAN)
    for (size_t above : {size_t{16}, size_t{100}, size_t{30000}}) CHECK(__asan_address_is_poisoned(t.stack_base + above));
    CHECK_FALSE(__asan_address_is_poisoned(t.frame));
    CHECK(__asan_address_is_poisoned(t.frame + 1));
#endif

    trim_stacks(t);
    CHECK(stack_mapped(values) + stack_mapped(frames) < deep / 2);
    CHECK(stack_peak_used(values) > 30000 * sizeof(Value));
    run_text(t, "def nest(n):\n    return 1 + nest(n - 1) if n else 0\nnest(30000)\n"); // and it can go as deep again
    close_world();
}
