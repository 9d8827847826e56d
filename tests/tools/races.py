#!/usr/bin/env python3
"""Explores scripts/races: every bug is found, every repaired twin is accused of nothing, a saved schedule gives the same end.

Usage: races.py EXE [PATTERN ...]
A bug's line `# explore: KIND` says how it is found (differs, exception, deadlock). Its twin is NAME_fixed.py. All run with the
default options; under sanitizers fewer schedules are tried. Both must also end well as plain scripts, with the same output as
under the oracle. Prints a line for each that is not so; exit code 1 if there is one.
"""
import concurrent.futures
import fnmatch
import json
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FOLDER = os.path.join("scripts", "races")
ORACLE = "/usr/bin/python3"


def run(*command):
    return subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=300)


def explored(exe, options, name, schedule):
    done = run(exe, "explore", "--json", "--save-schedule", schedule, *options, name)
    lines = done.stdout.decode().splitlines()
    return done.returncode, json.loads(lines[-1]) if lines else {"stderr": done.stderr.decode()}


def same_end(exe, name, schedule, finding):
    """What a replay does, where that is not what explore saw; else None."""
    done = run(exe, "--replay", schedule, name)
    errors = done.stderr.decode()
    kind, title = finding["kind"], finding["title"]
    if "differs from the saved schedule" in errors:
        return errors
    if kind == "deadlock":
        good = done.returncode == 1 and "Deadlock:" in errors
    elif kind == "exception":
        good = title in errors
    else:
        good = done.returncode == 0 and done.stdout.decode() == finding["output"]
    return None if good else "exit code %d\n%s%s" % (done.returncode, done.stdout.decode(), errors)


def check(exe, options, name):
    """Whether it is as it should be: None, or what is wrong."""
    path = os.path.join(FOLDER, name + ".py")
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        wanted = re.search(r"^# explore: (\w+)$", file.read(), re.M)
    if bool(wanted) == name.endswith("_fixed"):
        return "has a line '# explore:' and is repaired, or has none and is not"
    if wanted and not os.path.exists(os.path.join(ROOT, FOLDER, name + "_fixed.py")):
        return "has no repaired twin"
    plain, oracle = run(exe, path), run(ORACLE, path)
    if (plain.returncode, plain.stdout, plain.stderr) != (0, oracle.stdout, b""):
        return "as a plain script: exit code %d\n%s" % (plain.returncode, (plain.stdout + plain.stderr).decode())
    with tempfile.TemporaryDirectory() as folder:
        schedule = os.path.join(folder, "schedule")
        code, result = explored(exe, options, path, schedule)
        finding = result.get("finding")
        if wanted and code == 1 and finding and finding["kind"] == wanted.group(1):
            problem = same_end(exe, path, schedule, finding)
            return problem and "the replay does not end with %s: %s" % (finding["title"], problem)
        if not wanted and code == 0 and not finding:
            return None
        return "exit code %d, %s" % (code, json.dumps(finding or result)[:2000])


def main():
    exe, patterns = os.path.abspath(sys.argv[1]), sys.argv[2:] or ["*"]
    names = sorted(name[:-3] for name in os.listdir(os.path.join(ROOT, FOLDER)) if name.endswith(".py"))
    names = [name for name in names if any(fnmatch.fnmatch(name, pattern) for pattern in patterns)]
    with open(exe, "rb") as file:
        options = ["--schedules", "2000"] if b"__asan_init" in file.read() or "TERRARIUM_GC_STRESS" in os.environ else []
    wrong = 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for name, problem in zip(names, pool.map(lambda name: check(exe, options, name), names)):
            if problem:
                wrong += 1
                print("%s: %s" % (name, problem))
    print("%s: %s" % (" ".join(patterns), "%d of %d wrong" % (wrong, len(names)) if wrong or not names else "as expected"))
    return 1 if wrong or not names else 0


if __name__ == "__main__":
    sys.exit(main())
