# traceback keeps the text `None`, and shows no exception at all as CPython does.
import traceback

for error in (ValueError(None), ValueError('None'), ValueError(''), None):
    print(traceback.format_exception_only(type(error), error), traceback.format_exception(error))
print(traceback.format_exception(None, None, None), traceback.format_exception_only(None), traceback.format_exception_only(None, None))
print(list(traceback.TracebackException(None, None, None).format()))
print(list(traceback.TracebackException(type(None), None, None).format()))
print(list(traceback.TracebackException(ValueError, None, None).format_exception_only()))
print(repr(traceback.format_exc()))
