# An entry made when it is first needed, repaired: setdefault() looks and puts in one step, so that all get the same list.
import threading

by_letter = {}


def add(word):
    by_letter.setdefault(word[0], []).append(word)


threads = [threading.Thread(target=add, args=(word,)) for word in ('ant', 'ape')]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sorted(by_letter['a']))
