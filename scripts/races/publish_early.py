# Published before it is ready. The constructor puts the new object into a list that others read, and only then fills it.
# explore: exception
import threading

plugins = []


class Plugin:
    def __init__(self, name):
        plugins.append(self)
        self.name = name


def load():
    Plugin('spelling')


def look():
    for plugin in plugins:
        plugin.name.upper()


threads = [threading.Thread(target=f) for f in (load, look)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(len(plugins))
