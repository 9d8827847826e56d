// See session_record.h.
#include "app/session_record.h"

#include "app/index_progress.h"
#include "support/text.h"
#include "vm/interp/frame.h"

#include <fmt/core.h>

namespace terrarium {

namespace {

class Unwritten final : public inspect::ObjectHistory {
    inspect::ObjectPast past_of(inspect::Label, uint64_t) const override {
        inspect::ObjectPast past;
        past.note = "recorded, but not written yet; after the next %step it is";
        return past;
    }
};

} // namespace

SessionRecord& SessionRecord::instance() {
    static SessionRecord* record = new SessionRecord; // lives to the end of the process
    return *record;
}

bool SessionRecord::start(const std::string& path, std::string* error) {
    inspect::RecorderOptions how;
    how.path = path;
    how.command.push_back("<stdin>");
    how.in_session = true;
    auto recorder = std::make_unique<inspect::Recorder>();
    if (!recorder->start(how, error)) return false;
    recorder_ = std::move(recorder);
    path_ = path;
    written_ = false;
    return true;
}

void SessionRecord::pause(Thread& t) {
    if (!recorder_) return;
    written_ = !t.frame->code; // what ran at a prompt within the program belongs to an instruction that is under way
    if (written_) recorder_->pause();
}

void SessionRecord::write_soon() {
    if (recorder_) recorder_->flush_soon();
    written_ = true;
}

std::string SessionRecord::stop(int exit_code) {
    past_.reset();
    std::string error;
    bool good = finish_record(recorder_.get(), exit_code, &error);
    std::string text = good ? recorded_text(*recorder_, path_) : path_ + ": " + error + "\n";
    recorder_.reset();
    if (!good) return text;
    return text + fmt::format("look at it with\n"
                              "  terrarium watch {0}\n"
                              "  terrarium show heap,'object NAME' {0}\n"
                              "  terrarium show stack --at step:10 {0}\n",
                              path_);
}

const inspect::ObjectHistory* SessionRecord::history(uint64_t* step) {
    static const Unwritten unwritten;
    *step = 0;
    if (!recorder_) return nullptr;
    if (!written_) return &unwritten;
    std::string error;
    if (!past_) {
        past_ = std::make_unique<inspect::GrowingHistory>();
        if (!past_->open(path_, &error)) past_.reset();
        if (!past_) return nullptr;
    }
    *step = past_->steps();
    return past_.get();
}

} // namespace terrarium
