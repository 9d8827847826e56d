#!/usr/bin/env python3
# build: release
"""Lets 2 to 16 threads hammer on the same objects with the GIL off, in short programs of their own.

Which of the operations of _parallel_ops.txt they do is drawn, and in which way the interpreter runs: with the heap checked at the end,
the rule of what is shared proved at every 50th stop, a collection at every allocation, a small heap. A finding is a crash, a
sanitizer's report, a broken rule or count, or threads that hang; fewer operations are then tried as long as it comes again.
Usage: parallel.py --exe BIN --seconds N [--seed S] [--findings N] [--shrink SECONDS]
"""
import os
import re
import shlex
import sys
import time

import _common as common

PROGRAM = os.path.join(os.path.dirname(os.path.abspath(__file__)), "_parallel_ops.py")
THREADS = (2, 2, 3, 4, 4, 6, 8, 16)
GROUPS = ("list", "dict", "set", "deque", "bytes", "iter", "inst", "exc", "mem", "lib")
WAYS = (
    (["--check-heap"], {"TERRARIUM_CHECK_SHARING": "50"}),
    (["--check-heap"], {}),
    ([], {"TERRARIUM_GC_STRESS": "1"}),
    (["--tco=on"], {}),
    (["--check-heap", "--heap-limit=64M"], {"TERRARIUM_CHECK_SHARING": "50"}),
)
ROUND = 2       # seconds
PATIENCE = 90   # seconds more, for all that a sanitizer or a busy machine makes slow
TRIES = 3       # a race does not come every time


class Hammering:
    def __init__(self):
        self.session = common.Session("parallel", __doc__, lambda parser: parser.add_argument(
            "--shrink", type=float, default=60, help="seconds to find fewer operations that do it"))
        listed = common.execute([self.session.exe, PROGRAM, "--list"], self.session.temporary, 60)
        self.texts = dict(line.split("\t", 1) for line in listed.out.splitlines())
        if not self.texts:
            sys.exit("parallel.py: %s --list prints nothing: %s" % (PROGRAM, listed.err[-500:]))

    def draw(self, rng):
        """(threads, seed, operations, way) of a program."""
        groups = rng.sample(GROUPS, rng.choice((1, 1, 2, 3, len(GROUPS))))
        names = [name for name in self.texts if name.rstrip("0123456789") in groups]
        if rng.random() < 0.5 and len(names) > 12:
            names = rng.sample(names, rng.randrange(2, 12))  # few meet each other more often
        return rng.choice(THREADS), rng.randrange(1 << 30), names, rng.randrange(len(WAYS))

    def command(self, threads, seed, names, way):
        return [self.session.exe, "--gil=off", *WAYS[way][0], PROGRAM, str(threads), str(ROUND), str(seed), ",".join(names)]

    def wrong(self, threads, seed, names, way):
        """(what is wrong with a run, the end of what it wrote), or None."""
        run = common.execute(self.command(threads, seed, names, way), self.session.temporary, ROUND + PATIENCE,
                             common.environment(WAYS[way][1]))
        end = run.out[-300:] + run.err[-3000:]
        if found := common.crash(run):
            return found, end
        if run.timed_out:
            return "hangs", end
        for line in run.err.splitlines():
            if line.startswith(("sharing:", "heap check")) and "counts equal holders" not in line:
                return line[:200], end
        if "done: " not in run.out and "MemoryError" not in run.err:
            return "ends too early, exit code %d" % run.code, end
        return None

    def again(self, threads, seed, names, way):
        return any(self.wrong(threads, seed + k, names, way) for k in range(TRIES))

    def fewer(self, threads, seed, names, way):
        """Halves, quarters ... are left out while what is left goes wrong too."""
        end, size = time.monotonic() + self.session.options.shrink, len(names) // 2
        while size:
            at = 0
            while at < len(names):
                rest = names[:at] + names[at + size:]
                if time.monotonic() > end:
                    return names
                if rest and self.again(threads, seed, rest, way):
                    names = rest
                else:
                    at += size
            size //= 2
        return names

    def examine(self, threads, seed, names, way):
        if not (found := self.wrong(threads, seed, names, way)):
            return
        what, end = found
        if not self.session.fresh(re.sub(r"\d+", "", what)):
            return
        names = self.fewer(threads, seed, names, way)
        command = self.command(threads, seed, names, way)
        shown = [os.path.relpath(part, common.ROOT) if os.path.isabs(part) else part for part in command]
        came = sum(bool(self.wrong(threads, seed, names, way)) for _ in range(TRIES))
        self.session.save("".join("%s\t%s\n" % (name, self.texts[name]) for name in names), ".ops", what,
                          [end.strip(), " ".join(["%s=%s" % item for item in WAYS[way][1].items()] + [shlex.join(shown)]),
                           "came %d times in %d; the operations: {file}" % (came, TRIES)])

    def main(self):
        while self.session.running():
            rng = self.session.random(self.session.count)
            self.session.count += 1
            self.examine(*self.draw(rng))
        return self.session.finish("programs")


if __name__ == "__main__":
    sys.exit(Hammering().main())
