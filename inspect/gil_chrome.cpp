// See gil_chrome.h.
#include "inspect/gil_chrome.h"

#include "inspect/print.h"
#include "support/json.h"

namespace terrarium::inspect {

namespace {

constexpr int process = 1;

double microseconds(int64_t nanoseconds) { return static_cast<double>(nanoseconds) / 1000; }

class Writer {
public:
    Writer(const GilTrace& trace, std::FILE* file) : trace_(trace), file_(file) {}

    bool write() {
        head();
        for (const GilSpan& s : spans_of(trace_)) slice(s);
        for (const GilEvent& e : trace_.events) {
            instant(e);
            arrows(e);
        }
        std::fputs("\n]}\n", file_);
        return !std::ferror(file_);
    }

private:
    struct Pending {
        uint32_t from;
        int64_t time;
        const char* what;
    };

    void head() {
        JsonWriter json;
        json.begin_object();
        json.field("schema", "terrarium.gil/1");
        json.field("program", trace_.program);
        json.field("duration_ns", trace_.end);
        json.field("switch_interval_ns", trace_.interval);
        json.field("gil", trace_.gil ? "on" : "off");
        json.field("clock", trace_.virtual_time ? "virtual" : "real");
        json.field("threads", trace_.threads.size());
        json.field("events", trace_.events.size());
        json.end_object();
        std::fprintf(file_, "{\"otherData\": %s, \"traceEvents\": [", json.text().c_str());
        meta("process_name", 0, "terrarium " + trace_.program);
        for (const GilThread& t : trace_.threads) {
            meta("thread_name", t.id, std::to_string(t.id) + " " + t.name);
            JsonWriter order = begin("M", "thread_sort_index", t.id);
            order.begin_object("args");
            order.field("sort_index", t.id);
            order.end_object();
            end(order);
        }
    }

    JsonWriter begin(const char* phase, std::string_view name, uint32_t thread) {
        JsonWriter json;
        json.begin_object();
        json.field("ph", phase);
        json.field("name", name);
        json.field("pid", process);
        json.field("tid", thread);
        return json;
    }
    void end(JsonWriter& json) {
        json.end_object();
        std::fputs(first_ ? "\n" : ",\n", file_);
        std::fputs(json.text().c_str(), file_);
        first_ = false;
    }
    void meta(const char* name, uint32_t thread, const std::string& value) {
        JsonWriter json = begin("M", name, thread);
        json.begin_object("args");
        json.field("name", value);
        json.end_object();
        end(json);
    }

    void place(JsonWriter& json, uint32_t id) {
        if (id == 0) return;
        const GilPlace& p = trace_.places[id];
        json.field("function", p.function);
        json.field("file", p.file);
        json.field("line", p.line);
        json.field("opcode", p.opcode);
    }

    void slice(const GilSpan& s) {
        const GilEvent& first = trace_.events[s.first];
        const GilEvent& cause = trace_.events[s.cause];
        std::string name = s.state == GilState::holding ? (trace_.gil ? "holds the GIL" : "runs") : trace_.gil ? "waits for the GIL" : "waits for others";
        bool blocked = s.state != GilState::holding && s.state != GilState::waiting;
        if (s.state == GilState::lock) name = cause.what ? cause.what : locks_.name(cause.object);
        if (s.state == GilState::sleep) name = "sleep";
        if (s.state == GilState::system) name = cause.what ? cause.what : "system";
        JsonWriter json = begin("X", name, s.thread);
        json.field("cat", blocked ? "blocked" : state_name(s.state));
        json.field("ts", microseconds(s.from), 3);
        json.field("dur", microseconds(s.to - s.from), 3);
        json.begin_object("args");
        json.field("state", state_name(s.state));
        place(json, first.place);
        json.end_object();
        end(json);
    }

    void instant(const GilEvent& e) {
        JsonWriter json = begin("i", event_name(e.kind), e.thread);
        json.field("cat", "event");
        json.field("s", "t");
        json.field("ts", microseconds(e.time), 3);
        json.begin_object("args");
        json.field("time_ns", e.time);
        if (e.other) json.field("thread", e.other);
        if (e.object) {
            json.field("lock", locks_.name(e.object));
            json.field("address", hex(e.object));
        }
        if (e.what) json.field(e.kind == ThreadEventKind::wait ? "lock_name" : "call", e.what);
        if (e.kind == ThreadEventKind::wait && e.until != INT64_MAX) json.field("until_ns", e.until);
        if (e.kind == ThreadEventKind::wait_over) {
            static const char* const ways[] = {"woken", "timed out", "interrupted"};
            json.field("how", ways[e.how % 3]);
        }
        place(json, e.place);
        json.end_object();
        end(json);
    }

    void arrow(const Pending& from, uint32_t to, int64_t time) {
        arrows_++;
        for (bool start : {true, false}) {
            JsonWriter json = begin(start ? "s" : "f", from.what, start ? from.from : to);
            json.field("cat", from.what);
            json.field("id", arrows_);
            json.field("ts", microseconds(start ? from.time : time), 3);
            if (!start) json.field("bp", "e"); // ends in the slice around that time
            end(json);
        }
    }

    // Who asked whom, who handed over to whom, who woke and started whom.
    void arrows(const GilEvent& e) {
        auto meets = [&](std::map<uint32_t, std::vector<Pending>>& pending) {
            for (const Pending& p : pending[e.thread]) arrow(p, e.thread, e.time);
            pending.erase(e.thread);
        };
        switch (e.kind) {
            case ThreadEventKind::press: asked_[e.other].push_back({e.thread, e.time, "asks"}); break;
            case ThreadEventKind::notice:
                meets(asked_);
                noticed_[e.thread] = e.time;
                break;
            case ThreadEventKind::release:
            case ThreadEventKind::end: asked_.erase(e.thread); break; // it let go before it saw
            case ThreadEventKind::hand_over: turns_[e.other].push_back({e.thread, noticed_[e.thread], "hands over"}); break;
            case ThreadEventKind::wake: turns_[e.other].push_back({e.thread, e.time, "wakes"}); break;
            case ThreadEventKind::start: turns_[e.other].push_back({e.thread, e.time, "starts"}); break;
            case ThreadEventKind::acquire: meets(turns_); break;
            default: break;
        }
    }

    const GilTrace& trace_;
    std::FILE* file_;
    LockNames locks_;
    uint64_t arrows_ = 0;
    bool first_ = true;
    std::map<uint32_t, std::vector<Pending>> asked_; // by who is asked
    std::map<uint32_t, std::vector<Pending>> turns_; // by who will have its turn
    std::map<uint32_t, int64_t> noticed_;
};

} // namespace

bool write_chrome(const GilTrace& trace, std::FILE* file) { return Writer(trace, file).write(); }

} // namespace terrarium::inspect
