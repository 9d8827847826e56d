# Q8: three generations, their thresholds, and survivors that move up.
import gc

gc.collect()  # all that is here already is old from now on
kept = []  # an old list to come


def fill(thresholds):
    print(thresholds, "->", gc.get_count())


gc.set_threshold(100, 3, 10)  # over 100 new containers: collect them
fill("start")
for i in range(60):
    kept.append([i])  # 60 lists that live on
fill("60 lists made")
for i in range(60):
    kept.append([i])  # passes 100: generation 0 is collected in here
fill("120 made")
knot = []
knot.append(knot)
knot = None  # garbage that only its own reference holds
gc.collect(0)  # the young only
fill("collect(0)")
middle = gc.get_objects(1)
print("kept[0] is in generation 1:", any(o is kept[0] for o in middle))
