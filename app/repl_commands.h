// The REPL's own words in one table: %name arguments. Those that are views come from the table of inspect/views.h.
#pragma once

#include "app/repl.h"

#include <span>

namespace terrarium {

struct ReplCommand {
    const char* name;      // without the %
    const char* arguments; // for %help
    const char* sentence;
    Status (*run)(ReplSession& s, const ReplCommand& command, const std::string& arguments);
};
std::span<const ReplCommand> repl_commands();

// A row of %help, as wide as the terminal: "  %name arguments  What it does."
std::string help_row(const ReplSession& s, std::string_view what, std::string_view sentence);

// Runs what is_repl_command() says is one. Error: raised, nothing printed yet.
Status run_repl_command(ReplSession& s, std::string_view statement);

} // namespace terrarium
