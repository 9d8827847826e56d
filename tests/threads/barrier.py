# Barrier: passing, the action, breaking, time-outs and resets.
# modes: plain tco fibers gil-off
import re
import threading
import time


def text(value):
    return re.sub('0x[0-9a-f]+', '0x', repr(value))


def run(function, n):
    threads = [threading.Thread(target=function) for _ in range(n)]
    for thread in threads:
        thread.start()
    return threads


def join(threads):
    for thread in threads:
        thread.join()


def until(predicate):
    while not predicate():
        time.sleep(0.001)


barrier = threading.Barrier(3)
print(text(barrier), barrier.parties, barrier.n_waiting, barrier.broken)
indices = []
join(run(lambda: indices.append(barrier.wait()), 3))
print(sorted(indices), text(barrier))

# Several rounds: nobody is in a round before all have left the one before.
rounds, lock = [], threading.Lock()


def play():
    for number in range(4):
        with lock:
            rounds.append(number)
        barrier.wait()


join(run(play, 3))
print(rounds)

# The action is called once a round, before anybody goes on.
log = []
acting = threading.Barrier(2, action=lambda: log.append(('action', acting.n_waiting)))
join(run(lambda: (acting.wait(), log.append('on')), 2))
join(run(lambda: (acting.wait(), log.append('on')), 2))
print(log)


# A failing action breaks the barrier: it is raised where it failed, the others get BrokenBarrierError.
def fail():
    raise KeyError('action')


outcomes = []


def outcome(barrier, *args):
    try:
        barrier.wait(*args)
        outcomes.append('passed')
    except Exception as error:
        outcomes.append(type(error).__name__)


failing = threading.Barrier(3, fail)
join(run(lambda: outcome(failing), 3))
print(sorted(outcomes), text(failing), failing.broken, failing.n_waiting)
outcomes.clear()
outcome(failing)
print(outcomes)
failing.reset()
print(text(failing))

# A time-out breaks it, for those that wait and those that come.
outcomes.clear()
timed = threading.Barrier(2, timeout=0.01)
outcome(timed)
outcome(timed)
print(outcomes, timed.broken)
timed.reset()
outcomes.clear()
outcome(timed, 0.01)
print(outcomes, text(timed))
try:
    timed.wait()
except threading.BrokenBarrierError as error:
    print(repr(error), type(error).__mro__)

# abort() and reset() while others wait.
for action in ('abort', 'reset'):
    outcomes.clear()
    barrier = threading.Barrier(3)
    threads = run(lambda: outcome(barrier), 2)
    until(lambda: barrier.n_waiting == 2)
    print(text(barrier))
    getattr(barrier, action)()
    join(threads)
    print(action, outcomes, text(barrier))
barrier.reset()
barrier.abort()
barrier.abort()
print(text(barrier))
barrier.reset()
outcomes.clear()
join(run(lambda: outcome(barrier), 3))
print(outcomes, text(barrier))

one = threading.Barrier(1)
print(one.wait(), one.wait(0), one.wait(-1))


class Own(threading.Barrier):
    pass


print(text(Own(2)))
