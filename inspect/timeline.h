// Stack depth and heap bytes over a whole run, for a line on the screen: read bit by bit beside what people look at.
#pragma once

#include "inspect/trace_reader.h"

namespace terrarium::inspect {

class Timeline {
public:
    struct Point {
        uint64_t depth = 0; // the deepest in its steps
        uint64_t heap = 0;  // the most bytes of the program's objects
    };
    bool open(const std::string& path, std::string* error) { return reader_.open(path, error); }
    // Reads on for at most so many steps. False: there is nothing more to read now.
    bool advance(uint64_t steps);
    uint64_t steps() const { return reader_.steps(); } // the last step there is
    uint64_t known() const { return reader_.step(); }  // how far it has read
    // `columns` points over steps 0 to steps(); those beyond known() are empty.
    std::vector<Point> points(size_t columns) const;

private:
    void measure();
    Point with_now(Point p) const; // and the moment that has been read
    TraceReader reader_;
    std::vector<Point> points_;
    uint64_t width_ = 16; // steps a point
    Point now_;
};

} // namespace terrarium::inspect
