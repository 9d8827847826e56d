# Measures small objects with float arithmetic and operator methods: rays that meet spheres.
from math import sqrt


class Vector:
    __slots__ = ("x", "y", "z")

    def __init__(self, x, y, z):
        self.x = x
        self.y = y
        self.z = z

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y, self.z + other.z)

    def __sub__(self, other):
        return Vector(self.x - other.x, self.y - other.y, self.z - other.z)

    def __mul__(self, factor):
        return Vector(self.x * factor, self.y * factor, self.z * factor)

    def dot(self, other):
        return self.x * other.x + self.y * other.y + self.z * other.z

    def unit(self):
        return self * (1.0 / sqrt(self.dot(self)))


class Sphere:
    def __init__(self, centre, radius, shade):
        self.centre = centre
        self.radius = radius
        self.shade = shade

    def hit(self, origin, direction):
        offset = self.centre - origin
        along = offset.dot(direction)
        root = self.radius * self.radius - offset.dot(offset) + along * along
        if root <= 0.0:
            return None
        distance = along - sqrt(root)
        return distance if distance > 1e-6 else None

    def normal(self, point):
        return (point - self.centre).unit()


class Floor:
    shade = 0.6

    def __init__(self, height):
        self.height = height

    def hit(self, origin, direction):
        if direction.y >= -1e-9:
            return None
        return (self.height - origin.y) / direction.y

    def normal(self, point):
        return Vector(0.0, 1.0, 0.0)


def nearest(things, origin, direction):
    best = None
    found = None
    for thing in things:
        distance = thing.hit(origin, direction)
        if distance is not None and distance > 1e-6 and (best is None or distance < best):
            best = distance
            found = thing
    return found, best


def trace(things, light, origin, direction, depth):
    thing, distance = nearest(things, origin, direction)
    if thing is None:
        return 0.1 + 0.2 * max(direction.y, 0.0)
    point = origin + direction * distance
    normal = thing.normal(point)
    to_light = (light - point).unit()
    blocked, _ = nearest(things, point + normal * 1e-4, to_light)
    bright = 0.0 if blocked else max(normal.dot(to_light), 0.0)
    colour = thing.shade * (0.15 + 0.7 * bright)
    if depth:
        bounce = direction - normal * (2.0 * normal.dot(direction))
        colour += 0.3 * trace(things, light, point + normal * 1e-4, bounce, depth - 1)
    return colour


def render(width, height):
    things = [Floor(-1.0)]
    for i in range(5):
        things.append(Sphere(Vector(i * 1.2 - 2.4, 0.2 * i - 0.6, 5.0 + i % 2), 0.5, 0.4 + 0.1 * i))
    light = Vector(-4.0, 6.0, 0.0)
    eye = Vector(0.0, 0.3, 0.0)
    rows = []
    for y in range(height):
        row = []
        for x in range(width):
            direction = Vector(x / width - 0.5, 0.5 - y / height, 1.0).unit()
            row.append(trace(things, light, eye, direction, 2))
        rows.append(row)
    return rows


rows = render(360, 264)
shades = " .:-=+*#%@"
for row in rows[::24]:
    print("".join(shades[min(int(value * 11), 9)] for value in row[::6]).rstrip())
print(f"{sum(map(sum, rows)):.6f}")
