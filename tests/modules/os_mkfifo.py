# os.mkfifo: a pipe with a name; opening it waits for the other end, while other threads run.
# modes: plain gil-off
# in-threads: the name of its pipe
import os
import stat
import tempfile
import threading
import time

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, 'pipe')
    print(os.mkfifo(path), stat.S_ISFIFO(os.stat(path).st_mode), oct(stat.S_IMODE(os.stat(path).st_mode) & 0o700))
    os.mkfifo(os.fsencode(path) + b'2', mode=0o600)
    print(oct(stat.S_IMODE(os.stat(path + '2').st_mode)), sorted(os.listdir(folder)))
    for arguments in ((path,), (os.path.join(folder, 'no', 'such'),), (3.5,), (), (path, 'x')):
        try:
            os.mkfifo(*arguments)
        except (OSError, TypeError, ValueError) as error:
            print(type(error).__name__, str(error).replace(folder, 'FOLDER'))

    def write():
        with open(path, 'w') as pipe:
            for line in ('one\n', 'two\n', 'three\n'):
                pipe.write(line)
                pipe.flush()
                time.sleep(0.001)

    def write_raw():
        descriptor = os.open(path, os.O_WRONLY)
        os.write(descriptor, b'raw')
        os.close(descriptor)

    for function in write, write_raw:
        writer = threading.Thread(target=function)
        writer.start()
        time.sleep(0.005)
        with open(path) as pipe:
            print([line for line in pipe])
        writer.join()
    reader = threading.Thread(target=lambda: print(open(path, 'rb').read()))
    reader.start()
    time.sleep(0.005)
    write()
    reader.join()
