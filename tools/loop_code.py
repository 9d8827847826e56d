#!/usr/bin/env python3
"""Shows that observation costs the loop nothing when nobody watches.

Compiles vm/interp/loop.cpp as the build did and once more without the traced instance, disassembles the plain
instance in both objects and compares them instruction by instruction. Exit code 1 when they differ.
"""
import argparse
import difflib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FUNCTION = "terrarium::(anonymous namespace)::loop<false, false>("


class Unavailable(Exception):
    pass


def compile_command(build):
    try:
        with open(os.path.join(build, "compile_commands.json")) as file:
            entries = json.load(file)
    except OSError:
        raise Unavailable("%s has no compile_commands.json" % build)
    for entry in entries:
        if entry["file"].endswith("vm/interp/loop.cpp"):
            return entry["directory"], shlex.split(entry["command"])
    raise Unavailable("vm/interp/loop.cpp is not in compile_commands.json")


def instructions(build, folder, extra):
    """The plain loop's instructions as text, jumps relative to the function."""
    directory, command = compile_command(build)
    output = os.path.join(folder, "loop%d.o" % len(extra))
    command = list(command)
    command[command.index("-o") + 1] = output
    done = subprocess.run(command + extra, cwd=directory, capture_output=True, text=True)
    if done.returncode:
        raise Unavailable("loop.cpp does not compile: %s" % done.stderr.strip()[:200])
    text = subprocess.run(["objdump", "-d", "-C", "--no-show-raw-insn", output], capture_output=True, text=True).stdout
    lines, inside = [], False
    for line in text.splitlines():
        if line.endswith(">:"):
            inside = FUNCTION in line
        elif inside and ":\t" in line:
            instruction = line.split(":\t", 1)[1]
            target = re.search(r"\b[0-9a-f]+ <(.*)>", instruction) # <function+offset>: without the address
            lines.append(instruction[:target.start()] + target.group(1) if target else instruction.strip())
    return lines


def compare(build):
    """(number of instructions, how many differ) of the plain loop with and without the traced one beside it."""
    if not shutil.which("objdump"):
        raise Unavailable("objdump is not installed")
    with tempfile.TemporaryDirectory() as folder:
        with_probe = instructions(build, folder, [])
        without = instructions(build, folder, ["-DTERRARIUM_WITHOUT_PROBE"])
    if not with_probe or not without:
        raise Unavailable("the loop was not found in the object")
    differ = 0
    if with_probe != without:
        matcher = difflib.SequenceMatcher(None, with_probe, without, autojunk=False)
        differ = sum(max(i2 - i1, j2 - j1) for tag, i1, i2, j1, j2 in matcher.get_opcodes() if tag != "equal")
    return len(with_probe), differ


def report(build):
    try:
        count, differ = compare(build)
    except Unavailable as reason:
        return "loop unobserved: not compared, %s" % reason, True
    if differ:
        return "loop unobserved: %d of %d instructions differ from a build without observers" % (differ, count), False
    return "loop unobserved: %d instructions, all as in a build without observers" % count, True


def main():
    parser = argparse.ArgumentParser(description="Compares the loop's machine code with and without observers.")
    parser.add_argument("--build", default=os.path.join(ROOT, "build/release"))
    line, good = report(parser.parse_args().build)
    print(line)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
