// Fills a CallTree while the program runs: a Probe that counts calls and instructions.
#pragma once

#include "inspect/call_tree.h"
#include "vm/objects/code.h"
#include "vm/probe.h"

#include <vector>

namespace terrarium::inspect {

class CallCounter final : public Probe {
public:
    const CallTree& tree() const { return tree_; }

    void on_instruction(Thread& t, const Frame* frame) override;
    void on_call(Thread& t, const Frame* frame) override;
    void on_tail_call(Thread& t, const Frame* frame) override;
    void on_return(Thread& t, const Frame* frame, Value) override;
    void on_raise(Thread& t, const Frame* frame) override;

private:
    struct Running { // by position in the array of frames
        const Code* code = nullptr;
        uint32_t node = 0;
        bool raising = false; // may be gone without a return
    };
    struct Known { // of a node
        const Code* code = nullptr;
        const Str* qualname = nullptr; // with the code: an address may be used again
        uint64_t active = 0;
        std::vector<uint32_t> children;
    };
    static size_t position_of(const Thread& t, const Frame* frame);
    uint32_t node_of(uint32_t caller, const Code* code, bool tail, bool resumed);
    void enter(size_t position, const Frame* frame, bool tail, bool resumed);
    void cut(size_t size);

    CallTree tree_;
    std::vector<Known> known_{Known{}};
    std::vector<Running> running_;
};

} // namespace terrarium::inspect
