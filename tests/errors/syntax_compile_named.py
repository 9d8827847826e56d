# compile with a file name of its own.
compile("def f():\n    return )\n", "made-up.py", "exec")
