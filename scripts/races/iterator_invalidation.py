# Iterating over what another thread changes. The loop over the dict takes a step at a time; a key that is added in between
# makes the next step fail.
# explore: exception
import threading

prices = {'tea': 3, 'rice': 5}
total = []


def add_up():
    total.append(sum(price for price in prices.values()))


def add_one():
    prices['milk'] = 2


threads = [threading.Thread(target=f) for f in (add_up, add_one)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sorted(prices))
