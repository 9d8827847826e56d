// See fiber_context.h.
#include "vm/threads/fiber_context.h"

#include <boost/context/detail/fcontext.hpp>
#include <cstdint>

#include "memory/sanitizer.h"

#if defined(TERRARIUM_ASAN)
extern "C" void __sanitizer_start_switch_fiber(void** fake_stack, const void* low, size_t size);
extern "C" void __sanitizer_finish_switch_fiber(void* fake_stack, const void** old_low, size_t* old_size);
#endif

namespace terrarium {

namespace detail = boost::context::detail;

namespace {

// What travels with a jump: who comes wants its own place noted.
struct Jump {
    MachineContext* from;
    void (*body)(void*);
    void* argument;
};

// The body of a context that has not begun lies at the top of its stack.
struct Beginning {
    void (*body)(void*);
};

void leave_for([[maybe_unused]] const MachineContext& to, [[maybe_unused]] void** fake_stack) {
#if defined(TERRARIUM_ASAN)
    __sanitizer_start_switch_fiber(fake_stack, to.low, to.size);
#endif
}

// Notes where the one that was left is.
void arrive_from(MachineContext* left, void* place, [[maybe_unused]] void* fake_stack) {
    left->place = place;
#if defined(TERRARIUM_ASAN)
    __sanitizer_finish_switch_fiber(fake_stack, &left->low, &left->size);
#endif
}

void begin(detail::transfer_t arrived) {
    Jump jump = *static_cast<Jump*>(arrived.data);
    arrive_from(jump.from, arrived.fctx, nullptr);
    jump.body(jump.argument);
    __builtin_unreachable();
}

constexpr uintptr_t fresh = 1; // bit of a place: not begun, Beginning stands at the place's stack top

} // namespace

MachineContext make_context(std::byte* low, std::byte* high, void (*body)(void*)) {
    auto* top = reinterpret_cast<Beginning*>(reinterpret_cast<uintptr_t>(high - sizeof(Beginning)) & ~uintptr_t{63});
    top->body = body;
    size_t size = static_cast<size_t>(reinterpret_cast<std::byte*>(top) - low);
    void** place = reinterpret_cast<void**>(top) - 1;
    *place = detail::make_fcontext(reinterpret_cast<std::byte*>(top) - 64, size - 64, begin);
    return {reinterpret_cast<void*>(reinterpret_cast<uintptr_t>(top) | fresh), low, static_cast<size_t>(high - low)};
}

void switch_context(MachineContext* from, MachineContext to, void* argument) {
    uintptr_t place = reinterpret_cast<uintptr_t>(to.place);
    Jump jump{from, nullptr, argument};
    if (place & fresh) {
        auto* top = reinterpret_cast<Beginning*>(place & ~fresh);
        jump.body = top->body;
        place = reinterpret_cast<uintptr_t>(*(reinterpret_cast<void**>(top) - 1));
    }
    void* fake_stack = nullptr;
    leave_for(to, &fake_stack);
    detail::transfer_t back = detail::jump_fcontext(reinterpret_cast<detail::fcontext_t>(place), &jump);
    Jump arrived = *static_cast<Jump*>(back.data);
    arrive_from(arrived.from, back.fctx, fake_stack);
}

} // namespace terrarium
