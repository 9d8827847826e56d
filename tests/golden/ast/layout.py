x = 1; y = 2
if x: y; z

class A:

    # comment

    pass
x = (1 +

     2)
