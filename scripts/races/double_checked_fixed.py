# Double-checked initialisation, repaired: the object is filled under a local name and published by one assignment at the end.
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
                fresh = Settings()
                fresh.size = 10
                settings = fresh
    return settings


def work():
    assert hasattr(get(), 'size'), 'settings without a size'


threads = [threading.Thread(target=work) for _ in range(2)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(settings.size)
