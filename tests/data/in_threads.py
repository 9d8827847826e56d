# tests/run.py --in-threads N: runs a script in N threads at the same time, each with a namespace and an output of its own. Prints
# what they printed, if it is one and the same, and else where they differ.
import io
import os
import sys
import threading

count, path = int(sys.argv[1]), sys.argv[2]
sys.argv = sys.argv[2:]
sys.path[0] = os.path.dirname(path)


class OutputOfThread(io.TextIOBase):
    encoding, errors, name, mode = sys.stdout.encoding, sys.stdout.errors, sys.stdout.name, sys.stdout.mode

    def __init__(self):
        self.of = {}

    # A script's own threads print into the first one's.
    def write(self, text):
        return self.of.get(threading.get_ident(), outputs[0]).write(text)


def run(number):
    output.of[threading.get_ident()] = outputs[number]
    start.wait()
    try:
        exec(code, {"__name__": "__main__", "__file__": path})
    except BaseException:
        pass  # what it printed before counts


sys.modules["__main__"].__file__ = path
with open(path, encoding="utf-8") as file:
    code = compile(file.read(), path, "exec")
outputs, output, start = [io.StringIO() for _ in range(count)], OutputOfThread(), threading.Barrier(count)
threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
real, sys.stdout = sys.stdout, output
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
sys.stdout = real
texts = [one.getvalue() for one in outputs]
print(texts[0], end="")
for number, text in enumerate(texts):
    if text != texts[0]:
        for line, (first, other) in enumerate(zip(texts[0].splitlines() + [""], text.splitlines() + [""]), 1):
            if first != other:
                print(f"thread {number} printed something else in line {line}: {other!r}, not {first!r}")
                break
