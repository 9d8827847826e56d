# A callback called from a builtin: no entry for the builtin itself.
people = [{"age": 3}, {"name": "x"}]
people.sort(key=lambda p: p["age"])
