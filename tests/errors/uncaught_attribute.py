# Carets of attributes, with a suggestion.
class Point:
    def __init__(self):
        self.abscissa = 1


p = Point()
print(p.abscisa + 1)
