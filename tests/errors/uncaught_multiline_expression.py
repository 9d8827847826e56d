# An expression over several lines: the carets run to the end of its first line.
first = 1
result = (first +
          2 +
          None +
          4)
