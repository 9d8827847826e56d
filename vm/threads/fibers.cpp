// See fibers.h.
#include "vm/threads/fibers.h"

#include "memory/count.h"
#include "memory/stack.h"
#include "memory/state.h"
#include "support/scratch.h"
#include "vm/core/start.h"
#include "vm/core/str.h"
#include "vm/interp/frame.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fmt/core.h>
#include <poll.h>
#include <utility>

namespace terrarium {

namespace {

constexpr size_t main_stack = size_t{4} << 20, thread_stack = size_t{1} << 20; // reserved; the system maps what is used
constexpr int64_t point_time = 1000;      // virtual nanoseconds from one point to the next
constexpr int64_t descriptor_time = 1000000; // and from one look at a descriptor to the next
constexpr int real_descriptor_time = 1;      // milliseconds of the real clock

Thread* thread_by_id(uint32_t id) {
    Thread* t = rt().threads;
    while (t->id != id) t = t->next;
    return t;
}

bool interrupted(const Thread& t) {
    return &t == rt().main_thread && ((safepoint_requests() & safepoint_interrupt) || rt().interrupt_waits);
}

// A module written in Python where CPython has C: its code is not cut up, and is no place to tell people of.
bool is_embedded(const Code* code) {
    return code->filename->length != 0 && code->filename->at(0) == '<' && to_utf8(code->filename).rfind("<terrarium ", 0) == 0;
}

// In the program's own code, if it is anywhere in there.
ThreadPlace place_of(Thread& t) {
    const Frame* frame = t.frame;
    if (!frame || !frame->code) return {};
    while (frame->code && is_embedded(frame->code)) frame--;
    if (!frame->code) frame = t.frame;
    ThreadPlace place;
    place.file = to_utf8(frame->code->filename);
    place.file.erase(0, place.file.rfind('/') + 1);
    place.instruction = frame->index();
    place.line = static_cast<uint32_t>(line_of(frame->code, frame->index()));
    place.opcode = opcode_info(opcode_info(word_op(frame->ip[-1])).base).name;
    return place;
}

} // namespace

struct Fibers::World {
    uint64_t points;
    int64_t clock; // nanoseconds since the start
    SplitMix entropy;
    StackArea* dead_stack; // of the fiber that has just ended
    uint32_t turn;         // points that the running thread has had in a row
};

struct Fibers::Fiber {
    MachineContext context;
    StackArea* stack;
    void (*body)(Thread&);
    Thread* thread;
    Fibers* owner;
    bool at_descriptor; // in wait_ready()
    bool let_go;        // it waits for something, and has not asked for its turn since (of ThreadEvents)
};

Fibers::Fibers(FiberOptions options) : schedule_(std::move(options.schedule)), every_instruction_(options.every_instruction) {
    world_ = static_cast<World*>(data_alloc(sizeof(World)));
    MEMORY_ASSERT(world_ != nullptr);
    if (options.counts != Counts::safe || options.racy_appends) racy = std::make_unique<RacyCounts>(options.counts, options.racy_appends);
    if (options.counts != Counts::safe) free_guard = guard_free;
    *world_ = World{0, 0, SplitMix{options.seed}, nullptr, 0};
    ready_.reserve(16);
    asleep_.reserve(16);
    describe_made();
    if (every_instruction_) active_probe = this;
}

void Fibers::describe_made() {
    made_ = {};
    made_.every_instruction = every_instruction_;
    made_.counts = racy ? racy->counts() : Counts::safe;
    made_.racy_appends = racy && racy->appends();
    made_.origin = schedule_->name();
}

bool Fibers::guard_free(Object* object) {
    Fibers& self = *static_cast<Fibers*>(scheduler);
    if (self.racy->puts_aside(object)) return true;
    if (!self.racy->is_held(object)) return false;
    if (self.on_dangling) self.on_dangling(self);
    std::fputs("terrarium: an object was freed while it was held\n", stderr);
    std::_Exit(1);
}

uint64_t Fibers::points() const { return world_->points; }
int64_t Fibers::now() { return world_->clock; }

bool Fibers::entropy(void* to, size_t bytes) {
    auto* at = static_cast<unsigned char*>(to);
    for (size_t i = 0; i < bytes; i++) at[i] = static_cast<unsigned char>(world_->entropy.next() >> 32);
    return true;
}

// Fills ready_. Time passes until somebody can go on. False: nobody ever will.
bool Fibers::find_ready(uint32_t current, bool can_go_on) {
    for (;;) {
        ready_.clear();
        asleep_.clear();
        int64_t earliest = never;
        for (Thread* t = rt().threads; t; t = t->next) {
            if (t->state == ThreadState::ended || (t->id == current && !can_go_on && t->state == ThreadState::ready)) continue;
            if (t->state == ThreadState::ready || t->woken || t->until <= world_->clock || interrupted(*t)) ready_.push_back(t->id);
            else if (t->until < earliest) earliest = t->until;
            if (t->until != never && !t->queue && t->until > world_->clock && !t->woken && t->state == ThreadState::waiting) asleep_.push_back(t->id);
        }
        if (!ready_.empty()) return true;
        if (earliest == never) return false;
        world_->clock = earliest;
    }
}

void Fibers::note_switch(const SwitchPoint& p, uint32_t next, Thread* t) {
    made_.points = p.number;
    auto* replay = dynamic_cast<Replay*>(schedule_.get());
    if (next == usual_choice(p) && !replay) return;
    ThreadPlace place = t ? place_of(*t) : ThreadPlace{};
    if (next != usual_choice(p)) made_.switches.push_back({p.number, p.current, next, p.kind, place});
}

uint32_t Fibers::decide(PointKind kind, uint32_t current, bool can_go_on, Thread* t, bool quiet) {
    KeepMemory keep;
    if (!t) running_thread = rt().main_thread; // the current one has ended: what is told here runs in one that is there
    world_->points++;
    world_->clock += point_time;
    if (!find_ready(current, can_go_on)) {
        if (on_deadlock) on_deadlock(*this);
        std::fputs("terrarium: deadlock: every thread waits for ever\n", stderr);
        std::_Exit(1);
    }
    if (most_points && world_->points > most_points && on_too_long) on_too_long(*this);
    SwitchPoint p{world_->points, kind, current, can_go_on, ++world_->turn, quiet, ready_, asleep_};
    if (auto* replay = dynamic_cast<Replay*>(schedule_.get()); replay && t) {
        if (const SwitchRecord* record = replay->expected(p.number); record && !record->place.file.empty()) {
            ThreadPlace here = place_of(*t);
            if (here.file != record->place.file || here.line != record->place.line || here.instruction != record->place.instruction)
                replay->diverge(fmt::format("at point {} thread {} was at {}:{} +{}, and is at {}:{} +{}", p.number, p.current, record->place.file,
                                            record->place.line, record->place.instruction, here.file, here.line, here.instruction));
        }
    }
    uint32_t next = schedule_->choose(p);
    note_switch(p, next, t);
    wake(next);
    if (thread_events) tell_asking(next);
    if (next != current) world_->turn = 0;
    return next;
}

// What they waited for is there: now they wait for their turn.
void Fibers::tell_asking(uint32_t next) {
    for (uint32_t id : ready_) {
        Thread* t = thread_by_id(id);
        auto* fiber = static_cast<Fiber*>(t->machine);
        if (id != next && std::exchange(fiber->let_go, false)) tell(*t, {.kind = ThreadEventKind::ask, .other = next});
    }
}

// A schedule may let a sleep be over at any moment: how long others take meanwhile, nobody has promised.
void Fibers::wake(uint32_t sleeper) {
    if (std::find(asleep_.begin(), asleep_.end(), sleeper) != asleep_.end()) world_->clock = thread_by_id(sleeper)->until;
}

void Fibers::switch_to(uint32_t id, MachineContext* from, Thread* before) {
    Thread* next = thread_by_id(id);
    Heap& heap = local_heap();
    if (before) {
        before->free_depth = heap.free_depth;
        before->pending = heap.pending;
    }
    auto* fiber = static_cast<Fiber*>(next->machine);
    switch_context(from, fiber->context, fiber);
}

// The calling fiber, which is t's, goes on.
void Fibers::arrive(Thread& t) {
    Heap& heap = local_heap();
    heap.free_depth = t.free_depth;
    heap.pending = t.pending;
    running_thread = &t;
    static_cast<Fiber*>(t.machine)->let_go = false;
    tell(t, {.kind = ThreadEventKind::acquire});
    if (StackArea* dead = std::exchange(world_->dead_stack, nullptr)) stack_close(dead);
    if (&t == rt().main_thread && std::exchange(rt().interrupt_waits, 0)) request_safepoint(safepoint_interrupt);
}

void Fibers::ask_again() {
    if (!every_instruction_ && rt().thread_count > 1) request_safepoint(safepoint_switch);
}

void Fibers::point(PointKind kind, Thread& t, bool can_go_on, bool quiet) {
    if (alone_ || (can_go_on && rt().thread_count == 1)) return;
    auto* fiber = static_cast<Fiber*>(t.machine);
    if (!can_go_on) {
        fiber->let_go = true;
        tell(t, {.kind = ThreadEventKind::release});
    }
    uint32_t next = decide(kind, t.id, can_go_on, &t, quiet);
    if (next != t.id) {
        if (can_go_on) {
            tell(t, {.kind = ThreadEventKind::notice, .other = next});
            tell(t, {.kind = ThreadEventKind::hand_over, .other = next});
        }
        switch_to(next, &fiber->context, &t);
        arrive(t);
    } else if (std::exchange(fiber->let_go, false)) {
        tell(t, {.kind = ThreadEventKind::acquire});
    }
    ask_again();
}

void Fibers::yield(Thread& t) { point(PointKind::poll, t, true); }

Waited Fibers::park(Thread& t) {
    if (alone_) { // nobody wakes it: time passes
        if (t.until == never) return Waited::interrupted;
        world_->clock = t.until > world_->clock ? t.until : world_->clock;
        return Waited::timed_out;
    }
    point(PointKind::blocked, t, false);
    if (t.woken) return Waited::woken;
    return interrupted(t) ? Waited::interrupted : Waited::timed_out;
}

// How long the process may sleep when nothing can be read yet: not while others can go on, for a moment while others
// wait for descriptors too, else until something comes. In milliseconds.
int Fibers::patience(const Thread& t) const {
    int most = -1;
    for (Thread* other = rt().threads; other && !alone_; other = other->next) {
        if (other == &t || other->state == ThreadState::ended) continue;
        if (static_cast<Fiber*>(other->machine)->at_descriptor && !interrupted(*other)) most = real_descriptor_time;
        else if (other->state == ThreadState::ready || other->woken || other->until != never || interrupted(*other)) return 0;
    }
    return most;
}

// Others run until it is time to look at the descriptor again.
Waited Fibers::look_again(Thread& t) {
    auto* fiber = static_cast<Fiber*>(t.machine);
    WaitQueue nobody{}; // it does not sleep: no schedule may end this early
    fiber->at_descriptor = true;
    t.queue = &nobody;
    t.until = world_->clock + descriptor_time;
    t.woken = false;
    t.state = ThreadState::waiting;
    Waited how = park(t);
    t.state = ThreadState::ready;
    t.until = never;
    t.queue = nullptr;
    fiber->at_descriptor = false;
    return how;
}

bool Fibers::wait_ready(Thread& t, int descriptor, short events) {
    pollfd one{descriptor, events, 0};
    int n = poll(&one, 1, patience(t));
    if (n != 0) return n > 0 || errno != EINTR;
    const char* what = events & POLLIN ? "read" : "write";
    tell(t, {.kind = ThreadEventKind::block, .what = what});
    while (n == 0) {
        if (look_again(t) == Waited::interrupted) {
            errno = EINTR;
            n = -1;
        } else {
            n = poll(&one, 1, patience(t));
        }
    }
    int error = errno;
    tell(t, {.kind = ThreadEventKind::unblock, .what = what});
    errno = error;
    return n > 0 || errno != EINTR;
}

void Fibers::on_instruction(Thread& t, const Frame* frame) {
    if (rt().thread_count == 1) return;
    if (frame->code != last_code_) {
        last_code_ = frame->code;
        own_code_ = !is_embedded(frame->code);
    }
    if (!own_code_) return;
    point(PointKind::instruction, t, true, is_quiet(t, frame));
    if (racy) racy->before(*this, t, frame);
}

// Whether no other thread could tell when the instruction runs: it touches the frame's own locals and stack only.
bool Fibers::is_quiet(const Thread& t, const Frame* frame) const {
    switch (opcode_info(word_op(frame->ip[-1])).base) {
        case Opcode::NOP:
        case Opcode::PUSH_NULL:
        case Opcode::COPY:
        case Opcode::SWAP:
        case Opcode::LOAD_CONST:
        case Opcode::LOAD_FAST:
        case Opcode::LOAD_FAST_CHECK:
        case Opcode::STORE_FAST:
        case Opcode::LOAD_CLOSURE:
        case Opcode::IS_OP:
        case Opcode::JUMP:
        case Opcode::BUILD_TUPLE:
        case Opcode::BUILD_LIST: return true;
        case Opcode::BINARY_ADD:
        case Opcode::BINARY_SUBTRACT:
        case Opcode::BINARY_MULTIPLY:
        case Opcode::INPLACE_ADD:
        case Opcode::INPLACE_SUBTRACT:
        case Opcode::INPLACE_MULTIPLY:
        case Opcode::COMPARE_LT:
        case Opcode::COMPARE_LE:
        case Opcode::COMPARE_EQ:
        case Opcode::COMPARE_NE:
        case Opcode::COMPARE_GT:
        case Opcode::COMPARE_GE: return !t.stack_top[-1].is_object() && !t.stack_top[-2].is_object();
        default: return false;
    }
}

ThreadPlace Fibers::place(Thread& t) const { return place_of(t); }
void Fibers::racy_point(Thread& t) { point(PointKind::count, t, true); }

void Fibers::leave_run() {
    Thread& t = current_thread();
    switch_context(&static_cast<Fiber*>(t.machine)->context, outside_, nullptr);
}

void Fibers::resume(std::unique_ptr<Schedule> schedule) {
    schedule_ = std::move(schedule);
    describe_made();
    alone_ = paused_ = false;
    if (racy) racy->forget();
    last_code_ = nullptr;
    // A restored world is in the main thread, where it was left.
    running_thread = rt().main_thread;
    auto* fiber = static_cast<Fiber*>(running_thread->machine);
    scratch_is_on = true;
    switch_context(&outside_, fiber->context, fiber);
    scratch_is_on = false;
}

void Fibers::end_run(int result) {
    result_ = result;
    Thread& t = current_thread();
    running_thread = rt().main_thread;
    switch_context(&static_cast<Fiber*>(t.machine)->context, outside_, nullptr);
}

// --- lives

void Fibers::main_body(void* given) {
    auto* fiber = static_cast<Fiber*>(given);
    Fibers& self = *fiber->owner;
    self.result_ = self.body_(self.context_);
    MachineContext ended;
    switch_context(&ended, self.outside_, nullptr);
}

void Fibers::thread_body(void* given) {
    auto* fiber = static_cast<Fiber*>(given);
    Fibers& self = *fiber->owner;
    Thread* t = fiber->thread;
    self.arrive(*t);
    self.ask_again();
    fiber->body(*t);
    uint32_t id = t->id;
    tell(*t, {.kind = ThreadEventKind::end});
    end_thread(t);
    // The stack that this runs on is given back by whoever goes on.
    uint32_t next = self.decide(PointKind::ended, id, false, nullptr);
    StackArea* stack = fiber->stack;
    data_free(fiber, sizeof(Fiber));
    self.world_->dead_stack = stack;
    MachineContext ended;
    self.switch_to(next, &ended, nullptr);
}

const char* Fibers::start(Thread& t, void (*body)(Thread&)) {
    if (active_probe && active_probe != this && !active_probe->follows_threads()) return "a run that is recorded, shown or stepped through has one thread";
    StackArea* stack = stack_open(thread_stack);
    if (!stack || !stack_ensure(stack, stack->base + thread_stack)) {
        if (stack) stack_close(stack);
        return "the stack region is full";
    }
    auto* fiber = static_cast<Fiber*>(data_alloc(sizeof(Fiber)));
    MEMORY_ASSERT(fiber != nullptr);
    *fiber = Fiber{make_context(stack->base, stack->base + thread_stack, thread_body), stack, body, &t, this, false, false};
    t.machine = fiber;
    t.native_id = t.id;
    set_native_stack(t, reinterpret_cast<uintptr_t>(stack->base), reinterpret_cast<uintptr_t>(stack->base + thread_stack));
    if (pause_before_threads && !exploring) {
        paused_ = true;
        leave_run();
    }
    if (on_start) on_start(t);
    tell(current_thread(), {.kind = ThreadEventKind::start, .other = t.id, .started = &t});
    tell(t, {.kind = ThreadEventKind::begin});
    point(PointKind::start, current_thread(), true);
    return nullptr;
}

int Fibers::run(int (*body)(void*), void* context) {
    Thread& t = *rt().main_thread;
    StackArea* stack = stack_open(main_stack);
    if (!stack || !stack_ensure(stack, stack->base + main_stack)) {
        std::fputs("terrarium: the stack region has no room for fibers (--stack-limit)\n", stderr);
        return 1;
    }
    auto* fiber = static_cast<Fiber*>(data_alloc(sizeof(Fiber)));
    MEMORY_ASSERT(fiber != nullptr);
    *fiber = Fiber{make_context(stack->base, stack->base + main_stack, main_body), stack, nullptr, &t, this, false, false};
    t.machine = fiber;
    t.native_id = t.id;
    body_ = body;
    context_ = context;
    uintptr_t limit = t.native_limit;
    set_native_stack(t, reinterpret_cast<uintptr_t>(stack->base), reinterpret_cast<uintptr_t>(stack->base + main_stack));
    switch_context(&outside_, fiber->context, fiber);
    if (!paused_) t.native_limit = limit;
    return result_;
}

Fibers& use_fibers(FiberOptions options) {
    auto* fibers = new Fibers(std::move(options));
    scheduler = fibers;
    return *fibers;
}

} // namespace terrarium
