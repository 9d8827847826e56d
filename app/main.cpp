// The command line's entry: options, then a verb or a program, on a machine stack large enough for deep natives.
#include "app/compare.h"
#include "app/explore.h"
#include "app/gil.h"
#include "app/options.h"
#include "app/run.h"
#include "app/show.h"
#include "app/tour.h"
#include "app/traces.h"
#include "app/verbs.h"
#include "app/watch.h"

#include <signal.h>

#include <cstdio>

namespace {

int run(const terrarium::Options& options) {
    using namespace terrarium;
    if (options.verb == "show") return run_show(options);
    if (options.verb == "record") return run_record(options);
    if (options.verb == "explore") return run_explore(options);
    if (options.verb == "verify") return run_verify(options);
    if (options.verb == "gil") return run_gil(options);
    if (!options.verb.empty()) return run_verb(options);
    return run_with_log(options, nullptr);
}

} // namespace

int main(int argc, char** argv) {
    using namespace terrarium;
    Options options;
    int exit_code;
    // Writing to a closed pipe or past a limit of size is an error like others, not the end.
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
    if (!parse_options(argc, argv, &options, &exit_code)) return exit_code;
    if (options.verb == "compare") return run_compare(options);
    if (options.verb == "tour") return run_tour(options);
    if (options.verb == "watch") return run_watch(options);
    auto body = [](void* given) { return run(*static_cast<Options*>(given)); };
    int code = on_interpreter_stack(body, &options);
    std::fflush(nullptr);
    return code;
}
