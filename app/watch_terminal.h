// The terminal while `terrarium watch` fills it: taken, and given back as it was however the process ends.
#pragma once

#include <string>

namespace terrarium {

// Whether TERM names a terminal whose cursor can be placed; else *error says what is wrong.
bool terminal_has_places(std::string* error);

// Begins ncurses and catches the signals that end a process: those that ask are remembered, the others give the terminal
// back first.
void take_terminal();
void give_terminal_back();

int ending_signal();    // that asked for the end; 0: none
bool take_interrupt();  // whether Ctrl-C was pressed since this was asked the last time
bool terminal_is_gone();

} // namespace terrarium
