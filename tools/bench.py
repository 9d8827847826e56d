#!/usr/bin/env python3
"""The table of `./dev bench`: programs of scripts/bench under CPython and under Terrarium.

The two run in turn, the best of N runs counts, and their output must agree. A ratio above 1 means that
Terrarium is faster (seconds) or smaller (memory); the seconds are those of the whole process.
"""
import argparse
import fnmatch
import functools
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import typing

import bench_parallel
import bench_record
import bench_threads
import loop_code

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
CPYTHON = "/usr/bin/python3"
GOALS = {
    "geometric mean": (1.3, "at least"),
    "worst ratio": (0.8, "at least"),
    "binary trees memory": (0.7, "at most"),
    "start-up ms": (5.0, "at most"),
    "tail calls/s": (50e6, "at least"),
    **bench_threads.GOALS,
    **bench_parallel.GOALS,
}
TAIL_DEPTH = 20_000_000


class Peak(threading.Thread):
    """Reads a process's highest resident size while it runs.

    What wait4 tells includes the pages of the parent that started it, so small programs need this."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid, self.bytes, self.done = pid, 0, threading.Event()

    def run(self):
        pause = 0.002
        while not self.done.is_set():
            try:
                with open("/proc/%d/status" % self.pid) as file:
                    for line in file:
                        if line.startswith("VmHWM:"):
                            self.bytes = int(line.split()[1]) * 1024
            except OSError:
                return
            self.done.wait(pause)
            pause = min(pause * 1.5, 0.05)


def own_peak():
    with open("/proc/self/status") as file:
        for line in file:
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    return 0


class Failed(Exception):
    pass


class Measured(typing.NamedTuple):
    seconds: float
    peak: int
    output: bytes
    processor: float  # seconds of all its threads, the system's for it included


def measure(command, timeout, memory=True):
    """One run of a command."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        env = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}  # unbuffered output would tell nothing
        env.update(PYTHONDONTWRITEBYTECODE="1", LC_ALL="C.UTF-8")
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=err)
        peak = Peak(process.pid) if memory else None
        if peak:
            peak.start()
        killer = threading.Timer(timeout, process.kill)
        killer.daemon = True
        killer.start()
        status, usage = os.wait4(process.pid, 0)[1:]
        seconds = time.perf_counter() - start
        killer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        high = usage.ru_maxrss * 1024
        if peak:
            peak.done.set()
            peak.join()
            if high < own_peak() * 1.1:
                high = peak.bytes
        out.seek(0)
        err.seek(0)
        output = out.read()
        if process.returncode != 0:
            last = err.read().decode(errors="replace").strip().splitlines()[-1:] or [""]
            reason = "took longer than %g s" % timeout if seconds >= timeout else last[0]
            raise Failed("exit code %d %s" % (process.returncode, reason))
        return Measured(seconds, high, output, usage.ru_utime + usage.ru_stime)


def compare(script, exe, repeats, timeout):
    """A row of the table."""
    row = {"name": os.path.basename(script)[:-3]}
    times, peaks, outputs = {}, {}, {}
    for _ in range(repeats):
        for who, command in (("cpython", [CPYTHON, "-B", script]), ("terrarium", [exe, script])):
            try:
                seconds, peak, output, _ = measure(command, timeout)
            except Failed as error:
                row["error"] = "%s: %s" % (who, error)
                return row
            times.setdefault(who, []).append(seconds)
            peaks.setdefault(who, []).append(peak)
            if outputs.setdefault(who, output) != output:
                row["error"] = "%s printed two different outputs" % who
                return row
    if outputs["cpython"] != outputs["terrarium"]:
        row["error"] = "the outputs differ"
        return row
    for who in times:
        row[who + "_seconds"] = min(times[who])
        row[who + "_spread"] = max(times[who]) / min(times[who])
        row[who + "_peak_bytes"] = max(peaks[who])
    row["ratio"] = row["cpython_seconds"] / row["terrarium_seconds"]
    if row["cpython_peak_bytes"] and row["terrarium_peak_bytes"]:
        row["memory_ratio"] = row["cpython_peak_bytes"] / row["terrarium_peak_bytes"]
    return row


def start_up(command, repeats):
    """The best seconds of an empty script."""
    with tempfile.NamedTemporaryFile(suffix=".py") as empty:
        return min(measure(command + [empty.name], 30, memory=False)[0] for _ in range(repeats))


def tail_calls(exe, start, repeats):
    """Tail calls a second with elimination on; the script prints how many it made."""
    script = "scripts/bench/tail_calls.py"
    best = 0.0
    for _ in range(repeats):
        seconds, _, output, _ = measure([exe, "--tco=on", script, str(TAIL_DEPTH), "1"], 120, memory=False)
        best = max(best, int(output.split()[0]) / max(seconds - start, 1e-9))
    return best


def print_row(row):
    if "error" in row:
        print("%-18s %s" % (row["name"], row["error"]))
    else:
        mark = "  !" if row["ratio"] < GOALS["worst ratio"][0] else ""
        print("%-18s %9.3f %9.3f %7.2f %8.1f %8.1f %7.2f%s" % (
            row["name"], row["cpython_seconds"], row["terrarium_seconds"], row["ratio"],
            row["cpython_peak_bytes"] / 2**20, row["terrarium_peak_bytes"] / 2**20, row.get("memory_ratio", 0), mark))
    sys.stdout.flush()


def print_totals(totals):
    print()
    for name, value in totals.items():
        if value is None:
            print("%-34s %14s" % (name, "not measured"))
        elif name in GOALS:
            goal, way = GOALS[name]
            met = value >= goal if way == "at least" else value <= goal
            print("%-34s %14s   %s %s: %s" % (name, "{:,.2f}".format(value), way, "{:,g}".format(goal),
                                              "met" if met else "NOT MET"))
        else:
            print("%-34s %14s" % (name, "{:,.2f}".format(value)))


def main():
    parser = argparse.ArgumentParser(description="Measures Terrarium beside CPython.")
    parser.add_argument("filter", nargs="*", help="only programs whose name holds or matches one of these; threads: what threads cost; parallel: what --gil=off does; record: what recording costs")
    parser.add_argument("--exe", default="build/release/terrarium")
    parser.add_argument("--runs", type=int, default=3, help="runs of each, of which the best counts")
    parser.add_argument("--quick", action="store_true", help="one run of each")
    parser.add_argument("--timeout", type=float, default=120)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    repeats = 1 if options.quick else options.runs
    exe = os.path.abspath(options.exe)
    if not os.access(exe, os.X_OK):
        sys.exit("tools/bench.py: %s is not there; ./dev build makes it" % options.exe)
    os.chdir(ROOT)

    scripts = sorted(name for name in os.listdir("scripts/bench") if name.endswith(".py") and not name.startswith("_"))
    chosen = [name for name in scripts
              if not options.filter or any(f in name or fnmatch.fnmatch(name[:-3], f) for f in options.filter)]
    if not options.json:
        version = subprocess.run([CPYTHON, "-V"], capture_output=True, text=True).stdout.strip()
        print("%s beside Terrarium, best of %d; ratio above 1: Terrarium is faster, or smaller" % (version, repeats))
        print("%-18s %9s %9s %7s %8s %8s %7s" % ("program", "cpython s", "terrar. s", "ratio", "cpy. MB", "terr. MB", "ratio"))
    rows = []
    for name in chosen:
        rows.append(compare("scripts/bench/" + name, exe, repeats, options.timeout))
        if not options.json:
            print_row(rows[-1])

    totals, errors = {}, [row for row in rows if "error" in row]
    good = [row for row in rows if "ratio" in row]
    if good:
        totals["geometric mean"] = statistics.geometric_mean(row["ratio"] for row in good)
        totals["worst ratio"] = min(row["ratio"] for row in good)
    for row in good:
        if row["name"] == "binary_trees" and "memory_ratio" in row:
            totals["binary trees memory"] = 1 / row["memory_ratio"]
    if not options.filter or "threads" in options.filter:
        try:
            totals.update(bench_threads.totals(measure, exe, 3 if options.quick else 7))
        except Failed as error:
            errors.append({"name": "threads", "error": str(error)})
            if not options.json:
                print_row(errors[-1])
    if not options.filter or "parallel" in options.filter:
        try:
            totals.update(bench_parallel.totals(measure, exe, ["scripts/bench/" + name for name in scripts], 3 if options.quick else 5,
                                                options.timeout, (lambda line: None) if options.json else functools.partial(print, flush=True)))
        except Failed as error:
            errors.append({"name": "parallel", "error": str(error)})
            if not options.json:
                print_row(errors[-1])
    recorded = []
    if not options.filter or "record" in options.filter:
        if not options.json:
            bench_record.print_head()
        try:
            for row in bench_record.rows(measure, exe, repeats, options.timeout):
                recorded.append(row)
                if not options.json:
                    bench_record.print_row(row)
        except Failed as error:
            errors.append({"name": "recording", "error": str(error)})
            if not options.json:
                print_row(errors[-1])
    if not options.filter:
        try:
            start = start_up([exe], 5 if options.quick else 20)
            totals["start-up ms"] = start * 1000
            totals["CPython's start-up ms"] = start_up([CPYTHON, "-B"], 5) * 1000
            if "tail_calls.py" in scripts:
                totals["tail calls/s"] = tail_calls(exe, start, repeats)
        except Failed as error:
            errors.append({"name": "start-up or tail calls", "error": str(error)})
            if not options.json:
                print_row(errors[-1])
    if options.json:
        print(json.dumps({"version": 1, "runs": repeats, "programs": rows, "recording": recorded, "totals": totals}, indent=1))
    else:
        print_totals(totals)
        if not options.filter:
            print(loop_code.report(os.path.dirname(exe))[0])
            checkpoint = os.path.join(os.path.dirname(exe), "memory", "terrarium_checkpoint_bench")
            if os.access(checkpoint, os.X_OK):
                print(subprocess.run([checkpoint], capture_output=True, text=True).stdout, end="")
        if errors:
            print("%d of %d programs failed" % (len(errors), len(rows)))
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
