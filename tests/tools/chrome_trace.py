#!/usr/bin/env python3
"""Holds files to the Trace Event Format that chrome://tracing and Perfetto read.

Usage: chrome_trace.py FILE...
Prints what is wrong with each file, or how many events it has; exit code 1 if something is wrong. Stricter than the two
programs, which drop silently what they cannot place: unknown phases and fields, a slice that laps over another's end, a B
without its E, an arrow without both ends or outside of every slice, an event before the one above it, a thread without a name;
displayTimeUnit, which some versions of Perfetto took for the unit of the times and newer ones warn of. Then the events are
placed as Perfetto's importer does (src/trace_processor/importers/common of its sources), and every arrow has to end at what it is meant for.
"""
import collections
import json
import sys

ALWAYS = {"ph", "name", "pid", "tid"}
FIELDS = {  # phase -> what it has to have, what it may have, beside ALWAYS
    "M": ({"args"}, set()),
    "X": ({"ts", "dur", "cat"}, {"args"}),
    "B": ({"ts", "cat"}, {"args"}),
    "E": ({"ts"}, {"args", "cat"}),
    "i": ({"ts", "s", "cat"}, {"args"}),
    "s": ({"ts", "id", "cat"}, {"args"}),
    "f": ({"ts", "id", "cat", "bp"}, {"args"}),
}
META = {"process_name": str, "thread_name": str, "thread_sort_index": int}
TOP = {"traceEvents", "otherData"}
DEEPEST = 512  # slices in each other that Perfetto takes


class Wrong(Exception):
    pass


def need(condition, what, event=None):
    if not condition:
        raise Wrong(what if event is None else f"{what}: {json.dumps(event)[:200]}")


def no_doubles(pairs):
    keys = [k for k, _ in pairs]
    need(len(keys) == len(set(keys)), f"a key twice: {keys}")
    return dict(pairs)


def nanoseconds(microseconds):
    return round(microseconds * 1000)


def check_fields(e):
    need(isinstance(e, dict) and e.get("ph") in FIELDS, "no known phase", e)
    must, may = FIELDS[e["ph"]]
    need(ALWAYS | must <= set(e) <= ALWAYS | must | may, "a field is missing or unknown", e)
    need(isinstance(e["name"], str) and e["name"], "no name", e)
    need(type(e["pid"]) is int and type(e["tid"]) is int, "pid and tid are no ints", e)
    need(isinstance(e.get("args", {}), dict), "args is no object", e)
    need(isinstance(e.get("cat", "x"), str) and e.get("cat", "x"), "no category", e)
    for field in "ts", "dur":
        if field in e:
            need(type(e[field]) in (int, float) and e[field] >= 0, f"{field} is no time", e)
    if e["ph"] == "i":
        need(e["s"] in ("g", "p", "t"), "an instant of no scope", e)
    if e["ph"] == "f":
        need(e["bp"] == "e", "an arrow that would end in the next slice", e)


def check_names(events):
    """Each thread has one name and one place in the order; the process has a name."""
    threads = {(e["pid"], e["tid"]) for e in events if e["ph"] != "M"}
    given = collections.Counter()
    for e in events:
        if e["ph"] != "M":
            continue
        need(e["name"] in META, "unknown metadata", e)
        key = "sort_index" if e["name"] == "thread_sort_index" else "name"
        need(set(e["args"]) == {key} and type(e["args"][key]) is META[e["name"]] and e["args"][key] != "", "metadata says nothing", e)
        given[e["name"], e["pid"], e["tid"] if e["name"] != "process_name" else None] += 1
    for pid, tid in threads:
        for what in ("process_name", pid, None), ("thread_name", pid, tid), ("thread_sort_index", pid, tid):
            need(given[what] == 1, f"{what[0]} of thread {tid} is given {given[what]} times")


def slices_of(events):
    """Of each thread, as (from, to); begins have their ends, and no slice laps over the end of one it began in."""
    slices, open_ones = collections.defaultdict(list), collections.defaultdict(list)
    for e in events:
        lane = e["pid"], e["tid"]
        if e["ph"] == "X":
            slices[lane].append((nanoseconds(e["ts"]), nanoseconds(e["ts"]) + nanoseconds(e["dur"])))
        elif e["ph"] == "B":
            open_ones[lane].append(e)
        elif e["ph"] == "E":
            need(open_ones[lane], "an E without its B", e)
            began = open_ones[lane].pop()
            need(began["name"] == e["name"], "an E that ends another one's B", e)
            slices[lane].append((nanoseconds(began["ts"]), nanoseconds(e["ts"])))
    need(not any(open_ones.values()), "a B without its E")
    for lane, all_of_it in slices.items():
        around = []
        for start, end in sorted(all_of_it, key=lambda s: (s[0], -s[1])):
            while around and around[-1] <= start:
                around.pop()
            need(not around or end <= around[-1], f"slices of thread {lane[1]} lap over each other at {start} ns")
            around.append(end)
    return slices


def check_order(events):
    """Of one phase, a thread's events stand in the order of their times (arrows are drawn when their end is known)."""
    last = {}
    for e in events:
        if e["ph"] in "XBEi":
            key = e["pid"], e["tid"], "BE" if e["ph"] in "BE" else e["ph"]
            need(last.get(key, 0) <= e["ts"], "earlier than the one before it", e)
            last[key] = e["ts"]


def check_arrows(events, slices):
    ends = collections.defaultdict(list)
    for e in events:
        if e["ph"] in "sf":
            ends[e["pid"], e["cat"], e["id"]].append(e)
            at = nanoseconds(e["ts"])
            need(any(a <= at <= b for a, b in slices[e["pid"], e["tid"]]), "an arrow's end in no slice", e)
    for both in ends.values():
        need([e["ph"] for e in both] == ["s", "f"], "an arrow without one beginning and one end", both[0])
        need(both[0]["name"] == both[1]["name"], "an arrow of two names", both[0])
        need(both[0]["ts"] <= both[1]["ts"], "an arrow back in time", both[0])


def check_import(events, order):
    """Perfetto takes the events by time (of one time: in the order of the file, or long slices first, which differs from version
    to version) and knows for each thread which slices are open. An instant is a slice of no length. What has ended is closed when the next
    one of the thread begins, so that an arrow's end is tied to the last one that began: that has to be one of the arrow's own time."""
    lanes, began, ids = collections.defaultdict(list), {}, set()
    for e in sorted((e for e in events if e["ph"] in "Xisf"), key=lambda e: (nanoseconds(e["ts"]), order(e))):
        lane, at, dur = lanes[e["pid"], e["tid"]], nanoseconds(e["ts"]), nanoseconds(e.get("dur", 0))
        if e["ph"] in "Xi":
            while lane and (lane[-1][1] < at or (lane[-1][1] == at and (dur or lane[-1][0] < at))):
                lane.pop()
            need(not lane or at + dur <= lane[-1][1], "a slice that Perfetto drops", e)
            lane.append((at, at + dur))
            need(len(lane) <= DEEPEST, "more in each other than Perfetto takes", e)
            continue
        need(lane and lane[-1][1] >= at, "an arrow that Perfetto ties to what was over", e)
        key = e["cat"], e["name"], e["id"]
        if e["ph"] == "s":
            need(key not in ids, "an arrow's id twice", e)
            ids.add(key)
            began[key] = lane[-1][0]
        else:
            need(key in began, "an arrow that ends before it begins", e)
            need(began.pop(key) <= lane[-1][0], "an arrow that Perfetto turns round", e)


def check(name):
    with open(name, encoding="utf-8") as file:
        trace = json.load(file, object_pairs_hook=no_doubles, parse_constant=lambda c: need(False, f"{c} is no JSON"))
    need(isinstance(trace, dict) and "traceEvents" in trace and set(trace) <= TOP, "no object with traceEvents")
    events = trace["traceEvents"]
    for e in events:
        check_fields(e)
    check_names(events)
    check_order(events)
    check_arrows(events, slices_of(events))
    check_import(events, lambda e: 0)
    check_import(events, lambda e: -e.get("dur", 0))
    return collections.Counter(e["ph"] for e in events)


def main():
    wrong = 0
    for name in sys.argv[1:]:
        try:
            counts = check(name)
            print("good:", ", ".join(sorted(counts)))
        except (Wrong, ValueError, OSError) as error:
            wrong += 1
            print(f"wrong: {error}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
