#!/usr/bin/env python3
"""Compares our parser with CPython's: trees over a corpus of files, errors over a list of wrong snippets.

    ast_diff.py --tool PROGRAM trees [--no-positions] FILE_OR_FOLDER...
    ast_diff.py --tool PROGRAM errors [tests/data/syntax_errors.txt]

PROGRAM is the CMake target terrarium_parse_tool. The Python that runs this script must be 3.11.
A snippet list has snippets between lines of '====', each optionally preceded by '# mode: eval' or
'# differs: REASON' for those where we differ from CPython on purpose.
"""
import argparse
import ast
import difflib
import os
import re
import subprocess
import sys
import warnings

warnings.simplefilter("ignore")
sys.setrecursionlimit(20000)


class Tool:
    def __init__(self, program):
        self.program = program
        self.start()

    def start(self):
        self.process = subprocess.Popen([self.program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, mode, source):
        try:
            self.process.stdin.write(b"%s %d\n" % (mode.encode(), len(source)) + source)
            self.process.stdin.flush()
            size = int(self.process.stdout.readline())
            return self.process.stdout.read(size).decode("utf-8", "surrogateescape")
        except (ValueError, BrokenPipeError):
            self.process.wait()
            code = self.process.returncode
            self.start()
            return f"crash\x1f{code}"


def python_error(source, mode):
    """(type, message, line, offset, end_line, end_offset, text) as CPython has them; None if it compiles."""
    text = source
    if isinstance(source, bytes) and not source.startswith(b"\xef\xbb\xbf"):
        try:
            text = source.decode("utf-8")
        except UnicodeDecodeError:
            pass
    try:
        ast.parse(text, "<t>", mode) if mode == "exec" else compile(text, "<t>", mode, ast.PyCF_ONLY_AST)
    except SyntaxError as error:
        place = (error.lineno, error.offset, error.end_lineno, error.end_offset)
        place = tuple(-1 if number is None else number for number in place)
        return (type(error).__name__, error.msg, *place, error.text or "")
    except Exception as error:
        return (type(error).__name__, str(error), -1, -1, -1, -1, "")
    return None


def our_error(reply):
    fields = reply.split("\x1f")
    if fields[0] == "tree":
        return None
    if fields[0] == "crash":
        return ("CRASH", fields[1], 0, 0, 0, 0, "")
    return (fields[1], fields[2], *map(int, fields[3:7]), fields[7])


def same_error(ours, theirs):
    if ours is None or theirs is None:
        return ours is theirs
    if ours[:6] != theirs[:6]:
        return False
    return ours[6].rstrip("\n") == theirs[6].rstrip("\n")


def files_of(paths):
    for path in paths:
        if os.path.isfile(path):
            yield path
        for folder, folders, names in os.walk(path):
            folders.sort()
            for name in sorted(names):
                if name.endswith(".py"):
                    yield os.path.join(folder, name)


def compare_trees(tool, paths, positions):
    counts = {"same": 0, "different": 0, "error differs": 0, "both refuse": 0}
    for path in files_of(paths):
        with open(path, "rb") as file:
            source = file.read()
        reply = tool.ask("exec+" if positions else "exec", source)
        try:
            tree = ast.parse(source, path)
        except (SyntaxError, ValueError):
            theirs = python_error(source, "exec")
            kind = "both refuse" if same_error(our_error(reply), theirs) else "error differs"
            counts[kind] += 1
            if kind == "error differs":
                print(f"{path}: {our_error(reply)} instead of {theirs}")
            continue
        except RecursionError:
            continue
        if not reply.startswith("tree"):
            counts["different"] += 1
            print(f"{path}: {our_error(reply)}, but CPython parses it")
            continue
        ours = reply.split("\x1f")[1].rstrip("\n")
        theirs = ast.dump(tree, indent=2, include_attributes=positions)
        if ours == theirs:
            counts["same"] += 1
            continue
        counts["different"] += 1
        print(f"{path}: trees differ")
        lines = difflib.unified_diff(theirs.split("\n"), ours.split("\n"), "cpython", "ours", lineterm="", n=4)
        for number, line in enumerate(lines):
            if number > 24:
                break
            print("   ", line[:200])
    return counts


def snippets_of(path):
    with open(path, encoding="utf-8", newline="") as file:
        parts = re.split(r"^====\n", file.read(), flags=re.M)
    for part in parts:
        mode, differs = "exec", None
        while found := re.match(r"# (mode|differs): (.*)\n", part):
            if found[1] == "mode":
                mode = found[2]
            else:
                differs = found[2]
            part = part[found.end():]
        part = part[:-1] if part.endswith("\n") else part
        if part:
            # Characters that an editor would not leave alone are written as escapes.
            yield mode, differs, re.sub(r"<(U\+[0-9A-F]+)>", lambda m: chr(int(m[1][2:], 16)), part)


def compare_errors(tool, path):
    counts = {"same": 0, "different": 0, "differs on purpose": 0}
    for mode, differs, snippet in snippets_of(path):
        source = snippet.encode("utf-8", "surrogatepass")
        ours = our_error(tool.ask(mode + "-s", source))
        theirs = python_error(snippet, mode)
        if same_error(ours, theirs):
            counts["same"] += 1
            if differs:
                print(f"no longer differs: {snippet!r}")
        elif differs:
            counts["differs on purpose"] += 1
        else:
            counts["different"] += 1
            print(f"{snippet!r}\n    ours   {ours}\n    theirs {theirs}")
    return counts


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--tool", required=True)
    options.add_argument("what", choices=["trees", "errors"])
    options.add_argument("--no-positions", action="store_true")
    options.add_argument("paths", nargs="*")
    given = options.parse_args()
    if sys.version_info[:2] != (3, 11):
        sys.exit("ast_diff.py: needs Python 3.11, the version we follow")
    tool = Tool(given.tool)
    if given.what == "trees":
        counts = compare_trees(tool, given.paths, not given.no_positions)
        bad = counts["different"] + counts["error differs"]
    else:
        data = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "data", "syntax_errors.txt")
        counts = {}
        for path in given.paths or [data]:
            for key, count in compare_errors(tool, path).items():
                counts[key] = counts.get(key, 0) + count
        bad = counts["different"]
    print(", ".join(f"{count} {key}" for key, count in counts.items()))
    sys.exit(1 if bad else 0)


main()
