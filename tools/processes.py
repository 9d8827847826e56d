"""Running a command under limits in plain surroundings: what the test runner and the fuzzers share."""
import os
import resource
import selectors
import signal
import subprocess
import tempfile
import time

SANITIZER_ENV = {
    "ASAN_OPTIONS": "detect_leaks=0:abort_on_error=1:allocator_may_return_null=1",
    "UBSAN_OPTIONS": "print_stacktrace=1:halt_on_error=1:abort_on_error=1",
}
# What a sanitizer's report holds.
REPORTS = ("AddressSanitizer", "UndefinedBehaviorSanitizer", "ThreadSanitizer", ": runtime error: ")


class Run:
    """How a process ended; `flooded`: stopped because it wrote too much; code < 0: the signal that killed it."""

    def __init__(self, code, out, err, timed_out, flooded, seconds):
        self.code, self.out, self.err = code, out, err
        self.timed_out, self.flooded, self.seconds = timed_out, flooded, seconds

    @property
    def stopped(self):
        return self.timed_out or self.flooded


def environment(extra=()):
    """The same plain surroundings for every interpreter."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "LC_", "TERRARIUM"))}
    env.update(LANG="C.UTF-8", LC_ALL="C.UTF-8", TERM="dumb", NO_COLOR="1", COLUMNS="80", PYTHONDONTWRITEBYTECODE="1")
    for key, value in SANITIZER_ENV.items():
        env.setdefault(key, value)
    env.update(extra)
    return env


def signal_name(code):
    """Of the code of a process that a signal killed."""
    try:
        return signal.Signals(-code).name
    except ValueError:
        return "signal %d" % -code


def collect(process, seconds, output_limit):
    """(stdout, stderr, timed out?, flooded?) of a process until it has ended or a limit is reached."""
    end = time.monotonic() + seconds
    taken = {process.stdout: bytearray(), process.stderr: bytearray()}
    with selectors.DefaultSelector() as selector:
        for stream in taken:
            selector.register(stream, selectors.EVENT_READ)
        while selector.get_map():
            left = end - time.monotonic()
            ready = selector.select(left) if left > 0 else []
            if not ready:
                return *taken.values(), True, False
            for key, _ in ready:
                data = os.read(key.fileobj.fileno(), 65536)
                if data:
                    taken[key.fileobj] += data
                else:
                    selector.unregister(key.fileobj)
            if sum(map(len, taken.values())) > output_limit:
                return *taken.values(), False, True
    try:
        process.wait(max(end - time.monotonic(), 0.1))
    except subprocess.TimeoutExpired:
        return *taken.values(), True, False
    return *taken.values(), False, False


def execute(command, cwd, env, seconds, stdin=b"", output_limit=64 << 20, preexec=None):
    """Runs a command; its whole process group is killed when it has ended or reached a limit of time or output."""
    start = time.monotonic()
    with tempfile.TemporaryFile() as given:
        given.write(stdin)
        given.seek(0)
        with subprocess.Popen(command, cwd=cwd, env=env, stdin=given if stdin else subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, start_new_session=True, preexec_fn=preexec) as process:
            try:
                out, err, timed_out, flooded = collect(process, seconds, output_limit)
            finally:
                try:
                    os.killpg(process.pid, signal.SIGKILL)
                except OSError:
                    pass
    out, err = (bytes(text).decode("utf-8", "backslashreplace") for text in (out, err))
    return Run(process.returncode, out, err, timed_out, flooded, time.monotonic() - start)


def no_core_files():
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
