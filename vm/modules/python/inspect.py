# Looking at live objects: what kind they are, their members, and the signatures of callables.
# Source code is found through linecache for what was read from files; code flags are CPython's.

import sys
import types

CO_OPTIMIZED, CO_NEWLOCALS, CO_VARARGS, CO_VARKEYWORDS, CO_NESTED, CO_GENERATOR = 1, 2, 4, 8, 16, 32
CO_COROUTINE, CO_ITERABLE_COROUTINE, CO_ASYNC_GENERATOR = 128, 256, 512

_mappingproxy = type(type.__dict__)


# Kinds of objects

def ismodule(object):
    """Return true if the object is a module."""
    return isinstance(object, types.ModuleType)


def isclass(object):
    """Return true if the object is a class."""
    return isinstance(object, type)


def ismethod(object):
    """Return true if the object is an instance method."""
    return isinstance(object, types.MethodType)


def isfunction(object):
    """Return true if the object is a user-defined function."""
    return isinstance(object, types.FunctionType)


def isbuiltin(object):
    """Return true if the object is a built-in function or method."""
    return isinstance(object, types.BuiltinFunctionType)


def isroutine(object):
    """Return true if the object is any kind of function or method."""
    return isbuiltin(object) or isfunction(object) or ismethod(object) or ismethoddescriptor(object)


def ismethoddescriptor(object):
    """True for descriptors with __get__ but not __set__ that are no methods, functions or classes."""
    if isclass(object) or ismethod(object) or isfunction(object):
        return False
    kind = type(object)
    return hasattr(kind, '__get__') and not hasattr(kind, '__set__')


def isdatadescriptor(object):
    """Return true if the object is a data descriptor."""
    if isclass(object) or ismethod(object) or isfunction(object):
        return False
    kind = type(object)
    return hasattr(kind, '__set__') or hasattr(kind, '__delete__')


def ismemberdescriptor(object):
    """Return true if the object is a member descriptor."""
    return isinstance(object, types.MemberDescriptorType)


def isgetsetdescriptor(object):
    """Return true if the object is a getset descriptor."""
    return isinstance(object, types.GetSetDescriptorType)


def _has_flag(f, flag):
    from functools import partial
    while True:
        if ismethod(f):
            f = f.__func__
        elif isinstance(f, partial):
            f = f.func
        else:
            break
    return isfunction(f) and bool(getattr(f.__code__, 'co_flags', 0) & flag)


def isgeneratorfunction(obj):
    """Return true if the object is a user-defined generator function."""
    return _has_flag(obj, CO_GENERATOR)


def iscoroutinefunction(obj):
    """Return true if the object is a coroutine function."""
    return _has_flag(obj, CO_COROUTINE)


def isasyncgenfunction(obj):
    """Return true if the object is an asynchronous generator function."""
    return _has_flag(obj, CO_ASYNC_GENERATOR)


def isgenerator(object):
    """Return true if the object is a generator."""
    return isinstance(object, types.GeneratorType)


def iscoroutine(object):
    """Return true if the object is a coroutine."""
    return isinstance(object, types.CoroutineType)


def isasyncgen(object):
    """Return true if the object is an asynchronous generator."""
    return isinstance(object, types.AsyncGeneratorType)


def isawaitable(object):
    """Return true if object can be passed to an await expression."""
    return iscoroutine(object) or hasattr(type(object), '__await__')


def istraceback(object):
    """Return true if the object is a traceback."""
    return isinstance(object, types.TracebackType)


def isframe(object):
    """Return true if the object is a frame object."""
    return isinstance(object, types.FrameType)


def iscode(object):
    """Return true if the object is a code object."""
    return isinstance(object, types.CodeType)


def isabstract(object):
    """Return true if the object is an abstract base class."""
    return isclass(object) and bool(getattr(object, '__abstractmethods__', ()))


# Members

def getmembers(object, predicate=None):
    """All members of an object as (name, value), sorted by name."""
    return _members(object, predicate, getattr)


def getmembers_static(object, predicate=None):
    """All members of an object as (name, value), found without running descriptors."""
    return _members(object, predicate, getattr_static)


def _members(object, predicate, getter):
    names = set(dir(object))
    result = []
    for name in sorted(names):
        try:
            value = getter(object, name)
        except AttributeError:
            for base in getattr(object, '__mro__', ()):
                if name in base.__dict__:
                    value = base.__dict__[name]
                    break
            else:
                continue
        if not predicate or predicate(value):
            result.append((name, value))
    return result


_absent = object()


def getattr_static(obj, attr, default=_absent):
    """An attribute as it is stored, without descriptors, __getattr__ and __getattribute__."""
    if isinstance(obj, type):
        places = [base.__dict__ for base in obj.__mro__] + [base.__dict__ for base in type(obj).__mro__]
        own = _absent
    else:
        places = [base.__dict__ for base in type(obj).__mro__]
        try:
            own = object.__getattribute__(obj, '__dict__').get(attr, _absent)
        except AttributeError:
            own = _absent
    found = next((place[attr] for place in places if attr in place), _absent)
    if own is not _absent and (found is _absent or not isdatadescriptor(found)):
        return own
    if found is not _absent:
        return found
    if default is not _absent:
        return default
    raise AttributeError(attr)


def getmro(cls):
    "Return tuple of base classes (including cls) in method resolution order."
    return cls.__mro__


def unwrap(func, *, stop=None):
    """The object at the end of a chain of __wrapped__ attributes."""
    seen = {id(func)}
    first = func
    while hasattr(func, '__wrapped__') and not (stop is not None and stop(func)):
        func = func.__wrapped__
        if id(func) in seen:
            raise ValueError('wrapper loop when unwrapping {!r}'.format(first))
        seen.add(id(func))
    return func


def cleandoc(doc):
    """A docstring without the indentation of its source."""
    lines = doc.expandtabs().split('\n')
    indents = [len(line) - len(line.lstrip()) for line in lines[1:] if line.strip()]
    margin = min(indents, default=0)
    lines = [lines[0].lstrip()] + [line[margin:] for line in lines[1:]]
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    return '\n'.join(lines)


def getdoc(object):
    """The docstring of an object, inherited if need be, cleaned of indentation."""
    doc = getattr(object, '__doc__', None)
    if doc is None:
        name = getattr(object, '__name__', None)
        owner = None
        if isclass(object):
            for base in object.__mro__[1:]:
                if base is not type(None).__mro__[-1] and base.__doc__ is not None:
                    doc = base.__doc__
                    break
        elif ismethod(object):
            owner = object.__self__ if isclass(object.__self__) else type(object.__self__)
        if owner is not None:
            for base in owner.__mro__:
                doc = getattr(base.__dict__.get(name), '__doc__', None)
                if doc is not None:
                    break
    return cleandoc(doc) if isinstance(doc, str) else None


# Where things come from

def getmodule(object, _filename=None):
    """The module an object was defined in, or None."""
    if ismodule(object):
        return object
    return sys.modules.get(getattr(object, '__module__', None))


def getfile(object):
    """The name of the file an object was defined in."""
    if ismodule(object):
        if getattr(object, '__file__', None):
            return object.__file__
        raise TypeError('{!r} is a built-in module'.format(object))
    if isclass(object):
        module = sys.modules.get(object.__module__)
        if getattr(module, '__file__', None):
            return module.__file__
        if object.__module__ == '__main__':
            raise OSError('source code not available')
        raise TypeError('{!r} is a built-in class'.format(object))
    code = _code_of(object)
    if code is None:
        raise TypeError('module, class, method, function, traceback, frame, or code object was expected, got {}'
                        .format(type(object).__name__))
    return code.co_filename


def _code_of(object):
    if ismethod(object):
        object = object.__func__
    if isfunction(object):
        return object.__code__
    if istraceback(object):
        object = object.tb_frame
    if isframe(object):
        return object.f_code
    return object if iscode(object) else None


getsourcefile = getfile


def _block(lines):
    """The lines of the indented block that begins with the first of lines."""
    indent = len(lines[0]) - len(lines[0].lstrip())
    end = body = 1
    brackets = 0
    for i, line in enumerate(lines):
        text = line.strip()
        if i and not brackets and text and not text.startswith('#') and body:
            if len(line) - len(line.lstrip()) <= indent and not text.startswith((')', ']', '}')):
                if not lines[i - 1].lstrip().startswith('@') and not _decorator_above(lines, i):
                    break
        if text:
            end = i + 1
        brackets += sum(map(line.count, '([{')) - sum(map(line.count, ')]}'))
        brackets = max(brackets, 0)
    return lines[:end]


def _decorator_above(lines, at):
    return all(line.strip().startswith('@') or not line.strip() for line in lines[:at])


def getsourcelines(object):
    """(source lines of an object, number of the first)"""
    import linecache
    object = unwrap(object) if isfunction(object) else object
    lines = linecache.getlines(getfile(object))
    if not lines:
        raise OSError('could not get source code')
    if ismodule(object):
        return lines, 0
    if isclass(object):
        name = object.__qualname__.rpartition('.')[2]
        for i, line in enumerate(lines):
            words = line.replace('(', ' ').replace(':', ' ').split()
            if words[:2] == ['class', name]:
                while i and lines[i - 1].strip().startswith('@'):
                    i -= 1
                return _block(lines[i:]), i + 1
        raise OSError('could not find class definition')
    first = _code_of(object).co_firstlineno
    if first > len(lines):
        raise OSError('lineno is out of bounds')
    return _block(lines[first - 1:]), first


def getsource(object):
    """The source text of an object."""
    return ''.join(getsourcelines(object)[0])


# Frames

def currentframe():
    """Return the frame of the caller or None if this is not possible."""
    return sys._getframe(1) if hasattr(sys, '_getframe') else None


def stack(context=1):
    """The frames from the caller's outwards."""
    frame, result = sys._getframe(1), []
    while frame is not None:
        result.append(_frame_info(frame, frame.f_lineno, context))
        frame = frame.f_back
    return result


def trace(context=1):
    """The frames between here and where the exception being handled was raised."""
    tb, result = sys.exc_info()[2], []
    while tb is not None:
        result.append(_frame_info(tb.tb_frame, tb.tb_lineno, context))
        tb = tb.tb_next
    return result


_FrameInfo = None


def _frame_info(frame, lineno, context):
    global _FrameInfo
    import linecache
    if _FrameInfo is None:
        from collections import namedtuple
        _FrameInfo = namedtuple('FrameInfo', 'frame filename lineno function code_context index', module='inspect')
    code = frame.f_code
    line = linecache.getline(code.co_filename, lineno)
    return _FrameInfo(frame, code.co_filename, lineno, code.co_name, [line] if line else None, 0 if line else None)


def getgeneratorstate(generator):
    """One of GEN_CREATED, GEN_RUNNING, GEN_SUSPENDED, GEN_CLOSED."""
    return _state('GEN', generator.gi_running, generator.gi_frame, getattr(generator, 'gi_suspended', None))


def getcoroutinestate(coroutine):
    """One of CORO_CREATED, CORO_RUNNING, CORO_SUSPENDED, CORO_CLOSED."""
    return _state('CORO', coroutine.cr_running, coroutine.cr_frame, getattr(coroutine, 'cr_suspended', None))


def _state(prefix, running, frame, suspended):
    if running:
        return prefix + '_RUNNING'
    if frame is None:
        return prefix + '_CLOSED'
    if suspended is None:
        suspended = frame.f_lasti != -1
    return prefix + ('_SUSPENDED' if suspended else '_CREATED')


GEN_CREATED, GEN_RUNNING, GEN_SUSPENDED, GEN_CLOSED = 'GEN_CREATED', 'GEN_RUNNING', 'GEN_SUSPENDED', 'GEN_CLOSED'
CORO_CREATED, CORO_RUNNING = 'CORO_CREATED', 'CORO_RUNNING'
CORO_SUSPENDED, CORO_CLOSED = 'CORO_SUSPENDED', 'CORO_CLOSED'


def getgeneratorlocals(generator):
    """The local variables of a suspended generator."""
    frame = generator.gi_frame
    return frame.f_locals if frame is not None else {}


_from_signature = ('Signature', 'Parameter', 'BoundArguments', 'signature', 'getfullargspec', 'FullArgSpec',
                   'getcallargs', 'formatannotation', '_empty', '_ParameterKind')


def __getattr__(name):
    if name in _from_signature:
        import _signature
        value = globals()[name] = getattr(_signature, name)
        return value
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
