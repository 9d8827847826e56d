# Double-checked initialisation, with the wrong order inside. The first look is without the lock, so it may see the object as
# soon as it is published, and it is published before it is filled.
# explore: exception
import threading


class Settings:
    pass


settings = None
lock = threading.Lock()


def get():
    global settings
    if settings is None:
        with lock:
            if settings is None:
                settings = Settings()
                settings.size = 10
    return settings


def work():
    assert hasattr(get(), 'size'), 'settings without a size'


threads = [threading.Thread(target=work) for _ in range(2)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(settings.size)
