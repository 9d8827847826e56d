// Fills a CallTree while the program runs: a Probe that counts calls and instructions.
#pragma once

#include "inspect/call_paths.h"
#include "vm/objects/code.h"
#include "vm/probe.h"

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

    CallPaths paths_;
    std::vector<bool> raising_; // by frame: it may be gone without a return
};

} // namespace terrarium::inspect
