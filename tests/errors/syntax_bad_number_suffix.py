# A number that runs into letters.
x = 12abc
