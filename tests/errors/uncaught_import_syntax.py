# An imported module that does not compile.
import parts.does_not_compile
