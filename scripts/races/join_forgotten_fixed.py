# join() forgotten, repaired: main waits until the thread is over.
import threading

result = []


def work():
    result.append(6 * 7)


thread = threading.Thread(target=work)
thread.start()
thread.join()
print(result)
