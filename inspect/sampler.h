// The sampler watches a run and keeps its curves: depth over calls, stack and heap over time. However long the run is,
// a curve has at most `capacity` steps: when it is full, steps are joined in pairs and are twice as wide from then on.
// Peaks survive the joining. Samples are plain data without pointers, so that they can lie in memory shared with
// another process and be read there when this one is dead. Nothing here touches the loop that runs unwatched.
#pragma once

#include "vm/probe.h"

#include <cstddef>
#include <cstdint>

namespace terrarium::inspect {

struct Samples {
    static constexpr uint32_t capacity = 512;

    struct Depth { // of consecutive calls
        uint64_t calls;   // made by the end of this step
        uint64_t deepest; // frames
        void join(const Depth& next);
    };
    struct Memory { // of consecutive instructions
        uint64_t instructions; // run by the end of this step
        double seconds;        // since the start, as watched
        uint64_t stack_bytes;  // peak
        uint64_t heap_bytes;   // of pages in use; peak
        void join(const Memory& next);
    };
    template <class Row>
    struct Steps {
        uint64_t width = 1; // of a step: calls, instructions
        uint32_t used = 0;
        Row rows[capacity];
        void add(const Row& row);
    };
    // Where an exception began.
    struct Raise {
        uint64_t identity;
        uint64_t depth; // frames
        uint64_t stack_bytes, heap_bytes;
        int32_t line;
        char type[64];
        char file[256];
    };

    Steps<Depth> depth;
    Steps<Memory> memory;
    uint64_t instructions = 0; // run by the end of the last step of `memory`
    bool has_escaped = false;
    Raise escaped{}; // the exception that left the main program last
};

class Sampler final : public Probe {
public:
    explicit Sampler(Samples* samples);
    void on_instruction(Thread& t, const terrarium::Frame* frame) override;
    void on_raise(Thread& t, const terrarium::Frame* frame) override;
    void on_return(Thread& t, const terrarium::Frame* frame, Value) override { note_leaving(t, frame); }
    // The run is over: what has been counted since the last whole step is added.
    void finish();

private:
    static constexpr size_t remembered = 8;

    void look_at_memory(const Thread& t, const terrarium::Frame* frame);
    void close_depth();
    void close_memory(double seconds);
    void note_leaving(const Thread& t, const terrarium::Frame* frame);
    uint64_t take_stack(const Thread& t, const terrarium::Frame* frame) const;

    Samples* samples_;
    double start_ = 0;       // the first instruction
    double left_seconds_ = 0; // when the outermost frame was left last, and after which instruction
    uint64_t left_after_ = 0;
    uint64_t instructions_ = 0;
    uint64_t looks_ = 0, next_memory_ = 1; // at the memory: before each instruction, and at each frame an exception passes
    uint64_t calls_ = 0, next_depth_ = 1;
    Samples::Depth depth_{};
    Samples::Memory memory_{};
    Samples::Raise raises_[remembered]{}; // the last few exceptions raised afresh
    size_t raised_ = 0;
};

} // namespace terrarium::inspect
