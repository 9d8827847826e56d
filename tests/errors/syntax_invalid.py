# Plain invalid syntax.
x = 1 +* 2
