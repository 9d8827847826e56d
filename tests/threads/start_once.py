# Of several threads that start the same Thread at the same time one succeeds; the others are told. (CPython lets several through.)
# expect: 1 ['started', 'threads can only be started once']
# modes: plain tco fibers gil-off
import threading

outcomes = []
gate = threading.Barrier(4)
thread = threading.Thread(target=lambda: None)


def start():
    gate.wait()
    try:
        thread.start()
        outcomes.append('started')
    except RuntimeError as error:
        outcomes.append(str(error))


starters = [threading.Thread(target=start) for _ in range(4)]
for starter in starters:
    starter.start()
for starter in starters:
    starter.join()
thread.join()
print(outcomes.count('started'), sorted(set(outcomes)))
