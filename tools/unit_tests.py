#!/usr/bin/env python3
"""Runs the Catch2 programs of a build tree and adds up their test cases.

Usage: unit_tests.py --build build/release [--filter NAME] [--timeout SECONDS]
The last line is `N passed, M failed`; a program that dies counts as one failed case more.
"""
import argparse
import os
import re
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ALL_PASSED = re.compile(r"All tests passed \(.*? in (\d+) test cases?\)")
SOME_FAILED = re.compile(r"^test cases:(.*)$", re.M)
SANITIZERS = {
    "ASAN_OPTIONS": "detect_leaks=0:abort_on_error=1:allocator_may_return_null=1",
    "UBSAN_OPTIONS": "print_stacktrace=1:halt_on_error=1",
}


def count(output):
    """(passed, failed) as Catch2's last lines tell, or None where it did not get so far."""
    match = ALL_PASSED.search(output)
    if match:
        return int(match.group(1)), 0
    match = SOME_FAILED.search(output)
    if match:
        numbers = dict((word, int(number)) for number, word in re.findall(r"(\d+) (passed|failed)(?! as)", match.group(1)))
        return numbers.get("passed", 0), numbers.get("failed", 0)
    return (0, 0) if "No test" in output else None


def main():
    parser = argparse.ArgumentParser(description="Runs the unit tests of a build tree.")
    parser.add_argument("--build", default="build/release")
    parser.add_argument("--filter", default="", help="only programs whose name contains this")
    parser.add_argument("--timeout", type=float, default=600)
    options = parser.parse_args()

    folder = os.path.join(options.build, "tests")
    try:
        with open(os.path.join(folder, "units.txt")) as file:
            names = file.read().split()
    except OSError:
        names = []
    env = dict(os.environ)
    for key, value in SANITIZERS.items():
        env.setdefault(key, value)

    passed = failed = 0
    for name in names:
        if options.filter not in name:
            continue
        start = time.monotonic()
        try:
            run = subprocess.run([os.path.abspath(os.path.join(folder, name))], cwd=ROOT, env=env, text=True,
                                 errors="replace", stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                 stderr=subprocess.STDOUT, timeout=options.timeout)
            output, code = run.stdout, run.returncode
        except subprocess.TimeoutExpired as error:
            output = (error.stdout or b"").decode(errors="replace") + "\ntook longer than %g s" % options.timeout
            code = -1
        except OSError as error:
            output, code = str(error), -1
        result = count(output)
        good, bad = result or (0, 1)
        if code != 0 and bad == 0:
            bad = 1
        passed += good
        failed += bad
        if bad:
            print("\n".join(output.splitlines()[-120:]))
        print("  %-16s %5d passed, %d failed  (%.1f s)%s"
              % (name, good, bad, time.monotonic() - start, "" if result else "  died with exit code %d" % code))
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
