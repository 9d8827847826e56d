# Measures tight float loops: how many steps each point of the plane needs to escape.


def row(y, width, height, limit):
    cells = []
    ci = 2.4 * y / height - 1.2
    for x in range(width):
        cr = 3.0 * x / width - 2.2
        zr = zi = 0.0
        steps = 0
        while steps < limit:
            rr = zr * zr
            ii = zi * zi
            if rr + ii > 4.0:
                break
            zi = 2.0 * zr * zi + ci
            zr = rr - ii + cr
            steps += 1
        cells.append(steps)
    return cells


total = 0
inside = 0
for y in range(180):
    for steps in row(y, 600, 180, 250):
        total += steps
        if steps == 250:
            inside += 1
print(total, inside)
