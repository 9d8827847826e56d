#!/usr/bin/env python3
"""Says which tokens, keywords, tree nodes and opcodes of the tables no golden dump shows."""
import glob
import os
import re

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def text_of(*path):
    with open(os.path.join(ROOT, *path), encoding="utf-8") as file:
        return file.read()


def dumps(kind):
    return "".join(text_of(path) for path in sorted(glob.glob(os.path.join(ROOT, "tests", "golden", kind, "*.expected"))))


def missing(wanted, shown):
    return " ".join(name for name in wanted if name not in shown) or "none"


def main():
    table = text_of("lexer", "tokens.def")
    shown = dumps("tokens")
    kinds = set(re.findall(r"^(?:\S+:\s+)?([A-Z]+)\s", shown, re.M))
    keywords = set(re.findall(r"NAME\s+'(\w+)'", shown))
    print("tokens:", missing(re.findall(r'^(?:TOKEN|OPERATOR)\(\w+, "(\w+)"', table, re.M), kinds))
    print("keywords:", missing(re.findall(r'^KEYWORD\(\w+, "(\w+)"', table, re.M), keywords))
    nodes = re.findall(r"^(?:MOD|STMT|EXPR|PATTERN|PLAIN)\((\w+),", text_of("parser", "nodes.def"), re.M)
    spelt = {"WithItem": "withitem", "MatchCase": "match_case", "Comprehension": "comprehension", "Arguments": "arguments",
             "Arg": "arg", "Keyword": "keyword", "Alias": "alias"}  # as in Python's ast
    nodes = [spelt.get(node, node) for node in nodes]
    print("nodes:", missing(nodes, set(re.findall(r"\b(\w+)\(", dumps("ast")))))
    opcodes = re.findall(r"^XJ?\((\w+),", text_of("bytecode", "opcodes.def"), re.M)
    print("opcodes:", missing(opcodes, set(re.findall(r"\b[A-Z_]{3,}\b", dumps("dis")))))


if __name__ == "__main__":
    main()
