#!/usr/bin/env python3
"""Runs a command on a pseudo-terminal, types what stdin holds and prints the whole session.

Each line of stdin is typed, with Enter, when the command prompts (with `>>> `, `... ` or the text of --prompt). Lines
that begin with a backslash do something else:

    \\C          Ctrl-C at the prompt            \\C TEXT     Ctrl-C once TEXT was printed
    \\D          Ctrl-D at the prompt            \\type TEXT  TEXT without Enter; ^C and ^D in it are those keys
    \\say TEXT   TEXT and Enter once the command waits, prompt or not (it is given 0.3 s)

Ends with the command's exit code in the last line, `(exit N)`. What takes longer than --seconds is killed.
"""
import argparse
import os
import pty
import select
import signal
import sys
import termios
import time


class Session:
    def __init__(self, command, prompts, seconds):
        self.prompts, self.end = prompts, time.monotonic() + seconds
        self.text = b""
        self.read_from = 0  # what was answered already is no prompt any more
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.execvp(command[0], command)

    def pump(self, limit):
        """Takes what the command writes for at most `limit` seconds; False when it has ended."""
        ready, _, _ = select.select([self.terminal], [], [], max(0, limit))
        if not ready:
            return True
        try:
            data = os.read(self.terminal, 65536)
        except OSError:  # the other side is closed
            return False
        self.text += data
        return bool(data)

    def wait_for(self, condition):
        while not condition():
            if not self.pump(self.end - time.monotonic()):
                return False
            if time.monotonic() > self.end:
                os.kill(self.pid, signal.SIGKILL)
                self.text += b"\n(killed: it took too long)\n"
                return False
        return True

    def prompted(self):
        return any(self.text[self.read_from:].endswith(prompt) for prompt in self.prompts)

    def printed(self):
        """What came since the last line was typed, without its echo."""
        text = self.text[self.read_from:]
        return text.partition(b"\n")[2] if self.read_from else text

    def send(self, data):
        self.read_from = len(self.text)
        os.write(self.terminal, data)
        return True

    def play(self, line):
        """Types a line of the script; False when the command has ended."""
        if line.startswith("\\C "):
            wanted = line[3:].encode()
            if not self.wait_for(lambda: wanted in self.printed()):
                return False
            time.sleep(0.2)  # until the command is past its print()
            return self.send(b"\x03")
        if line.startswith("\\say "):
            time.sleep(0.3)
            self.pump(0)
            return self.send(line[5:].encode() + b"\n")
        if not self.wait_for(self.prompted):
            return False
        if line.startswith("\\type "):
            return self.send(line[6:].encode().replace(b"^C", b"\x03").replace(b"^D", b"\x04"))
        return self.send({"\\C": b"\x03", "\\D": b"\x04"}.get(line, line.encode() + b"\n"))

    def finish(self):
        self.wait_for(lambda: False)
        _, status = os.waitpid(self.pid, 0)
        return os.waitstatus_to_exitcode(status)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--prompt", action="append", default=[">>> ", "... "])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("command", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    session = Session(options.command, [prompt.encode() for prompt in options.prompt], options.seconds)
    attributes = termios.tcgetattr(session.terminal)
    attributes[1] &= ~termios.ONLCR
    termios.tcsetattr(session.terminal, termios.TCSANOW, attributes)
    for line in sys.stdin.read().splitlines():
        if session.play(line) is False:
            break
    code = session.finish()
    shown = session.text.decode("utf-8", "backslashreplace").replace("\r\n", "\n")
    print("%s%s(exit %d)" % (shown, "" if shown.endswith("\n") or not shown else "\n", code))


if __name__ == "__main__":
    sys.exit(main())
