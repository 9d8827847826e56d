# The old camelCase names still work and say so, with the line that used them.
# modes: plain fibers gil-off
import threading
import warnings


def shown(function):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter('always')
        result = function()
    for warning in caught:
        print(warning.category.__name__, warning.message, warning.filename.endswith('deprecated_names.py'), warning.lineno)
    return result


thread = threading.Thread(name='old')
print(shown(lambda: thread.getName()))
print(shown(lambda: thread.setName('new')))
print(shown(lambda: thread.isDaemon()))
print(shown(lambda: thread.setDaemon(True)))
print(thread)
print(shown(lambda: threading.activeCount()))
print(shown(lambda: threading.currentThread()) is threading.current_thread())
print(shown(lambda: threading.Event().isSet()))
condition = threading.Condition()
with condition:
    print(shown(lambda: condition.notifyAll()))
try:
    shown(lambda: threading.Condition().notifyAll())
except RuntimeError as error:
    print(error)
