# File operations on a higher level: copying and removing files and trees, the size of the terminal.

import os

__all__ = ['copyfileobj', 'copyfile', 'copymode', 'copy', 'copy2', 'copytree', 'move', 'rmtree', 'Error',
           'SameFileError', 'get_terminal_size', 'which', 'ignore_patterns']


class Error(OSError):
    pass


class SameFileError(Error):
    """Raised when source and destination are the same file."""


def copyfileobj(fsrc, fdst, length=65536):
    """Copy data from one open file to another."""
    while True:
        data = fsrc.read(length)
        if not data:
            break
        fdst.write(data)


def copyfile(src, dst, *, follow_symlinks=True):
    """Copy the contents of a file; returns dst."""
    if os.path.exists(dst) and os.path.samefile(src, dst):
        raise SameFileError("{!r} and {!r} are the same file".format(src, dst))
    if not follow_symlinks and os.path.islink(src):
        os.symlink(os.readlink(src), dst)
        return dst
    with open(src, 'rb') as fsrc, open(dst, 'wb') as fdst:
        copyfileobj(fsrc, fdst)
    return dst


def copymode(src, dst, *, follow_symlinks=True):
    """Copy the permission bits."""
    if hasattr(os, 'chmod'):
        os.chmod(dst, os.stat(src).st_mode & 0o7777)


def copy(src, dst, *, follow_symlinks=True):
    """Copy a file's contents and permissions; dst may be a directory. Returns the new file's name."""
    if os.path.isdir(dst):
        dst = os.path.join(dst, os.path.basename(src))
    copyfile(src, dst, follow_symlinks=follow_symlinks)
    copymode(src, dst, follow_symlinks=follow_symlinks)
    return dst


def copy2(src, dst, *, follow_symlinks=True):
    """Like copy(), with the times of the file too where the system interface allows."""
    dst = copy(src, dst, follow_symlinks=follow_symlinks)
    if hasattr(os, 'utime'):
        found = os.stat(src)
        os.utime(dst, (found.st_atime, found.st_mtime))
    return dst


def ignore_patterns(*patterns):
    """A function for copytree's ignore that leaves out names matching shell-like patterns (* and ?)."""
    def ignore(path, names):
        return {name for name in names if any(_matches(name, pattern) for pattern in patterns)}
    return ignore


def _matches(name, pattern):
    if not pattern:
        return not name
    if pattern[0] == '*':
        return any(_matches(name[i:], pattern[1:]) for i in range(len(name) + 1))
    return bool(name) and pattern[0] in ('?', name[0]) and _matches(name[1:], pattern[1:])


def copytree(src, dst, symlinks=False, ignore=None, copy_function=copy2, ignore_dangling_symlinks=False,
             dirs_exist_ok=False):
    """Copy a directory with all that is in it; returns dst."""
    names = os.listdir(src)
    left_out = ignore(os.fspath(src), names) if ignore is not None else ()
    os.makedirs(dst, exist_ok=dirs_exist_ok)
    errors = []
    for name in names:
        if name in left_out:
            continue
        source, target = os.path.join(src, name), os.path.join(dst, name)
        try:
            if os.path.islink(source) and symlinks:
                os.symlink(os.readlink(source), target)
            elif os.path.islink(source) and not os.path.exists(source) and ignore_dangling_symlinks:
                pass
            elif os.path.isdir(source):
                copytree(source, target, symlinks, ignore, copy_function, ignore_dangling_symlinks, dirs_exist_ok)
            else:
                copy_function(source, target)
        except Error as error:
            errors.extend(error.args[0])
        except OSError as error:
            errors.append((source, target, str(error)))
    if errors:
        raise Error(errors)
    return dst


def rmtree(path, ignore_errors=False, onerror=None):
    """Remove a directory with all that is in it."""
    def failed(function, where):
        if ignore_errors:
            return
        if onerror is None:
            raise
        import sys
        onerror(function, where, sys.exc_info())

    def remove(where):
        try:
            names = os.listdir(where)
        except OSError:
            failed(os.listdir, where)
            names = []
        for name in names:
            below = os.path.join(where, name)
            if os.path.isdir(below) and not os.path.islink(below):
                remove(below)
            else:
                try:
                    os.unlink(below)
                except OSError:
                    failed(os.unlink, below)
        try:
            os.rmdir(where)
        except OSError:
            failed(os.rmdir, where)
    try:
        if os.path.islink(path):
            raise OSError("Cannot call rmtree on a symbolic link")
        os.stat(path)
    except OSError:
        failed(os.lstat, path)
        return
    remove(path)


def move(src, dst, copy_function=copy2):
    """Move a file or directory; dst may be a directory. Returns where it went."""
    target = dst
    if os.path.isdir(dst):
        target = os.path.join(dst, os.path.basename(os.fspath(src).rstrip('/')))
        if os.path.exists(target):
            raise Error("Destination path '%s' already exists" % target)
    try:
        os.rename(src, target)
    except OSError:  # another file system
        if os.path.isdir(src):
            copytree(src, target, copy_function=copy_function, symlinks=True)
            rmtree(src)
        else:
            copy_function(src, target)
            os.unlink(src)
    return target


def get_terminal_size(fallback=(80, 24)):
    """(columns, lines) of the terminal: from COLUMNS and LINES, from the system, or the fallback."""
    sizes = []
    for name in ('COLUMNS', 'LINES'):
        try:
            sizes.append(int(os.environ[name]))
        except (KeyError, ValueError):
            sizes.append(0)
    if min(sizes) <= 0:
        try:
            found = tuple(os.get_terminal_size(1))
        except (OSError, ValueError, AttributeError):
            found = fallback
        sizes = [own if own > 0 else other or default for own, other, default in zip(sizes, found, fallback)]
    if hasattr(os, 'terminal_size'):
        return os.terminal_size(sizes)
    from collections import namedtuple
    return namedtuple('terminal_size', 'columns lines', module='os')(*sizes)


def which(cmd, mode=1, path=None):
    """The full name of the program that a shell would run for cmd, or None."""
    def usable(name):
        return os.path.exists(name) and os.access(name, mode) and not os.path.isdir(name)
    if os.path.dirname(cmd):
        return cmd if usable(cmd) else None
    for directory in (os.environ.get('PATH', os.defpath) if path is None else path).split(os.pathsep):
        name = os.path.join(directory, cmd)
        if usable(name):
            return name
    return None
