"""What --gil=off costs and brings, for `./dev bench`: one thread, two threads at the same time, memory.

Two threads are measured against the work of both done in sequence by a program that has no threads yet. Runs are made in
turn and the best of each counts. While the machine has no two cores to give, nothing is said about two threads."""
import os
import statistics
import subprocess
import time

SCRIPT = "scripts/bench/_parallel.py"
PRIVATE = ("arithmetic", "floats", "lists", "dicts", "sets", "tuples", "objects", "attributes", "strings", "recursion",
           "comprehensions", "generators", "exceptions", "sorting")
SHARED = ("calls", "methods", "names", "reads")
ONE, TWO, COMMON, MEMORY = "one thread, GIL off / on", "two threads, private data", "two threads, data in common", "memory, GIL off / on"
GOALS = {
    ONE: (1.05, "at most"),
    TWO: (1.85, "at least"),
    COMMON: (1.6, "at least"),
    MEMORY: (1.1, "at most"),
}
FREE_ENOUGH = 1.8  # two processes at once over one of them: a machine of two free cores gives 1.9 to 2


def one_thread(measure, exe, scripts, repeats, timeout):
    """(processor seconds, peak bytes) of each program with --gil=off over --gil=on."""
    ratios = []
    for script in scripts:
        seconds, peaks = {}, {}
        for _ in range(repeats):
            for gil in ("on", "off"):
                run = measure([exe, "--gil=" + gil, script], timeout)
                seconds.setdefault(gil, []).append(run.processor)
                peaks.setdefault(gil, []).append(run.peak)
        ratios.append((min(seconds["off"]) / min(seconds["on"]), min(peaks["off"]) / min(peaks["on"])))
    return ratios


class Machine:
    """What it has to give to two threads just now: how much more two processes get done at the same time than one alone (the
    quickest so far: a slow one has been disturbed)."""

    def __init__(self, exe):
        self.exe, self.alone, self.most = exe, float("inf"), 0

    def seconds(self, count):
        start = time.perf_counter()
        running = [subprocess.Popen([self.exe, SCRIPT, "spin"], env={}) for _ in range(count)]
        for process in running:
            process.wait()
        return time.perf_counter() - start

    def has_two_cores(self):
        self.alone = min(self.alone, self.seconds(1))
        now = 2 * self.alone / self.seconds(2)
        self.most = max(self.most, now)
        return now >= FREE_ENOUGH


def two_threads(measure, exe, repeats):
    """(row of each kind of work, the most that two processes got done at once). A row: kind, seconds in sequence by the plain
    loop, one thread's throughput over that, two threads'. A run is made, and does each piece five times, when two cores are free."""
    machine = Machine(exe)
    runs = {kind: [] for kind in PRIVATE + SHARED}
    for _ in range(repeats * 3):
        for kind, counted in runs.items():
            if len(counted) < repeats and machine.has_two_cores():
                output = measure([exe, "--gil=off", SCRIPT, kind], 120, memory=False).output
                counted.append([float(word) for word in output.split()])
    if not all(runs.values()):
        return [], machine.most
    least = {kind: [min(column) for column in zip(*counted)] for kind, counted in runs.items()}
    return [(kind, 2 * plain, plain / one, 2 * plain / two) for kind, (plain, one, two) in least.items()], machine.most


def memory_of_two(measure, exe, repeats):
    peaks = {gil: min(measure([exe, "--gil=" + gil, SCRIPT, "memory"], 120).peak for _ in range(repeats)) for gil in ("on", "off")}
    return peaks["off"] / peaks["on"]


def totals(measure, exe, scripts, repeats, timeout, print_line):
    """Name -> figure, None where the machine cannot tell. The rows of each kind of work go to print_line."""
    ratios = one_thread(measure, exe, scripts, repeats, timeout)
    figures = {ONE: statistics.geometric_mean(ratio for ratio, _ in ratios), "  the worst program": max(ratio for ratio, _ in ratios),
               MEMORY: memory_of_two(measure, exe, repeats), "  of one thread, mean": statistics.geometric_mean(peak for _, peak in ratios),
               TWO: None, COMMON: None}
    rows, given = two_threads(measure, exe, repeats)
    figures["two processes at once / one"] = given
    if not rows:
        print_line("\ntwo threads: not measured, as two cores were not free for long enough (the machine has %d; two processes at once got "
                   "%.2f times as much done as one)" % (len(os.sched_getaffinity(0)), given))
        return figures
    print_line("\ntwo threads with --gil=off: how much more they get done than the plain loop in sequence\n%-18s %11s %11s %12s" %
               ("work", "sequence s", "one thread", "two threads"))
    for name, kinds in ((TWO, PRIVATE), (COMMON, SHARED)):
        group = [row for row in rows if row[0] in kinds]
        for row in group:
            print_line("%-18s %11.3f %11.2f %12.2f%s" % (*row, "" if row[3] >= GOALS[name][0] else "  !"))
        worst = min(group, key=lambda row: row[3])
        figures[name] = statistics.geometric_mean(row[3] for row in group)
        figures["  the worst, " + worst[0]] = worst[3]
        figures["  over one such thread" + " " * (name == COMMON)] = statistics.geometric_mean(row[3] / row[2] for row in group)
    return figures
