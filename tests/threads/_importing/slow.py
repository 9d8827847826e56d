import time
a = 1
time.sleep(0.05)
b = 2
