// Views of snapshots made by hand: what they print, to the letter, and that no line is wider than the terminal.
#include "tests/unit/catch.h"

#include "bytecode/opcodes.h"
#include "inspect/graph.h"
#include "inspect/views.h"

using namespace terrarium;
using namespace terrarium::inspect;

namespace {

Val small_int(int64_t n) { return {static_cast<uint64_t>(n) << 2}; }
Val none() { return {1 << 3 | 5}; }

// def f(n): a loop; called from the module with a list of itself in `box`.
Snapshot toy() {
    auto d = std::make_shared<Definitions>();
    d->sources["/p/toy.py"] = "def f(n):\n    while n:\n        n -= 1\n    return n\nf(3)\n";
    CodeInfo module;
    module.name = module.qualname = "<module>";
    module.file = "/p/toy.py";
    module.first_line = 1;
    module.instructions = {{make_word(Opcode::LOAD_NAME, 0), 5}, {make_word(Opcode::POP_TOP), 5}};
    module.meanings = {"f", ""};
    CodeInfo f = module;
    f.name = f.qualname = "f";
    f.local_count = f.argument_count = 1;
    f.local_names = {"n"};
    f.instructions = {{make_word(Opcode::LOAD_FAST, 0), 2}, {make_word(Opcode::POP_JUMP_IF_FALSE, 2), 2}, {make_word(Opcode::LOAD_FAST, 0), 3},
                      {make_word(Opcode::JUMP_BACKWARD, max_a24 + 1 - 4), 3}, {make_word(Opcode::RETURN_VALUE), 4}};
    f.meanings = {"n", "to 4", "n", "to 0", ""};
    d->codes = {module, f};
    d->layouts = {{"function", Arrangement::fields, true, {"code"}}, {"list", Arrangement::array, true, {}}, {"dict", Arrangement::pairs, true, {}},
                  {"str", Arrangement::none, false, {}}};
    Snapshot s;
    s.definitions = d;
    s.step = s.counted_at = 1234;
    s.stack_address = 0x1000;
    s.frames_address = 0x9000;
    s.frame_bytes = 64;
    auto object = [&](Label label, uint32_t layout, uint64_t address, uint32_t count, std::vector<Val> slots, std::string text) {
        ObjectState o;
        o.layout = layout;
        o.address = address;
        o.bytes = 40;
        o.count = count;
        o.generation = d->layouts[layout].container ? 0 : -1;
        o.slots = std::move(slots);
        o.text = std::move(text);
        s.objects[label] = o;
    };
    object(1, 0, 0x20040, 2, {none()}, "f");
    object(2, 1, 0x20080, 3, {Val::object(2), small_int(7)}, "");
    object(3, 2, 0x200c0, 1, {Val::object(4), Val::object(1), Val::object(5), Val::object(2)}, "");
    object(4, 3, 0x20100, 1, {}, "'f'");
    object(5, 3, 0x20140, 1, {}, "'\xec\x83\x81\xec\x9e\x90'"); // two wide characters
    s.objects[2].extra_bytes = 16;
    s.objects[2].header[0] = 3 | uint64_t{77} << 32;
    s.objects[2].header[1] = uint64_t{1} << 24 | uint64_t{12} << 32;
    s.stack = {Val{}, Val{}, Val::object(1), Val{}, small_int(3), Val::object(2)};
    s.frames = {{0, 0, 2, 2, 2, 0, frame_of_module, 0, Val::object(3)}, {1, 2, 4, 5, 6, 2, 0, 12, Val{}}};
    s.depth = s.peak_depth = 2;
    s.tail_calls_elided = 12;
    s.regions = {{"code", 0x10000, 65536, 4096, 600}, {"heap", 0x20000, 65536, 16384, 8192}};
    s.generations[0] = {350, 700, 2, 5, 0, 12};
    s.generations[1] = {1, 10, 0, 0, 0, 3};
    s.generations[2] = {0, 10, 0, 0, 0, 0};
    s.last_collection = s.last_of[0] = {0, 0, 9, 4, 7, 2, 7, 2};
    s.ledger.rows = {{"containers", 40, 1, 3, 120, 48, 2, 80, 40, 16}};
    s.ledger.live_objects = 3;
    s.ledger.live_bytes = 72;
    s.ledger.header_bytes = 48;
    s.ledger.free_bytes = 120;
    s.ledger.slack_bytes = 16;
    s.ledger.mapped_bytes = 256;
    return s;
}

CallTree toy_calls() {
    CallTree t;
    t.nodes.push_back({"<module>", "/p/toy.py", 1, 0, 1, 0, 0, 1, 0, 10});
    t.nodes.push_back({"fib", "/p/toy.py", 2, 1, 1, 40, 0, 9, 0, 1200});
    t.nodes.push_back({"show", "/p/toy.py", 9, 1, 2, 0, 0, 1, 0, 8});
    return t;
}

std::string text_of(const char* view, const ViewInput& in, size_t width = 70, bool unicode = true) {
    PrintStyle style;
    style.width = width;
    style.unicode = unicode;
    Drawn drawn = draw(*find_view(view), in, Form::text, style);
    return drawn.error.empty() ? drawn.text : "error: " + drawn.error + "\n";
}

} // namespace

TEST_CASE("Views print a snapshot to the letter", "[inspect]") {
    Snapshot s = toy();
    ViewInput in;
    in.now = &s;
    CHECK("\n" + text_of("stack", in) == R"(
stack: step 1,234, toy.py:3 in f
2 frames, 48 bytes of value stack at 0x1000, 128 bytes of frame
records at 0x9000
To scale: each row is one slot of 8 bytes. The stack grows upwards, so
the running frame is on top.
12 tail calls elided so far; most frames at a time so far: 2

frame 1  f  toy.py:3  32 bytes, record 0x9040  ◀ running
  [12 tail calls elided: this frame was used again]
  0x1028 │ operand 0           #2 [#2 [#2 [...], 7], 7]
  0x1020 │ n                   3
  0x1018 │ (empty)             NULL
  0x1010 │ callable            #1 function f
frame 0  <module>  toy.py:5  16 bytes, record 0x9000
  its names are not on the stack but in #3 {'f': #1 function f, '상자…
  0x1008 │ (empty)             NULL
  0x1000 │ callable            NULL
)");
    CHECK("\n" + text_of("dis", in, 80, false) == R"(
dis: f  toy.py:1  5 instructions, 4 bytes each
        instruction               operand               stack: takes, leaves
   2      while n:
.->  0  LOAD_FAST                 n                     -0 +1  -> value
|.-  1  POP_JUMP_IF_FALSE         to 4                  -1 +0  a ->
   3          n -= 1
|| > 2  LOAD_FAST                 n                     -0 +1  -> value
'+-  3  JUMP_BACKWARD             to 0                  -0 +0  ->
   4      return n
 '>  4  RETURN_VALUE                                    -1 +0  ... result ->
> about to run; 1 item on the operand stack
)");
    CHECK("\n" + text_of("gc", in) == R"(
cycle collector: step 1,234, toy.py:3 in f
Counts free most objects at once; the collector is for cycles. It
looks at containers only.

generation  count  threshold  fill       objects  runs  freed
0             350        700  ████████▌       12     2      5
1               1         10  █▋               3     0      0
2               0         10                   0     0      0
count: generation 0 counts containers allocated less freed since its
last collection, 1 and 2 count collections of the generation before.
Above its threshold a generation and all younger ones are collected;
what survives moves up.

The last collection, of generation 0
  candidates   9  containers looked at
  subtracted   4  references among them, taken off the counts
  reachable    7  held from outside, or by what is
  unreachable  2  held by one another only
  freed        2  of these; the rest a finaliser brought back
  promoted     7  survivors, now in generation 1
)");
    CHECK("\n" + text_of("pages", in) == R"(
pages of the heap: step 1,234, toy.py:3 in f

kind        block  pages  live  bytes  free  bytes  slack  full
containers     40      1     3    120     3    120     16  ██▊
───────────────────────────────────────────────────────────────
sum                    1     3    120     3    120     16
block: bytes of one block of the size class; live, free: blocks and
their bytes; slack: bytes at the ends of pages in which no block fits

the ledger of the heap                            bytes
live blocks, without headers                         72
object headers, 16 bytes each (3 objects)            48
free blocks                                         120
slack                                                16
whole free pages                                      0
never used yet                                        0
page descriptors and the collector's side arrays      0
───────────────────────────────────────────────────────
sum                                                 256
mapped                                              256
difference                                            0
)");
    CHECK("\n" + text_of("regions", in, 64, false) == R"(
regions: step 1,234, toy.py:3 in f
Everything the program changes lives in one reserved range of
addresses, cut into four regions.

region  from     to       reserved  mapped   used
code    0x10000  0x20000    64 KiB   4,096    600
heap    0x20000  0x30000    64 KiB  16,384  8,192
-------------------------------------------------
sum                        128 KiB  20,480  8,792
mapped and used in bytes; reserved addresses cost no memory
until they are mapped

Mapped memory to scale, one column is 303 B:
code    #............
heap    ###########################...........................
# used  . mapped but not used

code    bytecode, constants, caches, tables of lines
heap    objects and the buffers they own

What this moment can point at:
  thing              address  region
  frame record of f  0x9040   outside
  slot of local n    0x1020   outside
)");
    in.argument = "box";
    CHECK(text_of("object", in) == "error: no name 'box' in the frame or the module\n");
    in.argument = "\xec\x83\x81\xec\x9e\x90";
    CHECK("\n" + text_of("object", in) == R"(
#2 list @0x80 rc=3 g0
value    #2 [#2 [#2 [...], 7], 7]
address  0x20080
size     40 bytes in its block and 16 bytes in buffers it owns

header: the first 16 bytes of the block
  byte  bytes        field  value  meaning
     0  03 00 00 00  count      3  3 references
     4  4d 00 00 00  birth     77  birth number of the container
     8  00 00        mark       0  of a walk over the heap; 0: none
    10  00           aside      0  1: it waits to be freed
    11  01           gc       0x1  container, generation 0
    12  0c 00 00 00  shape     12  class and layout: list

held by: 3 references = 3 listed + 0 of the VM's own
  by                     edge
  operand stack of f     0
  #2 list @0x80 rc=3 g0  [0]
  #3 dict @0xc0 rc=1 g0  ['상자']

refers to: 2 slots
  slot  value                     object
  [0]   #2 [#2 [#2 [...], 7], 7]  #2 list @0x80 rc=3 g0
  [1]   7                         (in the slot itself)

history: not recorded; a recording (terrarium record) has it
)");
    in.argument = "n";
    CHECK(text_of("object", in) == "error: n is 3: the value stands in the slot itself, there is no object\n");
    in.argument = "";
    CallTree calls = toy_calls();
    CHECK(text_of("calls", in).starts_with("error: calls: calls have not been counted"));
    in.calls = &calls;
    CHECK("\n" + text_of("calls", in) == R"(
calls: step 1,234, toy.py:3 in f
A path names a function once: calls of it from further down are
counted as recursive. Instructions are those of the canonical
bytecode; natives run none.

calls  total   self  function
    1  1,218     10  <module>  toy.py:1
   41  1,200  1,200  ├ fib  toy.py:2  (recursive 40, 9 levels)
    2      8      8  └ show  toy.py:9
calls: how often it was entered; total, self: instructions with and
without what it called
)");
}

TEST_CASE("The heap tells what changed since a mark", "[inspect]") {
    Snapshot before = toy(), now = toy();
    now.step = now.counted_at = 1300;
    now.objects[2].count = 4;
    now.objects[2].slots.push_back(none());
    now.objects[6] = now.objects[2];
    now.objects.erase(5);
    ViewInput in;
    in.now = &now;
    in.mark = &before;
    CHECK("\n" + text_of("heap", in) == R"(
heap: step 1,300, toy.py:3 in f
the program: 5 objects, 232 bytes; the whole heap: 3 objects, 120
bytes live of 256 B mapped
Tables count containers made since the program started and the objects
they or frames refer to. Immediate ints, floats and constants are no
objects. Blocks include their header of 16 bytes; buffers are a list's
items or a dict's table.

type      objects  blocks  buffers  bytes  share
list            2      80       32    112  ██████▊
dict            1      40        0     40  ██▍
function        1      40        0     40  ██▍
str             1      40        0     40  ██▍
──────────────────────────────────────────────────
sum             5     200       32    232

generation   objects  bytes
0                  4    192  young
1                  0      0  survived one collection
2                  0      0  old
not tracked        1     40  cannot be part of a cycle: counts alone …

size class  kind        live  bytes  of the whole heap
40 bytes    containers     3    120  ██████████████

The largest
bytes  object                     contents
   56  #2 list @0x80 rc=4 g0      #2 [#2 [#2 [...], 7, None], 7, None]
   56  #6 list @0x80 rc=4 g0      #6 [#2 [#2 [...], 7, None], 7, None]
   40  #1 function @0x40 rc=2 g0  #1 function f
   40  #3 dict @0xc0 rc=1 g0      #3 {'f': #1 function f, #5: #2 [#2 …
   40  #4 str @0x100 rc=1         'f'

Since the mark at step 1,234: 1 object made, 1 gone, 1 changed
+ #6 list @0x80 rc=4 g0  #6 [#2 [#2 [...], 7, None], 7, None]
- #5 str @0x140 rc=1  '상자'
~ #2 list @0x80 rc=4 g0  rc 3 -> 4, 2 -> 3 slots
live bytes of the whole heap: 0
)");
}

namespace {

// The first thread runs and holds the lock #2 that the others wait for.
std::vector<ThreadInfo> toy_threads() {
    using State = ThreadInfo::State;
    ThreadInfo main, waits, sleeps;
    main.id = 1;
    main.name = "MainThread";
    main.state = State::running;
    main.function = "f";
    main.file = "/p/toy.py";
    main.line = 3;
    main.frames = 2;
    main.stack_bytes = 100;
    main.frame_bytes = 128;
    waits.id = 2;
    waits.state = State::waiting;
    waits.lock = 2;
    waits.holder = 1;
    waits.time_left = 1500000000;
    sleeps.id = 3;
    sleeps.name = "late";
    sleeps.daemon = true;
    sleeps.state = State::sleeping;
    return {main, waits, sleeps};
}

} // namespace

TEST_CASE("Threads: who waits for whom", "[inspect]") {
    Snapshot s = toy();
    ViewInput in;
    in.now = &s;
    CHECK(draw(*find_view("threads"), in, Form::text, {}).error == "threads: a recording holds none");
    s.threads = toy_threads();
    s.turns = {true, 1, 0, 12, 5000000};
    std::string text = text_of("threads", in, 100);
    text.erase(0, text.find('\n') + 1);
    CHECK(text == R"(3 threads, one at a time; thread 1 MainThread holds the GIL, nobody waits for it; 12 hand-overs so
far, switch interval 5.00 ms

thread           state                                     where          frames  stack bytes
1 MainThread     running                                   toy.py:3 in f       2          228
2                waiting for #2 of 1, at most 1.50 s more                      0            0
3 late (daemon)  sleeping for ever                                             0            0

Locks that are waited for
  #2 list @0x80 rc=3 g0: held by thread 1 MainThread, waited for by 2
)");
}

TEST_CASE("No line is wider than the terminal", "[inspect]") {
    Snapshot s = toy();
    s.threads = toy_threads();
    s.turns = {true, 1, 1, 12, 5000000};
    s.objects[5].text = "'" + std::string(300, 'x') + "\x1b[31m'";
    CallTree calls = toy_calls();
    calls.nodes[1].name = std::string(200, 'y');
    ViewInput in;
    in.now = in.mark = &s;
    in.calls = &calls;
    for (const View& view : all_views()) {
        for (size_t width : {40, 57, 80, 200}) {
            in.argument = view.name == std::string_view("object") ? "#5" : "";
            std::string text = text_of(view.name, in, width);
            CHECK(text.find('\x1b') == std::string::npos);
            for (size_t at = 0; at < text.size();) {
                size_t end = text.find('\n', at);
                REQUIRE(end != std::string::npos);
                INFO(view.name << " at " << width << ": " << text.substr(at, end - at));
                CHECK(text_width(std::string_view(text).substr(at, end - at)) <= width);
                at = end + 1;
            }
        }
    }
}

TEST_CASE("A graph draws each object once and finds garbage", "[inspect]") {
    Snapshot s = toy();
    ObjectState knot = s.objects[2];
    knot.count = 1;
    knot.slots = {Val::object(9)};
    s.objects[9] = knot;
    Graph g = graph_of(s, 100);
    size_t boxes = 0, garbage = 0;
    for (const Graph::Node& n : g.nodes) boxes += !n.frame, garbage += n.garbage;
    CHECK(boxes == 4); // function, list, namespace, knot
    CHECK(garbage == 1);
    CHECK(graph_of(s, 2).notes.front().find("not drawn") != std::string::npos);
}

TEST_CASE("The call tree goes to other tools", "[inspect]") {
    Snapshot s = toy();
    CallTree calls = toy_calls();
    ViewInput in;
    in.now = &s;
    in.calls = &calls;
    CHECK(draw(*find_view("calls"), in, Form::folded, {}).text == "<module> toy.py 10\n<module> toy.py;fib 1200\n<module> toy.py;show 8\n");
    CHECK(!draw(*find_view("gc"), in, Form::dot, {}).error.empty());
}
