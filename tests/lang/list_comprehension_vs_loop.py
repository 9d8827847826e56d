# Lists of lists, flattening, matrix work, aliasing and copies.
import copy
m = [[i * 3 + j for j in range(3)] for i in range(3)]
print(m, [list(r) for r in zip(*m)], [x for r in m for x in r], [r[::-1] for r in m[::-1]], [[m[j][i] for j in range(3)] for i in range(3)], [m[i][i] for i in range(3)])
a = [[0]] * 2; a[0][0] = 1; b = [[0] for _ in range(2)]; b[0][0] = 1; print(a, b)
s = m[:]; d = copy.deepcopy(m); m[0][0] = 99; print(s[0][0], d[0][0], m[0] is s[0])
m[1:] = []; print(m, len(s)); m[0][1:2] = ["a", "b"]; print(m)
a = [1, 2, 3]; b = a; a = a + [4]; print(a, b); b += [5]; print(b); c = b; c[:] = []; print(b)
def f(x, acc=[]): acc.append(x); return acc
print(f(1), f(2), f.__defaults__)
first, *_, last = [i ** 2 for i in range(6)]; print(first, last)
stack = []; [stack.append(i) for i in range(3)]; print(stack, [stack.pop() for _ in range(3)])
print([*range(3), *"ab"], [*map(str, [1, 2])], [(a, b) for a in "ab" for b in "cd"], [[y for y in x if y] for x in [[0, 1], [2, 0]]])
w = [1, 2, 3, 4, 5, 6]; print([w[i:i + 2] for i in range(0, 6, 2)], [a + b for a, b in zip(w, w[1:])], sum([[1], [2]], []), [i for i, v in enumerate(w) if v % 2], dict(zip("abc", w)), list(zip(w[::2], w[1::2])))
del w[1::2]; print(w); w[1:1] = [7, 8]; print(w); w[::2] = "xyz"[:len(w[::2])]; print(w)
