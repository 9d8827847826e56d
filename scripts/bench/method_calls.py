# Measures method calls: plain, inherited, overridden, static, class, bound and through super().


class Shape:
    sides = 0

    def __init__(self, size):
        self.size = size

    def area(self):
        return 0

    def scaled(self, factor):
        return self.area() * factor

    @classmethod
    def count(cls, n):
        return cls.sides * n

    @staticmethod
    def twice(n):
        return n + n


class Square(Shape):
    sides = 4

    def area(self):
        return self.size * self.size


class Frame(Square):
    def __init__(self, size, border):
        super().__init__(size)
        self.border = border

    def area(self):
        inner = self.size - self.border
        return super().area() - inner * inner


def run(rounds):
    shapes = [Shape(3), Square(4), Frame(7, 2), Square(9)]
    total = 0
    for i in range(rounds):
        for shape in shapes:
            total += shape.scaled(2)
            total += shape.count(i & 3)
            total += shape.twice(1)
        bound = shapes[i & 3].area
        total += bound()
    return total


print(run(550_000))
