import time
import _importing.first
time.sleep(0.05)
y = 2
