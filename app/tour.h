// terrarium tour: the questions of docs/tour.md, listed, or one of them shown by running its commands. Texts and scripts are
// compiled into the program; they exist once, as docs/tour.md, docs/tour.ko.md and scripts/tour/.
#pragma once

#include "app/options.h"

#include <string>
#include <string_view>
#include <vector>

namespace terrarium {

// A file compiled in; tools/embed.py --files writes the table.
struct TourFile {
    const char* name; // from the root of the project
    const char* text;
    size_t size;
};
extern const TourFile tour_files[];
extern const size_t tour_file_count;

struct TourStep {
    enum class Kind { paragraph, command } kind;
    std::string text;
};
struct TourQuestion {
    std::string number; // "5"
    std::string title;
    std::vector<TourStep> steps;
};
// The sections `## Q5. Title` of a page; what a page says outside of them is for its readers only, as are recorded outputs.
std::vector<TourQuestion> parse_tour(std::string_view page);

// The verb. Returns the exit code.
int run_tour(const Options& options);

} // namespace terrarium
