#!/usr/bin/env python3
"""Holds the source to the arrows between rooms: ARCHITECTURE.md in words, ARROWS below as data.

Every `#include "room/..."` of a .h, .cpp, .inc or .def file, and every terrarium_* library in a
CMake link list, must follow an arrow. A new arrow is a commit of its own that edits both places.
Usage: check_includes.py [--root DIR] [--list]
"""
import argparse
import os
import re
import sys

# Room: the rooms it may look at. `vm` is the headers directly in vm/ (the probe).
ARROWS = {
    "support": [],
    "lexer": ["support"],
    "parser": ["lexer", "support"],
    "bytecode": ["support"],
    "compiler": ["parser", "bytecode", "support"],
    "memory": ["support"],
    "vm/core": ["memory", "bytecode", "support"],
    "vm": ["vm/core", "memory", "bytecode", "support"],
    "vm/objects": ["vm/core", "memory", "bytecode", "support"],
    "vm/threads": ["vm/interp", "vm", "vm/objects", "vm/core", "bytecode", "memory", "support"],
    "vm/interp": ["vm", "vm/objects", "vm/core", "bytecode", "memory", "support"],
    "vm/builtins": ["vm/objects", "vm/core", "memory", "support"],
    "vm/modules": ["vm/objects", "vm/core", "memory", "support"],
    "inspect": ["vm/interp", "vm", "vm/objects", "vm/core", "memory", "bytecode", "support"],
    "app": ["*"],
    "tests": ["*"],
    "tools": ["*"],
}

# Libraries that only some rooms see.
THIRD_PARTY = {
    "boost/program_options": ["app"],
    "boost/context": ["vm/threads"],
    "curses": ["inspect", "app"],
    "ncurses": ["inspect", "app"],
    "histedit": ["app"],
    "catch2": ["tests"],
}

# Headers that cost every file that includes them too much compile time.
HEAVY = {"iostream", "functional", "regex", "fmt/format.h", "fmt/ranges.h", "fmt/chrono.h"}

SOURCES = (".h", ".cpp", ".inc", ".def")
INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]')
LINK = re.compile(r"target_link_libraries\s*\(\s*([\w.${}-]+)([^)]*)\)", re.S)


def room_of(path):
    """The room a path from the root belongs to, or None."""
    parts = path.split("/")
    for length in (2, 1):
        room = "/".join(parts[:length])
        if len(parts) > length and room in ARROWS:
            return room
    return None


def allowed(room, target):
    return target == room or target in ARROWS[room] or "*" in ARROWS[room]


def arrows(room):
    return ", ".join(ARROWS[room]) or "nothing"


def check_source(root, path, room, problems):
    with open(os.path.join(root, path), encoding="utf-8", errors="replace") as file:
        for number, line in enumerate(file, 1):
            match = INCLUDE.match(line)
            if not match:
                continue
            quote, name = match.groups()
            where = "%s:%d: " % (path, number)
            if quote == "<":
                for prefix, rooms in THIRD_PARTY.items():
                    if (name == prefix or name.startswith((prefix + "/", prefix + "."))) and room not in rooms:
                        problems.append(where + "<%s> belongs to %s only" % (name, ", ".join(rooms)))
                if path.endswith(".h") and name in HEAVY and room not in ("tests", "tools"):
                    problems.append(where + "<%s> is too heavy for a header" % name)
                continue
            target = room_of(name)
            if not os.path.isfile(os.path.join(root, name)):
                problems.append(where + '"%s" is not the path of a file from the root' % name)
            elif target is None:
                problems.append(where + '"%s" is in no room' % name)
            elif not allowed(room, target):
                problems.append(where + "%s may not look at %s (only at %s)" % (room, target, arrows(room)))


def library_rooms():
    return {"terrarium_" + room.replace("/", "_"): room for room in ARROWS}


def check_links(root, path, room, problems):
    libraries = library_rooms()
    with open(os.path.join(root, path), encoding="utf-8") as file:
        text = re.sub(r"#[^\n]*", "", file.read())
    for match in LINK.finditer(text):
        owner = libraries.get(match.group(1), room)
        for word in re.finditer(r"\bterrarium_\w+", match.group(2)):
            target = libraries.get(word.group())
            line = text.count("\n", 0, match.start(2) + word.start()) + 1
            if target is None:
                problems.append("%s:%d: %s is the library of no room" % (path, line, word.group()))
            elif not allowed(owner, target):
                problems.append("%s:%d: %s may not link %s (only %s)" % (path, line, owner, target, arrows(owner)))


def main():
    parser = argparse.ArgumentParser(description="Checks includes and link lists against the arrows between rooms.")
    parser.add_argument("--root", default=os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    parser.add_argument("--list", action="store_true", help="print the arrows and stop")
    options = parser.parse_args()
    if options.list:
        for room in ARROWS:
            print("%-12s -> %s" % (room, "everything" if "*" in ARROWS[room] else arrows(room)))
        return 0

    problems, count = [], 0
    for top in sorted({room.split("/")[0] for room in ARROWS}):
        for directory, subdirs, files in os.walk(os.path.join(options.root, top)):
            subdirs[:] = sorted(d for d in subdirs if not d.startswith((".", "__")))
            for file in sorted(files):
                path = os.path.relpath(os.path.join(directory, file), options.root)
                room = room_of(path)
                if file.endswith(SOURCES):
                    count += 1
                    if room is None:
                        problems.append("%s:1: in no room" % path)
                    else:
                        check_source(options.root, path, room, problems)
                elif file == "CMakeLists.txt" and room is not None and "*" not in ARROWS[room]:
                    check_links(options.root, path, room, problems)
    for problem in problems:
        print(problem)
    print("includes: %d files, %d wrong arrows" % (count, len(problems)))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
