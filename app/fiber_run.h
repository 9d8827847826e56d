// Running a program's threads as fibers: the schedule the command line asks for, what is saved of it, and the report of
// an object freed too early.
#pragma once

#include "app/options.h"
#include "vm/core/thread.h"

namespace terrarium {

// Makes fibers the scheduler. After open_runtime(). False: *error says why not.
bool start_fibers(const Options& options, std::string* error);
bool fibers_run();
class Fibers;
Fibers& the_fibers();
// Writes what --save-schedule writes. False: told on stderr.
bool write_schedule(const struct SavedSchedule& saved, const std::string& file);
// Runs body(context) as the main thread; then saves the schedule and tells whether a replay went as saved. The exit code:
// the body's, or 1 when the schedule could not be saved or the replay diverged.
int run_in_fibers(int (*body)(void*), void* context);

// The run was given up where no thread could go on: they all stand there still.
bool ended_in_deadlock();

// An object that was freed while it was held, by whom, and which change was lost.
std::string dangling_report(const class RacyCounts& racy);
} // namespace terrarium
