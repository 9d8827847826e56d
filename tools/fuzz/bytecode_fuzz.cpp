// Fuzzes the verifier: compiles corpus files, changes their code units at random, and holds what the verifier accepts
// to what it promises by walking random paths with an abstract stack of its own; everything is disassembled too.
// Mutated code is never run: the verifier answers for frames and stacks, not for what only the VM's own checks see (that
// an iterator is one, that a Str constant names a field), so running it would prove nothing and could do anything.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <memory>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "bytecode/disassembler.h"
#include "bytecode/verifier.h"
#include "compiler/compiler.h"
#include "parser/parser.h"

using namespace terrarium;

namespace {

using Random = std::mt19937_64;

size_t below(Random& random, size_t n) { return n == 0 ? 0 : random() % n; }
bool chance(Random& random, double p) { return std::uniform_real_distribution<double>(0, 1)(random) < p; }

std::shared_ptr<CodeUnit> compile_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  std::string bytes = text.str();
  SourceText source = SourceText::from_bytes(bytes, path);
  Arena arena;
  ParseResult parsed = parse(source, Mode::Exec, arena);
  if (parsed.error) return nullptr;
  CompileOptions options;
  options.filename = path;
  CompileResult result = compile(parsed.tree, options);
  if (result.error) return nullptr;
  return std::shared_ptr<CodeUnit>(std::move(result.code));
}

void collect(const std::shared_ptr<const CodeUnit>& unit, std::vector<std::shared_ptr<const CodeUnit>>& all) {
  all.push_back(unit);
  for (const Constant& constant : unit->constants) {
    if (constant.kind == ConstantKind::Code) collect(constant.code, all);
  }
}

// ---- mutations

void mutate_word(CodeUnit& unit, Random& random) {
  size_t at = below(random, unit.code.size());
  Word& word = unit.code[at];
  switch (below(random, 6)) {
    case 0: word ^= Word{1} << below(random, 32); break;
    case 1: word = (word & ~Word{0xff}) | static_cast<Word>(below(random, chance(random, 0.9) ? base_opcode_count : 256)); break;
    case 2: word = (word & 0xff) | static_cast<Word>(below(random, 12)) << 8; break;
    case 3: word += (chance(random, 0.5) ? 1u : ~0u) << 8; break;
    case 4: word = unit.code[below(random, unit.code.size())]; break;
    case 5: word = static_cast<Word>(random()); break;
  }
}

// Words are inserted or removed without moving jump targets: every path behind them shifts.
void mutate_layout(CodeUnit& unit, Random& random) {
  size_t at = below(random, unit.code.size());
  if (chance(random, 0.5)) {
    unit.code.erase(unit.code.begin() + static_cast<std::ptrdiff_t>(at));
    unit.positions.erase(unit.positions.begin() + static_cast<std::ptrdiff_t>(at));
  } else {
    Word word = unit.code[below(random, unit.code.size())];
    unit.code.insert(unit.code.begin() + static_cast<std::ptrdiff_t>(at), word);
    unit.positions.insert(unit.positions.begin() + static_cast<std::ptrdiff_t>(at), Position{});
  }
}

void mutate_tables(CodeUnit& unit, Random& random) {
  uint32_t small = static_cast<uint32_t>(below(random, 6));
  switch (below(random, 10)) {
    case 0: unit.stack_size = chance(random, 0.5) ? small : unit.stack_size - 1; break;
    case 1: unit.argcount = small; break;
    case 2: unit.kwonlyargcount = small; break;
    case 3: unit.free_count = small; break;
    case 4: unit.flags ^= 1u << below(random, 10); break;
    case 5: if (!unit.local_kinds.empty()) unit.local_kinds[below(random, unit.local_kinds.size())] = static_cast<uint8_t>(random()); break;
    case 6: if (!unit.constants.empty()) unit.constants.pop_back(); break;
    case 7: if (!unit.names.empty()) unit.names.pop_back(); break;
    case 8: if (!unit.localsplus.empty()) { unit.localsplus.pop_back(); unit.local_kinds.pop_back(); } break;
    case 9: if (unit.constants.size() > 1) std::swap(unit.constants[below(random, unit.constants.size())], unit.constants[0]); break;
  }
}

void mutate_handlers(CodeUnit& unit, Random& random) {
  if (unit.exceptions.empty() || chance(random, 0.2)) {
    uint32_t start = static_cast<uint32_t>(below(random, unit.code.size()));
    unit.exceptions.push_back({start, start + 1 + static_cast<uint32_t>(below(random, 4)),
                               static_cast<uint32_t>(below(random, unit.code.size())),
                               static_cast<uint32_t>(below(random, 3)), chance(random, 0.5)});
    return;
  }
  ExceptionEntry& entry = unit.exceptions[below(random, unit.exceptions.size())];
  uint32_t step = chance(random, 0.5) ? 1u : ~0u;
  switch (below(random, 5)) {
    case 0: entry.start += step; break;
    case 1: entry.end += step; break;
    case 2: entry.handler = static_cast<uint32_t>(below(random, unit.code.size() + 2)); break;
    case 3: entry.depth += step; break;
    case 4: entry.push_lasti = !entry.push_lasti; break;
  }
}

void mutate(CodeUnit& unit, Random& random) {
  size_t rounds = 1 + below(random, 3);
  for (size_t i = 0; i < rounds && !unit.code.empty(); ++i) {
    double roll = std::uniform_real_distribution<double>(0, 1)(random);
    if (roll < 0.55) mutate_word(unit, random);
    else if (roll < 0.7) mutate_layout(unit, random);
    else if (roll < 0.85) mutate_handlers(unit, random);
    else mutate_tables(unit, random);
  }
}

// ---- the second opinion

// Follows one path, choosing branches and exceptions at random; the kinds of items are those whose confusion would break
// the VM. Returns what is wrong, or an empty text.
class Walk {
 public:
  Walk(const CodeUnit& unit, Random& random) : unit_(unit), random_(random) {}

  std::string run(int steps) {
    bound_.assign(unit_.localsplus.size(), false);
    if (unit_.parameter_slots() > bound_.size()) return "more parameters than slots";
    for (uint32_t i = 0; i < unit_.parameter_slots(); ++i) bound_[i] = true;
    for (; steps > 0; --steps) {
      if (at_ >= unit_.code.size()) return "leaves the code";
      std::string wrong = step();
      if (!wrong.empty()) return "at " + std::to_string(at_) + ": " + wrong;
      if (done_) return "";
    }
    return "";
  }

 private:
  enum Kind : uint8_t { object, null, self_or_null, internal };  // internal: NULL in a saved exception is possible

  bool is_null(size_t depth) const { return stack_[stack_.size() - depth] == null; }
  bool may_be_null(size_t depth) const { return stack_[stack_.size() - depth] != object; }

  std::string step() {
    Word word = unit_.code[at_];
    if ((word & 0xff) >= base_opcode_count) return "no such opcode";
    Opcode op = word_op(word);
    const OpcodeInfo& info = opcode_info(op);
    std::string wrong = operand(word, info.kind);
    if (!wrong.empty()) return wrong;
    int64_t depth = static_cast<int64_t>(stack_.size());
    int64_t pops = stack_pops(word);
    if (pops > depth) return std::string(info.name) + " takes an item that is not there";
    if ((info.flags & RAISES) && chance(random_, 0.15)) {
      if (const ExceptionEntry* entry = entry_of(at_)) return handle(*entry);
      done_ = true;
      return "";
    }
    bool jumps = (info.flags & JUMPS) && ((info.flags & ENDS) || chance(random_, 0.5));
    int64_t pushes = jumps ? stack_pushes_on_jump(word) : stack_pushes(word);
    if (depth - pops + pushes > static_cast<int64_t>(unit_.stack_size)) return std::string(info.name) + " overflows the stack";
    wrong = effect(op, word, pops, pushes);
    if (!wrong.empty()) return wrong;
    if (info.flags & ENDS) {
      if (!jumps) {
        done_ = true;
        return "";
      }
    }
    int64_t next = static_cast<int64_t>(at_) + 1 + (jumps ? word_jump(word) : 0);
    if (next < 0 || next >= static_cast<int64_t>(unit_.code.size())) return "jumps out of the code";
    at_ = static_cast<uint32_t>(next);
    return "";
  }

  std::string operand(Word word, OperandKind kind) const {
    uint32_t a = word_a24(word);
    switch (kind) {
      case OperandKind::Const: return a < unit_.constants.size() ? "" : "no such constant";
      case OperandKind::Name: return a < unit_.names.size() ? "" : "no such name";
      case OperandKind::GlobalName: return a >> 1 < unit_.names.size() ? "" : "no such name";
      case OperandKind::Local: case OperandKind::Cell: return a < unit_.localsplus.size() ? "" : "no such slot";
      case OperandKind::Depth: return a >= 1 ? "" : "depth 0";
      default: return "";
    }
  }

  const ExceptionEntry* entry_of(uint32_t at) const {
    for (const ExceptionEntry& entry : unit_.exceptions) {
      if (entry.start <= at && at < entry.end) return &entry;
    }
    return nullptr;
  }

  std::string handle(const ExceptionEntry& entry) {
    if (entry.depth > stack_.size()) return "the handler keeps items that are not there";
    stack_.resize(entry.depth);
    if (entry.push_lasti) stack_.push_back(object);
    stack_.push_back(object);
    if (stack_.size() > unit_.stack_size) return "the handler overflows the stack";
    at_ = entry.handler;
    return "";
  }

  std::string effect(Opcode op, Word word, int64_t pops, int64_t pushes) {
    uint32_t a = word_a24(word);
    auto replace = [&](Kind kind) {
      stack_.resize(stack_.size() - static_cast<size_t>(pops));
      for (int64_t i = 0; i < pushes; ++i) stack_.push_back(kind);
    };
    switch (op) {
      case Opcode::PUSH_NULL: stack_.push_back(null); return "";
      case Opcode::COPY: stack_.push_back(stack_[stack_.size() - a]); return "";
      case Opcode::SWAP: std::swap(stack_[stack_.size() - 1], stack_[stack_.size() - a]); return "";
      case Opcode::POP_TOP: stack_.pop_back(); return "";
      case Opcode::LOAD_FAST:
        if (!bound_[a]) return "LOAD_FAST of an unbound local";
        break;
      case Opcode::STORE_FAST: bound_[a] = true; break;
      case Opcode::LOAD_FAST_CHECK: bound_[a] = true; break;
      case Opcode::DELETE_FAST: bound_[a] = false; break;
      case Opcode::LOAD_GLOBAL:
        stack_.push_back(object);
        if (a & 1) stack_.push_back(null);
        return "";
      case Opcode::LOAD_METHOD:
        if (may_be_null(1)) return "an attribute of NULL";
        stack_.back() = object;
        stack_.push_back(self_or_null);
        return "";
      case Opcode::CALL: case Opcode::CALL_KW: {
        size_t arguments = word_b16(word) + (op == Opcode::CALL_KW ? 1 : 0);
        for (size_t i = 1; i <= arguments; ++i) {
          if (may_be_null(i)) return "an argument is NULL";
        }
        if (may_be_null(arguments + 2)) return "calls NULL";
        replace(object);
        return "";
      }
      case Opcode::CALL_EX:
        if (!is_null(3) || may_be_null(4) || may_be_null(2)) return "CALL_EX with a wrong NULL";
        if ((word_a8(word) & call_keywords) ? may_be_null(1) : !is_null(1)) return "CALL_EX with wrong keywords";
        replace(object);
        return "";
      case Opcode::PUSH_EXC_INFO:
        stack_.back() = internal;
        stack_.push_back(object);
        return "";
      case Opcode::POP_EXCEPT:
        if (stack_.back() != internal) return "POP_EXCEPT of something else";
        stack_.pop_back();
        return "";
      case Opcode::WITH_EXCEPT_START:
        stack_.push_back(object);
        return "";
      case Opcode::RERAISE:
        if (may_be_null(1)) return "raises NULL";
        return "";
      case Opcode::YIELD_VALUE: case Opcode::RETURN_VALUE: case Opcode::RETURN_GENERATOR:
        if (op == Opcode::YIELD_VALUE && !unit_.is_generator_like()) return "yields outside a generator";
        if (op == Opcode::RETURN_GENERATOR) {
          stack_.push_back(object);
          return "";
        }
        if (may_be_null(1)) return "hands out NULL";
        if (op == Opcode::RETURN_VALUE) return "";
        stack_.back() = object;
        return "";
      default: break;
    }
    // What an instruction takes and drops has to be there; what stays below (LIST_APPEND's list) is not looked at here.
    for (int64_t i = 1; i <= pops - std::min(pops, pushes); ++i) {
      if (may_be_null(static_cast<size_t>(i))) return std::string(opcode_info(op).name) + " takes NULL";
    }
    if (pushes >= pops) {
      for (int64_t i = pops; i < pushes; ++i) stack_.push_back(object);
    } else {
      stack_.resize(stack_.size() - static_cast<size_t>(pops - pushes));
    }
    return "";
  }

  const CodeUnit& unit_;
  Random& random_;
  std::vector<Kind> stack_;
  std::vector<bool> bound_;
  uint32_t at_ = 0;
  bool done_ = false;
};

int finding(const CodeUnit& unit, const char* what, const std::string& why, uint64_t seed, uint64_t round) {
  std::printf("FINDING %s: %s (--seed %llu --only %llu)\n", what, why.c_str(), static_cast<unsigned long long>(seed),
              static_cast<unsigned long long>(round));
  std::string text = disassemble(unit);
  std::fwrite(text.data(), 1, text.size(), stdout);
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  uint64_t seed = 1, only = 0;
  bool just_one = false;
  double seconds = 10;
  std::vector<std::shared_ptr<const CodeUnit>> units;
  for (int i = 1; i < argc; ++i) {
    auto value = [&] { return i + 1 < argc ? argv[++i] : "0"; };
    if (std::strcmp(argv[i], "--seed") == 0) {
      seed = std::strtoull(value(), nullptr, 10);
    } else if (std::strcmp(argv[i], "--seconds") == 0) {
      seconds = std::strtod(value(), nullptr);
    } else if (std::strcmp(argv[i], "--only") == 0) {
      only = std::strtoull(value(), nullptr, 10);
      just_one = true;
    } else if (std::shared_ptr<CodeUnit> unit = compile_file(argv[i])) {
      collect(unit, units);
    }
  }
  if (units.empty()) {
    std::printf("no file of the corpus compiles\n");
    return 2;
  }
  for (const auto& unit : units) {
    std::vector<Fault> faults = verify(*unit);
    if (!faults.empty()) return finding(*unit, "the verifier refuses what the compiler makes", faults[0].message, seed, 0);
  }
  auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
  uint64_t round = just_one ? only : 0, accepted = 0, walks = 0;
  for (;; ++round) {
    Random random(seed * 1000003 + round);
    // A copy, so that the units among the constants are shared with the original.
    CodeUnit unit = *units[below(random, units.size())];
    mutate(unit, random);
    bool fine = verify(unit).empty();
    if (fine) {
      ++accepted;
      std::string text = disassemble(unit);
      if (text.empty()) return finding(unit, "an accepted unit has no disassembly", "", seed, round);
      for (int i = 0; i < 12; ++i, ++walks) {
        std::string wrong = Walk(unit, random).run(400);
        if (!wrong.empty()) return finding(unit, "the verifier accepts what breaks the frame", wrong, seed, round);
      }
    }
    if (just_one || std::chrono::steady_clock::now() >= end) break;
  }
  std::printf("%llu mutants of %zu units, %llu accepted, %llu paths walked, 0 findings\n",
              static_cast<unsigned long long>(just_one ? 1 : round + 1), units.size(),
              static_cast<unsigned long long>(accepted), static_cast<unsigned long long>(walks));
  return 0;
}
