# Fails while it is imported.
limit = 3
items = [1, 2, 3]
print("in module", items[limit])
