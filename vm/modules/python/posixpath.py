# os.path: operations on path names as POSIX understands them; str and bytes alike.
# Only posix.stat and its kin touch the file system; everything else works on the text.

import posix as _posix

__all__ = ['normcase', 'isabs', 'join', 'splitdrive', 'split', 'splitext', 'basename', 'dirname', 'commonprefix',
           'getsize', 'getmtime', 'getatime', 'getctime', 'islink', 'exists', 'lexists', 'isdir', 'isfile', 'ismount',
           'expanduser', 'expandvars', 'normpath', 'abspath', 'samefile', 'sameopenfile', 'samestat', 'curdir',
           'pardir', 'sep', 'pathsep', 'defpath', 'altsep', 'extsep', 'devnull', 'realpath',
           'supports_unicode_filenames', 'relpath', 'commonpath']

curdir = '.'
pardir = '..'
extsep = '.'
sep = '/'
pathsep = ':'
defpath = '/bin:/usr/bin'
altsep = None
devnull = '/dev/null'
supports_unicode_filenames = False

_stat = _posix.stat
_lstat = getattr(_posix, 'lstat', _stat)


def _fspath(path):
    if isinstance(path, (str, bytes)):
        return path
    method = getattr(type(path), '__fspath__', None)
    if method is None:
        raise TypeError(f"expected str, bytes or os.PathLike object, not {type(path).__name__}")
    result = method(path)
    if isinstance(result, (str, bytes)):
        return result
    raise TypeError(f"expected {type(path).__name__}.__fspath__() to return str or bytes, "
                    f"not {type(result).__name__}")


def _same_kind(function, args):
    """Complain about a mixture of str and bytes, or about what is neither."""
    has_str = has_bytes = False
    for arg in args:
        if isinstance(arg, str):
            has_str = True
        elif isinstance(arg, bytes):
            has_bytes = True
        else:
            raise TypeError(f"{function}() argument must be str, bytes, or os.PathLike object, "
                            f"not {arg.__class__.__name__!r}") from None
    if has_str and has_bytes:
        raise TypeError("Can't mix strings and bytes in path components") from None


def _like(path, text):
    """text in the kind of path."""
    return text.encode() if isinstance(path, bytes) else text


# On the text

def normcase(s):
    """Normalize case of pathname.  Has no effect under Posix"""
    return _fspath(s)


def isabs(s):
    """Test whether a path is absolute"""
    s = _fspath(s)
    return s.startswith(_like(s, '/'))


def join(a, *p):
    """Join pathnames; an absolute one discards what stands before it."""
    a = _fspath(a)
    slash = _like(a, '/')
    path = a
    try:
        for part in map(_fspath, p):
            if part.startswith(slash):
                path = part
            elif not path or path.endswith(slash):
                path += part
            else:
                path += slash + part
    except (TypeError, AttributeError):
        _same_kind('join', (a, *p))
        raise
    return path


def split(p):
    """(everything before the last slash, everything after it)"""
    p = _fspath(p)
    slash = _like(p, '/')
    cut = p.rfind(slash) + 1
    head, tail = p[:cut], p[cut:]
    return head.rstrip(slash) or head, tail


def splitext(p):
    """(root, extension): the extension starts at the last dot of the last component, and may be empty."""
    p = _fspath(p)
    dot = _like(p, '.')
    start = p.rfind(_like(p, '/')) + 1
    cut = p.rfind(dot)
    # Dots at the start of the name are part of it.
    while p[start:start + 1] == dot and start < cut:
        start += 1
    if cut > start or (cut == start and p[start - 1:start] not in (_like(p, '/'), _like(p, ''), dot)):
        return p[:cut], p[cut:]
    return p, p[:0]


def splitdrive(p):
    """('', p): POSIX knows no drives."""
    p = _fspath(p)
    return p[:0], p


def basename(p):
    """Returns the final component of a pathname"""
    p = _fspath(p)
    return p[p.rfind(_like(p, '/')) + 1:]


def dirname(p):
    """Returns the directory component of a pathname"""
    return split(p)[0]


def normpath(path):
    """Normalize path, eliminating double slashes, etc."""
    path = _fspath(path)
    slash, dot, dotdot = _like(path, '/'), _like(path, '.'), _like(path, '..')
    if not path:
        return dot
    root = path[:0]
    if path.startswith(slash):
        # POSIX gives exactly two slashes a meaning of their own.
        root = slash * 2 if path.startswith(slash * 2) and not path.startswith(slash * 3) else slash
    kept = []
    for part in path.split(slash):
        if not part or part == dot:
            continue
        if part != dotdot or (not root and not kept) or (kept and kept[-1] == dotdot):
            kept.append(part)
        elif kept:
            kept.pop()
    return root + slash.join(kept) or dot


def abspath(path):
    """Return an absolute path."""
    path = _fspath(path)
    if not isabs(path):
        cwd = _posix.getcwd()
        path = join(cwd.encode('utf-8', 'surrogateescape') if isinstance(path, bytes) else cwd, path)
    return normpath(path)


def relpath(path, start=None):
    """Return a relative version of a path"""
    if not path:
        raise ValueError("no path specified")
    path = _fspath(path)
    slash, dotdot = _like(path, '/'), _like(path, '..')
    start = _like(path, '.') if start is None else _fspath(start)
    _same_kind('relpath', (path, start))
    there = [part for part in abspath(start).split(slash) if part]
    here = [part for part in abspath(path).split(slash) if part]
    shared = len(commonprefix([there, here]))
    return join(*[dotdot] * (len(there) - shared), *here[shared:]) if here != there else _like(path, '.')


def commonprefix(m):
    """Given a list of pathnames, returns the longest common leading component"""
    if not m:
        return ''
    if not isinstance(m[0], (list, tuple)):
        m = tuple(map(_fspath, m))
    low, high = min(m), max(m)
    for i, item in enumerate(low):
        if item != high[i]:
            return low[:i]
    return low


def commonpath(paths):
    """Given a sequence of path names, returns the longest common sub-path."""
    if not paths:
        raise ValueError('commonpath() arg is an empty sequence')
    paths = tuple(map(_fspath, paths))
    _same_kind('commonpath', paths)
    slash, dot = _like(paths[0], '/'), _like(paths[0], '.')
    if len({path[:1] == slash for path in paths}) != 1:
        raise ValueError("Can't mix absolute and relative paths") from None
    split_paths = [[part for part in path.split(slash) if part and part != dot] for path in paths]
    prefix = slash if isabs(paths[0]) else slash[:0]
    return prefix + slash.join(commonprefix(split_paths))


def expanduser(path):
    """Expand ~ and ~user constructions.  If user or $HOME is unknown, do nothing."""
    path = _fspath(path)
    if not path.startswith(_like(path, '~')):
        return path
    slash = _like(path, '/')
    end = path.find(slash, 1)
    if end < 0:
        end = len(path)
    if end != 1:
        return path  # another user's home needs the user database
    import os
    home = os.environ.get('HOME')
    if home is None:
        return path
    return (_like(path, home).rstrip(slash) + path[end:]) or slash


def expandvars(path):
    """Expand shell variables of form $var and ${var}.  Unknown variables are left unchanged."""
    path = _fspath(path)
    if isinstance(path, bytes):
        return expandvars(path.decode('utf-8', 'surrogateescape')).encode('utf-8', 'surrogateescape')
    if '$' not in path:
        return path
    import os
    pieces = []
    done = 0
    at = path.find('$')
    while at >= 0:
        if path.startswith('{', at + 1):
            end = path.find('}', at)
            name = path[at + 2:end]
            end += 1
        else:
            end = at + 1
            while end < len(path) and (path[end] == '_' or path[end].isalnum() and path[end].isascii()):
                end += 1
            name = path[at + 1:end]
        if end > 0 and name in os.environ:
            pieces.append(path[done:at] + os.environ[name])
            done = end
            at = path.find('$', end)
        else:
            at = path.find('$', at + 1)
    return ''.join(pieces) + path[done:]


# On the file system

def _mode(path, stat=_stat):
    """The mode bits that say what kind of file it is; 0 if there is none."""
    try:
        return stat(path).st_mode & 0o170000
    except (OSError, ValueError):
        return 0


def exists(path):
    """Test whether a path exists.  Returns False for broken symbolic links"""
    try:
        _stat(path)
    except (OSError, ValueError):
        return False
    return True


def lexists(path):
    """Test whether a path exists.  Returns True for broken symbolic links"""
    try:
        _lstat(path)
    except (OSError, ValueError):
        return False
    return True


def isfile(path):
    """Test whether a path is a regular file"""
    return _mode(path) == 0o100000


def isdir(s):
    """Return true if the pathname refers to an existing directory."""
    return _mode(s) == 0o040000


def islink(path):
    """Test whether a path is a symbolic link"""
    return _mode(path, _lstat) == 0o120000


def ismount(path):
    """Test whether a path is a mount point"""
    try:
        here = _lstat(path)
        if here.st_mode & 0o170000 == 0o120000:
            return False
        there = _lstat(realpath(join(_fspath(path), _like(_fspath(path), '..'))))
    except (OSError, ValueError):
        return False
    return here.st_dev != there.st_dev or here.st_ino == there.st_ino


def getsize(filename):
    """Return the size of a file, reported by os.stat()."""
    return _stat(filename).st_size


def getmtime(filename):
    """Return the last modification time of a file, reported by os.stat()."""
    return _stat(filename).st_mtime


def getatime(filename):
    """Return the last access time of a file, reported by os.stat()."""
    return _stat(filename).st_atime


def getctime(filename):
    """Return the metadata change time of a file, reported by os.stat()."""
    return _stat(filename).st_ctime


def samestat(s1, s2):
    """Test whether two stat buffers reference the same file"""
    return s1.st_ino == s2.st_ino and s1.st_dev == s2.st_dev


def samefile(f1, f2):
    """Test whether two pathnames reference the same actual file or directory"""
    return samestat(_stat(f1), _stat(f2))


def sameopenfile(fp1, fp2):
    """Test whether two open file objects reference the same file"""
    return samestat(_posix.fstat(fp1), _posix.fstat(fp2))


def realpath(filename, *, strict=False):
    """Return the canonical path of the specified filename, eliminating any symbolic links encountered in the path."""
    filename = _fspath(filename)
    slash, dot, dotdot = _like(filename, '/'), _like(filename, '.'), _like(filename, '..')
    path = abspath(slash[:0] + dot) if not isabs(filename) else slash
    rest = filename.split(slash)[::-1]
    followed = {}
    while rest:
        part = rest.pop()
        if not part or part == dot:
            continue
        if part == dotdot:
            path = dirname(path)
            continue
        candidate = join(path, part)
        try:
            link = _lstat(candidate).st_mode & 0o170000 == 0o120000
        except OSError:
            if strict:
                raise
            link = False
        if not link or not hasattr(_posix, 'readlink'):
            path = candidate
        elif followed.get(candidate, 0) > 40:
            if strict:
                _stat(candidate)
            path = candidate
        else:
            followed[candidate] = followed.get(candidate, 0) + 1
            target = _posix.readlink(candidate)
            if isabs(target):
                path = slash
            rest.extend(target.split(slash)[::-1])
    return path
