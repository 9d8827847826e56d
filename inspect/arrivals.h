// When a line is arrived at: at its first instruction, by a jump into it, or back to its start by a loop; not when a call
// within it returns. The same on a running program and on a trace.
#pragma once

#include <cstdint>

namespace terrarium::inspect {

class LineArrivals {
public:
    struct Standing {         // where the running frame stands
        uint64_t frame, code; // which they are
        uint32_t index;       // of the instruction about to run
        int32_t line, line_before; // of it, and of the one before it in the code
    };
    // Whether it is, for who knows where it stood before that.
    static bool arrives(const Standing& last, const Standing& now) {
        bool same = now.frame == last.frame && now.code == last.code;
        return same ? now.line > 0 && (now.line != last.line || now.index <= last.index) : begins(now);
    }
    // Coming from another frame.
    static bool begins(const Standing& now) { return now.line > 0 && (now.index == 0 || now.line_before != now.line); }
    // To be told every instruction. The line arrived at, or 0.
    int32_t arrives(const Standing& now) {
        bool arrived = arrives(last_, now);
        last_ = now;
        return arrived ? now.line : 0;
    }

private:
    Standing last_{};
};

} // namespace terrarium::inspect
