# More than fifteen exceptions: the rest are counted.
raise ExceptionGroup("many", [ValueError(i) for i in range(20)])
