# An error while an imported module runs.
print("importing")
from parts import raises_on_import
