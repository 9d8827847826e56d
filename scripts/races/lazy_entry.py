# An entry of a dict made when it is first needed. Two threads see that it is missing; the second replaces the first one's
# list, and what was in it is gone.
# explore: differs
import threading

by_letter = {}


def add(word):
    if word[0] not in by_letter:
        by_letter[word[0]] = []
    by_letter[word[0]].append(word)


threads = [threading.Thread(target=add, args=(word,)) for word in ('ant', 'ape')]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sorted(by_letter['a']))
