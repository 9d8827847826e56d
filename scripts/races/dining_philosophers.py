# Dining philosophers (Dijkstra 1965). Each takes the fork on the left, then the one on the right. When all have taken
# their left one, nobody will ever get a right one.
# explore: deadlock
import threading

N = 3
forks = [threading.Lock() for _ in range(N)]
meals = []


def philosopher(i):
    with forks[i]:
        with forks[(i + 1) % N]:
            meals.append(i)


threads = [threading.Thread(target=philosopher, args=(i,)) for i in range(N)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sorted(meals))
