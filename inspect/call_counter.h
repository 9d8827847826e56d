// Fills a CallTree while the program runs: a Probe that counts calls and instructions, of all threads in one tree.
#pragma once

#include "inspect/call_paths.h"
#include "vm/core/thread.h"
#include "vm/objects/code.h"
#include "vm/probe.h"

#include <map>
#include <vector>

namespace terrarium::inspect {

class CallCounter final : public Probe {
public:
    const CallTree& tree() const { return paths_.tree; }

    void on_instruction(Thread& t, const Frame* frame) override;
    void on_call(Thread& t, const Frame* frame) override;
    void on_tail_call(Thread& t, const Frame* frame) override;
    void on_return(Thread& t, const Frame* frame, Value) override;
    void on_raise(Thread& t, const Frame* frame) override;

private:
    static size_t position_of(const Thread& t, const Frame* frame);
    void enter(size_t position, const Frame* frame, CallPaths::How how);
    void raising(size_t position, bool is);
    void turn_to(const Thread& t) {
        if (t.id != thread_) change_thread(t.id);
    }
    void change_thread(uint32_t id);

    struct Frames { // of a thread
        CallPaths::Stack running;
        std::vector<bool> raising; // by frame: it may be gone without a return
    };
    CallPaths paths_;
    std::vector<bool> raising_;
    uint32_t thread_ = 0;             // whose frames paths_ and raising_ have
    std::map<uint32_t, Frames> others_; // by Thread::id
};

} // namespace terrarium::inspect
