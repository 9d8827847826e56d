# A lock that is kept when something fails, repaired: `with` releases it however the block ends.
import threading

lock = threading.Lock()
stock = ['apple']
sold = []


def sell():
    if stock:
        try:
            with lock:
                sold.append(stock.pop())
        except IndexError:
            pass  # somebody was faster


def count():
    with lock:
        assert len(stock) + len(sold) == 1


threads = [threading.Thread(target=f) for f in (sell, sell, count)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sold)
