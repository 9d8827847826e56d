#!/usr/bin/env python3
"""Tests of the tools that judge everything else: tests/run.py, check_includes.py, unit_tests.py, embed.py.

They run in a copy of themselves with tests made up here; stand-ins play Terrarium. A tool that finds
nothing wrong any more would be noticed by nobody else. The last line is `N passed, M failed`.
"""
import os
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
results = []


def check(what, condition, shown=""):
    results.append(bool(condition))
    if not condition:
        print("FAIL %s\n%s" % (what, shown))


def write(root, path, text, executable=False):
    full = os.path.join(root, path)
    os.makedirs(os.path.dirname(full), exist_ok=True)
    with open(full, "w", encoding="utf-8") as file:
        file.write(text)
    if executable:
        os.chmod(full, 0o755)
    return full


def run(*command):
    done = subprocess.run([sys.executable, *command], capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def last(text):
    return text.strip().splitlines()[-1]


# Stands in for Terrarium: the options it knows change what it does.
STAND_IN = """#!/bin/bash
case $1 in
tokens) echo "dump of $2"; exit 0 ;;
--tco=on) shift ;;
esac
if grep -q '^# stand-in: wrong' "$1"; then echo wrong; exit 0; fi
if grep -q '^# stand-in: dies' "$1"; then kill -SEGV $$; fi
if grep -q '^# stand-in: hangs' "$1"; then sleep 30; fi
if grep -q '^# stand-in: stderr' "$1"; then echo other >&2; exit 1; fi
if grep -q '^# stand-in: expected' "$1"; then echo special; echo "Oops: too much" >&2; exit 3; fi
exec /usr/bin/python3 -B "$@"
"""


def test_runner(root):
    os.makedirs(os.path.join(root, "tests"))
    os.makedirs(os.path.join(root, "tools"))
    shutil.copy(os.path.join(ROOT, "tools", "processes.py"), os.path.join(root, "tools", "processes.py"))
    runner = shutil.copy(os.path.join(ROOT, "tests", "run.py"), os.path.join(root, "tests", "run.py"))
    exe = write(root, "terrarium", STAND_IN, executable=True)
    write(root, "tests/lang/good.py", "import sys\nprint('good', sys.argv[1:], input(), object())\n"
          "# args: 'a b' c\n# stdin: typed\n# modes: plain tco\n")
    write(root, "tests/lang/_helper.py", "print('helper')\n")
    write(root, "tests/lang/importing.py", "import _helper\n")
    write(root, "tests/errors/raises.py", "1 / 0\n")
    write(root, "tests/lang/needs.py", "# needs: wings\n")
    write(root, "tests/lang/expected.py", "# stand-in: expected\n# expect: special\n# expect-error: Oops\n"
          "# expect-error: much\n# expect-exit: 3\n")
    write(root, "tests/cli/table.test", "# a table\n$ echo one; echo 21 two\n...\n[..] two\n\n"
          "$ cat $TMP/none\n[stderr]\n[..]No such file[..]\n[exit 1]\n\n$ printf '%s' \\\n> joined\njoined\n")
    write(root, "tests/golden/tokens/a.py", "")
    write(root, "tests/golden/tokens/a.expected", "dump of tests/golden/tokens/a.py\n")
    code, text = run(runner, "--exe", exe)
    check("a suite without faults", code == 0 and last(text) == "9 passed, 0 failed, 1 skipped", text)

    faults = {
        "tests/lang/bad_output.py": "# stand-in: wrong\nprint('right')\n",
        "tests/lang/bad_signal.py": "# stand-in: dies\n",
        "tests/lang/bad_hang.py": "# stand-in: hangs\n# timeout: 0.5\n",
        "tests/lang/bad_code.py": "raise SystemExit(2)\n# expect-exit: 3\n",
        "tests/errors/bad_stderr.py": "# stand-in: stderr\n1 / 0\n",
        "tests/lang/bad_expected.py": "# stand-in: expected\n# expect: special\n# expect-error: much\n"
                                      "# expect-error: Oops\n# expect-exit: 3\n",
        "tests/lang/bad_mode.py": "# modes: nosuch\n",
        "tests/cli/bad.test": "$ echo one\ntwo\n",
        "tests/golden/tokens/bad.py": "",
    }
    for path, source in faults.items():
        write(root, path, source)
    write(root, "tests/golden/tokens/bad.expected", "something else\n")
    code, text = run(runner, "--exe", exe)
    check("every fault is found", code == 1 and last(text) == "9 passed, %d failed, 1 skipped" % len(faults), text)
    for path in faults:
        check("the runner names " + path, "failed: " + path in text, text)
    code, text = run(runner, "--exe", exe, "--filter", "bad_hang", "--slow", "skip")
    check("slow tests may be passed over", code == 0 and last(text) == "0 passed, 0 failed, 1 skipped", text)
    code, text = run(runner, "--exe", exe, "--bless")
    check("blessing", code == 0 and last(text) == "2 passed, 0 failed", text)
    code, text = run(runner, "--exe", exe, "golden")
    check("what was blessed passes", code == 0 and last(text) == "2 passed, 0 failed", text)
    code, text = run(runner, "--exe", os.path.join(root, "none"))
    check("no program is a failure", code == 1 and last(text) == "0 passed, 1 failed", text)


def test_includes(root):
    tool = os.path.join(ROOT, "tools", "check_includes.py")
    write(root, "support/text.h", "#include <cstddef>\n")
    write(root, "memory/heap.h", '#include "support/text.h"\n')
    write(root, "vm/core/value.h", '#include "memory/heap.h"\n')
    write(root, "memory/CMakeLists.txt", "target_link_libraries(terrarium_memory PUBLIC terrarium_support)\n")
    write(root, "app/main.cpp", '#include <boost/program_options.hpp>\n#include "vm/core/value.h"\n')
    code, text = run(tool, "--root", root)
    check("right arrows", code == 0, text)
    write(root, "memory/bad.cpp", '#include <cstdio>\n#include "vm/core/value.h"\n#include "heap.h"\n')
    write(root, "support/bad.h", "#include <iostream>\n#include <boost/program_options/option.hpp>\n")
    write(root, "support/CMakeLists.txt", "add_library(x)\ntarget_link_libraries(terrarium_support\n  PUBLIC terrarium_memory)\n")
    code, text = run(tool, "--root", root)
    check("wrong arrows", code == 1 and "5 wrong arrows" in text, text)
    for where in ("memory/bad.cpp:2:", "memory/bad.cpp:3:", "support/bad.h:1:", "support/bad.h:2:", "support/CMakeLists.txt:3:"):
        check("the arrow at " + where, where in text, text)


def test_units(root):
    tool = os.path.join(ROOT, "tools", "unit_tests.py")
    write(root, "tests/units.txt", "unit_a\nunit_b\nunit_c\n")
    write(root, "tests/unit_a", "#!/bin/sh\necho 'All tests passed (9 assertions in 4 test cases)'\n", True)
    code, text = run(tool, "--build", root, "--filter", "unit_a")
    check("passing units", code == 0 and last(text) == "4 passed, 0 failed", text)
    write(root, "tests/unit_b", "#!/bin/sh\necho 'test cases: 5 | 3 passed | 2 failed'\nexit 2\n", True)
    write(root, "tests/unit_c", "#!/bin/sh\nkill -SEGV $$\n", True)
    code, text = run(tool, "--build", root)
    check("failing and dying units", code == 1 and last(text) == "7 passed, 3 failed", text)


PRINT_TABLE = """#include <cstdio>
#include "vm/modules/embedded.h"
using namespace terrarium;
int main() {
    for (size_t i = 0; i < embedded_module_count; i++) {
        const EmbeddedModule& m = embedded_modules[i];
        std::printf("%s %d %zu\\n", m.name, m.is_package, m.size);
        std::fwrite(m.source, 1, m.size, stdout);
    }
}
"""


def test_embed(root):
    texts = {"a": 'x = "q\\n"\t# \u00e9 ??/ \x01\n\r\nend', "b": "", "b.c": "y = 1\n"}
    write(root, "py/a.py", texts["a"])
    write(root, "py/b/__init__.py", texts["b"])
    write(root, "py/b/c.py", texts["b.c"])
    with open(os.path.join(root, "py/a.py"), "rb") as file:
        texts["a"] = file.read().decode()
    code, text = run(os.path.join(ROOT, "tools", "embed.py"), os.path.join(root, "py"), os.path.join(root, "out.cpp"))
    check("embedding", code == 0, text)
    main = write(root, "main.cpp", PRINT_TABLE)
    exe = os.path.join(root, "table")
    built = subprocess.run(["g++", "-std=c++20", "-Wall", "-Wextra", "-Werror", "-I", ROOT, main,
                            os.path.join(root, "out.cpp"), "-o", exe], capture_output=True, text=True)
    check("the table compiles", built.returncode == 0, built.stderr)
    if built.returncode == 0:
        output = subprocess.run([exe], capture_output=True).stdout
        expected = b"".join(b"%s %d %d\n" % (name.encode(), name == "b", len(source.encode())) + source.encode()
                            for name, source in sorted(texts.items()))
        check("the table holds the texts", output == expected, repr((output, expected)))


def main():
    for test in (test_runner, test_includes, test_units, test_embed):
        with tempfile.TemporaryDirectory() as root:
            test(os.path.join(root, "project"))
    print("%d passed, %d failed" % (sum(results), len(results) - sum(results)))
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
