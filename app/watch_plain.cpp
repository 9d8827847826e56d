// `terrarium watch --plain`: commands as words on stdin, answers as lines. For screen readers, scripts and tests.
#include "app/say.h"
#include "app/watch_session.h"


#include <signal.h>
#include <unistd.h>

#include <charconv>
#include <cstdio>

namespace terrarium {

using namespace inspect;

namespace {

void print_pane(const WatchSession& session, size_t kind) {
    PrintStyle style = style_of(1);
    style.colour = false;
    Pane pane = session.pane(kind, style);
    say("{}\n", pane.title);
    size_t from = 0, to = pane.lines.size();
    if (kind == pane_source || kind == pane_code) { // around the place
        from = pane.focus > 5 ? pane.focus - 5 : 0;
        to = std::min(to, pane.focus + 7);
    }
    for (size_t i = from; i < to; i++) say("{}\n", cut_text(shown(pane.lines[i].text), style.width, style));
}

void print_place(const WatchSession& session) {
    say("{}\n", session.sentence());
    say("{}\n", session.status());
    Pane source = session.pane(pane_source, style_of(1));
    if (source.focus < source.lines.size()) say("{}\n", shown(source.lines[source.focus].text));
}

bool take_move(const std::string& word, Move* move, Way* way) {
    struct Row {
        const char* word;
        Move move;
    };
    static constexpr Row rows[] = {{"step", Move::instruction}, {"next", Move::over}, {"into", Move::into}, {"out", Move::out}, {"continue", Move::run}};
    for (const Row& r : rows) {
        bool capital = word.size() == 1 && word[0] == r.word[0] - 'a' + 'A';
        if (word != r.word && !capital && !(word.size() == 1 && word[0] == r.word[0])) continue;
        *move = r.move;
        if (capital) *way = Way::back;
        return true;
    }
    return false;
}

void print_timeline(const WatchSession& session) {
    PrintStyle style = style_of(1);
    TimelineRows rows = draw_timeline(session.timeline(), style.width - 8, style.unicode && locale_is_utf8());
    say("depth   {}\nheap    {}\n", rows.depth, rows.heap);
    say("deepest {}, most heap {}\n", number(rows.most_depth), bytes(rows.most_heap));
}

// False: leave.
bool obey(WatchSession& session, std::string line) {
    std::vector<std::string> words;
    for (size_t at = 0; at < line.size();) {
        size_t end = std::min(line.find(' ', at), line.size());
        if (end > at) words.push_back(line.substr(at, end - at));
        at = end + 1;
    }
    if (words.empty()) return true;
    Way way = Way::forward;
    Move move;
    if (words[0] == "back" && words.size() > 1) {
        way = Way::back;
        words.erase(words.begin());
    }
    const std::string& word = words[0];
    std::string rest = words.size() > 1 ? words[1] : "";
    if (take_move(word, &move, &way)) {
        uint64_t times = 1;
        auto [end, wrong] = std::from_chars(rest.data(), rest.data() + rest.size(), times);
        if (!rest.empty() && (wrong != std::errc() || end != rest.data() + rest.size() || times == 0)) {
            say("'{}' is no number of times\n", shown(rest));
            return true;
        }
        session.move(move, way, times);
        print_place(session);
        return true;
    }
    for (size_t kind = 0; kind < pane_count; kind++) {
        if (word != all_panes()[kind].name) continue;
        print_pane(session, kind);
        return true;
    }
    if (word == "quit" || word == "q") return false;
    if (word == "go" || word == "g") {
        session.go(rest);
        print_place(session);
    } else if (word == "where") {
        print_place(session);
    } else if (word == "break" || word == "b") {
        session.toggle_breakpoint(rest);
        say("{}\n", session.sentence());
    } else if (word == "watch" || word == "w") {
        session.toggle_watch(rest);
        say("{}\n", session.sentence());
    } else if (word == "find" || word == "/") {
        session.find(rest);
        say("{}\n", session.sentence());
        PaneInput in;
        in.now = &session.now();
        in.history = &session.history();
        in.style = style_of(1);
        if (session.sentence().starts_with("selected"))
            for (const PaneLine& l : object_lines(in, session.selected())) say("{}\n", cut_text(shown(l.text), in.style.width, in.style));
    } else if (word == "timeline") {
        print_timeline(session);
    } else if (word == "hash") {
        StateHash h = session.navigator().reader().state_hash();
        say("step {} {:016x} {:016x} {:016x}\n", session.navigator().step(), h.stack, h.objects, h.counts);
    } else if (word == "help" || word == "?") {
        for (const WatchKey& key : watch_keys())
            if (*key.words) say("{:<36} {}\n", key.words, key.what);
    } else {
        say("'{}' is no command; help lists them\n", shown(line));
    }
    return true;
}

volatile sig_atomic_t interrupted = 0;

} // namespace

// Ctrl-C ends a search, else the program.
int watch_plain(WatchSession& session) {
    struct sigaction action {};
    action.sa_handler = [](int) { interrupted = 1; };
    sigaction(SIGINT, &action, nullptr);
    session.may_go_on = [](void*, uint64_t) { return interrupted == 0; };
    // What ends soon is there as a whole; what does not is browsed while it goes on.
    for (int i = 0; i < 200 && session.recording(); i++) {
        session.tick();
        usleep(10000);
        if (interrupted) return 130;
    }
    while (!session.recording() && session.tick()) {}
    print_place(session);
    std::fflush(stdout);
    std::string line;
    for (int c = 0; c != EOF;) {
        c = std::getchar();
        if (c != '\n' && c != EOF) {
            line += static_cast<char>(c);
            continue;
        }
        session.tick();
        interrupted = 0;
        if (!obey(session, line)) return 0;
        if (std::fflush(stdout) != 0) return 120; // nobody reads any more
        line.clear();
    }
    return interrupted ? 130 : 0;
}

} // namespace terrarium
