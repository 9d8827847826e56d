# Lines of source files by number, kept once read. Entries: (size, modification time, lines, full name).

import sys as _sys

__all__ = ['getline', 'clearcache', 'checkcache', 'lazycache']

cache = {}


def clearcache():
    """Clear the cache entirely."""
    cache.clear()


def getline(filename, lineno, module_globals=None):
    """A line of a file with its newline; '' if there is no such line or file."""
    lines = getlines(filename, module_globals)
    if 1 <= lineno <= len(lines):
        return lines[lineno - 1]
    return ''


def getlines(filename, module_globals=None):
    """All lines of a file; [] if it cannot be read."""
    entry = cache.get(filename)
    if entry is not None:
        return entry[2]
    return updatecache(filename, module_globals)


def checkcache(filename=None):
    """Forget files that have changed since they were read."""
    from posix import stat
    for name in list(cache) if filename is None else [filename] if filename in cache else []:
        size, mtime, lines, fullname = cache[name]
        if mtime is None:
            continue  # not read from a file
        try:
            found = stat(fullname)
        except (OSError, ValueError):
            del cache[name]
            continue
        if size != found.st_size or mtime != found.st_mtime:
            del cache[name]


def _encoding(start):
    """The encoding that the first two lines of a source file declare (PEP 263)."""
    if start.startswith(b'\xef\xbb\xbf'):
        return 'utf-8-sig'
    for line in start.split(b'\n')[:2]:
        text = line.strip()
        if not text.startswith(b'#'):
            if text:
                break
            continue
        at = text.find(b'coding')
        rest = text[at + 6:]
        if at >= 0 and rest[:1] in (b':', b'='):
            name = rest[1:].strip().split()[:1]
            if name:
                return name[0].decode('ascii', 'replace')
    return 'utf-8'


def updatecache(filename, module_globals=None):
    """Read a file anew; returns its lines."""
    from posix import stat
    cache.pop(filename, None)
    if not filename:
        return []
    if filename.startswith('<') and filename.endswith('>'):
        from _terrarium import kept_source
        text = kept_source(filename)
        if text is None:
            return []
        lines = text.splitlines(True)
        cache[filename] = (len(text), None, lines, filename)
        return lines
    candidates = [filename]
    if not filename.startswith('/'):
        candidates += [f'{directory}/{filename}' for directory in _sys.path if isinstance(directory, str)]
    for fullname in candidates:
        try:
            found = stat(fullname)
            with open(fullname, 'rb') as file:
                data = file.read()
            text = data.decode(_encoding(data[:400]))
        except (OSError, ValueError, LookupError):
            continue
        lines = text.replace('\r\n', '\n').replace('\r', '\n').split('\n')
        lines = [line + '\n' for line in lines[:-1]] + ([lines[-1] + '\n'] if lines[-1] else [])
        cache[filename] = (found.st_size, found.st_mtime, lines, fullname)
        return lines
    return []


def lazycache(filename, module_globals):
    """Sources that are not files are not kept here: always False."""
    return False
