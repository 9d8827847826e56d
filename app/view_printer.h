// Prints the views of one moment that were asked for, and the picture: of a running program and of a trace alike.
#pragma once

#include "app/options.h"
#include "app/show.h"

namespace terrarium {

class ViewPrinter {
public:
    // `out`: the descriptor the views go to.
    ViewPrinter(const Options& options, std::vector<ViewRequest> requests, int out) : options_(options), requests_(std::move(requests)), out_(out) {}
    bool needs_calls() const;
    void print(const inspect::ViewInput& in);
    // 0, or 2 when a view could not be drawn or written; that has been said.
    int exit_code() const { return exit_code_; }

private:
    void fail(const std::string& what);
    void write_all(const std::string& text);
    const Options& options_;
    std::vector<ViewRequest> requests_;
    int out_;
    int exit_code_ = 0;
};

// One view after the other. False: *text says what is wrong.
bool draw_all(const std::vector<ViewRequest>& requests, inspect::ViewInput in, inspect::Form form, const inspect::PrintStyle& style, std::string* text);

} // namespace terrarium
