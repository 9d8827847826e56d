# A long source line is shown whole.
data = {"alpha": [1, 2, 3], "beta": {"gamma": (4, 5, 6)}, "delta": "some text that makes the line long"}; value = data["alpha"][0] + data["beta"]["gamma"][1] + data["delta"] + data["alpha"][2]
