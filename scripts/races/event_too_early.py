# An event that is set too early. It promises that the answer is there, and is set one line before it is.
# explore: exception
import threading

answer = None
answered = threading.Event()


def compute():
    global answer
    answered.set()
    answer = 42


def ask():
    answered.wait()
    assert answer is not None, 'no answer yet'


threads = [threading.Thread(target=f) for f in (ask, compute)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(answer)
