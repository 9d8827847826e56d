# An event that is set too early, repaired: first what it promises, then the event.
import threading

answer = None
answered = threading.Event()


def compute():
    global answer
    answer = 42
    answered.set()


def ask():
    answered.wait()
    assert answer is not None, 'no answer yet'


threads = [threading.Thread(target=f) for f in (ask, compute)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(answer)
