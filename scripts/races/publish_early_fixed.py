# Published before it is ready, repaired: the object enters the list when it is complete, and last of all.
import threading

plugins = []


class Plugin:
    def __init__(self, name):
        self.name = name


def load():
    plugins.append(Plugin('spelling'))


def look():
    for plugin in plugins:
        plugin.name.upper()


threads = [threading.Thread(target=f) for f in (load, look)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(len(plugins))
