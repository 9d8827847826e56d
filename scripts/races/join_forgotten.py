# join() forgotten. The thread is nearly always done when the result is read, and nearly always is not always.
# explore: differs
import threading

result = []


def work():
    result.append(6 * 7)


threading.Thread(target=work).start()
print(result)
