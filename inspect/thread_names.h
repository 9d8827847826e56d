// What a thread is called: by the module threading where it knows it, else by what it runs. Reads the world only.
#pragma once

#include "vm/core/thread.h"

#include <string>

namespace terrarium::inspect {

std::string name_of(const Thread& t);
bool is_daemon(const Thread& t); // threading says so
// Of a thread that has not begun: by what it is to call.
std::string name_of_start(const Thread& t);

} // namespace terrarium::inspect
