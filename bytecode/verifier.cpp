// The verifier's first part: tables of the unit, constants, single words, the exception table.
// Read next: bytecode/verifier_flow.cpp.
#include "bytecode/verifier.h"

#include "bytecode/verifier_flow.h"

namespace terrarium {

namespace {

constexpr size_t max_faults = 100;
constexpr int max_nesting = 2000;

// UTF-8, lone surrogates allowed.
bool is_text(std::string_view text) {
  for (size_t i = 0; i < text.size();) {
    unsigned char c = static_cast<unsigned char>(text[i]);
    size_t length = c < 0x80 ? 1 : c < 0xc2 ? 0 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : c < 0xf5 ? 4 : 0;
    if (length == 0 || i + length > text.size()) return false;
    uint32_t code = length == 1 ? c : c & (0xffu >> (length + 1));
    for (size_t k = 1; k < length; ++k) {
      unsigned char next = static_cast<unsigned char>(text[i + k]);
      if ((next & 0xc0) != 0x80) return false;
      code = code << 6 | (next & 0x3f);
    }
    if ((length == 3 && code < 0x800) || (length == 4 && (code < 0x10000 || code > 0x10ffff))) return false;
    i += length;
  }
  return true;
}

class Verifier {
 public:
  Verifier(const CodeUnit& unit, std::vector<Fault>& faults, int nesting)
      : unit_(unit), faults_(faults), nesting_(nesting) {}

  void run() {
    size_t before = faults_.size();
    tables();
    for (const Constant& value : unit_.constants) constant(value, 0);
    if (faults_.size() == before) words();
    if (faults_.size() == before) exceptions();
    if (faults_.size() == before) prefix();
    if (faults_.size() == before) verify_flow(unit_, faults_);
  }

 private:
  void fault(size_t offset, std::string message) {
    if (faults_.size() < max_faults) {
      faults_.push_back({unit_.qualname, static_cast<uint32_t>(offset), std::move(message)});
    }
  }

  void tables() {
    if (unit_.code.empty()) fault(0, "no code");
    if (unit_.code.size() > static_cast<size_t>(max_jump)) fault(0, "too much code");
    if (unit_.positions.size() != unit_.code.size()) fault(0, "not one position per word");
    if (unit_.localsplus.size() != unit_.local_kinds.size()) return fault(0, "not one kind per slot");
    if (unit_.localsplus.size() > max_a24 || unit_.stack_size > max_a24) fault(0, "frame too large");
    for (const auto* list : {&unit_.names, &unit_.localsplus}) {
      for (const std::string& name : *list) {
        if (!is_text(name)) fault(0, "a name is not UTF-8");
      }
    }
    for (const std::string* text : {&unit_.name, &unit_.qualname, &unit_.filename}) {
      if (!is_text(*text)) fault(0, "a name is not UTF-8");
    }
    constexpr uint32_t known_flags = 0x2bf | code_iterable_coroutine | code_future_mask;
    if (unit_.flags & ~known_flags) fault(0, "unknown flags");
    int kinds = ((unit_.flags & code_generator) != 0) + ((unit_.flags & code_coroutine) != 0) +
                ((unit_.flags & code_async_generator) != 0);
    if (kinds > 1) fault(0, "more than one of generator, coroutine, async generator");
    if (kinds > 0 && unit_.uses_locals_mapping()) fault(0, "generator without fast locals");
    slots();
  }

  // Plain slots, then cells, then free variables; parameters are plain.
  void slots() {
    size_t at = 0, count = unit_.local_kinds.size();
    auto kind = [&](size_t i) { return unit_.local_kinds[i]; };
    while (at < count && (kind(at) == local_plain || kind(at) == (local_plain | local_cell))) ++at;
    size_t plain = at;
    while (at < count && kind(at) == local_cell) ++at;
    size_t first_free = at;
    while (at < count && kind(at) == local_free) ++at;
    if (at != count) fault(0, "slots out of order");
    if (count - first_free != unit_.free_count) fault(0, "wrong number of free variables");
    if (unit_.posonlyargcount > unit_.argcount || unit_.argcount > plain || unit_.kwonlyargcount > plain ||
        unit_.parameter_slots() > plain) {
      return fault(0, "more parameters than slots");
    }
    for (size_t i = unit_.parameter_slots(); i < plain; ++i) {
      if (kind(i) != local_plain) fault(0, "a local that is no parameter is a cell");
    }
  }

  void constant(const Constant& value, int depth) {
    if (depth > max_nesting) return fault(0, "constants nested too deeply");
    switch (value.kind) {
      case ConstantKind::None: case ConstantKind::True: case ConstantKind::False: case ConstantKind::Ellipsis:
      case ConstantKind::Int: case ConstantKind::Float: case ConstantKind::Complex: case ConstantKind::Bytes:
        return;
      case ConstantKind::BigInt:
        if (!is_number(value)) fault(0, "a big integer's digits are wrong");
        return;
      case ConstantKind::Str:
        if (!is_text(value.text)) fault(0, "a string is not UTF-8");
        return;
      case ConstantKind::Tuple: case ConstantKind::FrozenSet:
        for (const Constant& item : value.items) {
          if (item.kind == ConstantKind::Code) fault(0, "code inside a tuple");
          constant(item, depth + 1);
        }
        return;
      case ConstantKind::Code:
        if (value.code == nullptr) return fault(0, "a code constant is empty");
        if (nesting_ > max_nesting) return fault(0, "code nested too deeply");
        Verifier(*value.code, faults_, nesting_ + 1).run();
        return;
    }
    fault(0, "unknown kind of constant");
  }

  static bool is_number(const Constant& value) {
    if (value.text.empty()) return false;
    if (value.base != 2 && value.base != 8 && value.base != 10 && value.base != 16) return false;
    for (char c : value.text) {
      char lower = static_cast<char>(c | 0x20);
      int digit = c >= '0' && c <= '9' ? c - '0' : lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : 99;
      if (digit >= value.base) return false;
    }
    return true;
  }

  void words() {
    for (size_t i = 0; i < unit_.code.size(); ++i) {
      Word word = unit_.code[i];
      if ((word & 0xff) >= base_opcode_count) {
        fault(i, "no such opcode: " + std::to_string(word & 0xff));
      } else if (!operand_fits(i, word)) {
        fault(i, std::string("operand out of range: ") + opcode_info(word_op(word)).name + " " +
                     std::to_string(word_a24(word)));
      }
    }
    if (!faults_.empty()) return;
    if ((opcode_info(word_op(unit_.code.back())).flags & ENDS) == 0) fault(unit_.code.size() - 1, "runs off the end");
  }

  bool operand_fits(size_t i, Word word) {
    uint32_t operand = word_a24(word);
    Opcode op = word_op(word);
    switch (opcode_info(op).kind) {
      case OperandKind::None: return operand == 0;
      case OperandKind::Const: return operand < unit_.constants.size();
      case OperandKind::Name: return operand < unit_.names.size();
      case OperandKind::GlobalName: return operand >> 1 < unit_.names.size();
      case OperandKind::Local:
        return operand < unit_.local_kinds.size() && unit_.local_kinds[operand] == local_plain;
      case OperandKind::Cell:
        return operand < unit_.local_kinds.size() && (unit_.local_kinds[operand] & (local_cell | local_free));
      case OperandKind::Count:
        if (op == Opcode::BUILD_SLICE) return operand == 2 || operand == 3;
        if (op == Opcode::COPY_FREE_VARS) return operand == unit_.free_count;
        return true;
      case OperandKind::Depth: return operand >= 1;
      case OperandKind::Invert: case OperandKind::Yield: return operand <= 1;
      case OperandKind::Jump:
        return word_jump(word) >= 0 && i + 1 + static_cast<size_t>(word_jump(word)) < unit_.code.size();
      case OperandKind::JumpBackward:
        return word_jump(word) < 0 && static_cast<int64_t>(i) + 1 + word_jump(word) >= 0;
      case OperandKind::Call: return word_a8(word) <= call_tail && tail_fits(i, word);
      case OperandKind::CallEx:
        return word_a8(word) <= (call_tail | call_keywords) && word_b16(word) == 0 && tail_fits(i, word);
      case OperandKind::MakeFunction: return operand <= 15;
      case OperandKind::Format: return operand <= 7;
      case OperandKind::Unpack: return true;
      case OperandKind::RaiseCount: case OperandKind::Reraise: case OperandKind::AwaitFor: return operand <= 2;
    }
    return false;
  }

  bool tail_fits(size_t i, Word word) {
    if ((word_a8(word) & call_tail) == 0) return true;
    if (unit_.uses_locals_mapping() || unit_.is_generator_like()) return false;
    return i + 1 < unit_.code.size() && unit_.code[i + 1] == make_word(Opcode::RETURN_VALUE);
  }

  void exceptions() {
    uint32_t last = 0;
    for (const ExceptionEntry& entry : unit_.exceptions) {
      if (entry.start < last || entry.start >= entry.end || entry.end > unit_.code.size()) {
        return fault(entry.start, "exception table out of order");
      }
      last = entry.end;
      if (entry.handler >= unit_.code.size()) return fault(entry.start, "handler outside the code");
      if (entry.depth + uint64_t{1} + (entry.push_lasti ? 1 : 0) > unit_.stack_size) {
        return fault(entry.start, "handler deeper than the stack");
      }
      for (uint32_t i = entry.start; i < entry.end; ++i) {
        OperandKind kind = opcode_info(word_op(unit_.code[i])).kind;
        bool call = kind == OperandKind::Call || kind == OperandKind::CallEx;
        if (call && (word_a8(unit_.code[i]) & call_tail)) return fault(i, "tail call inside try");
      }
    }
  }

  // Frame set-up stands at the start, in one order, and nowhere else.
  void prefix() {
    uint32_t length = prefix_length(unit_);
    uint32_t at = 0;
    auto expect = [&](Word word) {
      if (at >= unit_.code.size() || unit_.code[at] != word) fault(at, "the frame is not set up");
      ++at;
    };
    if (unit_.free_count > 0) expect(make_word(Opcode::COPY_FREE_VARS, unit_.free_count));
    for (size_t i = 0; i < unit_.local_kinds.size(); ++i) {
      if (unit_.local_kinds[i] & local_cell) expect(make_word(Opcode::MAKE_CELL, static_cast<uint32_t>(i)));
    }
    if (unit_.is_generator_like()) expect(make_word(Opcode::RETURN_GENERATOR));
    for (size_t i = 0; i < unit_.code.size(); ++i) {
      Opcode op = word_op(unit_.code[i]);
      bool sets_up = op == Opcode::COPY_FREE_VARS || op == Opcode::MAKE_CELL || op == Opcode::RETURN_GENERATOR;
      if (i >= length && sets_up) fault(i, "frame set-up in the middle of the code");
      if (opcode_info(op).flags & JUMPS) {
        int64_t target = static_cast<int64_t>(i) + 1 + word_jump(unit_.code[i]);
        if (target < length) fault(i, "jump into the set-up of the frame");
      }
    }
    for (const ExceptionEntry& entry : unit_.exceptions) {
      if (entry.start < length || entry.handler < length) fault(entry.start, "handler in the set-up of the frame");
    }
  }

  const CodeUnit& unit_;
  std::vector<Fault>& faults_;
  int nesting_;
};

}  // namespace

uint32_t prefix_length(const CodeUnit& unit) {
  uint32_t length = unit.free_count > 0 ? 1 : 0;
  for (uint8_t kind : unit.local_kinds) length += (kind & local_cell) != 0;
  return length + (unit.is_generator_like() ? 1 : 0);
}

std::vector<Fault> verify(const CodeUnit& unit) {
  std::vector<Fault> faults;
  Verifier(unit, faults, 0).run();
  return faults;
}

}  // namespace terrarium
