#!/usr/bin/env python3
"""Runs a command in a terminal of its own (tmux), types what stdin says and prints what is on the screen.

Lines of stdin:

    enter TEXT      types TEXT and Enter, then waits until the screen is still
    type TEXT       types TEXT
    key NAME...     presses keys by tmux's names: Up, C-c, Tab, Enter, M-Enter
    paste TEXT      pastes TEXT as a terminal does; \\n in it is a newline
    paste-file F    pastes the file F
    wait TEXT       waits until the screen holds TEXT
    resize 60x20    changes the size
    signal TERM     sends a signal to the command; `signal KILL child` to the process it started
    show            prints the screen without the empty lines at its end, then a line of dashes

With --prompt (several may be given) enter and paste also wait until the cursor's line begins with one, or the command has
ended: so that a slow machine shows the same. Begins when the command has written something. When stdin ends: `(exit N)` if the command has ended by itself within a second, else `(still running)`, and it is killed.
"""
import argparse
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time


class Screen:
    def __init__(self, folder, command, size, seconds, prompts):
        self.prompts = tuple(prompts)
        self.tmux = ["tmux", "-S", os.path.join(folder, "socket"), "-f", "/dev/null"]
        self.code = os.path.join(folder, "code")
        self.seconds = seconds
        width, height = size.split("x")
        self.settings = [os.path.join(folder, name) for name in ("before", "after")]
        before, after, code = map(shlex.quote, self.settings + [self.code])
        whole = "stty -g > %s; %s; echo $? > %s.new; stty -g > %s; mv %s.new %s; sleep 1000" % (
            before, " ".join(map(shlex.quote, command)), code, after, code, code)
        environment = {k: v for k, v in os.environ.items() if k not in ("TERM", "TMUX", "COLUMNS", "LINES")}
        environment["TERM"] = "screen"
        subprocess.run(self.tmux + ["new-session", "-d", "-s", "test", "-x", width, "-y", height, whole], check=True, env=environment)
        self.run("set", "-g", "status", "off")
        self.run("set", "-g", "escape-time", "0")
        self.run("resize-window", "-t", "test", "-x", width, "-y", height)
        end = time.monotonic() + seconds
        while not self.text() and time.monotonic() < end:
            time.sleep(0.03)
        self.wait_until_prompted()

    def run(self, *words):
        return subprocess.run(self.tmux + list(words), capture_output=True, text=True, check=False).stdout

    def text(self):
        return "\n".join(line.rstrip() for line in self.run("capture-pane", "-t", "test", "-p").splitlines()).rstrip("\n")

    def state(self):
        return self.run("capture-pane", "-t", "test", "-p") + self.run("display-message", "-t", "test", "-p", "#{cursor_x} #{cursor_y}")

    def wait_until_still(self):
        end = time.monotonic() + self.seconds
        last, since = self.state(), time.monotonic()
        while time.monotonic() < end:
            time.sleep(0.03)
            now = self.state()
            if now != last:
                last, since = now, time.monotonic()
            elif time.monotonic() - since > 0.12:
                return

    def wait_until_prompted(self):
        end = time.monotonic() + self.seconds
        while self.prompts and time.monotonic() < end and not os.path.exists(self.code):
            row = int(self.run("display-message", "-t", "test", "-p", "#{cursor_y}") or 0)
            lines = self.run("capture-pane", "-t", "test", "-p").splitlines()
            if row < len(lines) and (lines[row] + " ").startswith(self.prompts):
                return
            time.sleep(0.03)
        self.wait_until_still()

    def wait_for(self, text):
        end = time.monotonic() + self.seconds
        while text not in self.text():
            if time.monotonic() > end:
                print("(waited in vain for %r)" % text)
                return
            time.sleep(0.03)

    def type(self, text):
        if text:
            self.run("send-keys", "-t", "test", "-l", "--", text)

    def signal(self, name, whom):
        process = self.run("display-message", "-t", "test", "-p", "#{pane_pid}").strip()
        for _ in range(2 if whom == "child" else 1):
            with open("/proc/%s/task/%s/children" % (process, process), encoding="ascii") as file:
                process = file.read().split()[0]
        os.kill(int(process), getattr(signal, "SIG" + name))

    def paste_file(self, name):
        self.run("load-buffer", name)
        self.run("paste-buffer", "-p", "-r", "-t", "test")

    def play(self, line, folder):
        action, _, rest = line.partition(" ")
        if action == "enter":
            self.type(rest)
            self.run("send-keys", "-t", "test", "Enter")
            self.wait_until_still()
            self.wait_until_prompted()
        elif action == "type":
            self.type(rest)
            self.wait_until_still()
        elif action == "key":
            self.run("send-keys", "-t", "test", *rest.split())
            self.wait_until_still()
        elif action == "paste":
            name = os.path.join(folder, "paste")
            with open(name, "w", encoding="utf-8") as file:
                file.write(rest.replace("\\n", "\n"))
            self.paste_file(name)
            self.wait_until_still()
            self.wait_until_prompted()
        elif action == "paste-file":
            self.paste_file(rest)
            self.wait_until_still()
            self.wait_until_prompted()
        elif action == "wait":
            self.wait_for(rest)
        elif action == "resize":
            width, height = rest.split("x")
            self.run("resize-window", "-t", "test", "-x", width, "-y", height)
            self.wait_until_still()
        elif action == "signal":
            name, _, whom = rest.partition(" ")
            self.signal(name, whom)
            time.sleep(0.2)
            self.wait_until_still()
        elif action == "show":
            print(self.text() + "\n--------")
        elif action and action != "#":
            sys.exit("screen.py: %r is no action" % action)

    def tell_what_is_left(self):
        """Of the terminal's modes: every command should leave them as they were."""
        with open(self.settings[0], encoding="ascii") as before, open(self.settings[1], encoding="ascii") as after:
            left = [] if before.read() == after.read() else ["stty"]
        for flag, usual in (("alternate_on", "0"), ("cursor_flag", "1"), ("mouse_any_flag", "0"), ("keypad_cursor_flag", "0"), ("keypad_flag", "0")):
            if self.run("display-message", "-t", "test", "-p", "#{%s}" % flag).strip() != usual:
                left.append(flag)
        if left:
            print("(the terminal was not given back: %s)" % ", ".join(left))

    def finish(self):
        end = time.monotonic() + 1
        while time.monotonic() < end and not os.path.exists(self.code):
            time.sleep(0.03)
        if os.path.exists(self.code):
            time.sleep(0.05)
            with open(self.code, encoding="ascii") as file:
                print("(exit %s)" % file.read().strip())
            self.tell_what_is_left()
        else:
            print("(still running)")
        self.run("kill-server")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", default="80x24")
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--prompt", action="append", default=[])
    parser.add_argument("command", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    if not shutil.which("tmux"):
        print("skipped: needs tmux")
        return 77
    with tempfile.TemporaryDirectory() as folder:
        screen = Screen(folder, options.command, options.size, options.seconds, options.prompt)
        try:
            for line in sys.stdin.read().splitlines():
                screen.play(line, folder)
        finally:
            screen.finish()
    return 0


if __name__ == "__main__":
    sys.exit(main())
