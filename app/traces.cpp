// See traces.h.
#include "app/traces.h"

#include "app/frontend.h"
#include "app/index_progress.h"
#include "app/run.h"
#include "app/say.h"
#include "inspect/recorder.h"
#include "inspect/trace_reader.h"
#include "support/text.h"
#include "vm/core/thread_events.h"

#include <cstdio>

namespace terrarium {

bool start_to_record(Options* options, const std::string& path, inspect::RecorderOptions* how) {
    options->unbuffered = true; // output belongs to the step that makes it
    std::string error;
    if (!start_vm(*options, &error)) {
        say(stderr, "terrarium: {}\n", error);
        return false;
    }
    how->path = path;
    how->command.push_back(options->target);
    for (const std::string& argument : options->arguments) how->command.push_back(argument);
    return true;
}

namespace {

class Waits final : public ThreadEvents {
public:
    Waits(inspect::Recorder* recorder, const std::string& path) : recorder_(recorder), path_(path) {}
    void on_event(Thread& t, const ThreadEvent& event) override {
        if (event.kind == ThreadEventKind::wait) recorder_->write_now(t, false);
    }
    void on_poll(Thread& t) override {
        if (recorder_->is_flush_wanted()) recorder_->write_now(t, true);
    }
    void on_exit(int code) override {
        std::string error;
        recorder_->cut_off();
        bool good = finish_record(recorder_, code, &error);
        say(stderr, "{}", good ? recorded_text(*recorder_, path_) : fmt::format("terrarium: {}: {}\n", path_, error));
    }

private:
    inspect::Recorder* recorder_;
    std::string path_;
};

} // namespace

void write_at_waits(inspect::Recorder* recorder, const std::string& path) { thread_events = new Waits(recorder, path); } // to the end of the process

int run_record(const Options& given) {
    if (!program_is_there(given)) return 2; // before the old trace is gone
    Options options = given;
    for (const std::string& argument : given.arguments)
        if (argument == "-o") say(stderr, "terrarium: -o is behind '{}' and its arguments and goes to the program; it stands before them\n", given.target);
    inspect::RecorderOptions how;
    if (!start_to_record(&options, options.output, &how)) return 1;
    if (!compiles(options.target, options.optimize)) { // nothing of it will run: what is wrong is told, and the old trace stays
        RunStats none;
        int code = run_program(options, nullptr, &none);
        say(stderr, "nothing was recorded\n");
        return code;
    }
    std::string error;
    how.proof_every = options.proof_every;
    how.index = options.index;
    auto recorder = std::make_unique<inspect::Recorder>();
    if (!recorder->start(how, &error)) {
        say(stderr, "terrarium: {}\n", error);
        return 1;
    }
    RunStats stats;
    static inspect::Recorder* running; // for the hook below; of one run a process
    running = recorder.get();
    write_at_waits(running, options.output);
    int code = run_program(options, nullptr, &stats, [](Thread&) { running->program_ended(); });
    bool good = finish_record(recorder.get(), code, &error);
    if (options.stats == Options::Stats::table) std::fputs(stats_table(stats).c_str(), stderr);
    if (options.stats == Options::Stats::json) say(stderr, "{}\n", stats_json(stats));
    if (!good) {
        say(stderr, "terrarium: {}: {}\n", options.output, error);
        return code ? code : 1;
    }
    say(stderr, "{}", recorded_text(*recorder, options.output));
    return code;
}

int run_verify(const Options& options) {
    if (!program_is_there(options)) return 2;
    inspect::TraceReader reader;
    std::string error;
    if (!reader.open(options.target, &error)) {
        say(stderr, "terrarium: {}\n", error);
        return 1;
    }
    inspect::Verification v = reader.verify(200);
    say("{} steps, {} bytes\n", grouped(v.steps), grouped(reader.bytes()));
    say("{} of {} states proven equal to what the interpreter had ({} objects, each count equal to its holders)\n", grouped(v.proofs - v.proofs_wrong),
               grouped(v.proofs), grouped(v.objects_proven));
    if (v.parts)
        say("{} of {} states of a large heap proven in part: stack, frames and, in turns, some of the objects\n", grouped(v.parts - v.parts_wrong), grouped(v.parts));
    say("{} of {} jumps to random steps lead to the same state\n", grouped(v.seeks - v.seeks_wrong), grouped(v.seeks));
    say("{} of {} ledgers add up\n", grouped(v.ledgers - v.ledgers_wrong), grouped(v.ledgers));
    say("{} of {} chunks are indexed as they should be{}\n", grouped(v.indexes - v.indexes_wrong), grouped(reader.chunk_count()),
        v.indexes < reader.chunk_count() ? fmt::format("; {} have no index", grouped(reader.chunk_count() - v.indexes)) : std::string());
    if (v.late_changes) say("{} changes inside natives were found late, at the next proof\n", grouped(v.late_changes));
    for (const std::string& fault : v.faults) say(stderr, "terrarium: {}\n", fault);
    if (!v.good() && v.steps > 0) say(stderr, "terrarium: steps 0 to {} can be read\n", v.steps);
    int unsaid = said();
    return v.good() ? unsaid : 1;
}

} // namespace terrarium
