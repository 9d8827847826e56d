// The REPL's terminal: libedit shows and reads, EditText says what keys do. A block is one text with newlines in it; the
// secondary prompt in front of its further lines is part of what libedit is given and never of the text.
#pragma once

#include "app/repl_history.h"
#include "app/repl_text.h"

#include <histedit.h>
#include <signal.h>

#include <string>
#include <vector>

namespace terrarium {

// What may stand instead of the bytes from `start` to the end of the text before the cursor.
struct Completion {
    size_t start = 0;
    std::vector<std::string> words; // sorted
};
using Completer = Completion (*)(void* context, const std::string& before_cursor);

class ReplInput {
public:
    ReplInput(ReplHistory& history, bool colours, Completer completer, void* context);
    ~ReplInput();
    ReplInput(const ReplInput&) = delete;
    ReplInput& operator=(const ReplInput&) = delete;

    // stdin and stdout are one a terminal that can do more than a printer.
    static bool is_possible();

    enum class Got {
        text,        // one or more statements, ended with Enter
        pasted,      // several lines at once on an empty prompt
        end,         // Ctrl-D
        interrupted, // Ctrl-C
    };
    Got read(const std::string& primary_prompt, const std::string& secondary_prompt, std::string* text);
    // The next read() begins with this text, ready to be edited.
    void prefill(const std::string& text) { prefill_ = widen(text); }
    size_t columns() const { return columns_; }

private:
    friend struct ReplKeys;

    int get_character(wchar_t* out);
    bool read_bytes(bool many);
    bool handle_signals();
    EditText take() const;
    void put(const EditText& edit);
    std::wstring shown(size_t first, size_t last, const std::vector<std::wstring_view>& lines) const;
    size_t rows_of(std::wstring_view text, size_t column) const;
    size_t first_column() const;
    void rows(size_t* of_cursor, size_t* all) const;
    void redraw();
    void measure();
    void send(const char* text);

    // Keys: what libedit is to do next.
    unsigned char enter();
    unsigned char new_line();
    unsigned char cancel();
    unsigned char end_of_input();
    unsigned char start_text();
    unsigned char paste();
    unsigned char complete();
    unsigned char up();
    unsigned char down();
    unsigned char older();
    unsigned char newer();
    unsigned char search();
    unsigned char yank();
    unsigned char clear_screen();
    unsigned char accept();
    unsigned char recall(size_t at);
    void show_words(const std::vector<std::string>& words);

    EditLine* el_ = nullptr;
    ReplHistory& history_;
    bool colours_;
    Completer completer_;
    void* context_;

    std::wstring primary_, secondary_, prompt_;
    std::wstring above_, below_;  // lines of a tall block that are out of sight, with their newlines
    size_t first_line_ = 0;       // number of the first line in sight
    size_t rows_ = 24, columns_ = 80;
    sigset_t open_signals_;       // the mask of signals while waiting for a character
    std::string bytes_;           // read and not yet given to libedit
    std::wstring prefill_, draft_, killed_, searched_, pasted_;
    size_t history_at_ = 0;       // size(): the draft
    bool recalled_ = false;       // came from the history: Enter needs no empty line
    bool interrupted_ = false, searching_ = false, has_paste_ = false;
};

} // namespace terrarium
