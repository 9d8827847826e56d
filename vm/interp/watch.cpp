// How a program that runs unwatched is switched to the traced loop without a check in the other one: the instruction that
// each waiting activation of the loop comes to next is overwritten by ENTER_TRACED, which leaves the loop; run_frame puts
// the instruction back and goes on in the other instance.
// Fused instructions may step over the mark; the frame then goes on unwatched until it ends, its callees do not.
#include "vm/core/parallel.h"
#include "vm/core/runtime_rooms.h"
#include "vm/interp/frame.h"
#include "vm/interp/slow.h"
#include "vm/probe.h"

namespace terrarium {

namespace {

// A word that is overwritten now. Part of the world as the code is: a checkpoint brings back both.
struct Mark {
    Word* at;
    Word word;
    Mark* next;
};

bool is_marked(Word word) { return word_op(word) == Opcode::ENTER_TRACED; }

void*& first_mark() { return rt().room[room_watch_marks]; }

// Of a word that has one; *before: the mark in front of it in the list, or null.
Mark* mark_of(const Word* at, Mark** before) {
    *before = nullptr;
    auto* mark = static_cast<Mark*>(first_mark());
    for (; mark && mark->at != at; mark = mark->next) *before = mark;
    return mark;
}

} // namespace

Word marked_word(const Word* at) {
    Alone alone(current_thread());
    Mark* before;
    const Mark* mark = mark_of(at, &before);
    return mark ? mark->word : *at; // another thread was here meanwhile
}

Word present_word(const Word* at) {
    Word word = load_learned(*at); // another thread may specialise it meanwhile
    return is_marked(word) ? marked_word(at) : word;
}

void begin_again(Frame* frame) {
    frame->ip--;
    if (!is_marked(load_learned(*frame->ip))) return;
    Alone alone(current_thread());
    Mark* before;
    Mark* mark = mark_of(frame->ip, &before);
    if (!mark) return;
    *mark->at = mark->word;
    if (before) before->next = mark->next;
    else first_mark() = mark->next;
    data_free(mark, sizeof(Mark));
}

void watch_running(Thread& t) {
    for (Frame* f = t.frame; f->code; f--) {
        bool top = f == t.frame || ((f + 1)->flags & frame_entry) != 0; // others go on when those above them return
        Word* next = const_cast<Word*>(f->ip);
        if (!top || next >= f->code->instructions + f->code->count || is_marked(*next)) continue;
        auto* mark = static_cast<Mark*>(data_alloc(sizeof(Mark)));
        if (!mark) return; // what runs goes on unwatched
        *mark = {next, *next, static_cast<Mark*>(first_mark())};
        first_mark() = mark;
        *next = (*next & ~Word{0xff}) | static_cast<Word>(Opcode::ENTER_TRACED); // the operand stays: fused words read it
    }
}

} // namespace terrarium
