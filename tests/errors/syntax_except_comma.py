# except A, B without parentheses.
try:
    pass
except ValueError, TypeError:
    pass
