// Threads: their stacks, the recursion guards, and the list of objects whose repr is being taken.
#include "vm/core/thread.h"

#include "vm/core/output.h"

#include "memory/stack.h"
#include "vm/core/errors.h"
#include "vm/core/list.h"
#include "vm/core/parallel.h"
#include "vm/core/scheduling.h"
#include "vm/core/start.h"

#include <cstring>
#include <pthread.h>
#include <unistd.h>
#include <utility>

namespace terrarium {

void (*output_listener)(int fd, const char* text, size_t bytes);
void (*output_taker)(int fd, const char* text, size_t bytes);

ssize_t write_output(int fd, const void* text, size_t bytes) {
    bool taken = output_taker && (fd == 1 || fd == 2);
    if (taken) output_taker(fd, static_cast<const char*>(text), bytes);
    ssize_t n = taken ? static_cast<ssize_t>(bytes) : write(fd, text, bytes);
    if (n > 0 && output_listener) output_listener(fd, static_cast<const char*>(text), static_cast<size_t>(n));
    return n;
}

constinit thread_local Thread* running_thread = nullptr;

namespace {

constexpr size_t native_reserve = 256 * 1024; // machine stack kept for what runs after a RecursionError
constexpr uint32_t headroom = 50;             // levels a handler of RecursionError may go deeper

} // namespace

void set_native_stack(Thread& t, uintptr_t low, uintptr_t high) {
    size_t size = high - low;
    t.native_limit = low + (size > 4 * native_reserve ? native_reserve : size / 4);
}

Thread* new_thread(size_t stack_bytes) {
    StackArea* values = stack_open(stack_bytes);
    StackArea* frames = values ? stack_open(stack_bytes) : nullptr;
    Thread* t = frames ? static_cast<Thread*>(data_alloc(sizeof(Thread))) : nullptr;
    if (!t) {
        if (frames) stack_close(frames);
        if (values) stack_close(values);
        return nullptr;
    }
    memset(static_cast<void*>(t), 0, sizeof(Thread));
    t->stack_area = values;
    t->frame_area = frames;
    t->stack_base = t->stack_top = reinterpret_cast<Value*>(values->base);
    t->stack_limit = reinterpret_cast<Value*>(values->base + values->limit);
    t->frames = reinterpret_cast<Frame*>(frames->base);
    t->frame_limit = reinterpret_cast<Frame*>(frames->base + frames->limit);
    t->recursion_limit = 1000;
    t->raised = t->handled = t->start_function = t->start_args = t->start_keywords = t->sentinel = t->locals = t->trace_function =
        t->profile_function = Value::null();
    t->until = never;
    t->id = ++rt().threads_born;
    rt().thread_count++;
    Thread** link = &rt().threads;
    while (*link) link = &(*link)->next;
    *link = t;
    return t;
}

void use_own_stack(Thread& t) {
    pthread_attr_t attributes;
    void* low = nullptr;
    size_t size = 0;
    if (pthread_getattr_np(pthread_self(), &attributes) == 0) {
        pthread_attr_getstack(&attributes, &low, &size);
        pthread_attr_destroy(&attributes);
    }
    if (size) set_native_stack(t, reinterpret_cast<uintptr_t>(low), reinterpret_cast<uintptr_t>(low) + size);
}

bool set_trace_function(Thread& t, Value Thread::* which, Value function) {
    Own old = Own::adopt(std::exchange(t.*which, function.is_none() ? Value::null() : Own::share(function).take()));
    bool traced = !t.trace_function.is_null() || !t.profile_function.is_null();
    if (traced == std::exchange(t.traced, traced)) return false;
    __atomic_fetch_add(&rt().traced_threads, traced ? 1u : ~0u, __ATOMIC_RELAXED);
    return traced;
}

void end_thread(Thread* t) {
    for (auto which : {&Thread::trace_function, &Thread::profile_function}) set_trace_function(*t, which, Value::none());
    for (Value* v : {&t->raised, &t->handled, &t->start_function, &t->start_args, &t->start_keywords, &t->locals, &t->sentinel})
        release(std::exchange(*v, Value::null()));
    if (List* active = std::exchange(t->repr_active, nullptr)) release(static_cast<Object*>(active));
    Thread** link = &rt().threads;
    while (*link != t) link = &(*link)->next;
    *link = t->next;
    rt().thread_count--;
    stack_close(static_cast<StackArea*>(t->frame_area));
    stack_close(static_cast<StackArea*>(t->stack_area));
    data_free(t, sizeof(Thread));
}

bool RecursionGuard::fail(const char* where) {
    Thread& t = thread_;
    bool machine_stack_full = reinterpret_cast<uintptr_t>(__builtin_frame_address(0)) < t.native_limit;
    if (t.recursion_headroom && !machine_stack_full && t.depth <= t.recursion_limit + headroom) return true;
    t.recursion_headroom++;
    (void)raise_text(t, rt().types.RecursionError, std::string("maximum recursion depth exceeded") + where);
    t.recursion_headroom--;
    return false;
}

ReprGuard::ReprGuard(Thread& t, Value v) : thread_(t), value_(v), second_(false) {
    if (!t.repr_active) {
        BornShared never(true, 0); // it holds what is private, and only its thread sees it
        t.repr_active = make_list().take();
    }
    List* active = t.repr_active;
    for (uint64_t i = active->length; i-- > 0;)
        if (active->items[i] == v) second_ = true;
    if (second_) return;
    if (!list_append(t, active, Own::share(v))) {
        clear_raised(t); // no memory for the note: the recursion guard ends what it was for
        value_ = Value::null();
    }
}

ReprGuard::~ReprGuard() {
    if (second_ || value_.is_null()) return;
    List* active = thread_.repr_active;
    for (uint64_t i = active->length; i-- > 0;) {
        if (!(active->items[i] == value_)) continue;
        for (uint64_t j = i + 1; j < active->length; j++) active->items[j - 1] = active->items[j];
        active->length--;
        release(value_);
        return;
    }
}

} // namespace terrarium
