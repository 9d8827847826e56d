# Logging: loggers in a tree of names give records to handlers. Levels are in logging/_levels.py, records and loggers in
# _loggers.py, handlers and filters in _handlers.py, formatters in _format.py, what few programs need in handlers.py.

from logging._levels import (CRITICAL, DEBUG, ERROR, FATAL, INFO, NOTSET, WARN, WARNING, _checkLevel, _levelToName,
                             _nameToLevel, addLevelName, getLevelName, getLevelNamesMapping)
from logging._format import (BASIC_FORMAT, BufferingFormatter, Formatter, PercentStyle, StrFormatStyle,
                             StringTemplateStyle, _STYLES, _defaultFormatter, check_style as _check_style)
from logging._handlers import (FileHandler, Filter, Filterer, Handler, NullHandler, StreamHandler, _StderrHandler,
                               _handlerList, shutdown)
from logging._loggers import (Logger, LoggerAdapter, LogRecord, Manager, PlaceHolder, RootLogger, _lock, _startTime,
                              getLogger, getLoggerClass, getLogRecordFactory, makeLogRecord, root, setLoggerClass,
                              setLogRecordFactory)
from atexit import register as _register

__all__ = ['BASIC_FORMAT', 'BufferingFormatter', 'CRITICAL', 'DEBUG', 'ERROR', 'FATAL', 'FileHandler', 'Filter',
           'Formatter', 'Handler', 'INFO', 'LogRecord', 'Logger', 'LoggerAdapter', 'NOTSET', 'NullHandler',
           'StreamHandler', 'WARN', 'WARNING', 'addLevelName', 'basicConfig', 'captureWarnings', 'critical', 'debug',
           'disable', 'error', 'exception', 'fatal', 'getLevelName', 'getLogger', 'getLoggerClass', 'info', 'log',
           'makeLogRecord', 'setLoggerClass', 'shutdown', 'warn', 'warning', 'getLogRecordFactory',
           'setLogRecordFactory', 'lastResort', 'raiseExceptions', 'getLevelNamesMapping']

logThreads = logMultiprocessing = logProcesses = True
_srcfile = addLevelName.__code__.co_filename  # None: callers are not looked for
raiseExceptions = True  # whether errors while logging are shown
lastResort = _defaultLastResort = _StderrHandler(WARNING)  # for records that no handler takes


# Functions for small programs, on the root logger

def basicConfig(*, force=False, encoding=None, errors='backslashreplace', handlers=None, stream=None, filename=None,
                filemode='a', datefmt=None, style='%', format=None, level=None, **unknown):
    """Give the root logger a handler, a format and a level, unless it has a handler already."""
    with _lock:
        if force:
            for handler in root.handlers[:]:
                root.removeHandler(handler)
                handler.close()
        if root.handlers:
            return
        if handlers is None:
            if stream is not None and filename is not None:
                raise ValueError("'stream' and 'filename' should not be specified together")
            if filename:
                if 'b' in filemode:
                    errors = None
                handlers = [FileHandler(filename, filemode, encoding=encoding, errors=errors)]
            else:
                handlers = [StreamHandler(stream)]
        elif stream is not None or filename is not None:
            raise ValueError("'stream' or 'filename' should not be specified together with 'handlers'")
        _check_style(style)
        formatter = Formatter(_STYLES[style][1] if format is None else format, datefmt, style)
        for handler in handlers:
            if handler.formatter is None:
                handler.setFormatter(formatter)
            root.addHandler(handler)
        if level is not None:
            root.setLevel(level)
        if unknown:
            raise ValueError(f"Unrecognised argument(s): {', '.join(unknown)}")


def _ready():
    if not root.handlers:
        basicConfig()
    return root


def debug(msg, *args, **kwargs):
    """Log at level DEBUG on the root logger."""
    _ready().debug(msg, *args, **kwargs)


def info(msg, *args, **kwargs):
    """Log at level INFO on the root logger."""
    _ready().info(msg, *args, **kwargs)


def warning(msg, *args, **kwargs):
    """Log at level WARNING on the root logger."""
    _ready().warning(msg, *args, **kwargs)


def warn(msg, *args, **kwargs):
    """The old name of warning()."""
    import warnings
    warnings.warn("The 'warn' function is deprecated, use 'warning' instead", DeprecationWarning, 2)
    warning(msg, *args, **kwargs)


def error(msg, *args, **kwargs):
    """Log at level ERROR on the root logger."""
    _ready().error(msg, *args, **kwargs)


def exception(msg, *args, exc_info=True, **kwargs):
    """Log at level ERROR on the root logger, with the exception that is being handled."""
    error(msg, *args, exc_info=exc_info, **kwargs)


def critical(msg, *args, **kwargs):
    """Log at level CRITICAL on the root logger."""
    _ready().critical(msg, *args, **kwargs)


def fatal(msg, *args, **kwargs):
    """Log at level CRITICAL on the root logger."""
    critical(msg, *args, **kwargs)


def log(level, msg, *args, **kwargs):
    """Log at any level on the root logger."""
    _ready().log(level, msg, *args, **kwargs)


def disable(level=CRITICAL):
    """Log nothing of this level and below, whatever the loggers say."""
    root.manager.disable = level
    root.manager._clear_cache()


# Warnings

_warnings_showwarning = None


def _showwarning(message, category, filename, lineno, file=None, line=None):
    import warnings
    if file is not None:
        if _warnings_showwarning is not None:
            _warnings_showwarning(message, category, filename, lineno, file, line)
        return
    logger = getLogger('py.warnings')
    if not logger.handlers:
        logger.addHandler(NullHandler())
    logger.warning(warnings.formatwarning(message, category, filename, lineno, line))


def captureWarnings(capture):
    """Send warnings to the logger py.warnings, or let them be shown as usual."""
    global _warnings_showwarning
    import warnings
    if capture:
        if _warnings_showwarning is None:
            _warnings_showwarning = warnings.showwarning
            warnings.showwarning = _showwarning
    elif _warnings_showwarning is not None:
        warnings.showwarning = _warnings_showwarning
        _warnings_showwarning = None


_register(shutdown)
