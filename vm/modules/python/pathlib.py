# Paths as objects: PurePath works on the text alone, Path also on the file system. POSIX only.
# Invariant: _parts holds the components, the root first if there is one; no component is empty or '.'.

import os

__all__ = ['PurePath', 'PurePosixPath', 'Path', 'PosixPath']


def _parse(args):
    """(root, components) of what the arguments spell; a later absolute one discards those before it."""
    root, parts = '', []
    for arg in args:
        if isinstance(arg, PurePath):
            text = str(arg)
        else:
            text = os.fspath(arg)
            if not isinstance(text, str):
                raise TypeError("argument should be a str object or an os.PathLike object returning str, "
                                f"not {type(text)!r}")
        if text.startswith('/'):
            root = '//' if text.startswith('//') and not text.startswith('///') else '/'
            parts = []
        parts += [part for part in text.split('/') if part and part != '.']
    return root, parts


def _matches(name, pattern):
    """Shell-like matching of one component: * ? [abc]"""
    if '*' not in pattern and '?' not in pattern and '[' not in pattern:
        return name == pattern
    if pattern[0] == '*':
        return any(_matches(name[i:], pattern[1:]) if pattern[1:] else i == len(name)
                   for i in range(len(name) + 1))
    if not name:
        return False
    if pattern[0] == '[':
        end = pattern.find(']', 2)
        if end > 0:
            wanted, negated = pattern[1:end], pattern[1] == '!'
            wanted = wanted[negated:]
            found, i = False, 0
            while i < len(wanted):
                if wanted[i + 1:i + 2] == '-' and i + 2 < len(wanted):
                    found = found or wanted[i] <= name[0] <= wanted[i + 2]
                    i += 3
                else:
                    found = found or wanted[i] == name[0]
                    i += 1
            if found is negated:
                return False
            rest = pattern[end + 1:]
            return _matches(name[1:], rest) if rest else len(name) == 1
    elif pattern[0] not in ('?', name[0]):
        return False
    return _matches(name[1:], pattern[1:]) if pattern[1:] else len(name) == 1


class PurePath:
    """A path as text: taken apart, joined, compared."""

    __slots__ = ('_root', '_parts', '_text')

    def __new__(cls, *args):
        if cls is PurePath:
            cls = PurePosixPath
        self = object.__new__(cls)
        self._root, self._parts = _parse(args)
        self._text = None
        return self

    def _make(self, root, parts):
        made = object.__new__(type(self))
        made._root, made._parts, made._text = root, parts, None
        return made

    def __reduce__(self):
        return self.__class__, self.parts

    def __str__(self):
        if self._text is None:
            self._text = self._root + '/'.join(self._parts) or '.'
        return self._text

    def __fspath__(self):
        return str(self)

    def as_posix(self):
        """The path with forward slashes."""
        return str(self)

    def __bytes__(self):
        return os.fsencode(self)

    def __repr__(self):
        return f"{self.__class__.__name__}({str(self)!r})"

    def as_uri(self):
        """The path as a file URI."""
        if not self.is_absolute():
            raise ValueError("relative path can't be expressed as a file URI")
        safe = frozenset(b'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~/')
        return 'file://' + ''.join(chr(b) if b in safe else f'%{b:02X}' for b in bytes(self))

    def _key(self):
        return [self._root, *self._parts] if self._root else self._parts

    def __eq__(self, other):
        if not isinstance(other, PurePath):
            return NotImplemented
        return self._key() == other._key()

    def __hash__(self):
        return hash(tuple(self._key()))

    def __lt__(self, other):
        return self._key() < other._key() if isinstance(other, PurePath) else NotImplemented

    def __le__(self, other):
        return self._key() <= other._key() if isinstance(other, PurePath) else NotImplemented

    def __gt__(self, other):
        return self._key() > other._key() if isinstance(other, PurePath) else NotImplemented

    def __ge__(self, other):
        return self._key() >= other._key() if isinstance(other, PurePath) else NotImplemented

    @property
    def parts(self):
        """The components as a tuple, the root first."""
        return tuple(self._key())

    drive = property(lambda self: '', doc='Always empty here.')
    root = property(lambda self: self._root, doc='The root of the path, if any.')
    anchor = root

    @property
    def name(self):
        """The final path component, if any."""
        return self._parts[-1] if self._parts else ''

    @property
    def suffix(self):
        """The final component's last suffix, with its dot."""
        name = self.name
        dot = name.rfind('.')
        return name[dot:] if 0 < dot < len(name) - 1 else ''

    @property
    def suffixes(self):
        """The final component's suffixes, with their dots."""
        name = self.name
        if name.endswith('.'):
            return []
        return ['.' + suffix for suffix in name.lstrip('.').split('.')[1:]]

    @property
    def stem(self):
        """The final path component, minus its last suffix."""
        name, suffix = self.name, self.suffix
        return name[:len(name) - len(suffix)]

    @property
    def parent(self):
        """The path of the directory that this one is in."""
        return self._make(self._root, self._parts[:-1]) if self._parts else self

    @property
    def parents(self):
        """All directories above, the nearest first."""
        return _Parents(self)

    def with_name(self, name):
        """Return a new path with the file name changed."""
        if not self.name:
            raise ValueError("%r has an empty name" % (self,))
        if not name or '/' in name or name == '.':
            raise ValueError("Invalid name %r" % (name))
        return self._make(self._root, self._parts[:-1] + [name])

    def with_stem(self, stem):
        """Return a new path with the stem changed."""
        return self.with_name(stem + self.suffix)

    def with_suffix(self, suffix):
        """Return a new path with the file suffix changed."""
        if '/' in suffix or suffix and not suffix.startswith('.') or suffix == '.':
            raise ValueError("Invalid suffix %r" % (suffix))
        if not self.name:
            raise ValueError("%r has an empty name" % (self,))
        return self.with_name(self.stem + suffix)

    def relative_to(self, *other):
        """The path from other to this one; ValueError if this one does not lie below."""
        if not other:
            raise TypeError("need at least one argument")
        base = self._make(*_parse(other))
        mine, theirs = self._key(), base._key()
        if mine[:len(theirs)] != theirs:
            raise ValueError("{!r} is not in the subpath of {!r} OR one path is relative and the other is absolute."
                             .format(str(self), str(base)))
        return self._make('', self._parts[len(base._parts):])

    def is_relative_to(self, *other):
        """Whether the path lies below other."""
        try:
            self.relative_to(*other)
        except ValueError:
            return False
        return True

    def joinpath(self, *args):
        """The path followed by others."""
        return self._make(*_parse((self, *args)))

    def __truediv__(self, key):
        try:
            return self.joinpath(key)
        except TypeError:
            return NotImplemented

    def __rtruediv__(self, key):
        try:
            return self._make(*_parse((key, self)))
        except TypeError:
            return NotImplemented

    def is_absolute(self):
        """True if the path is absolute."""
        return bool(self._root)

    def is_reserved(self):
        """False: POSIX reserves no names."""
        return False

    def match(self, path_pattern):
        """Whether the path (its last components, for a relative pattern) matches a shell-like pattern."""
        root, patterns = _parse((path_pattern,))
        if not root and not patterns:
            raise ValueError("empty pattern")
        if root and (root != self._root or len(patterns) != len(self._parts)) or len(patterns) > len(self._parts):
            return False
        return all(_matches(part, pattern) for part, pattern in zip(reversed(self._parts), reversed(patterns)))


class _Parents:
    """The sequence of a path's ancestors."""

    def __init__(self, path):
        self._path = path

    def __len__(self):
        return len(self._path._parts)

    def __getitem__(self, index):
        if isinstance(index, slice):
            return tuple(self[i] for i in range(*index.indices(len(self))))
        if index >= len(self) or index < -len(self):
            raise IndexError(index)
        if index < 0:
            index += len(self)
        path = self._path
        return path._make(path._root, path._parts[:len(path._parts) - index - 1])

    def __repr__(self):
        return f"<{type(self._path).__name__}.parents>"


class PurePosixPath(PurePath):
    """PurePath for POSIX systems."""
    __slots__ = ()


class Path(PurePath):
    """A path with the operations on the file system."""
    __slots__ = ()

    def __new__(cls, *args, **kwargs):
        if cls is Path:
            cls = PosixPath
        return PurePath.__new__(cls, *args)

    @classmethod
    def cwd(cls):
        """The current working directory."""
        return cls(os.getcwd())

    @classmethod
    def home(cls):
        """The user's home directory."""
        return cls('~').expanduser()

    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        pass

    def absolute(self):
        """The path made absolute, with its '..' left as they are."""
        return self if self.is_absolute() else self._make(*_parse((os.getcwd(), self)))

    def resolve(self, strict=False):
        """The absolute path without symbolic links and '..'."""
        return self.__class__(os.path.realpath(self, strict=strict))

    def expanduser(self):
        """The path with a leading ~ replaced by the home directory."""
        if self._root or not self._parts or self._parts[0][:1] != '~':
            return self
        home = os.path.expanduser(self._parts[0])
        if home[:1] == '~':
            raise RuntimeError("Could not determine home directory.")
        return self.__class__(home, *self._parts[1:])

    def stat(self, *, follow_symlinks=True):
        """What os.stat() says of the path."""
        return os.stat(str(self)) if follow_symlinks else os.lstat(str(self))

    def lstat(self):
        """Like stat(), but of a symbolic link itself."""
        return os.lstat(str(self))

    def exists(self):
        """Whether this path exists."""
        return os.path.exists(str(self))

    def is_dir(self):
        """Whether this path is a directory."""
        return os.path.isdir(str(self))

    def is_file(self):
        """Whether this path is a regular file."""
        return os.path.isfile(str(self))

    def is_symlink(self):
        """Whether this path is a symbolic link."""
        return os.path.islink(str(self))

    def is_mount(self):
        """Whether this path is a mount point."""
        return os.path.ismount(str(self))

    def samefile(self, other_path):
        """Whether both paths name the same file."""
        return os.path.samefile(str(self), os.fspath(other_path))

    def iterdir(self):
        """Yield the paths of what is in the directory."""
        for name in os.listdir(str(self)):
            yield self._make(self._root, self._parts + [name])

    def glob(self, pattern):
        """Yield all paths below that match a shell-like pattern; ** stands for any number of directories."""
        if not pattern:
            raise ValueError("Unacceptable pattern: {!r}".format(pattern))
        root, patterns = _parse((pattern,))
        if root:
            raise NotImplementedError("Non-relative patterns are unsupported")
        seen = set()
        for path in self._select(patterns):
            key = str(path)
            if key not in seen:
                seen.add(key)
                yield path

    def rglob(self, pattern):
        """Like glob() with **/ before the pattern."""
        root, patterns = _parse((pattern,))
        if root:
            raise NotImplementedError("Non-relative patterns are unsupported")
        yield from self.glob('/'.join(['**', *patterns]))

    def _select(self, patterns):
        if not patterns:
            if self.exists() or self.is_symlink():
                yield self
            return
        first, rest = patterns[0], patterns[1:]
        if first == '**':
            for directory in self._directories():
                yield from directory._select(rest)
        elif '**' in first:
            raise ValueError("Invalid pattern: '**' can only be an entire path component")
        elif not set(first) & set('*?['):
            path = self._make(self._root, self._parts + [first])
            if path.exists() or path.is_symlink():
                yield from path._select(rest) if rest else (path,)
        else:
            try:
                names = os.listdir(str(self))
            except OSError:
                return
            for name in names:
                if _matches(name, first):
                    path = self._make(self._root, self._parts + [name])
                    if not rest:
                        yield path
                    elif path.is_dir():
                        yield from path._select(rest)

    def _directories(self):
        """This directory and all below it, not following links."""
        yield self
        try:
            names = os.listdir(str(self))
        except OSError:
            return
        for name in names:
            path = self._make(self._root, self._parts + [name])
            if path.is_dir() and not path.is_symlink():
                yield from path._directories()

    def open(self, mode='r', buffering=-1, encoding=None, errors=None, newline=None):
        """Open the file as the built-in open() does."""
        import io
        return io.open(str(self), mode, buffering, encoding, errors, newline)

    def read_bytes(self):
        """The contents of the file as bytes."""
        with self.open(mode='rb') as f:
            return f.read()

    def read_text(self, encoding=None, errors=None):
        """The contents of the file as a string."""
        with self.open(mode='r', encoding=encoding, errors=errors) as f:
            return f.read()

    def write_bytes(self, data):
        """Write bytes to the file, replacing what was there."""
        with self.open(mode='wb') as f:
            return f.write(bytes(memoryview(data)))

    def write_text(self, data, encoding=None, errors=None, newline=None):
        """Write a string to the file, replacing what was there."""
        if not isinstance(data, str):
            raise TypeError('data must be str, not %s' % data.__class__.__name__)
        with self.open(mode='w', encoding=encoding, errors=errors, newline=newline) as f:
            return f.write(data)

    def readlink(self):
        """Where a symbolic link leads."""
        return self.__class__(os.readlink(str(self)))

    def touch(self, mode=0o666, exist_ok=True):
        """Create the file if it is missing; else set its time to now."""
        if exist_ok and self.exists() and hasattr(os, 'utime'):
            os.utime(str(self), None)
            return
        flags = os.O_CREAT | os.O_WRONLY | (0 if exist_ok else os.O_EXCL)
        os.close(os.open(str(self), flags, mode))

    def mkdir(self, mode=0o777, parents=False, exist_ok=False):
        """Create a directory, with those above it if parents is true."""
        try:
            os.mkdir(str(self), mode)
        except FileNotFoundError:
            if not parents or self.parent == self:
                raise
            self.parent.mkdir(parents=True, exist_ok=True)
            self.mkdir(mode, parents=False, exist_ok=exist_ok)
        except OSError:
            if not exist_ok or not self.is_dir():
                raise

    def chmod(self, mode, *, follow_symlinks=True):
        """Change the permissions of the path."""
        os.chmod(str(self), mode)

    def unlink(self, missing_ok=False):
        """Remove this file or link."""
        try:
            os.unlink(str(self))
        except FileNotFoundError:
            if not missing_ok:
                raise

    def rmdir(self):
        """Remove this directory, which must be empty."""
        os.rmdir(str(self))

    def rename(self, target):
        """Rename this path; returns the new one."""
        os.rename(str(self), os.fspath(target))
        return self.__class__(target)

    def replace(self, target):
        """Rename this path, overwriting what has that name; returns the new one."""
        getattr(os, 'replace', os.rename)(str(self), os.fspath(target))
        return self.__class__(target)

    def symlink_to(self, target, target_is_directory=False):
        """Make this path a symbolic link to target."""
        os.symlink(os.fspath(target), str(self))

    def hardlink_to(self, target):
        """Make this path another name of the file target."""
        os.link(os.fspath(target), str(self))


class PosixPath(Path, PurePosixPath):
    """Path for POSIX systems."""
    __slots__ = ()
