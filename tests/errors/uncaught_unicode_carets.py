# Wide and combining characters before the carets.
名前 = "値"
print("é😀日本", 名前 + 1, "tail")
