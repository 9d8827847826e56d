# There are no pools of processes, and that is said when one is asked for.
# expect: ImportError: ProcessPoolExecutor is not available, as there is no multiprocessing; use ThreadPoolExecutor
# expect: ImportError: ProcessPoolExecutor is not available, as there is no multiprocessing; use ThreadPoolExecutor
# expect: ['ThreadPoolExecutor']
# modes: plain tco fibers gil-off
import concurrent.futures

for statement in ('from concurrent.futures import ProcessPoolExecutor', 'concurrent.futures.ProcessPoolExecutor'):
    try:
        exec(statement)
    except ImportError as error:
        print(f'{type(error).__name__}: {error}')
from concurrent.futures import *

print([name for name in dir() if name.endswith('PoolExecutor')])
