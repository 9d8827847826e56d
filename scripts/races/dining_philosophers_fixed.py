# Dining philosophers, repaired: the fork with the lower number is taken first, so that the last philosopher begins on the
# right. Locks that are always taken in one order cannot make a circle.
import threading

N = 3
forks = [threading.Lock() for _ in range(N)]
meals = []


def philosopher(i):
    first, second = sorted((i, (i + 1) % N))
    with forks[first]:
        with forks[second]:
            meals.append(i)


threads = [threading.Thread(target=philosopher, args=(i,)) for i in range(N)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sorted(meals))
