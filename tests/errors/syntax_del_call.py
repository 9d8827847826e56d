# del of something that cannot be deleted.
del f()
