// `terrarium show`, and views for whoever asks while a program runs: the module terrarium, the debugger.
#pragma once

#include "app/options.h"
#include "inspect/views.h"
#include "vm/core/thread.h"

#include <string>
#include <vector>

namespace terrarium {

struct ViewRequest {
    const inspect::View* view = nullptr;
    std::string argument;
};
// "stack,object node": what is to be drawn. Empty, or what is wrong.
std::string parse_views(const std::string& text, std::vector<ViewRequest>* out);
// Views of this moment, one after the other. False: *text says what is wrong.
bool draw_views(Thread& t, const std::string& views, uint32_t frame, inspect::Form form, const inspect::PrintStyle& style, std::string* text);
// What the view `heap` compares with from here on.
void set_mark(Thread& t);

// Fills in observer_hooks: terrarium.show and terrarium.mark.
void init_show();
// The verb. Returns the exit code.
int run_show(const Options& options);
// The same of a trace: app/show_trace.cpp.
int run_show_trace(const Options& options);
// Empty, or what is wrong with the verb's options.
std::string check_show(const Options& options);

} // namespace terrarium
