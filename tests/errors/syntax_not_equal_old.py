# The operator <> is gone.
if 1 <> 2:
    pass
