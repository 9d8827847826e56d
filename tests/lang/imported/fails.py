# Fails every time it is imported.
import imported
imported.counter += 1
1 / 0
