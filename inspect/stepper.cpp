// See stepper.h.
#include "inspect/stepper.h"

#include "vm/core/str.h"

#include <charconv>

namespace terrarium::inspect {

namespace {

LineArrivals::Standing standing_of(const Frame* frame) {
    uint32_t index = frame->index();
    const auto* positions = frame->code->positions;
    return {reinterpret_cast<uintptr_t>(frame), reinterpret_cast<uintptr_t>(frame->code), index, positions[index].line, index ? positions[index - 1].line : -1};
}

} // namespace

bool parse_place(std::string_view text, Place* out) {
    auto parse = [](std::string_view digits, auto* n) {
        auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), *n);
        return error == std::errc() && end == digits.data() + digits.size() && *n > 0;
    };
    *out = {};
    if (text == "exit") return true;
    if (text.starts_with("step:")) {
        out->kind = Place::Kind::step;
        return text == "step:0" ? (out->count = 0, true) : parse(text.substr(5), &out->count);
    }
    out->kind = Place::Kind::line;
    std::vector<std::string_view> parts;
    for (size_t at = 0; at <= text.size();) {
        size_t colon = std::min(text.find(':', at), text.size());
        parts.push_back(text.substr(at, colon - at));
        at = colon + 1;
    }
    size_t n = parts.size(), numbers = 0;
    uint64_t last = 0;
    while (numbers < 2 && numbers < n && parse(parts[n - 1 - numbers], &last)) numbers++;
    if (numbers == 0) return false;
    if (!parse(parts[n - numbers], &out->line)) return false;
    if (numbers == 2 && !parse(parts[n - 1], &out->count)) return false;
    if (n > numbers) out->file = std::string(text.substr(0, static_cast<size_t>(parts[n - numbers].data() - text.data()) - 1));
    return n == numbers || !out->file.empty();
}

bool is_file_meant(std::string_view filename, std::string_view meant) {
    while (meant.starts_with("./")) meant.remove_prefix(2);
    if (filename == meant) return true;
    return filename.size() > meant.size() && filename.ends_with(meant) && filename[filename.size() - meant.size() - 1] == '/';
}

bool PlaceWatch::waits() const {
    for (const Watched& w : places_)
        if (!w.done && w.place.kind != Place::Kind::exit) return true;
    return false;
}

void PlaceWatch::on_instruction(Thread& t, const Frame* frame) {
    steps_++;
    int32_t line = arrivals_.arrives(standing_of(frame));
    for (size_t i = 0; i < places_.size(); i++) {
        Watched& w = places_[i];
        if (w.done || w.place.kind == Place::Kind::exit) continue;
        if (w.place.kind == Place::Kind::step) {
            if (steps_ <= w.place.count) continue; // N instructions have run
        } else {
            if (line != w.place.line) continue;
            if (places_.size() > 1 || frame->code != last_code_) {
                last_code_ = frame->code;
                last_is_meant_ = is_file_meant(to_utf8(frame->code->filename), w.place.file);
            }
            if (!last_is_meant_ || ++w.hits < w.place.count) continue;
        }
        w.done = true;
        reached(t, i);
    }
}

void Stepper::go(Thread& t, Mode mode) {
    mode_ = mode;
    from_ = t.frame;
    arrivals_ = {};
    if (t.frame && t.frame->code) (void)arrivals_.arrives(standing_of(t.frame)); // the line it stands on is not the next one
}

bool Stepper::arrives(const Frame* frame) {
    int32_t line = arrivals_.arrives(standing_of(frame));
    bool has_line = frame->code->positions[frame->index()].line > 0; // what handlers begin with has none
    bool stop = false;
    switch (mode_) {
        case Mode::none: return false;
        case Mode::instruction: stop = true; break;
        case Mode::into: stop = line != 0; break;
        case Mode::over: stop = (frame < from_ && has_line) || (frame == from_ && line != 0); break;
        case Mode::out: stop = frame < from_ && has_line; break;
    }
    if (stop) mode_ = Mode::none;
    return stop;
}

} // namespace terrarium::inspect
