# Modules for the tests beside this folder.
