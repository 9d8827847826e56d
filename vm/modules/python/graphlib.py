# Topological sorting of a graph given as node -> predecessors.

__all__ = ['TopologicalSorter', 'CycleError']


class CycleError(ValueError):
    """Raised by prepare() if there is a cycle; args[1] is its list of nodes, the first repeated at the end."""


class TopologicalSorter:
    """Hands out nodes whose predecessors are done."""

    def __init__(self, graph=None):
        self._waiting = {}   # node -> number of predecessors not done; None once handed out
        self._after = {}     # node -> nodes that wait for it
        self._ready = None   # None until prepare()
        self._passed_out = 0
        self._finished = 0
        if graph is not None:
            for node, predecessors in graph.items():
                self.add(node, *predecessors)

    def add(self, node, *predecessors):
        """Add a node and its predecessors to the graph."""
        if self._ready is not None:
            raise ValueError("Nodes cannot be added after a call to prepare()")
        self._waiting[node] = self._waiting.get(node, 0) + len(predecessors)
        self._after.setdefault(node, [])
        for before in predecessors:
            self._waiting.setdefault(before, 0)
            self._after.setdefault(before, []).append(node)

    def prepare(self):
        """Mark the graph as finished and check for cycles."""
        if self._ready is not None:
            raise ValueError("cannot prepare() more than once")
        self._ready = [node for node, count in self._waiting.items() if count == 0]
        cycle = self._find_cycle()
        if cycle:
            raise CycleError("nodes are in a cycle", cycle)

    def _find_cycle(self):
        seen = set()
        for start in self._waiting:
            if start in seen:
                continue
            path, position = [], {}
            iterators = []
            node = start
            while True:
                if node not in seen:
                    seen.add(node)
                    position[node] = len(path)
                    path.append(node)
                    iterators.append(iter(self._after[node]))
                elif node in position:
                    return path[position[node]:] + [node]
                while path:
                    following = next(iterators[-1], None) if self._after[path[-1]] else None
                    if following is not None:
                        node = following
                        break
                    del position[path.pop()]
                    iterators.pop()
                else:
                    break
        return None

    def get_ready(self):
        """All nodes that are ready, each once."""
        self._check_prepared()
        result = tuple(self._ready)
        for node in result:
            self._waiting[node] = None
        self._ready.clear()
        self._passed_out += len(result)
        return result

    def is_active(self):
        """Whether there is more to do."""
        self._check_prepared()
        return self._finished < self._passed_out or bool(self._ready)

    def __bool__(self):
        return self.is_active()

    def done(self, *nodes):
        """Mark nodes that get_ready() gave as processed."""
        self._check_prepared()
        for node in nodes:
            if node not in self._waiting:
                raise ValueError(f"node {node!r} was not added using add()")
            count = self._waiting[node]
            if count is not None:
                if count >= 0:
                    raise ValueError(f"node {node!r} was not passed out (still not ready)")
                raise ValueError(f"node {node!r} was already marked done")
            self._waiting[node] = -1
            for after in self._after[node]:
                self._waiting[after] -= 1
                if self._waiting[after] == 0:
                    self._ready.append(after)
            self._finished += 1

    def _check_prepared(self):
        if self._ready is None:
            raise ValueError("prepare() must be called first")

    def static_order(self):
        """All nodes in a topological order."""
        self.prepare()
        while self.is_active():
            nodes = self.get_ready()
            yield from nodes
            self.done(*nodes)

    __class_getitem__ = classmethod(type(list[int]))
