# sched: the order of events, cancelling, and a clock of one's own.
# modes: plain tco fibers gil-off
import sched
import threading
import time


class Clock:
    now = 0

    def time(self):
        return self.now

    def sleep(self, n):
        if n:
            print('  sleep', n)
        self.now += n


clock = Clock()
scheduler = sched.scheduler(clock.time, clock.sleep)
print(scheduler.empty(), scheduler.queue, scheduler.run())
scheduler.enter(10, 1, print, ('ten',))
scheduler.enter(5, 2, print, ('five, second',))
scheduler.enter(5, 1, print, ('five, first',))
scheduler.enter(5, 2, print, ('five, third',), {'end': '!\n'})
event = scheduler.enterabs(7, 1, print, argument=('never',))
print(event)
print(event.time, event.priority, event.sequence, event.action is print, event.argument, event.kwargs)
print([e.argument for e in scheduler.queue], scheduler.empty())
scheduler.cancel(event)
try:
    scheduler.cancel(event)
except ValueError as error:
    print(error)
print(scheduler.run(blocking=False))
clock.now = 6
print(scheduler.run(False), len(scheduler.queue))
print(scheduler.run(), clock.now, scheduler.empty())


# Events that make events; an error leaves the rest in the queue.
def again(n):
    print('again', n, clock.now)
    if n:
        scheduler.enter(1, 1, again, (n - 1,))


scheduler.enter(1, 1, again, (2,))
scheduler.run()
scheduler.enter(1, 1, lambda: 1 / 0)
scheduler.enter(2, 1, print, ('after the error',))
try:
    scheduler.run()
except ZeroDivisionError as error:
    print(error, len(scheduler.queue))
scheduler.run()

print(scheduler.enter(1, 1, len) < scheduler.enter(1, 1, max), sorted(e.action.__name__ for e in scheduler.queue))
print(sched.Event.__mro__, sched.Event._fields, sched.__all__)

# Real time, in a thread.
real = sched.scheduler()
print(real.timefunc is time.monotonic, real.delayfunc is time.sleep)
order = []
for delay in (0.03, 0.01, 0.02):
    real.enter(delay, 1, order.append, (delay,))
thread = threading.Thread(target=real.run)
thread.start()
thread.join()
print(order)
