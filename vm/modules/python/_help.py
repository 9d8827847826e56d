# What help() prints: a page made of names, signatures and docstrings. Properties and other descriptors are described,
# never asked.

import sys
import inspect

_topics = '''\
Type help(x) for help about an object x: a function, a class, a module, or any
other, which is helped with by its class. Strings are names, and what they name
need not be imported: help(len), help([].append), help("json"), help("str.split").
At the prompt, %help lists the commands and keys.
'''


def signature_of(object):
    """The signature as text, from the code or from a native's description; '(...)' where nobody knows."""
    try:
        return str(inspect.signature(object))
    except (ValueError, TypeError):
        return '(...)'


def indented(text, margin='    '):
    return ''.join(margin + line if line.strip() else margin.rstrip() + line for line in text.splitlines(True))


def _doc(object):
    doc = getattr(object, '__doc__', None)
    return inspect.cleandoc(doc) if isinstance(doc, str) else ''


def _routine(name, object, margin=''):
    prefix = 'async ' if inspect.iscoroutinefunction(object) else ''
    text = prefix + name + signature_of(object) + '\n'
    doc = _doc(object)
    if doc:
        text += indented(doc.rstrip() + '\n')
    return indented(text, margin) if margin else text


def _members(cls):
    """The members of a class as it stores them, by kind: (kind, name, object as it is to be described)."""
    for name, member in cls.__dict__.items():
        if isinstance(member, staticmethod):
            yield 'Static methods', name, member.__func__
        elif isinstance(member, classmethod):
            yield 'Class methods', name, member.__func__
        elif inspect.isroutine(member):
            yield 'Methods', name, member
        elif isinstance(member, property):
            yield 'Properties', name, member
        elif inspect.isdatadescriptor(member):
            yield 'Descriptors', name, member
        elif name.startswith('__') and name.endswith('__'):
            continue
        else:
            yield 'Data and other attributes', name, member


_kinds = ('Methods', 'Class methods', 'Static methods', 'Properties', 'Descriptors', 'Data and other attributes')
_hidden = {'__dict__', '__weakref__', '__module__', '__doc__', '__getattribute__'}


def _class(cls):
    bases = [base.__name__ for base in cls.__bases__ if base is not object]
    text = 'class ' + cls.__name__ + ('(' + ', '.join(bases) + ')' if bases else '') + '\n'
    lines = []
    init = signature_of(cls)
    if init != '(...)':
        lines.append(cls.__name__ + init + '\n\n')
    doc = _doc(cls)
    if doc:
        lines.append(doc.rstrip() + '\n\n')
    if len(cls.__mro__) > 2:
        lines.append('Method resolution order: ' + ', '.join(base.__name__ for base in cls.__mro__) + '\n\n')
    for owner in cls.__mro__:
        if owner is object and cls is not object:
            continue
        found = {}
        for kind, name, member in _members(owner):
            if name not in _hidden and not (owner is not cls and name in cls.__dict__):
                found.setdefault(kind, []).append((name, member))
        for kind in _kinds:
            if kind not in found:
                continue
            where = 'defined here' if owner is cls else 'inherited from ' + owner.__name__
            lines.append('%s %s:\n\n' % (kind, where))
            for name, member in sorted(found[kind], key=lambda pair: pair[0]):
                if kind in ('Properties', 'Descriptors'):
                    doc = _doc(member)
                    lines.append(name + '\n' + (indented(doc.rstrip() + '\n') if doc else '') + '\n')
                elif kind == 'Data and other attributes':
                    lines.append(name + ' = ' + _short(member) + '\n\n')
                else:
                    lines.append(_routine(name, member) + '\n')
    return text + indented(''.join(lines).rstrip('\n') + '\n', ' |  ')


def _short(object):
    try:
        text = repr(object)
    except Exception as error:
        text = '<%s, whose repr raises %s>' % (type(object).__name__, type(error).__name__)
    return text if len(text) <= 70 else text[:67] + '...'


def _module(module):
    text = 'NAME\n' + indented(module.__name__ + '\n')
    doc = _doc(module)
    if doc:
        text += '\nDESCRIPTION\n' + indented(doc.rstrip() + '\n')
    public = getattr(module, '__all__', None)
    if public is None:
        public = [name for name in module.__dict__ if not name.startswith('_')]
    parts = {'CLASSES': [], 'FUNCTIONS': [], 'DATA': []}
    for name in sorted(public):
        member = module.__dict__.get(name, parts)
        if member is parts or inspect.ismodule(member):
            continue
        if inspect.isclass(member):
            first = (_doc(member).splitlines() or [''])[0]
            parts['CLASSES'].append('class ' + name + '\n' + (indented(first + '\n') if first else ''))
        elif inspect.isroutine(member):
            parts['FUNCTIONS'].append(_routine(name, member))
        else:
            parts['DATA'].append(name + ' = ' + _short(member) + '\n')
    for title, items in parts.items():
        if items:
            text += '\n' + title + '\n' + indented(('' if title == 'DATA' else '\n').join(items))
    text += '\nFILE\n' + indented(getattr(module, '__file__', None) or '(built in)') + '\n'
    return text


def locate(path):
    """The object that a dotted name means: a built-in, or something in a module, which is imported."""
    import builtins
    parts = path.split('.')
    found, rest = None, parts
    for n in range(len(parts), 0, -1):
        try:
            found = __import__('.'.join(parts[:n]))
        except ImportError:
            continue
        for name in parts[1:n]:
            found = getattr(found, name)
        rest = parts[n:]
        break
    if found is None:
        found = builtins
    for name in rest:
        found = getattr(found, name)
    return found


def page(object):
    """The help page of an object."""
    if inspect.ismodule(object):
        return 'Help on module ' + object.__name__ + ':\n\n' + _module(object)
    where = ''
    if inspect.isclass(object) or inspect.isroutine(object):
        module = getattr(object, '__module__', None)
        where = ' in module ' + module if isinstance(module, str) else ''
    if inspect.isclass(object):
        return 'Help on class ' + object.__name__ + where + ':\n\n' + _class(object)
    if inspect.isroutine(object):
        name = getattr(object, '__name__', None) or type(object).__name__
        kind = 'built-in function ' if inspect.isbuiltin(object) else 'method ' if inspect.ismethod(object) else 'function ' \
            if inspect.isfunction(object) else type(object).__name__ + ' '
        owner = getattr(object, '__objclass__', None)
        where = ' in class ' + owner.__name__ if isinstance(owner, type) else where
        return 'Help on ' + kind + name + where + ':\n\n' + _routine(name, object)
    if isinstance(object, property) or inspect.isdatadescriptor(object):
        return 'Help on ' + type(object).__name__ + ':\n\n' + indented((_doc(object) or '(no docstring)') + '\n')
    cls = type(object)
    module = cls.__module__
    return 'Help on ' + cls.__name__ + ' object in module ' + module + ':\n\n' + _class(cls)


def show(*objects):
    """What help() does."""
    if not objects:
        sys.stdout.write(_topics)
        return
    object = objects[0]
    if isinstance(object, str):
        try:
            object = locate(object)
        except AttributeError:
            sys.stdout.write('No help is known of %r: it is no module, built-in or attribute of one.\n' % object)
            return
    sys.stdout.write(page(object))
