# Measures float arithmetic on lists: the gravity of five bodies, leapfrog steps.
from math import sqrt


def make_bodies():
    return [
        [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 40.0],
        [5.0, -1.0, -0.1, 0.6, 2.8, -0.02, 0.04],
        [8.0, 4.0, -0.4, -1.0, 1.8, 0.01, 0.01],
        [13.0, -15.0, -0.2, 1.1, 0.9, -0.01, 0.002],
        [15.0, -26.0, 0.2, 1.0, 0.6, -0.03, 0.002],
    ]


def energy(bodies):
    total = 0.0
    for i, (x, y, z, u, v, w, mass) in enumerate(bodies):
        total += 0.5 * mass * (u * u + v * v + w * w)
        for other in bodies[i + 1:]:
            dx = x - other[0]
            dy = y - other[1]
            dz = z - other[2]
            total -= mass * other[6] / sqrt(dx * dx + dy * dy + dz * dz)
    return total


def advance(pairs, bodies, step, count):
    for _ in range(count):
        for one, two in pairs:
            dx = one[0] - two[0]
            dy = one[1] - two[1]
            dz = one[2] - two[2]
            square = dx * dx + dy * dy + dz * dz
            pull = step / (square * sqrt(square))
            first = two[6] * pull
            second = one[6] * pull
            one[3] -= dx * first
            one[4] -= dy * first
            one[5] -= dz * first
            two[3] += dx * second
            two[4] += dy * second
            two[5] += dz * second
        for body in bodies:
            body[0] += step * body[3]
            body[1] += step * body[4]
            body[2] += step * body[5]


bodies = make_bodies()
pairs = [(a, b) for i, a in enumerate(bodies) for b in bodies[i + 1:]]
print(f"{energy(bodies):.9f}")
advance(pairs, bodies, 0.001, 200_000)
print(f"{energy(bodies):.9f}")
