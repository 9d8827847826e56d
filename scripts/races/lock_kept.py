# A lock that is kept when something fails. pop() of an empty list raises, release() is not reached, and whoever wants the
# lock next waits for ever.
# explore: deadlock
import threading

lock = threading.Lock()
stock = ['apple']
sold = []


def sell():
    if stock:
        try:
            lock.acquire()
            sold.append(stock.pop())
            lock.release()
        except IndexError:
            pass  # somebody was faster


def count():
    lock.acquire()
    assert len(stock) + len(sold) == 1
    lock.release()


threads = [threading.Thread(target=f) for f in (sell, sell, count)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sold)
