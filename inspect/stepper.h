// Probes that stop a program at a place: a line, a step, the next line of this frame. What happens there is the
// caller's. Stops are at instruction boundaries, before the instruction runs.
#pragma once

#include "inspect/arrivals.h"
#include "vm/interp/frame.h"
#include "vm/probe.h"

#include <string>
#include <string_view>
#include <vector>

namespace terrarium::inspect {

// "FILE.py:12", "FILE.py:12:3" (the third time), "step:1000", "exit"; a line alone is of the program itself.
struct Place {
    enum class Kind : uint8_t { line, step, exit } kind = Kind::exit;
    std::string file; // empty: the program's
    int32_t line = 0;
    uint64_t count = 1; // hits (from 1) or steps (from 0)
};
bool parse_place(std::string_view text, Place* out);
// Whether code of `filename` is of the file meant: the same path, or its last parts.
bool is_file_meant(std::string_view filename, std::string_view meant);

// Watches for several places at once; each is told once.
class PlaceWatch : public Probe {
public:
    void watch(const Place& place) { places_.push_back({place, 0, false}); }
    uint64_t steps() const { return steps_; }
    bool waits() const; // for a place that may still come
    uint64_t hits(size_t place) const { return places_[place].hits; } // arrivals at its line
    bool came_to(size_t place) const { return places_[place].done; }
    void on_instruction(Thread& t, const Frame* frame) override;

protected:
    ~PlaceWatch() = default;
    virtual void reached(Thread& t, size_t place) = 0;

private:
    struct Watched {
        Place place;
        uint64_t hits = 0;
        bool done = false;
    };
    std::vector<Watched> places_;
    LineArrivals arrivals_;
    uint64_t steps_ = 0;
    const Code* last_code_ = nullptr; // what was last asked about files
    bool last_is_meant_ = false;
};

// Steps through a running program: each command runs to the next stop, where stopped() is called.
class Stepper : public Probe {
public:
    enum class Mode : uint8_t { none, instruction, into, over, out };
    // From the frame that runs now.
    void go(Thread& t, Mode mode);
    Mode mode() const { return mode_; }
    void on_instruction(Thread& t, const Frame* frame) override {
        if (arrives(frame)) stopped(t);
    }

protected:
    ~Stepper() = default;
    virtual void stopped(Thread& t) = 0;
    // To be told every instruction: whether the command ends at it.
    bool arrives(const Frame* frame);

private:
    Mode mode_ = Mode::none;
    const Frame* from_ = nullptr;
    LineArrivals arrivals_;
};

} // namespace terrarium::inspect
