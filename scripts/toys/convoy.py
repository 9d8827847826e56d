# The convoy: a thread that asks a slow device again and again, beside one that computes. The answer is there after a
# millisecond, but then the thread has to ask for the GIL, and gets it only after the switch interval.
# convoy.py [QUESTIONS [SECONDS]]: the switch interval may be given too.
import sys
import threading
import time

questions = int(sys.argv[1]) if len(sys.argv) > 1 else 40
if len(sys.argv) > 2:
    sys.setswitchinterval(float(sys.argv[2]))
done = False
loops = 0


def compute():
    global loops
    while not done:
        loops += 1


def ask():
    for _ in range(questions):
        time.sleep(0.001)


asker, computer = threading.Thread(target=ask, name="ask"), threading.Thread(target=compute, name="compute")
computer.start()
asker.start()
asker.join()
done = True
computer.join()
print(questions, "questions asked")
