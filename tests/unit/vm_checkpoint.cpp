// Python code run again and again from one checkpoint: each piece finds the world as it was, so that it gives the same
// result every time (addresses too), whichever pieces ran in between; and the restored world is the same byte for byte.
#include "tests/unit/compiler_toys.h"
#include "tests/unit/world_copy.h"

#include "memory/check.h"
#include "vm/builtins/builtins.h"
#include "vm/core/dict.h"
#include "vm/core/errors.h"
#include "vm/core/protocol.h"
#include "vm/core/start.h"
#include "vm/interp/call.h"
#include "vm/interp/frame.h"
#include "vm/modules/modules.h"
#include "vm/objects/print_traceback.h"

#include <random>

using namespace terrarium;

namespace {

constexpr const char* program = R"(
import builtins, gc, sys, _io, posix, _weakref, itertools, _random
counter = 0
kept = {}
buffer = bytearray(b'x' * 50000)
class Node:
    def __init__(self, value, next=None):
        self.value = value
        self.next = next
def nest(n):
    return 1 + nest(n - 1) if n else 0
def count(n):
    i = 0
    while i < n:
        yield i
        i += 1
def lengths(things):
    return sum(len(x) for x in things)
lengths(['a', 'bc'])
)";

// Each sets `result`.
constexpr const char* pieces[] = {
    "counter += 1\nresult = counter",
    "result = id([]), id(Node(1)), id('a' * counter)",
    "kept['x'] = [Node(i) for i in range(2000)]\nresult = len(kept), kept['x'][7].value",
    "result = nest(900)",
    "big = [0] * 200000\nbig[7] = 1\nresult = sum(big[:100]), len(big + big)",
    "for i in range(500):\n    n = Node(i)\n    n.next = n\nresult = gc.collect() > 0, gc.get_count()[2]",
    "sys.set_int_max_str_digits(0)\nresult = len(str(10 ** 9000))",
    "result = sys.get_int_max_str_digits()",
    "try:\n    str(10 ** 9000)\nexcept ValueError as e:\n    result = str(e)",
    "try:\n    nest('a')\nexcept TypeError as e:\n    result = e.__traceback__.tb_next.tb_lineno, str(e)",
    "result = sum(count(3000)), list(itertools.islice(count(9), 3))",
    "result = sorted((str(i * 7919 % 1000) for i in range(800)), key=lambda s: s[::-1])[:9]",
    "builtins.spam = 'spam'\nresult = lengths(['x', spam])",
    "builtins.ham = lambda: 'ham'\ndef call():\n    return ham() + str(len('12'))\nresult = [call() for i in range(9)][-1]",
    "def call():\n    return lengths(['1', spam])\ntry:\n    result = call()\nexcept NameError as e:\n    result = str(e)",
    "class Sub(Node):\n    def __len__(self):\n        return 77\nNode.__len__ = lambda self: 5\nresult = lengths([Sub(1), Node(2)])",
    "try:\n    result = lengths([Node(1)])\nexcept TypeError as e:\n    result = str(e)",
    "del builtins.len\ntry:\n    result = lengths('ab')\nexcept NameError as e:\n    result = str(e)",
    "f = _io.FileIO('/dev/zero')\nresult = f.readinto(buffer), sum(buffer), len(f.read(9000))\nf.close()",
    "fd = posix.open('/dev/zero', posix.O_RDONLY)\nresult = len(posix.read(fd, 700000)), posix.getcwd() != ''\nposix.close(fd)",
    "result = len(posix.urandom(600000)), _random.Random(5).random()",
    "r = _weakref.ref(Node(1))\nheld = Node(2)\nresult = r() is None, _weakref.ref(held)() is held",
    "result = {str(i): i for i in range(5000)}['4999'], len({i * 0.5 for i in range(900)})",
    "for name in ('p', 'q', 'r'):\n    setattr(Node, name * 9, name)\nresult = Node(1).ppppppppp + getattr(Node, 'q' * 9)",
    "sys.setrecursionlimit(500)\ntry:\n    nest(600)\nexcept RecursionError as e:\n    result = str(e)",
};

// repr(result), or the traceback.
std::string run(Thread& t, Dict* globals, const char* text) {
    std::unique_ptr<CodeUnit> unit = toys::unit_of(text);
    Ref<Code> code = load_code(t, *unit).take();
    Result<Own> done = run_code(t, code.get(), globals, Value::object(globals), nullptr);
    if (!done) return format_exception(t, take_raised(t)).take();
    Ref<Str> name = intern("result");
    Value result = dict_get(globals, name.get());
    return result.is_null() ? "" : to_utf8(repr(t, result).take().get());
}

} // namespace

TEST_CASE("every run from a checkpoint is like the first", "[vm_checkpoint]") {
    std::string error;
    REQUIRE(open_world({}, &error));
    open_runtime();
    init_interp();
    Thread& t = current_thread();
    init_builtins(t);
    init_modules(t);
    Dict* globals = make_namespace().take(); // ends with the world
    REQUIRE(run(t, globals, program) == "");

    toys::take();
    const toys::WorldCopy copy;
    std::mt19937 random(1);
    std::string first[std::size(pieces)];
    for (size_t i = std::size(pieces); i-- > 0;) { // those that change what others read come before these
        first[i] = run(t, globals, pieces[i]);
        restore_checkpoint();
    }
    for (int round = 0; round < 1500 / toys::slower; round++) {
        std::string ran;
        size_t which = random() % std::size(pieces);
        for (int others = static_cast<int>(random() % 3); others > 0; others--) {
            size_t other = random() % std::size(pieces);
            ran += pieces[other];
            run(t, globals, pieces[other]);
            if (random() % 2) restore_checkpoint();
        }
        restore_checkpoint();
        std::string result = run(t, globals, pieces[which]);
        INFO(pieces[which] << "\nbefore it:\n" << ran);
        REQUIRE(first[which] == result);
        restore_checkpoint();
        const uintptr_t different = copy.first_difference();
        INFO(std::hex << different);
        REQUIRE(different == 0);
    }
    for (size_t i = 0; i < std::size(pieces); i++) {
        INFO(pieces[i]);
        CHECK(first[i].find("Traceback") == std::string::npos);
    }
    CHECK(first[0] == "1");
    drop_checkpoint();
    CHECK(check_pages() == std::vector<std::string>{});
    close_world();
}
