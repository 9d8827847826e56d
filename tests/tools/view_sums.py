#!/usr/bin/env python3
"""Proves that the numbers of the views of one moment add up: tests/tools/view_sums.py EXE WORDS...

WORDS are those of `terrarium show` behind the views (--at PLACE FILE). Rows have to sum to their totals, objects' counts to equal their
holders, slots to lie side by side, instructions of calls to be the step. Prints what does not, and how many objects were looked at.
"""
import json
import random
import subprocess
import sys

MOST_OBJECTS = 300
wrong = []


def need(holds, *what):
    if not holds:
        wrong.append(" ".join(map(str, what)))


def show(views, words):
    run = subprocess.run([sys.argv[1], "show", views, "--json", *words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    views = [json.loads(line) for line in run.stdout.decode().splitlines()]
    return {v["schema"].split(".")[2].split("/")[0]: v for v in views}, views


def check_heap(heap, pages, regions):
    program, ledger = heap["program"], pages["ledger"]
    for field in ("objects", "block_bytes", "buffer_bytes", "bytes"):
        for rows in ("types", "generations"):
            need(sum(r[field] for r in heap[rows]) == program[field], rows, field)
    need(len(heap["objects"]) == program["objects"], "objects listed")
    need(sum(o["bytes"] for o in heap["objects"]) == program["bytes"], "bytes of the objects listed")
    need(sum(r["live_bytes"] for r in heap["size_classes"]) == heap["heap"]["bytes"], "size classes")

    def total(field):
        return sum(r[field] for r in pages["rows"])

    need(ledger["difference"] == 0, "difference of the ledger")
    need(total("live_bytes") == ledger["live_bytes"] + ledger["header_bytes"], "live bytes of the pages")
    need(total("header_bytes") == ledger["header_bytes"] == 16 * ledger["live_objects"], "headers")
    need(total("free_bytes") + total("untouched_bytes") == ledger["free_bytes"], "free bytes of the pages")
    need(total("slack_bytes") == ledger["slack_bytes"], "slack")
    region = {r["name"]: r for r in regions["regions"]}["heap"]
    need(region["used_bytes"] == heap["heap"]["bytes"], "used bytes of the region heap")
    need(region["mapped_bytes"] == ledger["mapped_bytes"], "mapped bytes of the region heap")
    ends = sorted((r["base"], r["base"] + r["reserved_bytes"]) for r in regions["regions"])
    need(all(a[1] <= b[0] for a, b in zip(ends, ends[1:])), "regions overlap")


def check_collector(gc):
    for last in gc["last_of_each"]:
        need(last["candidates"] == last["reachable"] + last["unreachable"], "candidates of", last["generation"])
        need(last["freed"] <= last["unreachable"] and last["promoted"] <= last["candidates"], "freed, promoted of", last["generation"])
    need([r["generation"] for r in gc["last_of_each"]] == [g for g in range(3) if gc["generations"][g]["collections"]], "collections known")
    need(gc["last"] in gc["last_of_each"], "the last of all")


def check_stack(stack):
    at = stack["stack_address"]
    for frame in stack["frames"]:
        need(frame["address"] == at, "address of", frame["function"])
        for slot in frame["slots"]:
            need(slot["address"] == at, "slot", slot["name"], "of", frame["function"])
            at += 8
        need(frame["bytes"] == 8 * len(frame["slots"]), "bytes of", frame["function"])
    need(at == stack["stack_address"] + stack["stack_bytes"], "bytes of the stack")
    need(len(stack["frames"]) == stack["depth"] <= stack["peak_depth"], "depth", stack["depth"], stack["peak_depth"])


def check_objects(heap, words):
    counts = {o["label"]: o["count"] for o in heap["objects"]}
    labels = sorted(counts)
    if len(labels) > MOST_OBJECTS:
        labels = random.Random(1).sample(labels, MOST_OBJECTS)
    seen = show(",".join("object " + label for label in labels), words)[1]
    need(len(seen) == len(labels), "objects seen")
    for o in seen:
        if o["immortal"]:
            continue
        need(o["count"] == counts[o["label"]] == len(o["holders"]) + o["held_by_vm"], "count of", o["full_label"])
        need(not o["header"] or o["header"]["count"] == o["count"], "header of", o["full_label"])
    return len(seen)


def main():
    words = sys.argv[2:]
    views = show("stack,heap,regions,pages,gc,calls", words)[0]
    check_heap(views["heap"], views["pages"], views["regions"])
    check_collector(views["gc"])
    check_stack(views["stack"])
    calls = views["calls"]
    need(sum(n["self_instructions"] for n in calls["nodes"]) == calls["step"] == calls["nodes"][0]["total_instructions"], "instructions of calls")
    objects = check_objects(views["heap"], words)
    for what in wrong:
        print("wrong:", what)
    print("all adds up" if not wrong else "it does not add up", "with objects" if objects else "without objects")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
