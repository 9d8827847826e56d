# What except* leaves over is raised again.
try:
    raise ExceptionGroup("mixed", [ValueError(1), TypeError(2), KeyError(3)])
except* ValueError as g:
    print("handled", g.exceptions)
