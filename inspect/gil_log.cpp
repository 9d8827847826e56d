// See gil_log.h.
#include "inspect/gil_log.h"

#include "bytecode/opcodes.h"
#include "inspect/gil_chrome.h"
#include "inspect/object_names.h"
#include "inspect/thread_names.h"
#include "memory/sharing.h"
#include "vm/core/scheduling.h"
#include "vm/core/str.h"
#include "vm/interp/frame.h"
#include "vm/objects/frame.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <tuple>
#include <unordered_map>

namespace terrarium::inspect {

namespace {

constexpr uint32_t first_chunk = 16, greatest_chunk = 4096; // events

// Where code stands is looked at before it moves on: while it waits it is where it was.
bool looks_at_place(ThreadEventKind kind) {
    switch (kind) {
        case ThreadEventKind::start:
        case ThreadEventKind::notice:
        case ThreadEventKind::block:
        case ThreadEventKind::wait:
        case ThreadEventKind::wake:
        case ThreadEventKind::end: return true;
        default: return false;
    }
}

bool is_text(const Str* s, const std::string& text) {
    if (!s->ascii) return to_utf8(s) == text;
    return s->length == text.size() && std::memcmp(s->data1(), text.data(), text.size()) == 0;
}

struct PlaceKey {
    const Code* code;
    uint32_t index;
    bool operator==(const PlaceKey&) const = default;
};
struct PlaceHash {
    size_t operator()(const PlaceKey& k) const { return (reinterpret_cast<uintptr_t>(k.code) >> 4) * 31 + k.index; }
};

} // namespace

struct GilLog::Chunk {
    uint32_t room;
    std::atomic<uint32_t> used{0}; // events up to here are whole
    std::atomic<Chunk*> next{nullptr};
    std::unique_ptr<GilEvent[]> events;
    explicit Chunk(uint32_t n) : room(n), events(new GilEvent[n]) {}
};

// Of one thread, which alone writes to it.
struct GilLog::Buffer {
    GilThread thread;
    Chunk first{first_chunk};
    Chunk* last = &first;
    uint32_t place = 0;
    std::vector<GilPlace> places{1};
    std::unordered_map<PlaceKey, uint32_t, PlaceHash> known; // places by code, which may be gone by the next look

    void add(const GilEvent& e) {
        uint32_t n = last->used.load(std::memory_order_relaxed);
        if (n == last->room) {
            auto* more = new Chunk(std::min(last->room * 4, greatest_chunk));
            last->next.store(more, std::memory_order_release);
            last = more;
            n = 0;
        }
        last->events[n] = e;
        last->used.store(n + 1, std::memory_order_release);
    }

    uint32_t place_of(const Thread& t) {
        const Frame* f = t.frame;
        const Code* code = f ? f->code : nullptr;
        if (!code) return 0;
        uint32_t index = f->index();
        const char* opcode = opcode_info(opcode_info(word_op(load_learned(code->instructions[index]))).base).name;
        uint32_t& id = known[{code, index}];
        const GilPlace& p = places[id];
        if (id && p.line == line_of(code, index) && p.opcode == opcode && is_text(code->qualname, p.function) && is_text(code->filename, p.file)) return id;
        id = static_cast<uint32_t>(places.size());
        places.push_back({to_utf8(code->qualname), to_utf8(code->filename), line_of(code, index), opcode});
        return id;
    }
};

GilLog::GilLog(Keep keep, const std::string& program) : keep_(keep), virtual_(!scheduler->real_time()), program_(program), start_(scheduler->now()) {}

GilLog& GilLog::start(Thread& main, Keep keep, const std::string& program) {
    auto* log = new GilLog(keep, program);
    log->buffer_of(main.id)->thread.name = "MainThread";
    log->on_event(main, {.kind = ThreadEventKind::acquire});
    thread_events = log;
    return *log;
}

int64_t GilLog::now() const { return scheduler->now() - start_; }

GilLog::Buffer* GilLog::buffer_of(uint32_t id) {
    std::lock_guard lock(mutex_);
    std::unique_ptr<Buffer>& place = buffers_[id];
    if (!place) {
        place = std::make_unique<Buffer>();
        place->thread.id = id;
        had_threads_ |= buffers_.size() > 1;
    }
    return place.get();
}

GilLog::Buffer* GilLog::buffer(const Thread& t) {
    thread_local Buffer* mine;
    if (!mine || mine->thread.id != t.id) mine = buffer_of(t.id);
    return mine;
}

void GilLog::on_event(Thread& t, const ThreadEvent& event) {
    if (closed_.load(std::memory_order_relaxed)) return;
    GilEvent e{.kind = event.kind, .how = event.how, .thread = t.id, .other = event.other, .object = reinterpret_cast<uintptr_t>(event.object), .what = event.what};
    if (event.started) buffer_of(event.other)->thread.name = name_of_start(*event.started);
    if (keep_ == Keep::sums) {
        if (e.kind == ThreadEventKind::begin) buffer_of(t.id);
        std::lock_guard lock(mutex_);
        e.time = time_of(event);
        counter_.add(e);
        return;
    }
    e.until = event.until == never ? never : event.until - start_;
    if (e.kind == ThreadEventKind::wait && e.object) e.what = name_of_lock(t);
    e.time = time_of(event);
    keep(t, e);
}

int64_t GilLog::time_of(const ThreadEvent& event) const { return event.kind == ThreadEventKind::ask && event.until ? event.until - start_ : now(); }

// Fibers' events stay in the order in which they came: by time alone it would not be known.
void GilLog::keep(const Thread& t, GilEvent& e) {
    Buffer& own = *buffer(t);
    Buffer& to = virtual_ ? *buffer_of(rt().main_thread->id) : own;
    if (looks_at_place(e.kind)) own.place = to.place_of(t);
    e.place = own.place;
    to.add(e);
}

// At the first wait for it at some place (its block may have been another lock's before), while the thread has its turn, or with
// the GIL off the world for itself: who waits in a queue does so alone.
const char* GilLog::name_of_lock(const Thread& t) {
    const Frame* from = waiting_call(t).from;
    std::lock_guard lock(mutex_);
    auto [place, fresh] = lock_names_.emplace(std::tuple{t.waits_for, from ? from->code : nullptr, from ? from->index() : 0}, std::string());
    bool nobody_else = t.alone || !parallel_world;
    if (fresh && looks_ > 0 && nobody_else) place->second = name_of_wait(t, &looks_);
    return place->second.empty() ? nullptr : place->second.c_str();
}

void GilLog::on_exit(int) {
    finish();
    if (std::string wrong = write(); !wrong.empty()) std::fprintf(stderr, "terrarium: %s\n", wrong.c_str());
}

void GilLog::finish() {
    if (closed_.exchange(true)) return;
    end_ = now();
    interval_ = scheduler->turns().interval;
    gil_ = scheduler->turns().one_at_a_time;
}

std::vector<GilThread> GilLog::threads() const {
    std::lock_guard lock(mutex_);
    std::vector<GilThread> out;
    for (const auto& [id, b] : buffers_) out.push_back(b->thread);
    return out;
}

GilSums GilLog::sums() const {
    if (keep_ == Keep::events) return sums_of(trace());
    std::vector<GilThread> all = threads();
    std::lock_guard lock(mutex_);
    return counter_.sums(end_, all, gil_);
}

GilTrace GilLog::trace() const {
    GilTrace trace;
    trace.threads = threads();
    trace.end = end_;
    trace.interval = interval_;
    trace.virtual_time = virtual_;
    trace.gil = gil_;
    trace.program = program_;
    trace.places.emplace_back();
    std::map<std::tuple<std::string, std::string, int32_t, std::string>, uint32_t> places;
    std::lock_guard lock(mutex_);
    for (const auto& [id, b] : buffers_) {
        std::vector<uint32_t> ids(1); // the buffer's numbers of places -> the trace's
        for (const Chunk* c = &b->first; c; c = c->next.load(std::memory_order_acquire)) {
            uint32_t used = c->used.load(std::memory_order_acquire);
            for (uint32_t i = 0; i < used; i++) {
                GilEvent e = c->events[i];
                for (size_t k = ids.size(); k <= e.place; k++) {
                    const GilPlace& p = b->places[k];
                    auto [found, fresh] = places.emplace(std::tuple{p.function, p.file, p.line, p.opcode}, static_cast<uint32_t>(trace.places.size()));
                    if (fresh) trace.places.push_back(p);
                    ids.push_back(found->second);
                }
                e.place = ids[e.place];
                if (e.time <= end_) trace.events.push_back(e);
            }
        }
    }
    std::stable_sort(trace.events.begin(), trace.events.end(), [](const GilEvent& a, const GilEvent& b) { return a.time < b.time; });
    return trace;
}

std::string GilLog::open(const std::string& path) {
    file_ = std::fopen(path.c_str(), "wbe");
    return file_ ? "" : "can't write '" + path + "': " + std::strerror(errno);
}

std::string GilLog::write() {
    if (!file_) return "";
    bool good = write_chrome(trace(), file_);
    good &= std::fclose(file_) == 0;
    file_ = nullptr;
    return good ? "" : std::string("can't write the log of threads: ") + std::strerror(errno);
}

} // namespace terrarium::inspect
