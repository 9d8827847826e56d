# assertSequenceEqual compares items, not kinds of sequences.
import unittest

case = unittest.TestCase()
case.assertSequenceEqual([1, 2], (1, 2))
case.assertSequenceEqual("ab", ["a", "b"])
for pair in (([1], [2]), ([1], (1, 2)), ((1,), [2])):
    try:
        case.assertSequenceEqual(*pair)
    except AssertionError as e:
        print(str(e).splitlines()[0])
