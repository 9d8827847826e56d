# datetime stands for CPython's module in C: messages name its classes in full, tracebacks show no frame of it.
import datetime as D
import traceback

d = D.datetime(2024, 1, 1)


class Mine(D.date):
    pass


print(Mine(2024, 1, 2), repr(Mine(2024, 1, 2)), repr(d.isocalendar()))
Mine.extra = 1
for f in (lambda: d - 5, lambda: "a" + d, lambda: d.foo, lambda: D.date.nope, lambda: D.date(2024, 13, 1), lambda: d < 5,
          lambda: setattr(D.date, "x", 1), lambda: D.timedelta(1) + 1, lambda: D.time(25), lambda: d.strftime(5),
          lambda: D.datetime.fromtimestamp("a"), lambda: D.timedelta(days=10**10)):
    try:
        print(f())
    except Exception:
        traceback.print_exc()
D.date(2023, 2, 29)
