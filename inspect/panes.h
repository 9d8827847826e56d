// The panes of `terrarium watch`: lines of text from a snapshot, each with what it stands for. No screen here.
#pragma once

#include "inspect/navigator.h"
#include "inspect/views.h"

#include <span>

namespace terrarium::inspect {

struct PaneLine {
    std::string text;
    bool current = false; // what is about to run
    bool changed = false; // by the last move
    bool faint = false;
    Label label = 0;      // the object it is about
    int32_t line = 0;     // the source line it is about
};
struct Pane {
    std::string title;
    std::vector<PaneLine> lines;
    size_t focus = 0; // the line that should be seen
};

struct PaneInput {
    const Snapshot* now = nullptr;
    const Snapshot* before = nullptr; // what was shown before; null: nothing
    const std::set<Breakpoint>* breakpoints = nullptr;
    const std::set<Label>* watches = nullptr;
    const ObjectHistory* history = nullptr; // of the selected object; null: not known
    Label selected = 0;
    bool between = false; // of a session: an input is done, the next one has not begun
    PrintStyle style;
};

struct PaneKind {
    const char* name; // as a command
    const char* title;
    Pane (*draw)(const PaneInput& in);
};
// source, code, stack, frames, heap, regions, output: keys 1 to 7.
std::span<const PaneKind> all_panes();
inline constexpr size_t pane_source = 0, pane_code = 1, pane_stack = 2, pane_frames = 3, pane_heap = 4, pane_regions = 5, pane_output = 6, pane_count = 7;

// "fact.py:3 in fact, depth 2".
std::string place_line(const Snapshot& s, bool between = false);
// An object: label, contents, who holds it, what happened to it last.
std::vector<PaneLine> object_lines(const PaneInput& in, Label label);

} // namespace terrarium::inspect
