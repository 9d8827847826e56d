// `terrarium watch` on the full screen, with ncursesw. All that is shown comes from app/watch_session.h as lines of text;
// here they get a place. Invariant: however it ends, the terminal is given back as it was.
#include "app/watch_session.h"
#include "app/watch_terminal.h"

#include <fmt/core.h>

#define NCURSES_NOMACROS
#include <curses.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>

namespace terrarium {

using namespace inspect;

namespace {

struct Rect {
    int y = 0, x = 0, rows = 0, columns = 0;
    bool holds(int py, int px) const { return py >= y && py < y + rows && px >= x && px < x + columns; }
};

enum Ink : short { ink_current = 1, ink_changed = 2, ink_title = 3, ink_faint = 4, ink_sentence = 5, ink_label = 6 };

class Screen {
public:
    explicit Screen(WatchSession& session) : session_(session) {}
    int run();
    bool go_on(uint64_t step);

private:
    struct Shown { // where a pane stands now
        bool visible = false;
        Rect place;
        std::vector<size_t> instead; // others that can be shown in its place
        size_t first = 0;            // its first line that is seen
        Pane pane;
        uint64_t drawn_version = ~uint64_t{0};
        int drawn_columns = 0;
    };

    void open();
    void lay_out();
    void place(std::initializer_list<size_t> kinds, Rect where);
    void draw();
    void draw_pane(size_t kind);
    void draw_title(size_t kind);
    void draw_bottom();
    void draw_help();
    void put(int y, int x, int columns, const std::string& text, attr_t how);
    attr_t ink(Ink which, attr_t plain) const { return colours_ ? COLOR_PAIR(which) | (plain & A_BOLD) : plain; }
    bool too_small() const { return rows_ < 10 || columns_ < 40; } // to show more than how to leave
    bool key(int c);                                               // false: leave
    void mouse();
    void show(size_t kind);
    void begin_prompt(char what);
    bool prompt_key(int c);
    void scroll(int by);

    WatchSession& session_;
    PrintStyle style_;
    bool colours_ = false, help_ = false, whole_ = false; // whole_: one pane has all the room
    int rows_ = 0, columns_ = 0, help_top_ = 0;
    size_t focus_ = pane_source;
    // Of panes that share a place the one that was chosen last is seen.
    uint64_t chosen_[pane_count] = {0, 0, 0, 1, 1, 0, 0}, choices_ = 1;
    Shown panes_[pane_count];
    int scrolled_[pane_count] = {}, aside_[pane_count] = {}; // lines, columns
    char prompt_ = 0; // the key whose text is being typed
    std::string typed_, last_search_;
    Rect timeline_;
    std::chrono::steady_clock::time_point asked_at_, looked_at_; // the key that is being answered
};

void Screen::open() {
    take_terminal();
    const char* no_colour = std::getenv("NO_COLOR");
    colours_ = has_colors() && !(no_colour && *no_colour);
    if (colours_) {
        start_color();
        use_default_colors();
        init_pair(ink_current, COLOR_BLACK, COLOR_CYAN);
        init_pair(ink_changed, COLOR_YELLOW, -1);
        init_pair(ink_title, COLOR_CYAN, -1);
        init_pair(ink_faint, COLOR_BLUE, -1);
        init_pair(ink_sentence, COLOR_GREEN, -1);
        init_pair(ink_label, COLOR_MAGENTA, -1);
    }
    style_.unicode = locale_is_utf8();
}

void Screen::place(std::initializer_list<size_t> kinds, Rect where) {
    size_t seen = *std::max_element(kinds.begin(), kinds.end(), [&](size_t a, size_t b) { return chosen_[a] < chosen_[b]; });
    Shown& s = panes_[seen];
    s.visible = true;
    s.place = {where.y, where.x, std::max(where.rows, 1), std::max(where.columns, 1)};
    for (size_t kind : kinds)
        if (kind != seen) s.instead.push_back(kind);
}

// Where each pane stands. Large: all seven. From 80x24: regions share a place with the heap. Smaller: four places.
void Screen::lay_out() {
    getmaxyx(stdscr, rows_, columns_);
    for (Shown& s : panes_) {
        s.visible = false;
        s.instead.clear();
    }
    int top = 1, height = rows_ - 6; // the status above; timeline, sentence (two rows) and keys below
    timeline_ = {rows_ - 5, 0, 2, columns_};
    if (height < 4) return;
    if (whole_) {
        panes_[focus_].visible = true;
        panes_[focus_].place = {top, 0, height, columns_};
        return;
    }
    if (columns_ >= 110 && rows_ >= 36) {
        int first = columns_ * 36 / 100, second = columns_ * 30 / 100, third = columns_ - first - second - 2;
        int upper = height * 62 / 100, lower = height - upper;
        place({pane_source}, {top, 0, upper, first});
        place({pane_output}, {top + upper, 0, lower, first});
        place({pane_code}, {top, first + 1, upper, second});
        place({pane_stack}, {top + upper, first + 1, lower, second});
        int x = first + second + 2, frames = height * 36 / 100, regions = 11;
        place({pane_frames}, {top, x, frames, third});
        place({pane_heap}, {top + frames, x, height - frames - regions, third});
        place({pane_regions}, {top + height - regions, x, regions, third});
        return;
    }
    int half = columns_ / 2, right = columns_ - half - 1;
    if (height < 18) {
        int upper = height / 2;
        place({pane_source}, {top, 0, upper, half});
        place({pane_code}, {top, half + 1, upper, right});
        place({pane_stack, pane_frames}, {top + upper, 0, height - upper, half});
        place({pane_heap, pane_regions, pane_output}, {top + upper, half + 1, height - upper, right});
        return;
    }
    int source = height * 8 / 18, output = height * 4 / 18, code = height * 7 / 18, stack = height * 4 / 18;
    place({pane_source}, {top, 0, source, half});
    place({pane_frames}, {top + source, 0, height - source - output, half});
    place({pane_output}, {top + height - output, 0, output, half});
    place({pane_code}, {top, half + 1, code, right});
    place({pane_stack}, {top + code, half + 1, stack, right});
    place({pane_heap, pane_regions}, {top + code + stack, half + 1, height - code - stack, right});
}

// Of what such a terminal has no signs for: as many question marks as it is wide.
std::string in_ascii(const std::string& text) {
    std::string out;
    for (size_t at = 0; at < text.size();) {
        size_t end = at + 1;
        while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) end++;
        if (text[at] & 0x80) out.append(text_width(std::string_view(text).substr(at, end - at)), '?');
        else out.append(text, at, end - at);
        at = end;
    }
    return out;
}

// Without its first columns: a wide character that lies across is a blank, what combines with one that is gone goes too.
std::string from_column(const std::string& text, size_t columns) {
    size_t at = 0, passed = 0;
    while (at < text.size()) {
        size_t end = at + 1;
        while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) end++;
        size_t width = text_width(std::string_view(text).substr(at, end - at));
        if (passed >= columns && width > 0) break;
        passed += width;
        at = end;
    }
    return std::string(passed > columns ? 1 : 0, ' ') + text.substr(at);
}

void Screen::put(int y, int x, int columns, const std::string& text, attr_t how) {
    if (y < 0 || y >= rows_ || columns <= 0) return;
    std::string line = cut_text(style_.unicode ? shown(text) : in_ascii(shown(text)), static_cast<size_t>(columns), style_);
    line.append(static_cast<size_t>(columns) - std::min(static_cast<size_t>(columns), text_width(line)), ' ');
    attrset(how);
    mvaddstr(y, x, line.c_str());
    attrset(A_NORMAL);
}

// The number that chooses it, what it says of itself, and the panes that could stand here instead.
void Screen::draw_title(size_t kind) {
    Shown& s = panes_[kind];
    std::string title = (kind == focus_ ? "[" : " ") + std::to_string(kind + 1) + (kind == focus_ ? "] " : "  ") + s.pane.title, others;
    for (size_t other : s.instead) others += "  " + std::to_string(other + 1) + " " + all_panes()[other].title;
    if (others.size() * 5 > static_cast<size_t>(s.place.columns) * 3) {
        others = " ";
        for (size_t other : s.instead) others += " " + std::to_string(other + 1);
    }
    int room = s.place.columns - static_cast<int>(others.size());
    put(s.place.y, s.place.x, room, title, ink(ink_title, A_BOLD) | A_UNDERLINE);
    put(s.place.y, s.place.x + room, s.place.columns - room, others, ink(ink_faint, A_DIM) | A_UNDERLINE);
}

void Screen::draw_pane(size_t kind) {
    Shown& s = panes_[kind];
    if (!s.visible) return;
    int columns = s.place.columns + aside_[kind];
    if (s.drawn_version != session_.version() || s.drawn_columns != columns) {
        PrintStyle style = style_;
        style.width = static_cast<size_t>(columns);
        s.pane = session_.pane(kind, style);
        s.drawn_version = session_.version();
        s.drawn_columns = columns;
    }
    draw_title(kind);
    size_t room = static_cast<size_t>(s.place.rows) - 1, lines = s.pane.lines.size();
    // What is current is seen, unless it was scrolled away by hand.
    size_t first = s.pane.focus > room / 2 ? s.pane.focus - room / 2 : 0;
    first = std::min(first, lines > room ? lines - room : 0);
    int64_t wanted = static_cast<int64_t>(first) + scrolled_[kind];
    wanted = std::clamp<int64_t>(wanted, 0, lines > room ? static_cast<int64_t>(lines - room) : 0);
    scrolled_[kind] = static_cast<int>(wanted - static_cast<int64_t>(first));
    s.first = static_cast<size_t>(wanted);
    for (size_t row = 0; row < room; row++) {
        int y = s.place.y + 1 + static_cast<int>(row);
        if (s.first + row >= lines) {
            put(y, s.place.x, s.place.columns, "", A_NORMAL);
            continue;
        }
        const PaneLine& line = s.pane.lines[s.first + row];
        attr_t how = A_NORMAL;
        if (line.current && (kind == pane_source || kind == pane_code)) how = ink(ink_current, A_REVERSE);
        else if (line.current) how = A_BOLD;
        else if (line.changed) how = ink(ink_changed, A_BOLD) | A_BOLD;
        else if (line.faint) how = ink(ink_faint, A_DIM);
        else if (line.label && line.label == session_.selected()) how = ink(ink_label, A_BOLD);
        put(y, s.place.x, s.place.columns, aside_[kind] ? from_column(shown(line.text), static_cast<size_t>(aside_[kind])) : line.text, how);
    }
}

void Screen::draw_bottom() {
    // Two rows: depth and heap over the whole run, the place where one stands marked between.
    size_t head = 26, columns = columns_ > 40 ? static_cast<size_t>(columns_) - head : 10;
    TimelineRows rows = draw_timeline(session_.timeline(), columns, style_.unicode);
    timeline_.x = static_cast<int>(head);
    timeline_.columns = static_cast<int>(columns);
    put(timeline_.y, 0, columns_, fmt::format("{:<26}", "depth, at most " + number(rows.most_depth)) + rows.depth, A_NORMAL);
    put(timeline_.y + 1, 0, columns_, fmt::format("{:<26}", "heap, at most " + rough_bytes(rows.most_heap)) + rows.heap, A_NORMAL);
    uint64_t all = std::max<uint64_t>(1, session_.navigator().steps());
    size_t here = std::min<size_t>(columns - 1, static_cast<size_t>(static_cast<double>(session_.navigator().step()) / static_cast<double>(all) * static_cast<double>(columns)));
    for (int row = 0; row < 2; row++) mvchgat(timeline_.y + row, static_cast<int>(head + here), 1, A_REVERSE, static_cast<short>(colours_ ? ink_changed : 0), nullptr);

    // The sentence may take two rows.
    std::string sentence = session_.sentence(), rest;
    if (size_t width = static_cast<size_t>(columns_); text_width(shown(sentence)) > width && sentence.size() > width) {
        size_t at = sentence.rfind(' ', width);
        if (at == std::string::npos || at < width / 2) at = width;
        while (at > 0 && (static_cast<unsigned char>(sentence[at]) & 0xc0) == 0x80) at--;
        rest = sentence.substr(at + (sentence[at] == ' '));
        sentence.resize(at);
    }
    put(rows_ - 3, 0, columns_, sentence, ink(ink_sentence, A_BOLD) | A_BOLD);
    put(rows_ - 2, 0, columns_, rest, ink(ink_sentence, A_BOLD) | A_BOLD);
    if (prompt_) {
        const char* what = prompt_ == 'g' ? "step: " : prompt_ == '/' ? "find #42, name, type or address: " : prompt_ == 'b' ? "breakpoint at line, FILE:LINE or function: " : "watch the count of #42 or name: ";
        put(rows_ - 1, 0, columns_, what + typed_ + "_", A_BOLD);
        return;
    }
    put(rows_ - 1, 0, columns_, "s step  n line  i into  o out  c run  CAPITAL back  g go  / find  ? help  q quit", A_REVERSE);
}

void Screen::draw_help() {
    std::vector<std::string> lines;
    for (const WatchKey& key : watch_keys()) {
        if (!*key.key) continue;
        std::string line = fmt::format("{:<11}{}", key.key, key.what);
        size_t room = static_cast<size_t>(columns_ - 2);
        for (size_t end; line.size() > room && (end = line.rfind(' ', room)) != std::string::npos && end > 12; line = std::string(11, ' ') + line.substr(end + 1))
            lines.push_back(line.substr(0, end));
        lines.push_back(line);
    }
    lines.emplace_back();
    for (const char* text : {"> is about to run. By the last move: * changed, + made, - gone. w: watched.",
                             "#42 list @0x1a40 rc=3 g0: object 42, a list, at that place of the heap, with",
                             "three references, in generation 0 of the collector."})
        lines.emplace_back(text);
    int room = rows_ - 2, all = static_cast<int>(lines.size());
    help_top_ = std::clamp(help_top_, 0, std::max(0, all - room));
    put(0, 0, columns_, all > room ? "terrarium watch: keys (arrows: more)" : "terrarium watch: keys (any key goes back)", A_REVERSE);
    for (int y = 0; y < room && y + help_top_ < all; y++) put(y + 2, 1, columns_ - 1, lines[static_cast<size_t>(y + help_top_)], A_NORMAL);
}

void Screen::draw() {
    werase(stdscr);
    lay_out();
    if (too_small()) {
        put(0, 0, columns_, fmt::format("step {}", number(session_.navigator().step())), A_REVERSE);
        put(1, 0, columns_, "40x10 is the least", A_NORMAL);
        put(2, 0, columns_, "q: leave", A_NORMAL);
    } else if (help_) {
        draw_help();
    } else {
        std::string name = " terrarium watch  ", status = session_.status();
        bool room = text_width(shown(name + status)) <= static_cast<size_t>(columns_); // the place is more than the name
        put(0, 0, columns_, (room ? name : " ") + status, A_REVERSE);
        for (size_t kind = 0; kind < pane_count; kind++) draw_pane(kind);
        draw_bottom();
    }
    refresh();
}

void Screen::begin_prompt(char what) {
    prompt_ = what;
    typed_.clear();
}

bool Screen::prompt_key(int c) {
    if (c == 27) {
        prompt_ = 0;
    } else if (c == '\r' || c == '\n' || c == KEY_ENTER) {
        char what = prompt_;
        prompt_ = 0;
        if (what == '/' && typed_.empty()) typed_ = last_search_;
        if (what == '/') last_search_ = typed_;
        if (what == 'g' && !typed_.empty()) session_.go(typed_);
        if (what == 'b') session_.toggle_breakpoint(typed_);
        if (what == 'w') session_.toggle_watch(typed_);
        if (what == '/' && !typed_.empty()) {
            session_.find(typed_);
            show(pane_heap);
            scrolled_[pane_heap] = 0;
        }
    } else if (c == KEY_BACKSPACE || c == 127 || c == 8) {
        while (!typed_.empty() && (static_cast<unsigned char>(typed_.back()) & 0xc0) == 0x80) typed_.pop_back();
        if (!typed_.empty()) typed_.pop_back();
    } else if (c >= 32 && c < 256) {
        typed_ += static_cast<char>(c);
    }
    return true;
}

void Screen::show(size_t kind) {
    focus_ = kind;
    chosen_[kind] = ++choices_;
}

void Screen::scroll(int by) { scrolled_[focus_] += by; }

void Screen::mouse() {
    MEVENT event;
    if (getmouse(&event) != OK) return;
    if (timeline_.holds(event.y, event.x)) {
        uint64_t column = static_cast<uint64_t>(event.x - timeline_.x);
        session_.go(std::to_string(session_.navigator().steps() * column / static_cast<uint64_t>(timeline_.columns)));
        return;
    }
    for (size_t kind = 0; kind < pane_count; kind++) {
        Shown& s = panes_[kind];
        if (!s.visible || !s.place.holds(event.y, event.x)) continue;
        focus_ = kind;
        if (event.y == s.place.y && !s.instead.empty()) return show(s.instead.front());
        if (event.bstate & BUTTON4_PRESSED) return scroll(-3);
        if (event.bstate & BUTTON5_PRESSED) return scroll(3);
        size_t index = s.first + static_cast<size_t>(event.y - s.place.y) - 1;
        if (event.y == s.place.y || index >= s.pane.lines.size()) return;
        const PaneLine& line = s.pane.lines[index];
        if (line.line > 0) session_.toggle_breakpoint(line.line);
        else if (line.label) session_.select(line.label);
        return;
    }
}

bool Screen::key(int c) {
    if (too_small()) return c != 'q';
    if (help_) {
        int page = rows_ - 3, by = c == KEY_UP ? -1 : c == KEY_DOWN ? 1 : c == KEY_PPAGE ? -page : c == KEY_NPAGE || c == ' ' ? page : 0;
        help_top_ += by;
        help_ = by != 0 || c == KEY_RESIZE;
        return true;
    }
    if (prompt_ && c != KEY_RESIZE && c != KEY_MOUSE) return prompt_key(c);
    auto moved = [&](Move move, Way way) {
        std::fill(std::begin(scrolled_), std::end(scrolled_), 0);
        session_.move(move, way);
    };
    switch (c) {
        case 'q': return false;
        case 's': moved(Move::instruction, Way::forward); break;
        case 'S': moved(Move::instruction, Way::back); break;
        case 'n': moved(Move::over, Way::forward); break;
        case 'N': moved(Move::over, Way::back); break;
        case 'i': moved(Move::into, Way::forward); break;
        case 'I': moved(Move::into, Way::back); break;
        case 'o': moved(Move::out, Way::forward); break;
        case 'O': moved(Move::out, Way::back); break;
        case 'c': moved(Move::run, Way::forward); break;
        case 'C': moved(Move::run, Way::back); break;
        case 'g': case '/': case 'b': case 'w': begin_prompt(static_cast<char>(c)); break;
        case '?': help_ = true; help_top_ = 0; break;
        case '\t': show((focus_ + 1) % pane_count); break;
        case KEY_BTAB: show((focus_ + pane_count - 1) % pane_count); break;
        case 'z': whole_ = !whole_; break;
        case '>': aside_[focus_] += 20; break;
        case '<': aside_[focus_] = std::max(0, aside_[focus_] - 20); break;
        case KEY_UP: scroll(-1); break;
        case KEY_DOWN: scroll(1); break;
        case KEY_PPAGE: scroll(-10); break;
        case KEY_NPAGE: scroll(10); break;
        case KEY_RIGHT: moved(Move::instruction, Way::forward); break;
        case KEY_LEFT: moved(Move::instruction, Way::back); break;
        case KEY_HOME: session_.go("0"); break;
        case KEY_END: session_.go("$"); break;
        case KEY_MOUSE: mouse(); break;
        case 12: clearok(stdscr, TRUE); break; // Ctrl-L
        case KEY_RESIZE: break;
        default:
            if (c >= '1' && c < '1' + static_cast<int>(pane_count)) show(static_cast<size_t>(c - '1'));
            break;
    }
    return true;
}

// A search that takes long says where it is, and a key ends it. What was typed ahead of that is not meant so.
bool Screen::go_on(uint64_t step) {
    using namespace std::chrono;
    if (ending_signal() || take_interrupt()) return false;
    auto now = steady_clock::now();
    if (now - asked_at_ < milliseconds(300) || now - looked_at_ < milliseconds(50)) return true;
    looked_at_ = now;
    put(rows_ - 1, 0, columns_, fmt::format("looking, at step {} of {}: any key stops it", number(step), number(session_.navigator().steps())), A_REVERSE);
    refresh();
    wtimeout(stdscr, 0);
    int c = getch();
    if (c == KEY_RESIZE) draw();
    return c == ERR || c == KEY_RESIZE;
}

int Screen::run() {
    open();
    session_.context = this;
    session_.may_go_on = [](void* screen, uint64_t step) { return static_cast<Screen*>(screen)->go_on(step); };
    bool going = true, fresh = true;
    while (going && !ending_signal()) {
        if (fresh) draw();
        bool more = session_.tick();
        wtimeout(stdscr, more ? 30 : 200);
        int c = getch();
        if (take_interrupt() || (c == ERR && terminal_is_gone())) break;
        fresh = c != ERR || more;
        asked_at_ = std::chrono::steady_clock::now();
        if (c != ERR) going = key(c);
    }
    session_.may_go_on = nullptr;
    give_terminal_back();
    return ending_signal() ? 128 + ending_signal() : going ? 130 : 0;
}

} // namespace

int watch_screen(WatchSession& session) {
    Screen screen(session);
    return screen.run();
}

} // namespace terrarium
