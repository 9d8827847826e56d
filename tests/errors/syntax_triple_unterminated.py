# A triple-quoted string without its end.
doc = """starts here
and never
ends
