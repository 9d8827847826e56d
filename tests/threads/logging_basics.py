# logging: levels, loggers and the tree of their names, records, filters.
# modes: plain tco fibers gil-off
import logging
import sys


def attempt(function, *args, **kwargs):
    try:
        print('returned', function(*args, **kwargs))
    except BaseException as error:
        print(f'{type(error).__name__}: {error}')


class Kept(logging.Handler):
    def __init__(self, name, level=0):
        super().__init__(level)
        self.name = name

    def emit(self, record):
        print(f'  {self.name}: {record.levelname} {record.name} {record.getMessage()!r} {record.funcName} {record.lineno}')


# Levels.
for level in (0, 10, 20, 30, 40, 50, 15, 'INFO', 'WARN', 'FATAL', 'NO', None):
    print(level, repr(logging.getLevelName(level)), end='; ')
print()
print(logging.CRITICAL, logging.FATAL, logging.ERROR, logging.WARNING, logging.WARN, logging.INFO, logging.DEBUG, logging.NOTSET)
logging.addLevelName(25, 'NOTICE')
print(logging.getLevelName(25), logging.getLevelName('NOTICE'), logging.getLevelNamesMapping())

# The tree.
root = logging.getLogger()
print(root, root.name, logging.getLogger('root') is root, logging.getLogger('') is root, root.level, root.parent)
low = logging.getLogger('a.b.c')
print(low, low.parent, low.level, low.getEffectiveLevel(), low.propagate, low.disabled, low.handlers)
middle = logging.getLogger('a')
print(low.parent is middle, middle.parent is root)
between = logging.getLogger('a.b')
print(low.parent is between, between.parent is middle, logging.getLogger('a.b') is between)
print(root.getChild('x'), between.getChild('c') is low, between.getChild('d.e').name)
print(sorted(root.manager.loggerDict), type(root.manager.loggerDict['a.b.d']).__name__)
attempt(logging.getLogger, 3)
attempt(low.setLevel, 'LOUD')
attempt(low.setLevel, 2.5)
attempt(low.log, 'INFO', 'x')
attempt(logging.Logger, 'x', 'nothing')

# Who gets what.
root.addHandler(Kept('root'))
middle.addHandler(Kept('middle', logging.ERROR))
low.addHandler(Kept('low'))
low.setLevel(logging.DEBUG)
print(low, root.hasHandlers(), low.hasHandlers(), low.isEnabledFor(10), middle.isEnabledFor(10), middle.isEnabledFor(30))
low.debug('debug %d', 1)
low.info('info %s %s', 'two', 'words')
low.warning('warning')
low.error('error %(key)s', {'key': 'value'})
low.critical('critical %r', 'x')
low.fatal('fatal')
low.log(25, 'notice')
low.log(3, 'never')
middle.info('never')
middle.warning('warning of middle')
root.error('error of root')
print('not propagating')
between.propagate = False
low.error('only low')
between.propagate = True
print('disabled')
low.disabled = True
low.error('never')
low.disabled = False
logging.disable(logging.ERROR)
low.error('never')
low.critical('still')
print(low.isEnabledFor(40), low.isEnabledFor(50), root.manager.disable)
logging.disable(logging.NOTSET)
low.error('again')
attempt(logging.disable, 'NOPE')
handler = low.handlers[0]
low.addHandler(handler)
print(len(low.handlers))
low.removeHandler(handler)
low.removeHandler(handler)
print(low.handlers, handler, handler.get_name())
handler.setLevel('ERROR')
print(handler.level, handler)
attempt(handler.setLevel, 'x')
attempt(logging.Handler().emit, None)


# Filters.
def no_secrets(record):
    return 'secret' not in record.getMessage()


low.addFilter(no_secrets)
low.info('a secret')
low.info('open')
low.removeFilter(no_secrets)
low.info('a secret')
only = logging.Filter('a.b')
print([bool(only.filter(logging.makeLogRecord({'name': name}))) for name in ('a', 'a.b', 'a.b.c', 'a.bc', 'root')])
print(logging.Filter().filter(logging.makeLogRecord({'name': 'x'})))
root.handlers[0].addFilter(only)
root.error('filtered')
low.error('passes')
root.handlers[0].removeFilter(only)

# Records.
record = logging.makeLogRecord({'msg': 'hello %s', 'args': ('you',), 'name': 'n', 'levelno': 20, 'lineno': 7})
print(record, record.getMessage(), record.exc_info, record.pathname)
record = logging.LogRecord('name', 30, '/some/where/file.py', 12, 'msg %s', ('x',), None, 'function', 'stack')
print(record.filename, record.module, record.levelname, record.funcName, record.stack_info, record.threadName, record.processName)
print(record.process > 0, record.thread > 0, record.msecs == int(record.msecs), 0 <= record.msecs < 1000, isinstance(record.created, float))
print(sorted(record.__dict__))
low.error('with extra', extra={'user': 'me'})
attempt(low.error, 'x', extra={'message': 1})
attempt(low.error, 'x', extra={'name': 1})
attempt(low.error, 'x', nonsense=1)


def helper(stacklevel):
    low.error('from a helper', stacklevel=stacklevel)


def caller():
    helper(1)
    helper(2)
    helper(3)


caller()

# Adapters.
adapter = logging.LoggerAdapter(low, {'user': 'u'})
print(adapter, adapter.name, adapter.isEnabledFor(10), adapter.hasHandlers(), adapter.getEffectiveLevel())
adapter.info('adapted %s', 1)
adapter.log(25, 'adapted')


class Prefix(logging.LoggerAdapter):
    def process(self, msg, kwargs):
        return f'[{self.extra["id"]}] {msg}', kwargs


Prefix(low, {'id': 7}).warning('prefixed')
Prefix(Prefix(low, {'id': 8}), {'id': 9}).error('twice')


# Classes of one's own.
class Mine(logging.Logger):
    def shout(self, msg):
        self.critical(msg.upper())


logging.setLoggerClass(Mine)
mine = logging.getLogger('mine')
print(mine, logging.getLoggerClass() is Mine)
mine.shout('loud')
logging.setLoggerClass(logging.Logger)
attempt(logging.setLoggerClass, int)


def factory(*args, **kwargs):
    record = logging.LogRecord(*args, **kwargs)
    record.msg = 'made: ' + record.msg
    return record


logging.setLogRecordFactory(factory)
low.error('x')
print(logging.getLogRecordFactory() is factory)
logging.setLogRecordFactory(logging.LogRecord)
import copy

print(copy.copy(low) is low, copy.deepcopy([root])[0] is root)

# Deprecated names, warnings.
import warnings

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter('always')
    low.warn('old %s', 'name')
    logging.warn('old function')
print([str(w.message) for w in caught])
logging.captureWarnings(True)
root.handlers[0].emit = lambda record: print(' ', record.name, record.levelname, record.getMessage())
warnings.warn('captured')
logging.captureWarnings(False)
print(logging.getLogger('py.warnings').handlers)
print(sorted(set(logging.__all__)))
