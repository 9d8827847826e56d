# Two stars on the left.
*a, *b = 1, 2
