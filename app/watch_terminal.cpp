// See watch_terminal.h.
#include "app/watch_terminal.h"

#define NCURSES_NOMACROS
#include <curses.h>
#include <locale.h>
#include <signal.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

namespace terrarium {

namespace {

volatile sig_atomic_t asked_by = 0, interrupts = 0;

// What a crash needs: ncurses may be the one that crashed, so nothing of it is called then.
struct termios settings;
char farewell[256];
size_t farewell_bytes = 0;
alignas(16) char crash_stack[64 * 1024]; // the other one may be what ran out

void on_end(int signal) { asked_by = signal; }
void on_interrupt(int) { interrupts = 1; }

void on_crash(int signal) { // SA_RESETHAND: the second time it is the system's
    int saved = errno;
    ssize_t written = write(STDOUT_FILENO, farewell, farewell_bytes);
    (void)written;
    tcsetattr(STDIN_FILENO, TCSANOW, &settings);
    errno = saved;
    raise(signal);
}

void prepare_farewell() {
    std::string all;
    if (tigetstr("kmous")) all += "\033[?1006;1000l";
    for (const char* name : {"sgr0", "op", "rmkx", "cnorm", "rmcup"}) {
        const char* text = tigetstr(name);
        if (!text || text == reinterpret_cast<const char*>(-1)) continue;
        for (const char* p = text; *p; p++) { // without the delays that slow terminals wanted: $<5>
            if (p[0] == '$' && p[1] == '<') {
                while (*p && *p != '>') p++;
                if (!*p) break;
            } else {
                all += *p;
            }
        }
    }
    farewell_bytes = all.copy(farewell, sizeof farewell);
}

void catch_signals() {
    stack_t stack{};
    stack.ss_sp = crash_stack;
    stack.ss_size = sizeof crash_stack;
    sigaltstack(&stack, nullptr);
    struct sigaction action {};
    action.sa_handler = on_interrupt;
    sigaction(SIGINT, &action, nullptr);
    action.sa_handler = on_end;
    for (int s : {SIGTERM, SIGHUP}) sigaction(s, &action, nullptr);
    action.sa_handler = on_crash;
    action.sa_flags = static_cast<int>(SA_RESETHAND) | SA_ONSTACK | SA_NODEFER;
    for (int s : {SIGSEGV, SIGBUS, SIGFPE, SIGABRT, SIGILL, SIGQUIT, SIGXCPU}) sigaction(s, &action, nullptr);
}

} // namespace

bool terminal_has_places(std::string* error) {
    const char* term = std::getenv("TERM");
    int result = 0;
    if (!term || !*term) *error = "TERM is not set";
    else if (setupterm(term, STDOUT_FILENO, &result) != OK) *error = std::string("TERM is '") + term + "', which is not known here";
    else if (!tigetstr("cup")) *error = std::string("the terminal '") + term + "' cannot place its cursor";
    else return true;
    *error += "; 'terrarium watch --plain' goes line by line";
    return false;
}

void take_terminal() {
    setlocale(LC_ALL, "");
    tcgetattr(STDIN_FILENO, &settings);
    initscr();
    prepare_farewell();
    cbreak();
    noecho();
    nonl();
    keypad(stdscr, TRUE);
    set_escdelay(25);
    curs_set(0);
    mousemask(BUTTON1_PRESSED | BUTTON1_CLICKED | BUTTON4_PRESSED | BUTTON5_PRESSED, nullptr);
    mouseinterval(0);
    catch_signals();
}

void give_terminal_back() { endwin(); }

int ending_signal() { return asked_by; }

bool take_interrupt() {
    bool was = interrupts != 0;
    interrupts = 0;
    return was;
}

bool terminal_is_gone() {
    struct termios now;
    return tcgetattr(STDIN_FILENO, &now) != 0 && errno != EINTR;
}

} // namespace terrarium
