// See index_progress.h.
#include "app/index_progress.h"

#include "app/say.h"
#include "support/text.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>

namespace terrarium {

namespace {

constexpr std::chrono::milliseconds not_long{1000};

std::atomic<bool> interrupted; // a signal handler has no other way to tell

class IndexProgress final : public inspect::Patience {
public:
    explicit IndexProgress(const inspect::Recorder& recorder);
    ~IndexProgress();
    IndexProgress(const IndexProgress&) = delete;
    IndexProgress& operator=(const IndexProgress&) = delete;
    bool go_on(uint64_t step) override;

private:
    const inspect::Recorder& recorder_;
    std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
    struct sigaction before_ {};
    bool shown_ = false;
};

IndexProgress::IndexProgress(const inspect::Recorder& recorder) : recorder_(recorder) {
    interrupted = false;
    sigaction(SIGINT, nullptr, &before_);
    if (before_.sa_handler == SIG_IGN) return; // a job in the background is not interrupted
    struct sigaction action {};
    action.sa_handler = [](int) { interrupted = true; };
    action.sa_flags = SA_RESTART;
    sigaction(SIGINT, &action, nullptr);
}

IndexProgress::~IndexProgress() {
    if (shown_) say_progress("");
    sigaction(SIGINT, &before_, nullptr);
}

bool IndexProgress::go_on(uint64_t step) {
    if (interrupted) return false;
    if (std::chrono::steady_clock::now() - begun_ < not_long) return true;
    say_progress(fmt::format("indexing: {}% of {} steps (Ctrl-C leaves the rest to show and watch)", step * 100 / std::max<uint64_t>(1, recorder_.steps()), grouped(recorder_.steps())));
    shown_ = true;
    return true;
}

} // namespace

bool finish_record(inspect::Recorder* recorder, int exit_code, std::string* error) {
    IndexProgress progress(*recorder);
    return recorder->finish(exit_code, error, &progress);
}

std::string recorded_text(const inspect::Recorder& recorder, const std::string& path) {
    std::string text = fmt::format("recorded {} steps in {}: {} bytes\n", grouped(recorder.steps()), path, grouped(recorder.bytes()));
    if (uint64_t steps = recorder.unindexed()) text += fmt::format("the last {} steps have no index: show and watch make it when they need it\n", grouped(steps));
    return text;
}

} // namespace terrarium
