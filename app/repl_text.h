// What the REPL knows about text, apart from any terminal and any object: where a program's statements part, when a
// block may run, and what a key does to the text that is being edited. Next: app/repl_input.h.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace terrarium {

// The top-level statements of a text, each with its newlines, comments and decorators in front, `else` and the like
// behind. Joined they are the text. Goes by lines, brackets and quotes alone, so that wrong programs part as well.
std::vector<std::string_view> split_statements(std::string_view text);

enum class Readiness {
    complete,   // runs, rightly or not
    open_block, // could run, but an empty line has to say that the block is over
    incomplete, // cannot run yet
};
// Of one statement, or of a % command or question.
Readiness readiness_of(std::string_view statement);
// The lines of a function or class that begins at line `first` (from 1, its decorators included); empty: there is no such line.
std::string_view block_at(std::string_view text, size_t first);
// A line for the REPL itself: `%name ...`, `x?`, `f??`.
bool is_repl_command(std::string_view statement);

// A text with a cursor in it; each function is what a key does. False: nothing to do, the terminal may beep.
struct EditText {
    std::wstring text;
    size_t cursor = 0;

    size_t line_start() const; // of the cursor's line
    size_t line_end() const;
    bool left();
    bool right();
    bool home();
    bool end();
    bool up();
    bool down();
    bool word_left();
    bool word_right();
    bool erase_left();  // in the indentation up to four blanks at once
    bool erase_right();
    // These return what they took, for the key that brings it back.
    std::wstring cut_to_line_end();
    std::wstring cut_to_line_start();
    std::wstring cut_word_left();
    std::wstring cut_word_right();
    void insert(std::wstring_view more);
    bool swap_characters();

private:
    std::wstring cut(size_t from, size_t to);
    size_t word_start() const;
    size_t word_end() const;
};

std::string narrow(std::wstring_view text); // to UTF-8
std::wstring widen(std::string_view utf8);  // what is no UTF-8 becomes U+FFFD

} // namespace terrarium
