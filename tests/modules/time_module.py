# time: clocks move forward, structures, formatting with fixed moments.
import time
a = time.time(); b = time.monotonic(); c = time.perf_counter(); n = time.perf_counter_ns(); time.sleep(0.01)
print(time.time() >= a, time.monotonic() - b >= 0.009, time.perf_counter() > c, time.perf_counter_ns() - n > 9_000_000, type(time.time()).__name__, type(time.time_ns()).__name__, type(time.monotonic_ns()).__name__, time.process_time() >= 0)
g = time.gmtime(0); print(g, tuple(g), g.tm_year, g.tm_yday, g[3], len(g)); print(time.gmtime(1e9)[:6], time.gmtime(-1)[:6], time.gmtime(951782400)[:3], time.asctime(g), time.strftime("%Y-%m-%d %H:%M:%S %j %a %A %b %B %y %p %I %%", g), time.strftime("%d/%m/%y", (2024, 2, 29, 12, 30, 45, 3, 60, 0)), type(time.localtime()).__name__, isinstance(time.timezone, int), len(time.tzname))
print(time.struct_time(range(9)), time.struct_time((1, 2, 3, 4, 5, 6, 7, 8, 9)).tm_hour, time.mktime(time.localtime(10 ** 9)) == 10 ** 9)
for t in ("time.sleep(-1)", "time.sleep('a')", "time.gmtime('a')", "time.strftime(5)", "time.gmtime(1e20)", "time.struct_time((1, 2))", "time.strftime('%Y', (1,))", "time.mktime(5)", "time.asctime(5)", "time.time(1)", "time.sleep()", "time.strftime('%Y', (2024, 13, 1, 0, 0, 0, 0, 1, 0))"):
    try: print(t, "=", eval(t))
    except Exception as e: print(t, "->", type(e).__name__, e)
