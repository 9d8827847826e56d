// The opcode table, the words it encodes, and constants: repr and identity.
#include <cstring>

#include "bytecode/code_unit.h"
#include "bytecode/disassembler.h"
#include "tests/unit/catch.h"

using namespace terrarium;

TEST_CASE("words hold their operands") {
  Word word = make_word(Opcode::LOAD_CONST, 0x123456);
  CHECK(word_op(word) == Opcode::LOAD_CONST);
  CHECK(word_a24(word) == 0x123456);
  Word pair = make_word(Opcode::CALL, 1, 65535);
  CHECK(word_a8(pair) == 1);
  CHECK(word_b16(pair) == 65535);
  CHECK(word_jump(make_word(Opcode::JUMP_BACKWARD, static_cast<uint32_t>(-5) & max_a24)) == -5);
}

TEST_CASE("every row of the table is whole") {
  for (unsigned i = 0; i < opcode_count; ++i) {
    const OpcodeInfo& info = opcode_info(static_cast<Opcode>(i));
    INFO(info.name);
    CHECK(std::strlen(info.sentence) > 0);
    CHECK(std::strstr(info.picture, "->") != nullptr);
    CHECK(static_cast<unsigned>(info.base) < base_opcode_count);
    CHECK((i < base_opcode_count) == (info.base == static_cast<Opcode>(i)));
    bool jumps = info.kind == OperandKind::Jump || info.kind == OperandKind::JumpBackward;
    CHECK(jumps == ((info.flags & JUMPS) != 0));
    Word word = make_word(static_cast<Opcode>(i), 1);
    CHECK(stack_pops(word) >= 0);
    CHECK(stack_pushes(word) >= 0);
  }
}

TEST_CASE("stack effects are computed from the operand") {
  CHECK(stack_pops(make_word(Opcode::CALL, 0, 3)) == 5);
  CHECK(stack_pushes(make_word(Opcode::CALL, 0, 3)) == 1);
  CHECK(stack_pops(make_word(Opcode::BUILD_MAP, 4)) == 8);
  CHECK(stack_pushes(make_word(Opcode::UNPACK_EX, 2, 3)) == 6);
  CHECK(stack_pushes(make_word(Opcode::LOAD_GLOBAL, 7)) == 2);
  CHECK(stack_pushes(make_word(Opcode::FOR_ITER, 7)) == 2);
  CHECK(stack_pushes_on_jump(make_word(Opcode::FOR_ITER, 7)) == 0);
  CHECK(stack_pops(make_word(Opcode::MAKE_FUNCTION, 15)) == 5);
}

namespace {

std::string float_text(double value) {
  Constant constant;
  constant.kind = ConstantKind::Float;
  constant.real = value;
  return constant_repr(constant);
}

std::string text_of(ConstantKind kind, std::string text) {
  Constant constant;
  constant.kind = kind;
  constant.text = std::move(text);
  return constant_repr(constant);
}

}  // namespace

TEST_CASE("constants print as Python prints them") {
  CHECK(float_text(1) == "1.0");
  CHECK(float_text(0.1) == "0.1");
  CHECK(float_text(1e16) == "1e+16");
  CHECK(float_text(123456789012345680.0) == "1.2345678901234568e+17");
  CHECK(float_text(1e15) == "1000000000000000.0");
  CHECK(float_text(0.0001) == "0.0001");
  CHECK(float_text(0.00001) == "1e-05");
  CHECK(float_text(-2.5e-300) == "-2.5e-300");
  CHECK(text_of(ConstantKind::Str, "it's") == "\"it's\"");
  CHECK(text_of(ConstantKind::Str, "a'\"\n\x01\x7f") == "'a\\'\"\\n\\x01\\x7f'");
  CHECK(text_of(ConstantKind::Str, "é이\xc2\xa0\xed\xa0\x80") == "'é이\\xa0\\ud800'");
  CHECK(text_of(ConstantKind::Bytes, std::string("a\0\xff'", 4)) == "b\"a\\x00\\xff'\"");
  Constant big;
  big.kind = ConstantKind::BigInt;
  big.base = 16;
  big.negative = true;
  big.text = "10000000000000000";
  CHECK(constant_repr(big) == "-18446744073709551616");
  CHECK(constant_repr({}) == "None");
}

TEST_CASE("constants are the same only with type and sign") {
  Constant zero, one, no, minus;
  zero.kind = minus.kind = ConstantKind::Float;
  minus.real = -0.0;
  one.kind = ConstantKind::Int;
  no.kind = ConstantKind::False;
  CHECK(same_constant(zero, zero));
  CHECK(!same_constant(zero, minus));
  CHECK(!same_constant(one, zero));
  CHECK(!same_constant(one, no));
  CHECK(hash_constant(zero) == hash_constant(Constant(zero)));
}
