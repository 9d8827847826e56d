# Iterating over what another thread changes, repaired: list(...) of a dict's values is one step, and the copy is nobody
# else's. (Where several steps have to agree, a lock is needed.)
import threading

prices = {'tea': 3, 'rice': 5}
total = []


def add_up():
    total.append(sum(price for price in list(prices.values())))


def add_one():
    prices['milk'] = 2


threads = [threading.Thread(target=f) for f in (add_up, add_one)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sorted(prices))
