import time
begun = 1
time.sleep(0.05)
1 / 0
