# No suggestion where nothing is close.
print(qqqqzzzzxxxx)
