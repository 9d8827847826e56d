# Sleeping instead of waiting. A tenth of a second is plenty for the thread, on this machine, on a quiet day.
# explore: differs
import threading
import time

result = []


def work():
    result.append(6 * 7)


threading.Thread(target=work).start()
time.sleep(0.1)
print(result)
