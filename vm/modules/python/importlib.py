"""Importing by name: import_module, reload and what finds out whether a module is there."""
import sys

__all__ = ['__import__', 'import_module', 'invalidate_caches', 'reload']

__import__ = __import__


def _absolute(name, package):
    level = len(name) - len(name.lstrip('.'))
    if not level:
        return name
    if not package:
        raise TypeError(f"the 'package' argument is required to perform a relative import for {name!r}")
    parts = package.rsplit('.', level - 1)
    if len(parts) < level:
        raise ImportError('attempted relative import beyond top-level package')
    return f'{parts[0]}.{name[level:]}' if name[level:] else parts[0]


def import_module(name, package=None):
    """The module of that name, imported if need be; a relative name (.x) counts from `package`."""
    full = _absolute(name, package)
    __import__(full)
    return sys.modules[full]


def invalidate_caches():
    """Nothing is cached between imports: there is nothing to forget."""


def reload(module):
    """Runs the module's code again in the namespace it has."""
    if not isinstance(module, type(sys)):
        raise TypeError('reload() argument must be a module')
    name = module.__spec__.name if getattr(module, '__spec__', None) else module.__name__
    if sys.modules.get(name) is not module:
        raise ImportError(f'module {name} not in sys.modules', name=name)
    path = getattr(module, '__file__', None)
    if path is None or path.startswith('<'):
        return module
    with open(path, 'rb') as file:
        source = file.read()
    exec(compile(source, path, 'exec'), module.__dict__)
    return sys.modules[name]
