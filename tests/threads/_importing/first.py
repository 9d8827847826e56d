import time
import _importing.second
time.sleep(0.05)
x = 1
