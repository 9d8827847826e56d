# TestCase: one test method with its set-up, its assertions and how its outcome is told to a result.

import sys
from functools import wraps as _wraps

_max_shown = 80


class SkipTest(Exception):
    """Raise this exception in a test to skip it."""




def _mark_skipped(item, reason):
    if not isinstance(item, type):
        @_wraps(item)
        def skipped(*args, **kwargs):
            raise SkipTest(reason)
        item = skipped
    item.__unittest_skip__ = True
    item.__unittest_skip_why__ = reason
    return item


def skip(reason):
    """Unconditionally skip a test."""
    if callable(reason) and not isinstance(reason, str):
        return _mark_skipped(reason, '')
    return lambda item: _mark_skipped(item, reason)


def skipIf(condition, reason):
    """Skip a test if the condition is true."""
    return skip(reason) if condition else lambda item: item


def skipUnless(condition, reason):
    """Skip a test unless the condition is true."""
    return lambda item: item if condition else _mark_skipped(item, reason)


def expectedFailure(test_item):
    """Mark a test that is known to fail."""
    test_item.__unittest_expecting_failure__ = True
    return test_item


_module_cleanups = []


def addModuleCleanup(function, /, *args, **kwargs):
    """Call function when the tests of the module are over."""
    _module_cleanups.append((function, args, kwargs))


def doModuleCleanups():
    """Call the functions of addModuleCleanup, the last added first."""
    while _module_cleanups:
        function, args, kwargs = _module_cleanups.pop()
        function(*args, **kwargs)


def safe_repr(obj, short=False):
    """repr() that does not fail and may be cut."""
    try:
        result = repr(obj)
    except Exception:
        result = object.__repr__(obj)
    if not short or len(result) < _max_shown:
        return result
    return result[:_max_shown] + ' [truncated]...'


def _shared_prefix(values):
    shared = min(values, key=len)
    while not all(value.startswith(shared) for value in values):
        shared = shared[:-1]
    return shared


def _shorten(text, before, after):
    skipped = len(text) - before - after
    if skipped > len('[ chars]') + len(str(skipped)) - 3 and skipped > 12:
        return f'{text[:before]}[{skipped} chars]{text[len(text) - after:]}'
    return text


def _two_reprs(*values):
    """Both reprs, with long equal beginnings and ends cut."""
    shown = tuple(map(safe_repr, values))
    if max(map(len, shown)) <= _max_shown:
        return shown
    prefix = len(_shared_prefix(shown))
    longest_unlike = max(map(len, shown)) - prefix
    room = _max_shown - longest_unlike - 5
    if room > 5:
        keep = max(room, 5)
        return tuple(_shorten(text[:prefix], 5, keep) + text[prefix:] for text in shown)
    return tuple(_shorten(text[:prefix], 5, 5) + _shorten(text[prefix:], 38, 12) for text in shown)


class _Outcome:
    """Runs the pieces of one test and notes what went wrong."""

    def __init__(self, case, result):
        self.case = case
        self.result = result
        self.success = True
        self.expected_failure = None
        self.expecting = False

    def run(self, function, test=None, is_test=False):
        """Call function; False if it failed or was skipped."""
        test = test or self.case
        try:
            function()
            return True
        except KeyboardInterrupt:
            raise
        except SkipTest as error:
            self.success = False
            self.result.addSkip(test, str(error))
        except BaseException as error:
            if isinstance(error, (SystemExit, GeneratorExit)) and not is_test:
                raise
            details = (type(error), error, error.__traceback__)
            if self.expecting and is_test:
                self.expected_failure = details
            elif test is not self.case:
                self.success = False
                self.result.addSubTest(self.case, test, details)
            elif isinstance(error, self.case.failureException):
                self.success = False
                self.result.addFailure(test, details)
            else:
                self.success = False
                self.result.addError(test, details)
        return False


class _SubTest:
    """A part of a test, as `with self.subTest(...)` makes it."""

    def __init__(self, case, message, params):
        self.test_case = case
        self.message = message
        self.params = params
        self.failureException = case.failureException

    def _description(self):
        parts = []
        if self.message is not None:
            parts.append(f'[{self.message}]')
        if self.params:
            parts.append('({})'.format(', '.join(f'{key}={value!r}' for key, value in self.params.items())))
        return ' '.join(parts) or '(<subtest>)'

    def id(self):
        return f'{self.test_case.id()} {self._description()}'

    def shortDescription(self):
        return self.test_case.shortDescription()

    def __str__(self):
        return f'{self.test_case} {self._description()}'


class _SubTestContext:
    def __init__(self, case, message, params):
        self.case = case
        outer = case._subtest.params if case._subtest else {}
        self.subtest = _SubTest(case, message, {**outer, **params})

    def __enter__(self):
        self.outer, self.case._subtest = self.case._subtest, self.subtest

    def __exit__(self, kind, error, tb):
        self.case._subtest = self.outer
        if error is None:
            return False
        outcome = self.case._outcome
        if outcome is None or isinstance(error, KeyboardInterrupt):
            return False

        def again():
            raise error
        outcome.run(again, self.subtest, True)
        return True


class _RaisesContext:
    """`with assertRaises(...)`: the exception is kept in .exception."""

    def __init__(self, case, expected, pattern, name, message=None):
        self.case = case
        self.expected = expected
        self.pattern = pattern
        self.name = name
        self.message = message

    def _names(self):
        if isinstance(self.expected, tuple):
            return str(self.expected)
        return self.expected.__name__

    def handle(self, args, kwargs):
        """Call args[0] with the rest; without args be a context manager."""
        kinds = self.expected if isinstance(self.expected, tuple) else (self.expected,)
        if not all(isinstance(kind, type) and issubclass(kind, self.base) for kind in kinds):
            raise TypeError(f'{self.name}() arg 1 must be {self.what}')
        if not args:
            self.message = kwargs.pop('msg', None)
            if kwargs:
                raise TypeError(f'{next(iter(kwargs))!r} is an invalid keyword argument for this function')
            return self
        function, *args = args
        self.called = getattr(function, '__name__', None) or str(function)
        with self:
            function(*args, **kwargs)

    base = BaseException
    what = 'an exception type or tuple of exception types'
    called = None

    def _fail(self, text):
        raise self.case.failureException(self.case._formatMessage(self.message, text))

    def __enter__(self):
        return self

    def __exit__(self, kind, error, tb):
        if kind is None:
            by = f' by {self.called}' if self.called else ''
            self._fail(f'{self._names()} not raised{by}')
        if not issubclass(kind, self.expected):
            return False
        self.exception = error.with_traceback(None)
        if self.pattern is not None:
            _match_or_fail(self, self.pattern, str(error))
        return True


def _match_or_fail(context, pattern, text):
    if isinstance(pattern, str):
        import re
        pattern = re.compile(pattern)
    if not pattern.search(text):
        context._fail(f'"{pattern.pattern}" does not match "{text}"')


class _WarnsContext(_RaisesContext):
    """`with assertWarns(...)`: the warning is kept in .warning."""

    base = Warning
    what = 'a warning type or tuple of warning types'

    def __enter__(self):
        import warnings
        for module in list(sys.modules.values()):
            if getattr(module, '__warningregistry__', None):
                module.__warningregistry__ = {}
        self.manager = warnings.catch_warnings(record=True)
        self.warnings = self.manager.__enter__()
        warnings.simplefilter('always', self.expected if isinstance(self.expected, type) else Warning)
        return self

    def __exit__(self, kind, error, tb):
        self.manager.__exit__(kind, error, tb)
        if kind is not None:
            return
        first = None
        for entry in self.warnings:
            if not isinstance(entry.message, self.expected):
                continue
            first = first or entry.message
            if self.pattern is not None:
                import re
                if not re.search(self.pattern, str(entry.message)):
                    continue
            self.warning, self.filename, self.lineno = entry.message, entry.filename, entry.lineno
            return
        if first is not None:
            _match_or_fail(self, self.pattern, str(first))
        by = f' by {self.called}' if self.called else ''
        self._fail(f'{self._names()} not triggered{by}')


class TestCase:
    """A test: the method methodName, between setUp() and tearDown()."""

    failureException = AssertionError
    longMessage = True
    maxDiff = 640
    _class_cleanups = []
    _subtest = None
    _outcome = None

    def __init_subclass__(cls, *args, **kwargs):
        cls._class_cleanups = []
        super().__init_subclass__(*args, **kwargs)

    def __init__(self, methodName='runTest'):
        self._testMethodName = methodName
        self._testMethodDoc = None
        method = getattr(self, methodName, None)
        if method is None:
            if methodName != 'runTest':
                raise ValueError("no such test method in %s: %s" % (self.__class__, methodName))
        else:
            self._testMethodDoc = method.__doc__
        self._cleanups = []
        self._type_equality_funcs = {}

    # Around the test

    def setUp(self):
        "Hook method for setting up the test fixture before exercising it."

    def tearDown(self):
        "Hook method for deconstructing the test fixture after testing it."

    @classmethod
    def setUpClass(cls):
        "Hook method for setting up class fixture before running tests in the class."

    @classmethod
    def tearDownClass(cls):
        "Hook method for deconstructing the class fixture after running all tests in the class."

    def addCleanup(self, function, /, *args, **kwargs):
        """Call function after tearDown(); the last added first."""
        self._cleanups.append((function, args, kwargs))

    def enterContext(self, cm):
        """Enter a context manager and leave it after the test."""
        result = type(cm).__enter__(cm)
        self.addCleanup(type(cm).__exit__, cm, None, None, None)
        return result

    @classmethod
    def addClassCleanup(cls, function, /, *args, **kwargs):
        """Call function after tearDownClass(); the last added first."""
        cls._class_cleanups.append((function, args, kwargs))

    @classmethod
    def doClassCleanups(cls):
        """Call the functions of addClassCleanup()."""
        while cls._class_cleanups:
            function, args, kwargs = cls._class_cleanups.pop()
            function(*args, **kwargs)

    def doCleanups(self):
        """Call the functions of addCleanup()."""
        outcome = self._outcome
        while self._cleanups:
            function, args, kwargs = self._cleanups.pop()
            if outcome is None:
                function(*args, **kwargs)
            else:
                outcome.run(lambda: function(*args, **kwargs))

    def countTestCases(self):
        return 1

    def defaultTestResult(self):
        from unittest.runner import TestResult
        return TestResult()

    def id(self):
        return f'{self.__class__.__module__}.{self.__class__.__qualname__}.{self._testMethodName}'

    def shortDescription(self):
        """The first line of the method's docstring."""
        return self._testMethodDoc.strip().split("\n")[0].strip() if self._testMethodDoc else None

    def __str__(self):
        return f'{self._testMethodName} ({self.id()})'

    def __repr__(self):
        return f'<{self.__class__.__module__}.{self.__class__.__qualname__} testMethod={self._testMethodName}>'

    def __eq__(self, other):
        return type(self) is type(other) and self._testMethodName == other._testMethodName

    def __hash__(self):
        return hash((type(self), self._testMethodName))

    def subTest(self, msg=None, **params):
        """A block that may fail while the test goes on."""
        return _SubTestContext(self, msg, params)

    def run(self, result=None):
        """Run the test and tell result what became of it."""
        own_result = result is None
        if own_result:
            result = self.defaultTestResult()
            result.startTestRun()
        result.startTest(self)
        try:
            method = getattr(self, self._testMethodName)
            for item in (self.__class__, method):
                if getattr(item, '__unittest_skip__', False):
                    result.addSkip(self, getattr(item, '__unittest_skip_why__', ''))
                    return result
            self._run_method(method, result)
            return result
        finally:
            result.stopTest(self)
            if own_result:
                result.stopTestRun()

    def _run_method(self, method, result):
        outcome = self._outcome = _Outcome(self, result)
        outcome.expecting = (getattr(self.__class__, '__unittest_expecting_failure__', False)
                             or getattr(method, '__unittest_expecting_failure__', False))
        try:
            if outcome.run(self.setUp):
                outcome.run(method, None, True)
                outcome.run(self.tearDown)
            self.doCleanups()
            if not outcome.success:
                return
            if not outcome.expecting:
                result.addSuccess(self)
            elif outcome.expected_failure:
                result.addExpectedFailure(self, outcome.expected_failure)
            else:
                result.addUnexpectedSuccess(self)
        finally:
            self._outcome = None

    def __call__(self, *args, **kwds):
        return self.run(*args, **kwds)

    def debug(self):
        """Run the test without collecting errors."""
        self.setUp()
        getattr(self, self._testMethodName)()
        self.tearDown()
        self.doCleanups()

    def skipTest(self, reason):
        """Skip this test."""
        raise SkipTest(reason)

    # Assertions

    def _formatMessage(self, msg, standard):
        if not self.longMessage:
            return msg or standard
        return standard if msg is None else f'{standard} : {msg}'

    def fail(self, msg=None):
        """Fail immediately, with the given message."""
        raise self.failureException(msg)

    def _check(self, condition, msg, standard):
        """Fail unless condition; standard is a function giving the usual message."""
        if not condition:
            raise self.failureException(self._formatMessage(msg, standard()))

    def assertTrue(self, expr, msg=None):
        self._check(expr, msg, lambda: f"{safe_repr(expr)} is not true")

    def assertFalse(self, expr, msg=None):
        self._check(not expr, msg, lambda: f"{safe_repr(expr)} is not false")

    def addTypeEqualityFunc(self, typeobj, function):
        """Use function to compare two values of exactly this type in assertEqual()."""
        self._type_equality_funcs[typeobj] = function

    def assertEqual(self, first, second, msg=None):
        if first == second:
            return
        if type(first) is type(second):
            function = self._type_equality_funcs.get(type(first))
            if function is not None:
                getattr(self, function)(first, second, msg=msg) if isinstance(function, str) \
                    else function(first, second, msg=msg)
                return
            method = {dict: self.assertDictEqual, list: self.assertListEqual, tuple: self.assertTupleEqual,
                      set: self.assertSetEqual, frozenset: self.assertSetEqual,
                      str: self.assertMultiLineEqual}.get(type(first))
            if method is not None:
                method(first, second, msg)
                return
        self._check(False, msg, lambda: '%s != %s' % _two_reprs(first, second))

    def assertNotEqual(self, first, second, msg=None):
        self._check(first != second, msg, lambda: f'{safe_repr(first)} == {safe_repr(second)}')

    def _close(self, first, second, places, delta):
        if places is not None and delta is not None:
            raise TypeError("specify delta or places not both")
        difference = abs(first - second)
        if delta is not None:
            return difference <= delta, f'within {safe_repr(delta)} delta ({safe_repr(difference)} difference)'
        places = 7 if places is None else places
        return round(difference, places) == 0, f'within {places!r} places ({safe_repr(difference)} difference)'

    def assertAlmostEqual(self, first, second, places=None, msg=None, delta=None):
        if first == second:
            return
        close, how = self._close(first, second, places, delta)
        self._check(close, msg, lambda: f'{safe_repr(first)} != {safe_repr(second)} {how}')

    def assertNotAlmostEqual(self, first, second, places=None, msg=None, delta=None):
        close, how = self._close(first, second, places, delta)
        if delta is None:
            how = how[:how.index(' (')]
        self._check(not (first == second or close), msg,
                    lambda: f'{safe_repr(first)} == {safe_repr(second)} {how}')

    def assertSequenceEqual(self, first, second, msg=None, seq_type=None):
        name = seq_type.__name__ if seq_type is not None else 'sequence'
        if seq_type is not None:
            for which, value in (('First', first), ('Second', second)):
                if not isinstance(value, seq_type):
                    raise self.failureException(f'{which} sequence is not a {name}: {safe_repr(value)}')
        if first == second:
            return
        text = f'{name.capitalize()}s differ: %s != %s\n' % _two_reprs(first, second)
        shared = min(len(first), len(second))
        for i in range(shared):
            if first[i] != second[i]:
                text += f'\nFirst differing element {i}:\n' + '%s\n%s\n' % _two_reprs(first[i], second[i])
                break
        else:
            if seq_type is None and len(first) == len(second) and type(first) is not type(second):
                return  # the same items in another kind of sequence
        if len(first) != len(second):
            longer, other = ('First', first) if len(first) > len(second) else ('Second', second)
            text += (f'\n{longer} {name} contains {abs(len(first) - len(second))} additional elements.\n'
                     f'First extra element {shared}:\n{safe_repr(other[shared])}\n')
        text = self._with_diff(text, '\n', _pretty(first).splitlines(), _pretty(second).splitlines())
        self.fail(self._formatMessage(msg, text))

    def _with_diff(self, text, before, first, second):
        diff = before + '\n'.join(_line_diff(first, second))
        if self.maxDiff is not None and len(diff) > self.maxDiff:
            return text + f'\nDiff is {len(diff)} characters long. Set self.maxDiff to None to see it.'
        return text + diff

    def assertListEqual(self, list1, list2, msg=None):
        self.assertSequenceEqual(list1, list2, msg, seq_type=list)

    def assertTupleEqual(self, tuple1, tuple2, msg=None):
        self.assertSequenceEqual(tuple1, tuple2, msg, seq_type=tuple)

    def assertSetEqual(self, set1, set2, msg=None):
        lines = []
        for name, missing in (('first', set1 - set2), ('second', set2 - set1)):
            if missing:
                lines.append(f'Items in the {name} set but not the {"second" if name == "first" else "first"}:')
                lines.extend(map(repr, missing))
        self._check(not lines, msg, lambda: '\n'.join(lines))

    def assertDictEqual(self, d1, d2, msg=None):
        self.assertIsInstance(d1, dict, 'First argument is not a dictionary')
        self.assertIsInstance(d2, dict, 'Second argument is not a dictionary')
        if d1 != d2:
            text = '%s != %s' % _two_reprs(d1, d2)
            text = self._with_diff(text, '\n', _pretty(d1).splitlines(), _pretty(d2).splitlines())
            self.fail(self._formatMessage(msg, text))

    def assertMultiLineEqual(self, first, second, msg=None):
        self.assertIsInstance(first, str, "First argument is not a string")
        self.assertIsInstance(second, str, "Second argument is not a string")
        if first != second:
            text = '%s != %s' % _two_reprs(first, second)
            sides = [value.splitlines(keepends=True) for value in (first, second)]
            sides = [[value + '\n'] if lines == [value] and value.strip('\r\n') == value else lines
                     for value, lines in zip((first, second), sides)]
            diff = '\n' + ''.join(_line_diff(*sides))
            if self.maxDiff is None or len(diff) <= self.maxDiff:
                text += diff
            self.fail(self._formatMessage(msg, text))

    def assertCountEqual(self, first, second, msg=None):
        first, second = list(first), list(second)
        lines = []
        for holder in dict.fromkeys(map(_Holder, first + second)):
            value = holder.value
            counts = first.count(value), second.count(value)
            if counts[0] != counts[1]:
                lines.append('First has %d, Second has %d:  %r' % (*counts, value))
        if lines:
            self.fail(self._formatMessage(msg, '\n'.join(['Element counts were not equal:', *lines])))

    def assertIn(self, member, container, msg=None):
        self._check(member in container, msg, lambda: f'{safe_repr(member)} not found in {safe_repr(container)}')

    def assertNotIn(self, member, container, msg=None):
        self._check(member not in container, msg,
                    lambda: f'{safe_repr(member)} unexpectedly found in {safe_repr(container)}')

    def assertIs(self, expr1, expr2, msg=None):
        self._check(expr1 is expr2, msg, lambda: f'{safe_repr(expr1)} is not {safe_repr(expr2)}')

    def assertIsNot(self, expr1, expr2, msg=None):
        self._check(expr1 is not expr2, msg, lambda: f'unexpectedly identical: {safe_repr(expr1)}')

    def assertIsNone(self, obj, msg=None):
        self._check(obj is None, msg, lambda: f'{safe_repr(obj)} is not None')

    def assertIsNotNone(self, obj, msg=None):
        self._check(obj is not None, msg, lambda: 'unexpectedly None')

    def assertIsInstance(self, obj, cls, msg=None):
        self._check(isinstance(obj, cls), msg, lambda: f'{safe_repr(obj)} is not an instance of {cls!r}')

    def assertNotIsInstance(self, obj, cls, msg=None):
        self._check(not isinstance(obj, cls), msg, lambda: f'{safe_repr(obj)} is an instance of {cls!r}')

    def assertLess(self, a, b, msg=None):
        self._check(a < b, msg, lambda: f'{safe_repr(a)} not less than {safe_repr(b)}')

    def assertLessEqual(self, a, b, msg=None):
        self._check(a <= b, msg, lambda: f'{safe_repr(a)} not less than or equal to {safe_repr(b)}')

    def assertGreater(self, a, b, msg=None):
        self._check(a > b, msg, lambda: f'{safe_repr(a)} not greater than {safe_repr(b)}')

    def assertGreaterEqual(self, a, b, msg=None):
        self._check(a >= b, msg, lambda: f'{safe_repr(a)} not greater than or equal to {safe_repr(b)}')

    def assertRegex(self, text, expected_regex, msg=None):
        import re
        pattern = re.compile(expected_regex)
        self._check(pattern.search(text), msg,
                    lambda: f"Regex didn't match: {pattern.pattern!r} not found in {text!r}")

    def assertNotRegex(self, text, unexpected_regex, msg=None):
        import re
        pattern = re.compile(unexpected_regex)
        found = pattern.search(text)
        self._check(not found, msg, lambda: 'Regex matched: %r matches %r in %r' % (
            text[found.start():found.end()], pattern.pattern, text))

    def assertRaises(self, expected_exception, *args, **kwargs):
        """Fail unless the exception is raised: by a call, or in the with-block if there is no call."""
        return _RaisesContext(self, expected_exception, None, 'assertRaises').handle(args, kwargs)

    def assertRaisesRegex(self, expected_exception, expected_regex, *args, **kwargs):
        """assertRaises() that also searches the message."""
        return _RaisesContext(self, expected_exception, expected_regex, 'assertRaisesRegex').handle(args, kwargs)

    def assertWarns(self, expected_warning, *args, **kwargs):
        """Fail unless the warning is given: by a call, or in the with-block if there is no call."""
        return _WarnsContext(self, expected_warning, None, 'assertWarns').handle(args, kwargs)

    def assertWarnsRegex(self, expected_warning, expected_regex, *args, **kwargs):
        """assertWarns() that also searches the message."""
        return _WarnsContext(self, expected_warning, expected_regex, 'assertWarnsRegex').handle(args, kwargs)


class _Holder:
    """Makes equal values equal keys, hashable or not."""

    def __init__(self, value):
        self.value = value

    def __eq__(self, other):
        return self.value == other.value

    def __hash__(self):
        return 0


def _pretty(value):
    from pprint import pformat
    return pformat(value)


def _line_diff(first, second):
    """The lines of both, marked '- ', '+ ' or '  ', by their longest common subsequence."""
    rows = [[0] * (len(second) + 1)]
    for a in reversed(first):
        below = rows[-1]
        row = [0] * (len(second) + 1)
        for j in range(len(second) - 1, -1, -1):
            row[j] = below[j + 1] + 1 if a == second[j] else max(below[j], row[j + 1])
        rows.append(row)
    rows.reverse()
    i = j = 0
    result = []
    while i < len(first) or j < len(second):
        if i < len(first) and j < len(second) and first[i] == second[j]:
            result.append('  ' + first[i])
            i, j = i + 1, j + 1
        elif i < len(first) and (j == len(second) or rows[i + 1][j] >= rows[i][j + 1]):
            result.append('- ' + first[i])
            i += 1
        else:
            result.append('+ ' + second[j])
            j += 1
    return result


class FunctionTestCase(TestCase):
    """A test case around a plain function."""

    def __init__(self, testFunc, setUp=None, tearDown=None, description=None):
        super().__init__()
        self._function = testFunc
        self._before = setUp
        self._after = tearDown
        self._description = description

    def setUp(self):
        if self._before is not None:
            self._before()

    def tearDown(self):
        if self._after is not None:
            self._after()

    def runTest(self):
        self._function()

    def id(self):
        return self._function.__name__

    def __str__(self):
        return f'{self.__class__.__module__}.{self.__class__.__qualname__} ({self._function.__name__})'
