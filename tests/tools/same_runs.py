#!/usr/bin/env python3
"""Runs scripts in fibers again and again: output and the hash of the state at the end have to be the same each time.

Usage: same_runs.py EXE [--times N] [--with OTHER_EXE] [--output-only] [SCRIPT ...]
Each script runs N times (1000) under every schedule (roundrobin, random, pct) and way to switch (poll, instruction) with one
seed; with another build, under both. Prints what differs, and how many runs there were; exit code 1 if something differs.
--output-only: states may differ, as they do from one compiler to another, which calls functions in another order.
Scripts that show the number of their process (logging keeps it) differ by that.
"""
import argparse
import itertools
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "tools"))
import processes  # noqa: E402 (found by the line above)

SCRIPTS = ["scripts/races/lost_update.py", "scripts/races/dining_philosophers.py", "scripts/races/queue_empty_fixed.py", "scripts/races/abba_deadlock.py"]


def end_of_run(exe, schedule, place, script):
    # Under one name, whatever the build: sys.orig_argv is part of the state.
    done = subprocess.run(["terrarium", "--threads=fibers", "--schedule=" + schedule, "--switch-at=" + place, "--seed=7", "--stats=json", script],
                          executable=exe, cwd=ROOT, env=processes.environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120)
    errors = done.stderr.decode().splitlines()
    stats = json.loads(errors.pop()) if errors and errors[-1].startswith("{") else {}
    return done.returncode, done.stdout, "\n".join(errors), stats.get("state_hash"), stats.get("calls")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("exe")
    parser.add_argument("--times", type=int, default=1000)
    parser.add_argument("--with", dest="other")
    parser.add_argument("--output-only", action="store_true")
    parser.add_argument("scripts", nargs="*", default=SCRIPTS)
    options = parser.parse_intermixed_args()
    builds = [os.path.abspath(exe) for exe in (options.exe, options.other) if exe]
    wrong = runs = 0
    with ThreadPoolExecutor(2) as pool:
        for schedule, place, script in itertools.product(("roundrobin", "random", "pct"), ("poll", "instruction"), options.scripts):
            ends = list(pool.map(lambda exe: end_of_run(exe, schedule, place, script), builds * options.times))
            runs += len(ends)
            if options.output_only:
                ends = [end[:3] + ("not looked at",) for end in ends]
            if len(set(ends)) != 1:
                wrong += 1
                print("%s, %s, at every %s: %d different ends, such as" % (script, schedule, place, len(set(ends))), *sorted(set(ends), key=str)[:2], sep="\n  ")
            elif not ends[0][3]:
                wrong += 1
                print("%s: --stats=json has no state_hash" % script)
    print("%d runs: %s" % (runs, "%d scripts and schedules differ" % wrong if wrong else "byte-identical" + ("" if options.output_only else ", and so are the states at the end")))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
