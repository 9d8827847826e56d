# Finding tests, running them and reporting: TestLoader, TestSuite, TestResult, TextTestRunner, main().

import sys
import time

from unittest.case import SkipTest, TestCase, doModuleCleanups


class TestSuite:
    """A number of tests and suites, run in order, with the class fixtures around each class's tests."""

    def __init__(self, tests=()):
        self._tests = []
        self.addTests(tests)

    def __iter__(self):
        return iter(self._tests)

    def __repr__(self):
        return f"<{self.__class__.__module__}.{self.__class__.__qualname__} tests={self._tests!r}>"

    def __eq__(self, other):
        return list(self) == list(other) if isinstance(other, TestSuite) else NotImplemented

    def countTestCases(self):
        return sum(test.countTestCases() for test in self._tests)

    def addTest(self, test):
        if not callable(test):
            raise TypeError("{} is not callable".format(repr(test)))
        self._tests.append(test)

    def addTests(self, tests):
        if isinstance(tests, str):
            raise TypeError("tests must be an iterable of tests, not a string")
        for test in tests:
            self.addTest(test)

    def _all(self):
        for test in self._tests:
            if isinstance(test, TestSuite):
                yield from test._all()
            else:
                yield test

    def run(self, result, debug=False):
        current, usable = None, True
        for test in self._all():
            if result.shouldStop:
                break
            cls = test.__class__
            if cls is not current:
                self._leave(current, usable, result)
                current, usable = cls, self._enter(cls, result)
            if usable:
                test(result)
        self._leave(current, usable, result)
        try:
            doModuleCleanups()
        except Exception:
            result.addError(_Fixture('doModuleCleanups'), sys.exc_info())
        return result

    def _enter(self, cls, result):
        if getattr(cls, '__unittest_skip__', False) or not hasattr(cls, 'setUpClass'):
            return True
        try:
            cls.setUpClass()
            return True
        except SkipTest as error:
            result.addSkip(_Fixture(f'setUpClass ({cls.__module__}.{cls.__qualname__})'), str(error))
        except Exception:
            result.addError(_Fixture(f'setUpClass ({cls.__module__}.{cls.__qualname__})'), sys.exc_info())
            cls.doClassCleanups()
        return False

    def _leave(self, cls, usable, result):
        if cls is None or not usable or getattr(cls, '__unittest_skip__', False) \
                or not hasattr(cls, 'tearDownClass'):
            return
        try:
            cls.tearDownClass()
            cls.doClassCleanups()
        except Exception:
            result.addError(_Fixture(f'tearDownClass ({cls.__module__}.{cls.__qualname__})'), sys.exc_info())

    def __call__(self, *args, **kwds):
        return self.run(*args, **kwds)


class _Fixture:
    """Stands for a class's or module's set-up in a report."""

    failureException = None

    def __init__(self, description):
        self.description = description

    def id(self):
        return self.description

    def shortDescription(self):
        return None

    __str__ = id


class TestLoader:
    """Makes suites of the test methods of classes and modules."""

    testMethodPrefix = 'test'
    suiteClass = TestSuite

    def getTestCaseNames(self, testCaseClass):
        """The names of the test methods of a class, sorted."""
        return sorted(name for name in dir(testCaseClass)
                      if name.startswith(self.testMethodPrefix) and callable(getattr(testCaseClass, name)))

    def loadTestsFromTestCase(self, testCaseClass):
        names = self.getTestCaseNames(testCaseClass)
        if not names and hasattr(testCaseClass, 'runTest'):
            names = ['runTest']
        return self.suiteClass(map(testCaseClass, names))

    def loadTestsFromModule(self, module, *args, pattern=None):
        found = [getattr(module, name) for name in dir(module)]
        tests = self.suiteClass([self.loadTestsFromTestCase(item) for item in found
                                 if isinstance(item, type) and issubclass(item, TestCase) and item is not TestCase
                                 and item.__module__ != 'unittest.case'])
        load_tests = getattr(module, 'load_tests', None)
        return load_tests(self, tests, pattern) if load_tests is not None else tests

    def loadTestsFromName(self, name, module=None):
        parts = name.split('.')
        if module is None:
            names = parts[:]
            while names:
                try:
                    module = __import__('.'.join(names))
                    break
                except ImportError:
                    names.pop()
            if module is None:
                raise ImportError(f'no module for {name!r}')
            parts = parts[1:]
        parent, item = None, module
        for part in parts:
            parent, item = item, getattr(item, part)
        if isinstance(item, type(sys)):
            return self.loadTestsFromModule(item)
        if isinstance(item, type) and issubclass(item, TestCase):
            return self.loadTestsFromTestCase(item)
        if isinstance(parent, type) and issubclass(parent, TestCase):
            return self.suiteClass([parent(parts[-1])])
        if isinstance(item, TestSuite):
            return item
        test = item()
        return test if isinstance(test, TestSuite) else self.suiteClass([test])

    def loadTestsFromNames(self, names, module=None):
        return self.suiteClass([self.loadTestsFromName(name, module) for name in names])


defaultTestLoader = TestLoader()


class TestResult:
    """Collects what became of the tests."""

    def __init__(self, stream=None, descriptions=None, verbosity=None):
        self.failfast = False
        self.failures = []
        self.errors = []
        self.testsRun = 0
        self.skipped = []
        self.expectedFailures = []
        self.unexpectedSuccesses = []
        self.shouldStop = False

    def startTestRun(self):
        pass

    def stopTestRun(self):
        pass

    def startTest(self, test):
        self.testsRun += 1

    def stopTest(self, test):
        pass

    def _text(self, err, test):
        """The traceback of a failure, without the frames of this package around and below the test."""
        import traceback
        kind, error, tb = err
        while tb is not None and self._is_ours(tb):
            tb = tb.tb_next
        if test.failureException is not None and isinstance(error, test.failureException):
            entries, length = tb, 0
            while entries is not None and not self._is_ours(entries):
                length += 1
                entries = entries.tb_next
        else:
            length = None
        exc = traceback.TracebackException(kind, error, tb, compact=True)
        if length is not None:
            del exc.stack[length:]
        return ''.join(exc.format())

    def _is_ours(self, tb):
        return tb.tb_frame.f_globals.get('__name__', '').startswith('unittest.')

    def _stop_if_fast(self):
        if self.failfast:
            self.stop()

    def addError(self, test, err):
        self.errors.append((test, self._text(err, test)))
        self._stop_if_fast()

    def addFailure(self, test, err):
        self.failures.append((test, self._text(err, test)))
        self._stop_if_fast()

    def addSubTest(self, test, subtest, err):
        if err is not None:
            failed = issubclass(err[0], test.failureException)
            (self.failures if failed else self.errors).append((subtest, self._text(err, test)))
            self._stop_if_fast()

    def addSuccess(self, test):
        pass

    def addSkip(self, test, reason):
        self.skipped.append((test, reason))

    def addExpectedFailure(self, test, err):
        self.expectedFailures.append((test, self._text(err, test)))

    def addUnexpectedSuccess(self, test):
        self.unexpectedSuccesses.append(test)
        self._stop_if_fast()

    def wasSuccessful(self):
        """Tells whether or not this result was a success."""
        return not (self.failures or self.errors or self.unexpectedSuccesses)

    def stop(self):
        """Indicates that the tests should be aborted."""
        self.shouldStop = True

    def __repr__(self):
        return (f"<{self.__class__.__module__}.{self.__class__.__qualname__} run={self.testsRun} "
                f"errors={len(self.errors)} failures={len(self.failures)}>")


class TextTestResult(TestResult):
    """Shows the outcome of each test as it comes."""

    separator1 = '=' * 70
    separator2 = '-' * 70

    def __init__(self, stream, descriptions, verbosity):
        super().__init__(stream, descriptions, verbosity)
        self.stream = stream
        self.showAll = verbosity > 1
        self.dots = verbosity == 1
        self.descriptions = descriptions

    def getDescription(self, test):
        first_line = test.shortDescription()
        return f'{test}\n{first_line}' if self.descriptions and first_line else str(test)

    def startTest(self, test):
        super().startTest(test)
        if self.showAll:
            self.stream.write(self.getDescription(test) + ' ... ')
            self.stream.flush()

    def _tell(self, dot, word):
        if self.showAll:
            self.stream.write(word + '\n')
        elif self.dots:
            self.stream.write(dot)
        self.stream.flush()

    def addSuccess(self, test):
        super().addSuccess(test)
        self._tell('.', 'ok')

    def addError(self, test, err):
        super().addError(test, err)
        if self.showAll and isinstance(test, _Fixture):  # nobody announced it
            self.stream.write(f'{test} ... ')
        self._tell('E', 'ERROR')

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._tell('F', 'FAIL')

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            failed = issubclass(err[0], test.failureException)
            if self.showAll:
                self.stream.write(f'\n  {self.getDescription(subtest)} ... ')
            self._tell('F' if failed else 'E', 'FAIL' if failed else 'ERROR')

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self._tell('s', f'skipped {reason!r}')

    def addExpectedFailure(self, test, err):
        super().addExpectedFailure(test, err)
        self._tell('x', 'expected failure')

    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        self._tell('u', 'unexpected success')

    def printErrors(self):
        """Show the tracebacks of all errors and failures."""
        if self.dots or self.showAll:
            self.stream.write('\n')
        for flavour, entries in (('ERROR', self.errors), ('FAIL', self.failures)):
            for test, text in entries:
                self.stream.write(f'{self.separator1}\n{flavour}: {self.getDescription(test)}\n'
                                  f'{self.separator2}\n{text}\n')
        if self.unexpectedSuccesses:
            self.stream.write(self.separator1 + '\n')
            for test in self.unexpectedSuccesses:
                self.stream.write(f'UNEXPECTED SUCCESS: {self.getDescription(test)}\n')


class TextTestRunner:
    """Runs tests and shows the results on a stream, stderr by default."""

    resultclass = TextTestResult

    def __init__(self, stream=None, descriptions=True, verbosity=1, failfast=False, buffer=False, resultclass=None,
                 warnings=None, *, tb_locals=False):
        self.stream = sys.stderr if stream is None else stream
        self.descriptions = descriptions
        self.verbosity = verbosity
        self.failfast = failfast
        if resultclass is not None:
            self.resultclass = resultclass

    def run(self, test):
        """Run the given test case or test suite."""
        result = self.resultclass(self.stream, self.descriptions, self.verbosity)
        result.failfast = self.failfast
        start = time.perf_counter()
        result.startTestRun()
        try:
            test(result)
        finally:
            result.stopTestRun()
        taken = time.perf_counter() - start
        if hasattr(result, 'printErrors'):
            result.printErrors()
        write = self.stream.write
        write('-' * 70 + '\n')
        write(f"Ran {result.testsRun} test{'' if result.testsRun == 1 else 's'} in {taken:.3f}s\n\n")
        notes = []
        if result.wasSuccessful():
            write('OK')
        else:
            write('FAILED')
            for word, entries in (('failures', result.failures), ('errors', result.errors)):
                if entries:
                    notes.append(f'{word}={len(entries)}')
        for word, entries in (('skipped', result.skipped), ('expected failures', result.expectedFailures),
                              ('unexpected successes', result.unexpectedSuccesses)):
            if entries:
                notes.append(f'{word}={len(entries)}')
        write(f" ({', '.join(notes)})\n" if notes else '\n')
        self.stream.flush()
        return result


class TestProgram:
    """Run the tests that the command line names, or all those of a module."""

    def __init__(self, module='__main__', defaultTest=None, argv=None, testRunner=None,
                 testLoader=defaultTestLoader, exit=True, verbosity=1, failfast=None, catchbreak=None, buffer=None,
                 warnings=None, *, tb_locals=False):
        if isinstance(module, str):
            __import__(module)
            module = sys.modules[module]
        names = []
        failfast = bool(failfast)
        for argument in (sys.argv if argv is None else argv)[1:]:
            if argument in ('-v', '--verbose'):
                verbosity = 2
            elif argument in ('-q', '--quiet'):
                verbosity = 0
            elif argument in ('-f', '--failfast'):
                failfast = True
            elif not argument.startswith('-'):
                names.append(argument)
        if not names and defaultTest is not None:
            names = [defaultTest] if isinstance(defaultTest, str) else list(defaultTest)
        if names:
            self.test = testLoader.loadTestsFromNames(names, module)
        else:
            self.test = testLoader.loadTestsFromModule(module)
        if testRunner is None:
            testRunner = TextTestRunner
        if isinstance(testRunner, type):
            testRunner = testRunner(verbosity=verbosity, failfast=failfast)
        self.result = testRunner.run(self.test)
        if exit:
            sys.exit(not self.result.wasSuccessful())


main = TestProgram
