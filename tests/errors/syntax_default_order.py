# A parameter without default behind one with.
def f(a=1, b):
    pass
