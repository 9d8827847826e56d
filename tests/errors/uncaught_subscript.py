# Carets of subscripts: the value plain, the brackets marked.
table = {"rows": [1, 2, {"cell": ()}]}
print(table["rows"][2]["cell"][5])
