#!/usr/bin/env python3
"""Holds docs/tour.md and docs/tour.ko.md to what their commands print.

Usage: tour.py EXE [--bless] [Q5 ...]
Runs each command of the pages' ```console blocks (a line `$ ...` and the output below it) and compares. What differs from machine to
machine is not looked at: addresses, times, the shape of curves and bars, and what a line `<!-- varies: REGEX -->` above a block
names. Under sanitizers no number is, and with TERRARIUM_GC_STRESS, where collections come at other times, nothing. The Korean page has to have the same blocks, byte for byte. --bless writes what is
printed now into both, where it differs. Lists what differs; exit code 1 if something does.
"""
import difflib
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PAGES = ("docs/tour.md", "docs/tour.ko.md")
BLOCK = re.compile(r"(?:(?:<!-- varies: .* -->\n)*)```console\n(?:.*\n)*?```\n")
VARIES = (
    (r"0x[0-9a-f]+", "ADDRESS"),
    (r"\d[\d,.]*( (ns|µs|ms|s))?( to \d[\d,.]*)? (ns|µs|ms|s)\b", "TIME"),
    (r"\b\d+\.\d+x", "FACTOR"),
    (r"\d[\d,.]* [KMG]iB", "SIZE"),
    (r"[┤│][ ▁-▏░]*×?$", "│ CURVE"),
    (r"[▁-▏░]+", "BAR"),
    (r"[└─]+", "──"),
    (r'File "/.*/scripts', 'File "/scripts'),
    (r"([0-9a-f]{2} ){4} *(birth|shape) .*", r"\2"),
    (r"\b[\d,]{7,} bytes", "BYTES"),
)


def question_blocks(text):
    """{Q5: [block, ...]} in the order of the page."""
    found, name = {}, None
    for match in re.finditer(r"^## (Q\d+)\. .*\n|" + BLOCK.pattern, text, re.M):
        if match.group(1):
            name = match.group(1)
            found[name] = []
        elif name:
            found[name].append(match.group(0))
    return found


def commands(block):
    return [line[2:] for line in block.splitlines() if line.startswith("$ ")]


def run_block(block, exe):
    """The block with what its commands print now."""
    head = block[:block.index("```console\n")] + "```console\n"
    with tempfile.TemporaryDirectory() as folder:
        os.symlink(exe, os.path.join(folder, "terrarium"))
        env = dict(os.environ, COLUMNS="80", TERM="xterm", NO_COLOR="1", LC_ALL="C.UTF-8", PATH=folder + ":" + os.environ["PATH"])
        for command in commands(block):
            done = subprocess.run(["sh", "-c", command], cwd=ROOT, env=env, stdin=subprocess.DEVNULL,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            output = done.stdout.decode("utf-8", "replace").replace(ROOT + "/", "/home/you/terrarium/")
            head += "$ %s\n%s" % (command, "".join(line.rstrip() + "\n" for line in output.splitlines()))
    return head + "```\n"


def masked(block, no_numbers):
    own = [(pattern, "VARIES") for pattern in re.findall(r"<!-- varies: (.*) -->", block)]
    lines = []
    for line in block.splitlines():
        if not line.startswith("$ "):
            for pattern, word in list(VARIES) + own + ([(r"\d[\d,]*", "N")] if no_numbers else []):
                line = re.sub(pattern, word, line)
        lines.append(" ".join(line.split()))
    return [line for line in lines if line]


def main():
    words = [word for word in sys.argv[1:] if word != "--bless"]
    bless = "--bless" in sys.argv
    exe, wanted = os.path.abspath(words[0]), words[1:]
    with open(exe, "rb") as file:
        no_numbers = b"__asan_init" in file.read()
    stress = "TERRARIUM_GC_STRESS" in os.environ
    texts = []
    for page in PAGES:
        with open(os.path.join(ROOT, page), encoding="utf-8") as file:
            texts.append(file.read())
    english, korean = (question_blocks(text) for text in texts)
    wrong = 0
    if [(q, [commands(b) for b in bs]) for q, bs in english.items()] != [(q, [commands(b) for b in bs]) for q, bs in korean.items()]:
        print("%s and %s do not have the same questions and commands" % PAGES)
        return 1
    for name, blocks in english.items():
        if wanted and name not in wanted:
            continue
        for block, other in zip(blocks, korean[name]):
            now = run_block(block, exe)
            if bless and masked(block, no_numbers) == masked(now, no_numbers):
                now = block  # nothing to tell
            if bless:
                texts = [text.replace(old, now) for text, old in zip(texts, (block, other))]
                continue
            if block != other:
                wrong += 1
                print("%s: the outputs of %s differ from page to page" % (name, "; ".join(commands(block))))
            then, now = masked(block, no_numbers), masked(now, no_numbers)
            # Prose is broken into lines by its width, and numbers are part of it.
            if not stress and " ".join(then) != " ".join(now):
                wrong += 1
                print("%s: %s prints something else:" % (name, "; ".join(commands(block))))
                print("\n".join(difflib.unified_diff(then, now, PAGES[0], "now", lineterm="", n=1)))
    if bless:
        for page, text in zip(PAGES, texts):
            with open(os.path.join(ROOT, page), "w", encoding="utf-8") as file:
                file.write(text)
    else:
        print("%s: %s" % (" ".join(wanted) or "all questions", "%d outputs differ; tests/tools/tour.py EXE --bless writes them anew" % wrong if wrong else "as printed"))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
