"""What threads cost, for `./dev bench`: turns, the log of them, how late a sleeper wakes up, and how many schedules
`terrarium explore` tries."""
import json
import os

SCRIPT = "scripts/bench/_threads.py"
LOST_UPDATE = "scripts/bench/_lost_update.py"
GOALS = {
    "two threads / one after the other": (1.1, "at most"),
    "with --gil-log, computing": (1.05, "at most"),
    "with --gil-log, passing locks": (1.05, "at most"),
    "worst delay of a sleep ms": (100, "at most"),
    "schedules/s, lost update": (20000, "at least"),
}


def totals(measure, exe, repeats):
    """Name -> figure. Runs are made in turn and the best of each counts, so that what else the machine does falls on all
    alike; each run tells its own seconds, without start and end of the interpreter (where the log is written). What the log
    costs is told in seconds of the processor: how soon the system wakes a thread differs more from run to run."""
    runs = [("sequence",), ("together",), ("together", "--gil-log"), ("locks",), ("locks", "--gil-log"), ("sleep",)]
    seconds, processor = {}, {}
    for _ in range(repeats):
        for run in runs:
            options = ["--gil-log", os.devnull] if len(run) > 1 else []
            output = measure([exe, *options, SCRIPT, run[0]], 120, memory=False)[2]
            for times, word in zip((seconds, processor), output.split()):
                times.setdefault(run, []).append(float(word))
    best = {run: min(times) for run, times in seconds.items()}
    used = {run: min(times) for run, times in processor.items()}
    return {
        "two threads / one after the other": best["together",] / best["sequence",],
        "with --gil-log, computing": used["together", "--gil-log"] / used["together",],
        "with --gil-log, passing locks": used["locks", "--gil-log"] / used["locks",],
        "worst delay of a sleep ms": max(seconds["sleep",]) * 1000,
        "schedules/s, lost update": max(schedules_a_second(measure, exe) for _ in range(repeats)),
    }


def schedules_a_second(measure, exe):
    """Of two threads that add to a global, with a switch possible before every bytecode; of the systematic search."""
    output = measure([exe, "explore", "--json", "--strategy=dfs", "--schedules", "20000", LOST_UPDATE], 120, memory=False)[2]
    return json.loads(output)["schedules_a_second"]
