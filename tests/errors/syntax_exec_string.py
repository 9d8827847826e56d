# A SyntaxError in a string given to exec, with its own place.
def run():
    exec("x = 1\ny = = 2\n")


run()
