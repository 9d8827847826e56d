// What `terrarium compare --axis` can vary: one row a switch. A new axis is a new row (axes.cpp) and, if the switch is
// new, its line in set_switch (options.cpp).
#pragma once

#include "app/options.h"

#include <initializer_list>

namespace terrarium {

enum class CurveKind : uint8_t { depth, stack, heap, running, waiting, blocked }; // the last three: threads

struct Axis {
    const char* name;   // of the switch, without --
    const char* title;  // of the first column of the table
    const char* values; // if none are given: with commas between; null: they have to be given
    struct Word {
        const char* value;
        const char* word; // what the value means
    } words[2];
    std::initializer_list<CurveKind> drawn; // below the table, in this order
    std::initializer_list<CurveKind> pictured; // by --svg
    bool of_threads = false; // runs are watched by the log of threads, and measured against the same work in sequence
};

const Axis* find_axis(const std::string& name);
std::string axis_names(); // "tco, gc, ..."
// "--tco=off", and with the word: "kept (--tco=off)".
std::string axis_label(const Axis& axis, const std::string& value);
std::string axis_heading(const Axis& axis, const std::string& value);
// Takes --axis apart: "tco" or "recursion-limit=1000,100000". Empty, or what is wrong with it.
std::string parse_axis(const std::string& text, const Options& options, CompareOptions* compare);

} // namespace terrarium
