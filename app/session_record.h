// %record: what is typed in a session, and what it runs, written to a trace while it goes on.
#pragma once

#include "inspect/recorder.h"
#include "inspect/trace_search.h"

#include <memory>
#include <string>

namespace terrarium {

class SessionRecord {
public:
    static SessionRecord& instance();
    bool active() const { return recorder_ != nullptr; }
    // Null: nothing is recorded. Set as the active probe when a program runs on.
    Probe* probe() const { return recorder_.get(); }
    const std::string& path() const { return path_; }
    // False: *error says why.
    bool start(const std::string& path, std::string* error);
    // A statement has ended.
    void pause(Thread& t);
    // At the next instruction all that ran before goes to the disk, for history().
    void write_soon();
    // What became of it, for people: where it is, and the commands to look at it.
    std::string stop(int exit_code);
    // Null: nothing is recorded. *step: the moment that it knows; 0: it only says that it does not.
    const inspect::ObjectHistory* history(uint64_t* step);

private:
    std::unique_ptr<inspect::Recorder> recorder_;
    std::string path_;
    bool written_ = false; // all that ran
    std::unique_ptr<inspect::GrowingHistory> past_;
};

} // namespace terrarium
