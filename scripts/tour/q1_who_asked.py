# Q1: how the GIL changed hands for the first time in the loop of
# q1_busy.py, from the file that --gil-log wrote.
import json
import sys

with open(sys.argv[1]) as file:
    log = json.load(file)["traceEvents"]
names = {e["tid"]: e["args"]["name"].split(" ", 1)[1]
         for e in log if e["name"] == "thread_name"}
events = [e for e in log if e["ph"] == "i"]
events.sort(key=lambda e: e["ts"])


def tell(event, text):
    time = (event["ts"] - wanted["ts"]) / 1000
    print(f"{time:6.2f} ms  {names[event['tid']]} {text}")


# When the holder saw that it was asked; what came before, and after.
at = next(i for i, e in enumerate(events)
          if e["name"] == "poll" and e["args"]["function"] == "work")
seen, before, after = events[at], events[at::-1], events[at:]
where, holder = seen["args"], seen["tid"]
asked = next(e for e in before if e["name"] == "drop_request"
             and e["args"]["thread"] == holder)
wanted = next(e for e in before if e["name"] == "request"
              and e["tid"] == asked["tid"])
gone = next(e for e in after if e["name"] == "release_forced"
            and e["tid"] == holder)

tell(wanted, f"wants the GIL; {names[wanted['args']['thread']]} holds it")
tell(asked, f"still waits, and asks {names[holder]} to let go")
tell(seen, f"sees that at {where['opcode']} in line {where['line']}")
tell(gone, f"hands the GIL to {names[gone['args']['thread']]}")
