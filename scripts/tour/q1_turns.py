# Q1: two threads write their letters. Who had the interpreter when?
from itertools import groupby
import threading

letters = []


def work(letter):
    for _ in range(300):
        letters.append(letter)


threads = [threading.Thread(target=work, args=(x,)) for x in "AB"]
for t in threads:
    t.start()
for t in threads:
    t.join()
turns = [f"{x}{len(list(run))}" for x, run in groupby(letters)]
print(" ".join(turns[:12]), "..." if len(turns) > 12 else "")
print(len(letters), "letters in", len(turns), "turns")
