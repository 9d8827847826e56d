# logging: what is written: basicConfig, formatters and their styles, streams and files, exceptions, errors while logging.
# compare: stderr
# modes: plain random
import io
import logging
import os
import re
import sys
import tempfile


def attempt(function, *args, **kwargs):
    try:
        print('returned', function(*args, **kwargs))
    except BaseException as error:
        print(f'{type(error).__name__}: {error}')


# Without any handler: lastResort.
logging.getLogger('early').warning('to stderr')
logging.getLogger('early').info('nowhere')
print(logging.lastResort)
logging.warning('this configures')
print(logging.root.handlers)
logging.basicConfig(level=logging.DEBUG)
logging.info('too late')


def configured(**kwargs):
    """The text that a few calls write with such a basicConfig."""
    stream = io.StringIO()
    if 'filename' not in kwargs and 'handlers' not in kwargs:
        kwargs['stream'] = stream
    logging.basicConfig(force=True, **kwargs)
    logging.debug('d')
    logging.info('i')
    logging.getLogger('child').error('e %s', 1)
    return stream.getvalue()


print(configured(), end='')
print(configured(level=logging.DEBUG), end='')
print(configured(level='INFO', format='%(name)-8s|%(levelname)8s|%(levelno)d|%(message)s'), end='')
print(configured(style='{', level=0), end='')
print(configured(style='$', level=0, format='$name ${message}'), end='')
print(configured(format='%(filename)s %(module)s %(funcName)s %(threadName)s %(processName)s %(message)s', level=20), end='')
print(re.sub(r'\d', '9', configured(format='%(asctime)s %(message)s', level=20)), end='')
print(re.sub(r'\d', '9', configured(format='%(asctime)s %(message)s', datefmt='%H.%M', level=20)), end='')
for bad in ({'style': 'x'}, {'nonsense': 1, 'more': 2}, {'stream': sys.stdout, 'filename': 'x'}, {'stream': sys.stdout, 'handlers': []},
            {'format': 'nothing'}, {'level': 'LOUD'}):
    attempt(logging.basicConfig, force=True, **bad)

# Formatters.
record = logging.LogRecord('some.name', logging.ERROR, '/path/to/script.py', 42, 'message %s', ('arg',), None, 'function')
record.created, record.msecs = 86400 * 365.25, 7.0
for fmt, style in (('%(message)s', '%'), ('%(levelname)s:%(lineno)05d', '%'), ('{message!r:>20}', '{'), ('{lineno:x} {name}', '{'),
                   ('$message $lineno', '$'), ('${message} $$', '$'), (None, '%'), (None, '{'), (None, '$')):
    formatter = logging.Formatter(fmt, style=style)
    print(repr(formatter.format(record)), formatter.usesTime())
for fmt, style in (('', '%'), ('no fields', '%'), ('%(message)', '%'), ('%(x)s', '%'), ('{}', '{'), ('{message', '{'), ('{message!x}', '{'),
                   ('{a b}', '{'), ('{x}', '{'), ('{message:%q}', '{'), ('none', '{'), ('$', '$'), ('none', '$'), ('$x', '$'), ('x', 'y'),
                   ('{0.x}', '{'), ('{name[0]}', '{'), ('{lineno:>+#08,.3f}', '{'), ('{message}}', '{')):
    print(repr(fmt), end=' ')
    attempt(lambda: logging.Formatter(fmt, style=style).format(record))
accepted = []
for fmt in ('%', '%(', '%(a', '%(a)', 'x%(a)-10sx', '%(a)5', '%(a).s', '%(a).2f', '%(a)*.*d', '%(a).*', '%(a b)s', '%(a_1)%', '%()s', '%(a)q%(b)s',
            '%(a)S', '%(\u00e9)s', '%%(a)s', '%(a)+#0 10.5E', '%s', '%(a)ld', '%(a).5.5f', '%(a)**d'):
    try:
        logging.Formatter(fmt)
        accepted.append(fmt)
    except ValueError:
        pass
print(accepted)
print(logging.Formatter('%(x)s', validate=False, defaults={'x': 'default'}).format(record))
attempt(logging.Formatter('plain', validate=False).format, record)
formatter = logging.Formatter('%(asctime)s %(message)s')
formatter.converter = __import__('time').gmtime
print(formatter.format(record), formatter.formatTime(record), formatter.formatTime(record, '%Y'))
formatter.default_msec_format = None
print(formatter.formatTime(record))
print(logging.BufferingFormatter().format([record, record]), repr(logging.BufferingFormatter().format([])))

# Exceptions and stacks.
stream = io.StringIO()
handler = logging.StreamHandler(stream)
logger = logging.getLogger('exceptions')
logger.propagate = False
logger.addHandler(handler)
try:
    {}['missing']
except KeyError as error:
    logger.exception('with traceback %d', 1)
    logger.error('given', exc_info=error)
    logger.error('a tuple', exc_info=sys.exc_info())
    logger.error('none of it', exc_info=False)
logger.error('no exception', exc_info=True)


def inner():
    logger.error('the stack', stack_info=True)


inner()
print(stream.getvalue(), end='')

# Handlers.
print(re.sub('0x[0-9a-f]+', '0x', repr(handler)), logging.StreamHandler(), logging.NullHandler(), logging.Handler(5))
other = io.StringIO()
print(handler.setStream(other) is stream, handler.setStream(other))
handler.terminator = '|\n'
logger.error('elsewhere')
print(other.getvalue(), end='')
handler.setFormatter(logging.Formatter('formatted: %(message)s'))
logger.error('x')
print(other.getvalue().splitlines()[-1])

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, 'log.txt')
    logging.basicConfig(filename=path, force=True, level='INFO', encoding='utf-8')
    logging.info('in a file: \u00e4')
    print(repr(logging.root.handlers[0]).replace(folder, 'FOLDER'), logging.root.handlers[0].mode)
    logging.basicConfig(filename=path, force=True, level='INFO', filemode='a', format='%(message)s', encoding='utf-8')
    logging.info('appended')
    print(open(path, encoding='utf-8').read(), end='')
    logging.basicConfig(filename=path, force=True, filemode='w')
    print(repr(open(path).read()))
    late = logging.FileHandler(os.path.join(folder, 'late'), delay=True)
    print(os.path.exists(late.baseFilename), late.stream)
    late.handle(record)
    print(os.path.exists(late.baseFilename), open(late.baseFilename).read(), end='')
    late.close()
    late.close()
    logging.basicConfig(force=True)

    from logging.handlers import MemoryHandler, RotatingFileHandler
    rotating = RotatingFileHandler(os.path.join(folder, 'r'), maxBytes=30, backupCount=2)
    rotating.setFormatter(logging.Formatter('%(message)s'))
    for i in range(12):
        rotating.handle(logging.makeLogRecord({'msg': 'line %d' % i}))
    rotating.close()
    for name in sorted(os.listdir(folder)):
        if name.startswith('r'):
            print(name, open(os.path.join(folder, name)).read().split('\n'))
    memory = MemoryHandler(3, target=handler)
    before = len(other.getvalue())
    for level in (10, 20, 40, 20, 20, 20, 10):
        memory.handle(logging.makeLogRecord({'msg': 'm%d' % level, 'levelno': level}))
        print(len(memory.buffer), end=' ')
    memory.close()
    print(other.getvalue()[before:].split())

# Errors while logging are shown and do not get in the way.
stderr, sys.stderr = sys.stderr, io.StringIO()
logger.error('too %s few %s', 1)
logger.error('wrong %d', 'x')
text, sys.stderr = sys.stderr.getvalue(), stderr
print(re.sub(r'  File "[^"\n]*[ /]logging[^_][^"\n]*", line \d+, in \w+\n(    .*\n)*', '', text), end='')
logging.raiseExceptions = False
logger.error('silent %d', 'x')
logging.raiseExceptions = True
logging.shutdown()
logging.getLogger('late').error('after shutdown')
logging.lastResort = None
logging.root.handlers.clear()
logging.getLogger('unheard').error('lost')
logging.getLogger('unheard').error('lost')
