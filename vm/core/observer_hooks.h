// What the module terrarium, sys and builtins ask of rooms above. Set once at start by app; null: nobody to ask.
#pragma once

#include "vm/core/runtime.h"

#include <string>

namespace terrarium {

struct ObserverHooks {
    // terrarium.show: draws views of this moment ("stack,heap"); `object` (may be null) is what the view `object` is
    // about. True: *text is it. False: *text says what is wrong with the request.
    bool (*show)(Thread&, const std::string& views, Value object, bool json, std::string* text);
    // terrarium.mark: from here on the view `heap` tells what has changed.
    void (*mark)(Thread&);
    // terrarium.gil(False): null, or why the GIL cannot be switched now.
    const char* (*switch_gil)(bool on);
    // sys.breakpointhook: opens the debugger in the frame that runs.
    Result<Own> (*breakpoint)(Thread&);
};
extern ObserverHooks observer_hooks;

} // namespace terrarium
