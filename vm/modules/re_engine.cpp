// The matcher: a backtracking machine. What may have to be undone or tried again lies on a stack of entries of its own,
// never on the machine stack, so patterns and texts of any size are safe.
// Invariant: below every choice on the stack lie the undo entries of what was changed before it was made, above it those
// of what was changed since; taking a choice undoes the latter and so finds marks and loops as they were.
#include "memory/heap.h"
#include "vm/core/errors.h"
#include "vm/modules/re_program.h"
#include "vm/objects/str_search.h"
#include "vm/objects/unicode_props.h"

#include <cstring>

namespace terrarium::regex {

namespace {

enum class Kind : uint32_t {
    choice,        // go on at pc, a: position
    repeat_greedy, // repeat_one at pc: a: least position, b: present position
    repeat_lazy,   // repeat_one at pc: a: present position, b: how many more at most
    loop_lazy,     // loop at pc: one more round from position a
    undo_mark,     // mark pc was a
    undo_last,     // last group was a
    undo_loop,     // loop pc had count a and last start b
    cut,           // an atomic group or an assertion that is to hold began; a: position
    cut_not,       // an assertion that is not to hold began; go on at pc from position a when its body fails
};

struct Entry {
    Kind kind;
    uint32_t pc;
    int64_t a, b;
};

struct LoopState {
    int64_t count;
    int64_t last; // where the present round began; -1: it is one of those that must be
};

// The entries. The first few live in the object, more in a raw block of the heap.
class Stack {
public:
    ~Stack() {
        if (entries_ != first_) free_raw(entries_, capacity_ * sizeof(Entry));
    }
    bool empty() const { return size_ == 0; }
    size_t size() const { return size_; }
    Entry& operator[](size_t i) { return entries_[i]; }
    Entry& top() { return entries_[size_ - 1]; }
    void pop() { size_--; }
    void shrink(size_t size) { size_ = size; }
    bool push(Kind kind, uint32_t pc, int64_t a, int64_t b) {
        if (size_ == capacity_ && !grow()) [[unlikely]] return false;
        entries_[size_++] = {kind, pc, a, b};
        return true;
    }

private:
    __attribute__((noinline)) bool grow() {
        size_t capacity = capacity_ * 2;
        void* block = entries_ == first_ ? try_alloc_raw(capacity * sizeof(Entry))
                                         : try_realloc_raw(entries_, capacity_ * sizeof(Entry), capacity * sizeof(Entry));
        if (!block) return false;
        if (entries_ == first_) memcpy(block, first_, size_ * sizeof(Entry));
        entries_ = static_cast<Entry*>(block);
        capacity_ = capacity;
        return true;
    }
    static constexpr size_t first_entries = 64;
    Entry first_[first_entries];
    Entry* entries_ = first_;
    size_t size_ = 0;
    size_t capacity_ = first_entries;
};

constexpr uint32_t poll_interval = 1 << 16; // jumps back between two looks at the safepoint flag

template <class Unit>
class Machine {
public:
    Machine(Thread& t, const Program& p, const Attempt& attempt, Match& match)
        : t_(t), p_(p), code_(p.code), text_(static_cast<const Unit*>(attempt.text.units)), end_(attempt.to), mode_(attempt.mode),
          match_(match) {
        match.marks.assign(2 * (p.groups + 1), -1);
        loops_.resize(p.loops);
    }

    Result<bool> run(const Attempt& attempt) {
        if (attempt.from > end_) return false;
        not_empty_at_ = attempt.not_empty_at_from ? attempt.from : -1;
        if (attempt.mode != Mode::search) return match_at(attempt.from);
        if (p_.hints.from_beginning) return attempt.from == 0 ? match_at(0) : Result<bool>(false);
        for (int64_t at = attempt.from;; at++) {
            at = candidate(at);
            if (at < 0) return false;
            if (TRY(match_at(at))) return true;
        }
    }

private:
    // The next place where a match may start, from `at` on; -1: none.
    int64_t candidate(int64_t at) {
        const Hints& h = p_.hints;
        if (end_ - at < static_cast<int64_t>(h.min_width)) return -1;
        if (h.prefix_length) return find_prefix(at);
        if (!h.use_first) return at;
        for (int64_t last = end_ - h.min_width; at <= last; at++) {
            uint32_t c = text_[at];
            if (c < 256 ? h.first[c >> 6] >> (c & 63) & 1 : h.first_above) return at;
        }
        return -1;
    }

    int64_t find_prefix(int64_t at) {
        size_t room = static_cast<size_t>(end_ - at), length = p_.hints.prefix_length;
        if constexpr (sizeof(Unit) < 4)
            for (size_t i = 0; i < length; i++)
                if (p_.prefix[i] > static_cast<Unit>(~Unit{0})) return -1;
        Unit small[16];
        if (length > 16) length = 16; // enough to find candidates
        for (size_t i = 0; i < length; i++) small[i] = static_cast<Unit>(p_.prefix[i]);
        int64_t found = find_units(text_ + at, room, small, length);
        return found < 0 ? -1 : at + found;
    }

    bool in_set(uint32_t number, uint32_t c) const {
        const CharacterSet& set = p_.sets[number];
        if (c < 256) return set.low[c >> 6] >> (c & 63) & 1;
        return set_contains(set, p_.ranges, c);
    }

    // One single-character instruction against c.
    bool single(const uint32_t* op, uint32_t c) const {
        switch (static_cast<Op>(op[0])) {
            case Op::character: return c == op[1];
            case Op::not_character: return c != op[1];
            case Op::folded: return fold(static_cast<Fold>(op[2]), c) == op[1];
            case Op::not_folded: return fold(static_cast<Fold>(op[2]), c) != op[1];
            case Op::any: return c != '\n';
            case Op::any_all: return true;
            default: return in_set(op[1], c);
        }
    }

    // How far the single-character instruction matches from `at`, at most to `limit`.
    int64_t run_length(const uint32_t* op, int64_t at, int64_t limit) const {
        switch (static_cast<Op>(op[0])) {
            case Op::any_all: return limit;
            case Op::any: {
                int64_t found = find_unit(text_ + at, static_cast<size_t>(limit - at), static_cast<Unit>('\n'));
                return found < 0 ? limit : at + found;
            }
            case Op::character:
                while (at < limit && text_[at] == op[1]) at++;
                return at;
            case Op::not_character: {
                if (op[1] > static_cast<Unit>(~Unit{0})) return limit;
                int64_t found = find_unit(text_ + at, static_cast<size_t>(limit - at), static_cast<Unit>(op[1]));
                return found < 0 ? limit : at + found;
            }
            case Op::set: {
                const CharacterSet& set = p_.sets[op[1]];
                while (at < limit) {
                    uint32_t c = text_[at];
                    if (!(c < 256 ? set.low[c >> 6] >> (c & 63) & 1 : set_contains(set, p_.ranges, c))) break;
                    at++;
                }
                return at;
            }
            default:
                while (at < limit && single(op, text_[at])) at++;
                return at;
        }
    }

    bool is_word(int64_t at, bool ascii) const { return in_category(Category::word, ascii, text_[at]); }

    bool at_place(Place place, bool ascii, int64_t at) const {
        switch (place) {
            case Place::beginning: return at == 0;
            case Place::beginning_line: return at == 0 || text_[at - 1] == '\n';
            case Place::end: return at == end_ || (at == end_ - 1 && text_[at] == '\n');
            case Place::end_line: return at == end_ || text_[at] == '\n';
            case Place::end_string: return at == end_;
            case Place::boundary: case Place::non_boundary: {
                if (end_ == 0) return false;
                bool before = at > 0 && is_word(at - 1, ascii), after = at < end_ && is_word(at, ascii);
                return (before != after) == (place == Place::boundary);
            }
        }
        return false;
    }

    bool set_mark(uint32_t mark, int64_t at) {
        if (!stack_.empty() && !stack_.push(Kind::undo_mark, mark, match_.marks[mark], 0)) return false;
        match_.marks[mark] = at;
        if (mark & 1 && match_.last_group != mark / 2) {
            if (!stack_.empty() && !stack_.push(Kind::undo_last, 0, match_.last_group, 0)) return false;
            match_.last_group = mark / 2;
        }
        return true;
    }
    bool set_loop(uint32_t loop, int64_t count, int64_t last) {
        if (!stack_.empty() && !stack_.push(Kind::undo_loop, loop, loops_[loop].count, loops_[loop].last)) return false;
        loops_[loop] = {count, last};
        return true;
    }
    void undo(const Entry& e) {
        if (e.kind == Kind::undo_mark) match_.marks[e.pc] = e.a;
        else if (e.kind == Kind::undo_last) match_.last_group = e.a;
        else if (e.kind == Kind::undo_loop) loops_[e.pc] = {e.a, e.b};
    }

    // Where the innermost open cut of a kind lies.
    size_t find_cut(Kind kind) {
        size_t i = stack_.size();
        while (stack_[i - 1].kind != kind) i--;
        return i - 1;
    }
    // The body of an atomic group or assertion is through: its choices go, its undo entries stay. Returns the position
    // where it began.
    int64_t close_cut() {
        size_t cut = find_cut(Kind::cut), to = cut;
        int64_t began = stack_[cut].a;
        bool needed = cut > 0; // nothing below: nothing will ever be undone
        for (size_t i = cut + 1; needed && i < stack_.size(); i++) {
            Kind kind = stack_[i].kind;
            if (kind == Kind::undo_mark || kind == Kind::undo_last || kind == Kind::undo_loop) stack_[to++] = stack_[i];
        }
        stack_.shrink(to);
        return began;
    }
    // The body of an assertion that must not hold is through: all is as before it.
    void undo_to_cut_not() {
        while (stack_.top().kind != Kind::cut_not) {
            undo(stack_.top());
            stack_.pop();
        }
        stack_.pop();
    }

    bool same_text(int64_t at, int64_t start, int64_t length, Fold how) const {
        for (int64_t i = 0; i < length; i++)
            if (fold(how, text_[at + i]) != fold(how, text_[start + i])) return false;
        return true;
    }

    Status poll() {
        if (++jumps_ % poll_interval == 0 && safepoint_requests() && rt().hooks.safepoint) return rt().hooks.safepoint(t_);
        return {};
    }

    Result<bool> match_at(int64_t start);

    Thread& t_;
    const Program& p_;
    const uint32_t* code_;
    const Unit* text_;
    int64_t end_;
    Mode mode_;
    int64_t not_empty_at_ = -1;
    Match& match_;
    std::vector<LoopState> loops_;
    Stack stack_;
    uint32_t jumps_ = 0;
};

template <class Unit>
Result<bool> Machine<Unit>::match_at(int64_t start) {
    stack_.shrink(0);
    std::fill(match_.marks.begin(), match_.marks.end(), -1);
    match_.last_group = 0;
    const uint32_t* code = code_;
    uint32_t pc = 0;
    int64_t at = start;
    auto full = [&] { return raise_memory(t_); };
    while (true) {
        const uint32_t* op = code + pc;
        bool good = false;
        switch (static_cast<Op>(op[0])) {
            case Op::fail: break;
            case Op::success:
                if ((mode_ == Mode::fullmatch && at != end_) || (at == not_empty_at_ && start == at)) break;
                match_.marks[0] = start;
                match_.marks[1] = at;
                return true;
            case Op::character:
                good = at < end_ && text_[at] == op[1];
                at++;
                pc += 2;
                break;
            case Op::not_character:
                good = at < end_ && text_[at] != op[1];
                at++;
                pc += 2;
                break;
            case Op::folded: case Op::not_folded:
                good = at < end_ && single(op, text_[at]);
                at++;
                pc += 3;
                break;
            case Op::any:
                good = at < end_ && text_[at] != '\n';
                at++;
                pc += 1;
                break;
            case Op::any_all:
                good = at < end_;
                at++;
                pc += 1;
                break;
            case Op::set:
                good = at < end_ && in_set(op[1], text_[at]);
                at++;
                pc += 2;
                break;
            case Op::at:
                good = at_place(static_cast<Place>(op[1]), op[2], at);
                pc += 3;
                break;
            case Op::save:
                if (!set_mark(op[1], at)) return full();
                good = true;
                pc += 2;
                break;
            case Op::jump:
                if (op[1] < pc) TRY(poll());
                pc = op[1];
                continue;
            case Op::split:
                if (!stack_.push(Kind::choice, op[1], at, 0)) return full();
                pc += 2;
                continue;
            case Op::split_on:
                if (at >= end_ || text_[at] != op[1]) {
                    pc = op[2];
                    continue;
                }
                if (!stack_.push(Kind::choice, op[2], at, 0)) return full();
                pc += 3;
                continue;
            case Op::repeat_one: {
                RepeatKind kind = static_cast<RepeatKind>(op[1]);
                int64_t room = end_ - at, least = op[2];
                if (room < least) break;
                int64_t most = op[3] == no_limit ? room : std::min<int64_t>(op[3], room);
                if (kind == RepeatKind::lazy) {
                    int64_t reached = run_length(op + 5, at, at + least);
                    if (reached < at + least) break;
                    at = reached;
                    if (most > least && !stack_.push(Kind::repeat_lazy, pc, at, most - least)) return full();
                } else {
                    int64_t reached = run_length(op + 5, at, at + most);
                    if (reached < at + least) break;
                    if (kind == RepeatKind::greedy && reached > at + least && !stack_.push(Kind::repeat_greedy, pc, at + least, reached)) return full();
                    at = reached;
                }
                good = true;
                pc = op[4];
                break;
            }
            case Op::loop_begin:
                if (!set_loop(op[1], 0, -1)) return full();
                pc += 2;
                continue;
            case Op::loop: {
                LoopState state = loops_[op[1]];
                if (state.count < op[3]) { // a round that must be, empty or not
                    if (!set_loop(op[1], state.count + 1, state.last)) return full();
                    pc += 6;
                    continue;
                }
                // No second round that begins where the one before it began.
                bool more = (op[4] == no_limit || state.count < op[4]) && at != state.last;
                if (static_cast<RepeatKind>(op[2]) == RepeatKind::lazy) {
                    if (more && !stack_.push(Kind::loop_lazy, pc, at, 0)) return full();
                    pc = op[5];
                } else if (more) {
                    if (!stack_.push(Kind::choice, op[5], at, 0)) return full();
                    if (!set_loop(op[1], state.count + 1, at)) return full();
                    pc += 6;
                } else {
                    pc = op[5];
                }
                continue;
            }
            case Op::back_reference: {
                int64_t from = match_.marks[2 * op[1]], to = match_.marks[2 * op[1] + 1];
                if (from < 0 || to < from || to - from > end_ - at) break;
                good = same_text(at, from, to - from, static_cast<Fold>(op[2]));
                at += to - from;
                pc += 3;
                break;
            }
            case Op::assert_begin:
                if (at < op[1]) break;
                if (!stack_.push(Kind::cut, pc, at, 0)) return full();
                at -= op[1];
                pc += 3;
                continue;
            case Op::assert_end:
                at = close_cut();
                pc += 1;
                continue;
            case Op::not_begin:
                if (at < op[1]) {
                    pc = op[2];
                    continue;
                }
                if (!stack_.push(Kind::cut_not, op[2], at, 0)) return full();
                at -= op[1];
                pc += 3;
                continue;
            case Op::not_end: undo_to_cut_not(); break;
            case Op::atomic_begin:
                if (!stack_.push(Kind::cut, pc, at, 0)) return full();
                pc += 1;
                continue;
            case Op::atomic_end:
                close_cut();
                pc += 1;
                continue;
            case Op::group_exists: {
                uint32_t mark = 2 * op[1];
                pc = match_.marks[mark] >= 0 && match_.marks[mark + 1] >= match_.marks[mark] ? pc + 3 : op[2];
                continue;
            }
        }
        if (good) continue;
        // Back to the last choice.
        for (bool resumed = false; !resumed;) {
            if (stack_.empty()) return false;
            Entry& e = stack_.top();
            switch (e.kind) {
                case Kind::choice: case Kind::cut_not:
                    pc = e.pc;
                    at = e.a;
                    stack_.pop();
                    resumed = true;
                    break;
                case Kind::repeat_greedy: {
                    const uint32_t* repeat = code + e.pc;
                    int64_t least = e.a, position = e.b - 1;
                    pc = repeat[4];
                    // When a literal follows, only places before it are worth a try.
                    if (static_cast<Op>(code[pc]) == Op::character) {
                        uint32_t wanted = code[pc + 1];
                        while (position >= least && (position >= end_ || text_[position] != wanted)) position--;
                    }
                    if (position > least) e.b = position;
                    else stack_.pop();
                    if (position < least) break;
                    at = position;
                    resumed = true;
                    break;
                }
                case Kind::repeat_lazy: {
                    const uint32_t* repeat = code + e.pc;
                    int64_t position = e.a, left = e.b;
                    pc = repeat[4];
                    bool literal = static_cast<Op>(code[pc]) == Op::character;
                    bool found = false;
                    while (left > 0 && position < end_ && single(repeat + 5, text_[position])) {
                        position++;
                        left--;
                        if (!literal || (position < end_ && text_[position] == code[pc + 1])) {
                            found = true;
                            break;
                        }
                    }
                    if (found && left > 0) {
                        e.a = position;
                        e.b = left;
                    } else {
                        stack_.pop();
                    }
                    if (!found) break;
                    at = position;
                    resumed = true;
                    break;
                }
                case Kind::loop_lazy: {
                    uint32_t loop_pc = e.pc;
                    at = e.a;
                    stack_.pop();
                    uint32_t loop = code[loop_pc + 1];
                    if (!set_loop(loop, loops_[loop].count + 1, at)) return full();
                    pc = loop_pc + 6;
                    resumed = true;
                    break;
                }
                case Kind::cut: stack_.pop(); break;
                default:
                    undo(e);
                    stack_.pop();
                    break;
            }
        }
        TRY(poll());
    }
}

} // namespace

Result<bool> run_pattern(Thread& t, const Program& program, const Attempt& attempt, Match& out) {
    if (attempt.text.unit == 1) return Machine<uint8_t>(t, program, attempt, out).run(attempt);
    if (attempt.text.unit == 2) return Machine<uint16_t>(t, program, attempt, out).run(attempt);
    return Machine<uint32_t>(t, program, attempt, out).run(attempt);
}

} // namespace terrarium::regex
