// See fiber_context.h.
#include "vm/threads/fiber_context.h"

#include <boost/context/detail/fcontext.hpp>
#include <cstdint>

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

void begin(detail::transfer_t arrived) {
    Jump jump = *static_cast<Jump*>(arrived.data);
    jump.from->place = arrived.fctx;
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
    return {reinterpret_cast<void*>(reinterpret_cast<uintptr_t>(top) | fresh)};
}

void switch_context(MachineContext* from, MachineContext to, void* argument) {
    uintptr_t place = reinterpret_cast<uintptr_t>(to.place);
    Jump jump{from, nullptr, argument};
    if (place & fresh) {
        auto* top = reinterpret_cast<Beginning*>(place & ~fresh);
        jump.body = top->body;
        place = reinterpret_cast<uintptr_t>(*(reinterpret_cast<void**>(top) - 1));
    }
    detail::transfer_t back = detail::jump_fcontext(reinterpret_cast<detail::fcontext_t>(place), &jump);
    Jump arrived = *static_cast<Jump*>(back.data);
    arrived.from->place = back.fctx;
}

} // namespace terrarium
