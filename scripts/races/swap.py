# A swap in two steps. `pair[0], pair[1] = pair[1], pair[0]` looks like one, but reads twice and writes twice. A second swap
# in between copies one value over the other.
# explore: differs
import threading

pair = ['left', 'right']


def swap():
    pair[0], pair[1] = pair[1], pair[0]


threads = [threading.Thread(target=swap) for _ in range(2)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(pair)
