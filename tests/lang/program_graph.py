# A small program: graphs, breadth first, depth first, Dijkstra, topological order, components.
import heapq
from collections import deque, defaultdict
edges = [("a", "b", 4), ("a", "c", 1), ("c", "b", 2), ("b", "d", 5), ("c", "d", 8), ("d", "e", 3), ("x", "y", 1)]
g = defaultdict(dict)
for u, v, w in edges: g[u][v] = w; g[v]
def bfs(s):
    seen, q, order = {s}, deque([s]), []
    while q:
        u = q.popleft(); order.append(u)
        for v in g[u]:
            if v not in seen: seen.add(v); q.append(v)
    return order
def dfs(u, seen=None):
    seen = seen if seen is not None else []
    seen.append(u)
    for v in g[u]:
        if v not in seen: dfs(v, seen)
    return seen
def dijkstra(s):
    dist, prev, heap = {s: 0}, {}, [(0, s)]
    while heap:
        d, u = heapq.heappop(heap)
        if d > dist[u]: continue
        for v, w in g[u].items():
            if d + w < dist.get(v, float("inf")): dist[v] = d + w; prev[v] = u; heapq.heappush(heap, (d + w, v))
    return dist, prev
def path(prev, t): return path(prev, prev[t]) + [t] if t in prev else [t]
def topo():
    done, out = set(), []
    def visit(u):
        if u in done: return
        done.add(u)
        for v in sorted(g[u]): visit(v)
        out.append(u)
    for u in sorted(g): visit(u)
    return out[::-1]
dist, prev = dijkstra("a")
print(bfs("a"), dfs("a"), dist, path(prev, "e"), topo(), dict(g)["a"], sum(w for _, _, w in edges))
parent = {u: u for u in g}
def find(u):
    while parent[u] != u: u = parent[u]
    return u
for u, v, _ in edges: parent[find(u)] = find(v)
print(sorted(sorted(u for u in g if find(u) == r) for r in {find(u) for u in g}))
