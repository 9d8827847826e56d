// `terrarium show` of a recorded run: the same views from the same words; nothing runs. See show.h.
#include "app/missed_place.h"
#include "app/say.h"
#include "app/view_printer.h"
#include "inspect/trace_search.h"
#include "support/text.h"

#include <fmt/core.h>

#include <cstdio>
#include <optional>

namespace terrarium {

using namespace inspect;

namespace {

int complain(const std::string& what, int code) {
    say(stderr, "terrarium: {}\n", what);
    return code;
}

std::string program_of(const TraceReader& reader) { return reader.command().empty() ? std::string() : source_of_program(reader.command()[0]); }

bool step_of(TraceReader& reader, const TraceIndex& index, const std::string& text, uint64_t* step, uint64_t* hits = nullptr) {
    Place place;
    (void)parse_place(text, &place);
    return find_place(reader, index, place, program_of(reader), step, hits);
}

} // namespace

int run_show_trace(const Options& options) {
    if (!options.arguments.empty()) return complain(fmt::format("'terrarium show' takes one TRACE; '{}' is one too many", options.arguments[0]), 2);
    if (options.show.go_on) return complain("--go-on is for a program; a trace has run already", 2);
    TraceReader reader;
    TraceIndex index;
    std::string error;
    if (!reader.open(options.target, &error) || !index.open(reader, &error)) return complain(error, 1);
    if (!reader.damage().empty()) say(stderr, "terrarium: {}; steps 0 to {} can be shown\n", reader.damage(), grouped(reader.steps()));

    uint64_t step = 0, mark_step = 0, hits = 0;
    if (!step_of(reader, index, options.show.at, &step, &hits)) {
        if (!reader.ended()) return complain(fmt::format("the trace ends at step {} and never came to {}", grouped(reader.steps()), options.show.at), 3);
        uint64_t instructions = reader.steps() - (reader.steps() > reader.exit_step());
        return complain(missed_place(options.show.at, program_of(reader), hits, instructions), reader.exit_code() ? reader.exit_code() : 3);
    }
    std::optional<Snapshot> mark;
    if (!options.show.mark.empty() && step_of(reader, index, options.show.mark, &mark_step) && mark_step < step && reader.seek(mark_step, &error)) mark = reader.snapshot();

    std::vector<ViewRequest> requests;
    (void)parse_views(options.show.views, &requests);
    ViewPrinter printer(options, std::move(requests), 1);
    if (!reader.seek(step, &error)) return complain(error, 1); // damage is found here
    Snapshot now = reader.snapshot();
    CallTree calls;
    if (printer.needs_calls()) calls = calls_at(reader, index, step);
    TraceHistory history(reader, index);
    ViewInput in;
    in.now = &now;
    in.mark = mark ? &*mark : nullptr;
    in.calls = printer.needs_calls() ? &calls : nullptr;
    in.history = &history;
    printer.print(in);
    if (printer.exit_code()) return printer.exit_code();
    if (!options.show.mark.empty() && !mark) {
        say(stderr, "{}", missed_mark(options.show.mark));
        return 3;
    }
    return options.show.at == "exit" ? reader.exit_code() : 0;
}

} // namespace terrarium
