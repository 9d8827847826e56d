# "Did you mean" for a method of a builtin type.
words = ["a", "b"]
words.appendd("c")
