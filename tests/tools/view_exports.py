#!/usr/bin/env python3
"""Reads the exports of `terrarium show` as other tools would: tests/tools/view_exports.py EXE WORDS...

WORDS are those behind the views (--at PLACE FILE). Both graphs have to be of Graphviz' language (graphviz.org/doc/info/lang.html), with
edges between nodes and ports that are there; the picture well-formed XML; collapsed stacks and the profile for speedscope.app to hold
each instruction once. Prints what each holds.
"""
import json
import os
import re
import subprocess
import sys
import tempfile
import xml.dom.minidom

TOKEN = re.compile(r"""\s+ | //[^\n]* | (->|[{}\[\];=,:]) | ("(?:\\.|[^"\\])*") | ([A-Za-z_\x80-\U0010ffff]\w* | -?(?:\.\d+|\d+(?:\.\d*)?))""", re.X | re.S)


def show(*words):
    return subprocess.run([sys.argv[1], "show", *words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout.decode()


def tokens_of(text):
    at = 0
    while at < len(text):
        match = TOKEN.match(text, at)
        assert match, "no token: " + text[at:at + 40]
        at = match.end()
        if match.group(1) or match.group(2) or match.group(3):
            yield match.group().strip()


class Graph:
    """digraph NAME { name = value; node [a = b]; node:port -> node [a = b]; }"""

    def __init__(self, text):
        self.tokens, self.at = list(tokens_of(text)), 0
        self.nodes, self.edges = {}, []
        self.take("digraph")
        self.word()
        self.take("{")
        while self.next() != "}":
            self.statement()
        self.take("}")
        assert self.at == len(self.tokens), "something behind the graph"
        for a, port, b in self.edges:
            assert a in self.nodes and b in self.nodes, f"edge {a} -> {b}"
            assert port is None or f"<{port}>" in self.nodes[a]["label"], f"port {a}:{port}"

    def next(self):
        return self.tokens[self.at]

    def take(self, wanted):
        assert self.next() == wanted, f"{self.next()} where {wanted} is wanted"
        self.at += 1

    def word(self):
        assert re.match(r'[\w".-]', self.next()), "no name: " + self.next()
        self.at += 1
        return self.tokens[self.at - 1]

    def attributes(self):
        found = {}
        if self.next() != "[":
            return found
        self.take("[")
        while self.next() != "]":
            name = self.word()
            self.take("=")
            found[name] = self.word()
            if self.next() == ",":
                self.take(",")
        self.take("]")
        return found

    def statement(self):
        name, port = self.word(), None
        if self.next() == "=":
            self.take("=")
            self.word()
        else:
            if self.next() == ":":
                self.take(":")
                port = self.word()
            if self.next() == "->":
                self.take("->")
                self.edges.append((name, port, self.word()))
                self.attributes()
            else:
                self.nodes[name] = self.attributes()
        self.take(";")


def main():
    words = sys.argv[2:]
    for view in ("heap", "calls"):
        graph = Graph(show(view, "--dot", *words))
        print(view, "graph:", "nodes" if len(graph.nodes) > 1 else "no nodes", "and edges" if graph.edges else "without edges")
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "moment.svg")
        show("stack", "--svg", path, *words)
        boxes = xml.dom.minidom.parse(path).getElementsByTagName("rect")
        print("picture:", "boxes" if len(boxes) > 1 else "no boxes")
    steps = json.loads(show("calls", "--json", *words))["step"]
    stacks = [line.rsplit(" ", 1) for line in show("calls", "--folded", *words).splitlines()]
    assert sum(int(n) for _, n in stacks) == steps, "collapsed stacks"
    profile = json.loads(show("calls", "--speedscope", *words))
    frames, run = profile["shared"]["frames"], profile["profiles"][0]
    assert len({(f["name"], f["file"], f["line"]) for f in frames}) == len(frames), "a function is two frames"
    assert sum(run["weights"]) == run["endValue"] - run["startValue"] == steps and len(run["weights"]) == len(run["samples"]), "profile"
    assert all(0 <= i < len(frames) for stack in run["samples"] for i in stack), "no such frame"
    print("collapsed stacks and profile: each instruction once")


if __name__ == "__main__":
    main()
