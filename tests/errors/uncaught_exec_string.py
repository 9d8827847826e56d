# Code of exec and eval has no source text to show.
def run():
    exec("a = 1\ndef g():\n    return a / 0\nprint(g())\n", {})


run()
