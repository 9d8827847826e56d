# What C++ code raises as an object dies is shown at the place where the program is.
def stubborn():
    while True:
        try:
            yield
        except GeneratorExit:
            pass


def run():
    g = stubborn()
    next(g)
    del g


run()
