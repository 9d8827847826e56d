# == where = belongs in a call.
dict(a.b=1)
