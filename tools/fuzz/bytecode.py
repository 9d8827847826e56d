#!/usr/bin/env python3
# build: asan
"""Fuzzes the bytecode verifier: drives terrarium_bytecode_fuzz (bytecode_fuzz.cpp) over the project's own scripts.

Mutated code units go through the verifier; what it accepts must disassemble and must keep to its frame on random
paths. Mutated code is never run. Usage: bytecode.py --exe BIN --seconds N [--seed S]; BIN's folder is the build.
"""
import os
import subprocess
import sys

import _common as common
import source


def build(folder):
    """The fuzzer's executable beside the interpreter; made when it is not there."""
    path = os.path.join(folder, "terrarium_bytecode_fuzz")
    if os.path.exists(os.path.join(folder, "CMakeCache.txt")):
        done = subprocess.run(["cmake", "--build", folder, "--target", "terrarium_bytecode_fuzz"],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode != 0:
            print(done.stdout[-3000:])
            sys.exit("bytecode: cannot build terrarium_bytecode_fuzz")
    return path


def main():
    session = common.Session("bytecode", __doc__)
    program = build(os.path.dirname(session.exe))
    files = []
    for number, data in enumerate(source.corpus()):
        path = os.path.join(session.temporary, "%d.py" % number)
        with open(path, "wb") as file:
            file.write(data)
        files.append(path)
    round_, summary = 0, ""
    while session.running():
        left = max(session.end - common.time.monotonic(), 1)
        seed = session.seed + round_
        round_ += 1
        run = common.execute([program, "--seed", str(seed), "--seconds", "%.1f" % left, *files], session.temporary, left + 120)
        wrong = common.crash(run) or ("hangs" if run.timed_out else None)
        if run.code == 2:
            sys.exit(run.out or run.err)
        if wrong is None and run.code == 0:
            summary = run.out.strip().splitlines()[-1]
            session.count += int(summary.split()[0])
            continue
        title = wrong or run.out.split("\n", 1)[0].replace("FINDING ", "")
        session.save(run.out + run.err, ".dis", title, ["%s --seed %d FILES (tests/**/*.py, scripts/**/*.py)" % (os.path.relpath(program, common.ROOT), seed)])
    if summary:
        print(summary)
    return session.finish("mutants")


if __name__ == "__main__":
    sys.exit(main())
