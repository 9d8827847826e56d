# Unit tests: TestCase and its assertions (unittest/case.py), loading, running and reporting (unittest/runner.py).

from unittest.case import (TestCase, FunctionTestCase, SkipTest, skip, skipIf, skipUnless, expectedFailure,
                           addModuleCleanup, doModuleCleanups)
from unittest.runner import (TestSuite, TestLoader, defaultTestLoader, TestResult, TextTestResult, TextTestRunner,
                             TestProgram, main)

__all__ = ['TestResult', 'TestCase', 'TestSuite', 'TextTestRunner', 'TestLoader', 'FunctionTestCase', 'main',
           'defaultTestLoader', 'SkipTest', 'skip', 'skipIf', 'skipUnless', 'expectedFailure', 'TextTestResult',
           'addModuleCleanup', 'doModuleCleanups', 'TestProgram']
