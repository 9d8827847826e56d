# Measures nested lists of floats and ints: multiplication, transposition, elimination.


def multiply(a, b):
    columns = len(b[0])
    inner = len(b)
    result = []
    for row in a:
        line = [0] * columns
        for k in range(inner):
            factor = row[k]
            other = b[k]
            for j in range(columns):
                line[j] += factor * other[j]
        result.append(line)
    return result


def transpose(m):
    return [list(column) for column in zip(*m)]


def determinant(m):
    m = [row[:] for row in m]
    size = len(m)
    result = 1.0
    for i in range(size):
        pivot = max(range(i, size), key=lambda r: abs(m[r][i]))
        if pivot != i:
            m[i], m[pivot] = m[pivot], m[i]
            result = -result
        top = m[i]
        result *= top[i]
        for row in m[i + 1:]:
            factor = row[i] / top[i]
            for j in range(i, size):
                row[j] -= factor * top[j]
    return result


size = 200
a = [[(i * j) % 7 - 3 for j in range(size)] for i in range(size)]
b = [[(i + 2 * j) % 5 for j in range(size)] for i in range(size)]
c = multiply(a, b)
print(c[3][7], c[50][60], sum(map(sum, c)))
d = multiply(transpose(b), [[x / 4 for x in row] for row in a])
print(d[5][5], sum(d[9]))
m = [[1.0 / (1 + (i * 7 + j * 3) % 11) + (3 if i == j else 0) for j in range(60)] for i in range(60)]
print(f"{determinant(m):.6e}")
