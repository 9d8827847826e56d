// Code units written by hand that the verifier has to refuse, and a few that it has to accept.
#include "bytecode/verifier.h"
#include "tests/unit/catch.h"

using namespace terrarium;

namespace {

struct Maker {
  CodeUnit unit;

  explicit Maker(std::vector<Word> words) {
    unit.name = unit.qualname = "unit";
    unit.filename = "test.py";
    unit.code = std::move(words);
    unit.positions.resize(unit.code.size());
    unit.flags = code_optimized | code_new_locals;
    unit.stack_size = 8;
    unit.names = {"name"};
    unit.constants.resize(2);
    unit.constants[1].kind = ConstantKind::Str;
    unit.constants[1].text = "text";
    unit.localsplus = {"a", "b"};
    unit.local_kinds = {local_plain, local_plain};
    unit.argcount = 1;
  }
  Maker& exception(uint32_t start, uint32_t end, uint32_t handler, uint32_t depth, bool lasti = false) {
    unit.exceptions.push_back({start, end, handler, depth, lasti});
    return *this;
  }
  std::string fault() const {
    std::vector<Fault> faults = verify(unit);
    return faults.empty() ? "" : std::to_string(faults[0].offset) + ": " + faults[0].message;
  }
};

constexpr Word none = make_word(Opcode::LOAD_CONST, 0);
constexpr Word text = make_word(Opcode::LOAD_CONST, 1);
constexpr Word done = make_word(Opcode::RETURN_VALUE);
constexpr Word pop = make_word(Opcode::POP_TOP);

Word jump(Opcode op, int distance) { return make_word(op, static_cast<uint32_t>(distance) & max_a24); }

std::string fault_of(std::vector<Word> words) { return Maker(std::move(words)).fault(); }

}  // namespace

TEST_CASE("good units pass") {
  CHECK(fault_of({none, done}) == "");
  CHECK(fault_of({make_word(Opcode::LOAD_FAST, 0), done}) == "");
  CHECK(fault_of({make_word(Opcode::LOAD_FAST_CHECK, 1), done}) == "");
  CHECK(fault_of({none, jump(Opcode::POP_JUMP_IF_FALSE, 1), jump(Opcode::JUMP_BACKWARD, -3), none, done}) == "");
  CHECK(Maker({none, pop, none, done, make_word(Opcode::PUSH_EXC_INFO), pop, make_word(Opcode::POP_EXCEPT), none, done})
            .exception(0, 2, 4, 0)
            .fault() == "");
}

TEST_CASE("words") {
  CHECK(fault_of({}) == "0: no code");
  CHECK(fault_of({none}) == "0: runs off the end");
  CHECK(fault_of({255, none, done}) == "0: no such opcode: 255");
  CHECK(fault_of({make_word(Opcode::LOAD_CONST, 2), done}) == "0: operand out of range: LOAD_CONST 2");
  CHECK(fault_of({make_word(Opcode::LOAD_FAST, 2), done}) == "0: operand out of range: LOAD_FAST 2");
  CHECK(fault_of({make_word(Opcode::LOAD_GLOBAL, 2), done}) == "0: operand out of range: LOAD_GLOBAL 2");
  CHECK(fault_of({make_word(Opcode::LOAD_DEREF, 0), done}) == "0: operand out of range: LOAD_DEREF 0");
  CHECK(fault_of({jump(Opcode::JUMP, 7), none, done}).find("out of range") != std::string::npos);
  CHECK(fault_of({none, pop, jump(Opcode::JUMP_BACKWARD, -9)}).find("out of range") != std::string::npos);
  CHECK(fault_of({make_word(Opcode::NOP, 1), none, done}).find("out of range") != std::string::npos);
  CHECK(fault_of({make_word(Opcode::BUILD_SLICE, 4), none, done}).find("out of range") != std::string::npos);
  CHECK(fault_of({none, make_word(Opcode::PUSH_NULL), make_word(Opcode::CALL, call_tail, 0), pop, none, done})
            .find("out of range") != std::string::npos);
}

TEST_CASE("stack depth") {
  CHECK(fault_of({pop, none, done}) == "0: POP_TOP needs 1 items, has 0");
  CHECK(fault_of({none, none, none, none, none, none, none, none, none, done}) == "8: stack overflows");
  CHECK(fault_of({none, jump(Opcode::POP_JUMP_IF_TRUE, 1), none, none, done}).find("meets depth") != std::string::npos);
  CHECK(fault_of({none, make_word(Opcode::COPY, 2), done}).find("COPY needs 2") != std::string::npos);
}

TEST_CASE("kinds of items") {
  CHECK(fault_of({make_word(Opcode::PUSH_NULL), done}).find("NULL") != std::string::npos);
  CHECK(fault_of({none, none, make_word(Opcode::LIST_APPEND, 1), done}).find("wants a list") != std::string::npos);
  CHECK(fault_of({none, make_word(Opcode::POP_EXCEPT), none, done}).find("saved exception") != std::string::npos);
  CHECK(fault_of({none, make_word(Opcode::RERAISE)}).find("wants an exception") != std::string::npos);
  CHECK(fault_of({none, make_word(Opcode::BUILD_STRING, 1), done}).find("wants a string") != std::string::npos);
  CHECK(fault_of({text, make_word(Opcode::BUILD_STRING, 1), done}) == "");
  CHECK(fault_of({none, make_word(Opcode::MAKE_FUNCTION), done}).find("without its code") != std::string::npos);
  CHECK(fault_of({none, make_word(Opcode::PUSH_NULL), none, none, make_word(Opcode::CALL_KW, 0, 1), done})
            .find("without its names") != std::string::npos);
  CHECK(fault_of({none, none, none, none, make_word(Opcode::CALL_EX), done}).find("wants NULL") != std::string::npos);
  CHECK(fault_of({none, make_word(Opcode::YIELD_VALUE), done}).find("outside a generator") != std::string::npos);
  CHECK(fault_of({make_word(Opcode::LOAD_NAME), done}).find("mapping of locals") != std::string::npos);
}

TEST_CASE("locals and the frame's set-up") {
  CHECK(fault_of({make_word(Opcode::LOAD_FAST, 1), done}) == "0: loads a local that may be unbound: b");
  CHECK(fault_of({make_word(Opcode::DELETE_FAST, 0), make_word(Opcode::LOAD_FAST, 0), done}).find("unbound") !=
        std::string::npos);
  Maker generator({none, done});
  generator.unit.flags |= code_generator;
  CHECK(generator.fault() == "0: the frame is not set up");
  Maker cell({none, done});
  cell.unit.localsplus = {"a", "c"};
  cell.unit.local_kinds = {local_plain, local_cell};
  CHECK(cell.fault() == "0: the frame is not set up");
  Maker order({none, done});
  order.unit.local_kinds = {local_free, local_plain};
  CHECK(order.fault().find("out of order") != std::string::npos);
  Maker many({none, done});
  many.unit.argcount = 3;
  CHECK(many.fault() == "0: more parameters than slots");
}

TEST_CASE("handlers") {
  std::vector<Word> words{none, pop, none, done, pop, none, done};
  CHECK(Maker(words).exception(0, 2, 4, 0).fault() == "");
  CHECK(Maker(words).exception(0, 2, 9, 0).fault().find("outside the code") != std::string::npos);
  CHECK(Maker(words).exception(0, 2, 4, 3).fault().find("deeper stack") != std::string::npos);
  CHECK(Maker(words).exception(0, 2, 4, 8).fault().find("deeper than the stack") != std::string::npos);
  CHECK(Maker(words).exception(2, 1, 4, 0).fault().find("out of order") != std::string::npos);
}

TEST_CASE("constants") {
  Maker digits({none, done});
  digits.unit.constants[0].kind = ConstantKind::BigInt;
  digits.unit.constants[0].text = "12z";
  CHECK(digits.fault().find("digits") != std::string::npos);
  Maker broken({none, done});
  broken.unit.constants[1].text = "\xff";
  CHECK(broken.fault().find("UTF-8") != std::string::npos);
}
