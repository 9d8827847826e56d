# Unpacking inside a comprehension.
x = [*a for a in b]
