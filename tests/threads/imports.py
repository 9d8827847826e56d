# Threads that import the same module: one runs its code, the others wait until it is whole.
# modes: plain tco fibers gil-off
import sys
import threading

log = []


def together(*functions):
    gate = threading.Barrier(len(functions))

    def run(function):
        gate.wait()
        try:
            log.append(function())
        except Exception as error:
            log.append(type(error).__name__)
    threads = [threading.Thread(target=run, args=(function,)) for function in functions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(sorted(log))
    log.clear()


def slow():
    import _importing.slow
    return _importing.ready, _importing.slow.a, _importing.slow.b


def part():
    from _importing.slow import b
    return True, 1, b


together(slow, part, slow, part)

# Two that import each other: nobody waits for ever, and in the end both are whole.
together(lambda: __import__('_importing.first') and 1, lambda: __import__('_importing.second') and 1)
print(sys.modules['_importing.first'].x, sys.modules['_importing.second'].y)

# Modules of the library are loaded by whoever needs them first.
together(*[lambda: __import__('fractions').Fraction(1, 2) == 0.5 and __import__('statistics').mean([1, 2]) for _ in range(5)])
