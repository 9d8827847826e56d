// How a program that runs unwatched is switched to the traced loop without a check in the other one: the instruction that
// each waiting activation of the loop comes to next is overwritten by ENTER_TRACED, which leaves the loop; run_frame puts
// the instruction back and goes on in the other instance.
// Fused instructions may step over the mark; the frame then goes on unwatched until it ends, its callees do not.
#include "vm/interp/frame.h"
#include "vm/interp/slow.h"
#include "vm/probe.h"

#include <unordered_map>

namespace terrarium {

namespace {

// Words that are overwritten now. It belongs to those who watch: no state of the program.
std::unordered_map<const Word*, Word>& patches() {
    static std::unordered_map<const Word*, Word> all;
    return all;
}

bool is_patched(Word word) { return word_op(word) == Opcode::ENTER_TRACED; }

} // namespace

Word marked_word(const Word* at) { return patches().at(at); }

void begin_again(Frame* frame) {
    frame->ip--;
    if (!is_patched(*frame->ip)) return;
    auto found = patches().find(frame->ip);
    *const_cast<Word*>(frame->ip) = found->second;
    patches().erase(found);
}

void watch_running(Thread& t) {
    for (Frame* f = t.frame; f->code; f--) {
        bool top = f == t.frame || ((f + 1)->flags & frame_entry) != 0; // others go on when those above them return
        Word* next = const_cast<Word*>(f->ip);
        if (!top || next >= f->code->instructions + f->code->count || is_patched(*next)) continue;
        patches()[next] = *next;
        *next = (*next & ~Word{0xff}) | static_cast<Word>(Opcode::ENTER_TRACED); // the operand stays: fused words read it
    }
}

} // namespace terrarium
