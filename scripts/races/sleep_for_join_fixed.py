# Sleeping instead of waiting, repaired: join() returns when the thread is over, however long that takes.
import threading

result = []


def work():
    result.append(6 * 7)


thread = threading.Thread(target=work)
thread.start()
thread.join()
print(result)
