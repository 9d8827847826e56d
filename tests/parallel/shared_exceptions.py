# One exception that several threads raise, each while it handles another: its __context__ is one of theirs, or none where one of
# them takes it away meanwhile, and they all go on.
# modes: plain gil-off parallel
import threading

one = ValueError("everybody's")
gate = threading.Barrier(4)


def again(number):
    gate.wait()
    for turn in range(200):
        try:
            try:
                raise KeyError(number, turn)
            except KeyError:
                raise one
        except ValueError as error:
            assert error is one and isinstance(error.__context__, KeyError | None)
            error.__traceback__ = None
        try:
            try:
                raise KeyError(number, turn)
            except KeyError as cause:
                raise one from cause
        except ValueError as error:
            assert isinstance(error.__cause__, KeyError)
            error.__traceback__ = None

        def generator():
            try:
                raise KeyError(number, turn)
            except KeyError:
                try:
                    yield 1
                except ValueError as error:
                    yield error

        g = generator()
        next(g)
        one.__context__ = None
        assert g.throw(one) is one
        one.__traceback__ = None


threads = [threading.Thread(target=again, args=(n,)) for n in range(4)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(type(one.__cause__).__name__)
