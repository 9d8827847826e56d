// libedit reads a key and calls one of ours by name; what it shows is what put() gave it. Tall blocks are shown in part.
#include "app/repl_input.h"

#include "support/utf8.h"
#include "vm/core/scheduling.h"
#include "vm/interp/interp.h"

#include <langinfo.h>
#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <clocale>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <cwchar>
#include <iterator>
#include <utility>

namespace terrarium {

namespace {

volatile sig_atomic_t window_changed = 0, stop_asked = 0;
termios terminal_before; // for a signal that ends the process

void on_window_change(int) { window_changed = 1; }
void on_stop(int) { stop_asked = 1; }
void on_end(int signal_number) {
    tcsetattr(0, TCSANOW, &terminal_before);
    [[maybe_unused]] ssize_t n = write(1, "\x1b[?2004l\r\n", 10);
    signal(signal_number, SIG_DFL);
    raise(signal_number);
}

constexpr const char* paste_on = "\x1b[?2004h";
constexpr const char* paste_off = "\x1b[?2004l";
constexpr char paste_end[] = "\x1b[201~";
// Keys that nobody has: read() and Enter push them.
constexpr const wchar_t* accept_key = L"\x1b[terrarium-accept~";
constexpr const wchar_t* start_key = L"\x1b[terrarium-start~";

std::wstring replace_newlines(std::wstring_view text, const std::wstring& prompt) {
    std::wstring out;
    out.reserve(text.size() + 16);
    for (wchar_t c : text) {
        out += c;
        if (c == L'\n') out += prompt;
    }
    return out;
}

size_t width_of(std::wstring_view text) {
    size_t n = 0;
    for (wchar_t c : text) n += static_cast<size_t>(std::max(0, wcwidth(c)));
    return n;
}

// Lines with their newlines; at least one, the last without.
std::vector<std::wstring_view> lines_of(std::wstring_view text) {
    std::vector<std::wstring_view> lines;
    size_t at = 0;
    for (size_t newline; (newline = text.find(L'\n', at)) != std::wstring_view::npos; at = newline + 1)
        lines.push_back(text.substr(at, newline + 1 - at));
    lines.push_back(text.substr(at));
    return lines;
}

} // namespace

// libedit's side: its functions find the ReplInput in the client data.
struct ReplKeys {
    using Key = unsigned char (*)(EditLine*, wint_t);

    static ReplInput& of(EditLine* el) {
        void* data = nullptr;
        el_wget(el, EL_CLIENTDATA, &data);
        return *static_cast<ReplInput*>(data);
    }
    static int get(EditLine* el, wchar_t* out) { return of(el).get_character(out); }
    static wchar_t* prompt(EditLine* el) {
        ReplInput& in = of(el);
        const std::wstring& plain = in.first_line_ ? in.secondary_ : in.primary_;
        if (in.searching_) in.prompt_ = L"(search) " + in.searched_ + L": ";
        // libedit wants a character behind the last sequence.
        else if (in.colours_ && plain.size() > 1) in.prompt_ = L"\1\x1b[1;32m\1" + plain.substr(0, plain.size() - 1) + L"\1\x1b[0m\1" + plain.back();
        else in.prompt_ = plain;
        return in.prompt_.data();
    }
    template <unsigned char (ReplInput::*F)()>
    static unsigned char key(EditLine* el, wint_t) {
        return (of(el).*F)();
    }
    template <bool (EditText::*F)()>
    static unsigned char edit(EditLine* el, wint_t) {
        ReplInput& in = of(el);
        EditText text = in.take();
        if (!(text.*F)()) return CC_ERROR;
        in.put(text);
        return CC_REFRESH;
    }
    template <std::wstring (EditText::*F)()>
    static unsigned char cut(EditLine* el, wint_t) {
        ReplInput& in = of(el);
        EditText text = in.take();
        std::wstring taken = (text.*F)();
        if (taken.empty()) return CC_ERROR;
        in.killed_ = taken;
        in.put(text);
        return CC_REFRESH;
    }
};

namespace {

std::string typed_ahead; // read by one session, for the next

struct Binding {
    const wchar_t* name;
    ReplKeys::Key key;
    const wchar_t* sentence;
    const wchar_t* sequences[6];
};

} // namespace

bool ReplInput::is_possible() {
    const char* kind = std::getenv("TERM");
    return isatty(0) && isatty(1) && kind && *kind && std::strcmp(kind, "dumb") != 0 && std::strcmp(kind, "emacs") != 0;
}

ReplInput::ReplInput(ReplHistory& history, bool colours, Completer completer, void* context)
    : history_(history), colours_(colours), completer_(completer), context_(context) {
    using K = ReplKeys;
    static const Binding bindings[] = {
        {L"t-enter", K::key<&ReplInput::enter>, L"runs what is complete, else begins a line", {L"^M", L"^J"}},
        {L"t-new-line", K::key<&ReplInput::new_line>, L"begins a line", {L"\\e\\r", L"\\e\\n"}},
        {L"t-cancel", K::key<&ReplInput::cancel>, L"drops what was typed", {L"^C"}},
        {L"t-end", K::key<&ReplInput::end_of_input>, L"leaves, or deletes a character", {L"^D"}},
        {L"t-paste", K::key<&ReplInput::paste>, L"takes what is pasted", {L"\\e[200~"}},
        {L"t-complete", K::key<&ReplInput::complete>, L"completes a name", {L"^I"}},
        {L"t-up", K::key<&ReplInput::up>, L"a line up, or an older block", {L"\\e[A", L"\\eOA", L"^P"}},
        {L"t-down", K::key<&ReplInput::down>, L"a line down, or a newer block", {L"\\e[B", L"\\eOB", L"^N"}},
        {L"t-older", K::key<&ReplInput::older>, L"an older block", {L"\\e[5~", L"\\ep"}},
        {L"t-newer", K::key<&ReplInput::newer>, L"a newer block", {L"\\e[6~", L"\\en"}},
        {L"t-search", K::key<&ReplInput::search>, L"searches the history", {L"^R"}},
        {L"t-yank", K::key<&ReplInput::yank>, L"brings back what was cut", {L"^Y"}},
        {L"t-clear", K::key<&ReplInput::clear_screen>, L"clears the screen", {L"^L"}},
        {L"t-start", K::key<&ReplInput::start_text>, L"", {start_key}},
        {L"t-left", K::edit<&EditText::left>, L"", {L"\\e[D", L"\\eOD", L"^B"}},
        {L"t-right", K::edit<&EditText::right>, L"", {L"\\e[C", L"\\eOC", L"^F"}},
        {L"t-home", K::edit<&EditText::home>, L"", {L"\\e[H", L"\\eOH", L"\\e[1~", L"\\e[7~", L"^A"}},
        {L"t-line-end", K::edit<&EditText::end>, L"", {L"\\e[F", L"\\eOF", L"\\e[4~", L"\\e[8~", L"^E"}},
        {L"t-word-left", K::edit<&EditText::word_left>, L"", {L"\\e[1;5D", L"\\e[1;3D", L"\\eb"}},
        {L"t-word-right", K::edit<&EditText::word_right>, L"", {L"\\e[1;5C", L"\\e[1;3C", L"\\ef"}},
        {L"t-erase-left", K::edit<&EditText::erase_left>, L"", {L"^H", L"^?"}},
        {L"t-erase-right", K::edit<&EditText::erase_right>, L"", {L"\\e[3~"}},
        {L"t-swap", K::edit<&EditText::swap_characters>, L"", {L"^T"}},
        {L"t-cut-end", K::cut<&EditText::cut_to_line_end>, L"", {L"^K"}},
        {L"t-cut-start", K::cut<&EditText::cut_to_line_start>, L"", {L"^U"}},
        {L"t-cut-word", K::cut<&EditText::cut_word_left>, L"", {L"^W", L"\\e^?", L"\\e^H"}},
        {L"t-cut-right", K::cut<&EditText::cut_word_right>, L"", {L"\\ed", L"\\e[3;5~"}},
    };
    if (!setlocale(LC_CTYPE, "") || std::strcmp(nl_langinfo(CODESET), "UTF-8") != 0) setlocale(LC_CTYPE, "C.UTF-8");
    tcgetattr(0, &terminal_before);
    el_ = el_init("terrarium", stdin, stdout, stderr);
    el_wset(el_, EL_CLIENTDATA, this);
    el_wset(el_, EL_EDITOR, L"emacs");
    el_wset(el_, EL_SIGNAL, 0);
    el_wset(el_, EL_PROMPT_ESC, ReplKeys::prompt, L'\1');
    el_wset(el_, EL_GETCFN, ReplKeys::get);
    for (const Binding& b : bindings) {
        el_wset(el_, EL_ADDFN, b.name, b.sentence, b.key);
        for (const wchar_t* sequence : b.sequences) {
            if (sequence) el_wset(el_, EL_BIND, sequence, b.name, static_cast<wchar_t*>(nullptr));
        }
    }
    el_wset(el_, EL_BIND, accept_key, L"ed-newline", static_cast<wchar_t*>(nullptr));
    bytes_ = std::exchange(typed_ahead, {});
}

// libedit would drop what has been typed ahead with the settings; they are put back here.
ReplInput::~ReplInput() {
    typed_ahead = bytes_;
    el_wset(el_, EL_EDITMODE, 0);
    el_end(el_);
    tcsetattr(0, TCSADRAIN, &terminal_before);
}

void ReplInput::send(const char* text) {
    std::fputs(text, stdout);
    std::fflush(stdout);
}

void ReplInput::measure() {
    winsize size{};
    if (ioctl(1, TIOCGWINSZ, &size) != 0 || size.ws_row < 2 || size.ws_col < 2) size.ws_row = 24, size.ws_col = 80;
    rows_ = size.ws_row;
    columns_ = size.ws_col;
}

// --- characters

// More bytes; of a paste many at a time. False: there is nothing more.
bool ReplInput::read_bytes(bool many) {
    char chunk[8192];
    ssize_t n = ::read(0, chunk, many ? sizeof chunk : 1);
    if (n > 0) bytes_.append(chunk, static_cast<size_t>(n));
    return n > 0;
}

// True: libedit is to see a Ctrl-C.
bool ReplInput::handle_signals() {
    if (safepoint_requests() & safepoint_interrupt) {
        __atomic_and_fetch(&rt().safepoint_requested, ~uint32_t{safepoint_interrupt}, __ATOMIC_RELAXED);
        return true;
    }
    if (window_changed) {
        window_changed = 0;
        size_t row = 0, all = 0;
        rows(&row, &all);
        measure();
        el_resize(el_);
        put(take());
        redraw();
    }
    if (stop_asked) {
        stop_asked = 0;
        send(paste_off);
        el_wset(el_, EL_PREP_TERM, 0);
        signal(SIGTSTP, SIG_DFL);
        sigset_t blocked;
        raise(SIGTSTP);
        pthread_sigmask(SIG_SETMASK, &open_signals_, &blocked); // here it stops
        pthread_sigmask(SIG_SETMASK, &blocked, nullptr);
        signal(SIGTSTP, on_stop);
        el_wset(el_, EL_PREP_TERM, 1);
        send(paste_on);
        el_wset(el_, EL_REFRESH);
    }
    return false;
}

int ReplInput::get_character(wchar_t* out) {
    for (;;) {
        if (!bytes_.empty()) {
            unsigned char c = static_cast<unsigned char>(bytes_[0]);
            size_t length = c < 0xc0 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
            if (bytes_.size() >= length) {
                Utf8Char decoded = decode_utf8(bytes_, 0);
                bytes_.erase(0, decoded.length);
                *out = static_cast<wchar_t>(decoded.code);
                return 1;
            }
        }
        bool asked = (safepoint_requests() & safepoint_interrupt) || window_changed || stop_asked;
        pollfd input{0, POLLIN, 0};
        bool ready = false;
        if (!asked) {
            Blocking others_run(current_thread(), "input");
            ready = ppoll(&input, 1, nullptr, &open_signals_) > 0;
        }
        if (handle_signals()) {
            *out = L'\x03';
            return 1;
        }
        if (ready && !read_bytes(false) && errno != EINTR) return 0;
    }
}

// --- what libedit holds

EditText ReplInput::take() const {
    const LineInfoW* line = el_wline(el_);
    EditText edit;
    edit.text.reserve(above_.size() + static_cast<size_t>(line->lastchar - line->buffer) + below_.size());
    edit.text = above_;
    edit.cursor = edit.text.size();
    for (const wchar_t* at = line->buffer; at < line->lastchar;) {
        if (at <= line->cursor) edit.cursor = edit.text.size();
        edit.text += *at;
        if (*at++ != L'\n') continue;
        for (wchar_t c : secondary_) {
            if (at == line->lastchar || *at != c) break;
            at++;
        }
    }
    if (line->cursor == line->lastchar) edit.cursor = edit.text.size();
    edit.text += below_;
    return edit;
}

size_t ReplInput::rows_of(std::wstring_view text, size_t column) const {
    size_t row = 0;
    for (wchar_t c : text) {
        if (c == L'\n') {
            row++;
            column = 0;
            continue;
        }
        size_t width = c == L'\t' ? 8 - column % 8 : c < 32 ? 2 : static_cast<size_t>(std::max(0, wcwidth(c)));
        if (column + width > columns_) row++, column = 0;
        column += width;
        if (column >= columns_) row++, column = 0;
    }
    return row;
}

// Gives libedit the text; of one that is taller than the screen the lines around the cursor.
void ReplInput::put(const EditText& edit) {
    std::vector<std::wstring_view> lines = lines_of(edit.text);
    size_t first = 0, last = lines.size(); // lines in sight
    size_t usable = rows_ - 1, margin = std::max(width_of(primary_), width_of(secondary_));
    auto height = [&](size_t i) { return rows_of(lines[i], margin) + (i + 1 == lines.size() ? 1 : 0); };
    size_t cursor_line = static_cast<size_t>(std::count(edit.text.begin(), edit.text.begin() + static_cast<ptrdiff_t>(edit.cursor), L'\n'));
    size_t total = 0;
    for (size_t i = 0; i < lines.size() && total <= usable; i++) total += height(i);
    if (total > usable) {
        first = std::min(first_line_, cursor_line);
        size_t used = 0;
        for (last = first; last < lines.size() && (last <= cursor_line || used + height(last) <= usable); last++) used += height(last);
        while (used > usable && first < cursor_line) used -= height(first++);
        while (first > 0 && used + height(first - 1) <= usable) used += height(--first);
    }
    size_t start = static_cast<size_t>(lines[first].data() - edit.text.data());
    size_t end = last < lines.size() ? static_cast<size_t>(lines[last].data() - edit.text.data()) - 1 : edit.text.size();
    first_line_ = first;
    above_ = edit.text.substr(0, start);
    below_ = edit.text.substr(end);
    std::wstring before = replace_newlines(std::wstring_view(edit.text).substr(start, edit.cursor - start), secondary_);
    std::wstring all = before + replace_newlines(std::wstring_view(edit.text).substr(edit.cursor, end - edit.cursor), secondary_);
    const LineInfoW* line = el_wline(el_);
    el_cursor(el_, static_cast<int>(line->lastchar - line->cursor));
    el_wdeletestr(el_, static_cast<int>(line->lastchar - line->buffer));
    if (!all.empty()) el_wreplacestr(el_, all.c_str());
    line = el_wline(el_);
    el_cursor(el_, static_cast<int>(before.size()) - static_cast<int>(line->cursor - line->buffer));
}

size_t ReplInput::first_column() const {
    return searching_ ? 11 + width_of(searched_) : width_of(first_line_ ? secondary_ : primary_);
}

// The cursor's row and the last row of what is shown, from 0.
void ReplInput::rows(size_t* of_cursor, size_t* all) const {
    const LineInfoW* line = el_wline(el_);
    std::wstring_view text(line->buffer, static_cast<size_t>(line->lastchar - line->buffer));
    *of_cursor = rows_of(text.substr(0, static_cast<size_t>(line->cursor - line->buffer)), first_column());
    *all = rows_of(text, first_column());
}

void ReplInput::redraw() {
    size_t row, all;
    rows(&row, &all);
    if (row) std::fprintf(stdout, "\x1b[%zuA", row);
    send("\r\x1b[J");
    el_wset(el_, EL_REFRESH);
}

// --- keys

unsigned char ReplInput::accept() {
    EditText edit = take();
    edit.cursor = edit.text.size();
    put(edit);
    el_wpush(el_, accept_key);
    return CC_REFRESH;
}

unsigned char ReplInput::new_line() {
    EditText edit = take();
    edit.insert(L"\n");
    put(edit);
    return CC_REFRESH;
}

unsigned char ReplInput::enter() {
    EditText edit = take();
    std::string text = narrow(edit.text) + "\n";
    std::vector<std::string_view> statements = split_statements(text);
    Readiness ready = statements.empty() ? Readiness::complete : readiness_of(statements.back());
    // Who goes back into a block to mend it, or has recalled it, has ended it already.
    if (ready == Readiness::open_block && (recalled_ || edit.text.find(L'\n', edit.cursor) != std::wstring::npos)) ready = Readiness::complete;
    return ready == Readiness::complete ? accept() : new_line();
}

unsigned char ReplInput::cancel() {
    interrupted_ = true;
    return accept();
}

unsigned char ReplInput::end_of_input() {
    EditText edit = take();
    if (edit.text.empty()) return CC_EOF;
    if (!edit.erase_right()) return CC_ERROR;
    put(edit);
    return CC_REFRESH;
}

unsigned char ReplInput::start_text() {
    EditText edit{std::move(prefill_), 0};
    prefill_.clear();
    edit.cursor = edit.text.size();
    put(edit);
    return CC_REFRESH;
}

unsigned char ReplInput::paste() {
    std::string text;
    bool ended = false;
    while (!ended) {
        text += bytes_;
        bytes_.clear();
        size_t end = text.find(paste_end, text.size() > 8192 + 6 ? text.size() - 8192 - 6 : 0);
        if (end != std::string::npos) {
            bytes_ = text.substr(end + sizeof paste_end - 1);
            text.resize(end);
            ended = true;
        } else if (!read_bytes(true)) {
            break;
        }
    }
    std::wstring fresh;
    for (wchar_t c : widen(text)) {
        if (c == L'\n' && !fresh.empty() && fresh.back() == L'\r') fresh.pop_back();
        fresh += c;
    }
    for (wchar_t& c : fresh) c = c == L'\r' ? L'\n' : c;
    std::erase_if(fresh, [](wchar_t c) { return c < 32 && c != L'\n' && c != L'\t'; });
    EditText edit = take();
    if (edit.text.empty() && fresh.find(L'\n') != std::wstring::npos) {
        pasted_ = std::move(fresh);
        has_paste_ = true;
        return accept();
    }
    edit.insert(fresh);
    put(edit);
    return CC_REFRESH;
}

unsigned char ReplInput::recall(size_t at) {
    if (history_at_ == history_.size()) draft_ = take().text;
    history_at_ = at;
    recalled_ = at < history_.size();
    EditText edit{recalled_ ? widen(history_.at(at)) : draft_, 0};
    edit.cursor = edit.text.size();
    put(edit);
    return CC_REFRESH;
}
unsigned char ReplInput::older() { return history_at_ > 0 ? recall(history_at_ - 1) : CC_ERROR; }
unsigned char ReplInput::newer() { return history_at_ < history_.size() ? recall(history_at_ + 1) : CC_ERROR; }

unsigned char ReplInput::up() {
    EditText edit = take();
    if (!edit.up()) return older();
    put(edit);
    return CC_REFRESH;
}
unsigned char ReplInput::down() {
    EditText edit = take();
    if (!edit.down()) return newer();
    put(edit);
    return CC_REFRESH;
}

// The newest entry that holds what is typed; Ctrl-R again: an older one. Enter and every other key take it.
unsigned char ReplInput::search() {
    EditText before = take();
    size_t at = history_.size();
    searching_ = true;
    searched_.clear();
    wchar_t key = 0;
    auto find = [&](size_t from) { // from: newest entry that may be it
        for (size_t i = from; i-- > 0;) {
            if (widen(history_.at(i)).find(searched_) == std::wstring::npos) continue;
            at = i;
            EditText found{widen(history_.at(i)), 0};
            found.cursor = found.text.find(searched_);
            return found;
        }
        el_beep(el_);
        return take();
    };
    EditText now = before;
    for (;;) {
        size_t row, all;
        rows(&row, &all);
        if (row) std::fprintf(stdout, "\x1b[%zuA", row);
        send("\r\x1b[J");
        put(now);
        el_wset(el_, EL_REFRESH);
        if (el_wgetc(el_, &key) != 1) key = L'\x07';
        std::wstring old = searched_;
        if (key == L'\x12') {
            now = find(at);
        } else if (key == L'\x7f' || key == L'\b') {
            // The width of the prompt changes with the text: cleared above by the old one.
            if (!searched_.empty()) searched_.pop_back();
            now = searched_.empty() ? before : find(history_.size());
        } else if (key >= 32) {
            searched_ += key;
            now = find(std::min(at + 1, history_.size()));
        } else {
            break;
        }
    }
    redraw(); // moves to the top with the width of the search's prompt
    size_t row, all;
    rows(&row, &all);
    if (row) std::fprintf(stdout, "\x1b[%zuA", row);
    send("\r\x1b[J");
    searching_ = false;
    bool cancelled = key == L'\x07' || key == L'\x03';
    if (cancelled) now = before;
    else recalled_ = at < history_.size(), history_at_ = at;
    put(now);
    el_wset(el_, EL_REFRESH);
    if (!cancelled) {
        wchar_t again[] = {key, 0};
        el_wpush(el_, again);
    }
    return CC_NORM;
}

unsigned char ReplInput::yank() {
    EditText edit = take();
    edit.insert(killed_);
    put(edit);
    return CC_REFRESH;
}

unsigned char ReplInput::clear_screen() {
    send("\x1b[H\x1b[2J");
    el_wset(el_, EL_REFRESH);
    return CC_NORM;
}

// --- completion

void ReplInput::show_words(const std::vector<std::string>& words) {
    size_t width = 0;
    for (const std::string& word : words) width = std::max(width, width_of(widen(word)));
    size_t across = std::max<size_t>(1, columns_ / (width + 2));
    size_t most = std::max<size_t>(3, rows_ - 4) * across, count = std::min(words.size(), most);
    size_t lines = (count + across - 1) / across;
    size_t row, all;
    rows(&row, &all);
    std::string text(all - row, '\n');
    text += "\r\n";
    for (size_t line = 0; line < lines; line++) {
        for (size_t i = line; i < count; i += lines) {
            text += words[i];
            if (i + lines < count) text.append(width + 2 - width_of(widen(words[i])), ' ');
        }
        text += "\r\n";
    }
    if (count < words.size()) text += "... and " + std::to_string(words.size() - count) + " more\r\n";
    send(text.c_str());
    el_wset(el_, EL_REFRESH);
}

unsigned char ReplInput::complete() {
    EditText edit = take();
    std::wstring_view line = std::wstring_view(edit.text).substr(edit.line_start(), edit.cursor - edit.line_start());
    if (line.find_first_not_of(L" \t") == std::wstring_view::npos) {
        edit.insert(std::wstring(4 - line.size() % 4, L' '));
        put(edit);
        return CC_REFRESH;
    }
    std::string before = narrow(edit.text.substr(0, edit.cursor));
    Completion found = completer_(context_, before);
    if (found.words.empty()) return CC_ERROR;
    std::string common = found.words[0];
    for (const std::string& word : found.words) {
        size_t n = 0;
        while (n < common.size() && n < word.size() && common[n] == word[n]) n++;
        common.resize(n);
    }
    while (!common.empty() && find_utf8_error(common).at != kUtf8Valid) common.pop_back();
    std::string typed = before.substr(found.start);
    if (common.size() > typed.size() || (found.words.size() == 1 && common != typed)) {
        size_t characters = widen(typed).size();
        edit.text.erase(edit.cursor - characters, characters);
        edit.cursor -= characters;
        edit.insert(widen(common));
        put(edit);
        return CC_REFRESH;
    }
    if (found.words.size() > 1) show_words(found.words);
    return CC_NORM;
}

// --- a block

ReplInput::Got ReplInput::read(const std::string& primary, const std::string& secondary, std::string* text) {
    auto one_line = [](const std::string& s, const wchar_t* usual) { // a prompt of several lines would not align
        std::wstring wide = widen(s);
        return wide.find_first_of(L"\n\r\t\x1b\x01") == std::wstring::npos ? wide : std::wstring(usual);
    };
    primary_ = one_line(primary, L">>> ");
    secondary_ = one_line(secondary, L"... ");
    above_.clear();
    below_.clear();
    first_line_ = 0;
    history_at_ = history_.size();
    recalled_ = interrupted_ = has_paste_ = false;
    measure();
    el_resize(el_);

    // Those that end the process give the terminal back first, a crash in the editor as well.
    constexpr int signals[] = {SIGWINCH, SIGTSTP, SIGTERM, SIGHUP, SIGQUIT, SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL};
    struct sigaction action {}, before[std::size(signals)];
    for (size_t i = 0; i < std::size(signals); i++) {
        action.sa_handler = signals[i] == SIGWINCH ? on_window_change : signals[i] == SIGTSTP ? on_stop : on_end;
        action.sa_flags = SA_ONSTACK;
        sigaction(signals[i], nullptr, &before[i]);
        if (before[i].sa_handler != SIG_IGN) sigaction(signals[i], &action, nullptr);
    }
    // Signals are taken only while waiting for a character, so that none is lost between a look and the wait.
    sigset_t waiting, running;
    sigemptyset(&waiting);
    for (int signal_number : {SIGINT, SIGWINCH, SIGTSTP}) sigaddset(&waiting, signal_number);
    pthread_sigmask(SIG_BLOCK, &waiting, &running);
    open_signals_ = running;
    el_wset(el_, EL_PREP_TERM, 1); // before the prompt: what is typed as soon as that is seen is not to be echoed twice
    // Output may have ended amid a line, and libedit counts columns from the left: spaces wrap then, else they do not (zsh's way).
    send((std::string(columns_ - 1, ' ') + "\r\x1b[K" + paste_on).c_str());
    if (!prefill_.empty()) el_wpush(el_, start_key);
    int count = 0;
    const wchar_t* line = el_wgets(el_, &count);
    send(paste_off);
    for (size_t i = 0; i < std::size(signals); i++) sigaction(signals[i], &before[i], nullptr);
    pthread_sigmask(SIG_SETMASK, &running, nullptr);

    if (!line || count <= 0) return Got::end;
    if (interrupted_) return Got::interrupted;
    if (has_paste_) {
        *text = narrow(pasted_);
        pasted_.clear();
        return Got::pasted;
    }
    *text = narrow(take().text);
    return Got::text;
}

} // namespace terrarium
