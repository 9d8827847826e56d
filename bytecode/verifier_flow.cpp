// All paths through one code unit. A state is the abstract stack and the surely bound locals; where paths meet
// their states are joined, and a block is walked again when what it starts with has changed. Kinds only get
// more general, so this ends.
// Read next: bytecode/verifier.cpp for what is checked before.
#include "bytecode/verifier_flow.h"

#include <algorithm>
#include <string>

namespace terrarium {

namespace {

enum class ItemKind : uint8_t {
  Object,       // any Python object
  Null,         // the empty slot
  SelfOrNull,   // what LOAD_METHOD leaves
  List, Set, Dict, Str, Tuple,  // an object of exactly this type
  Cells,        // a tuple of cells; `info` is their number
  Cell,
  Code,
  Exception,
  MaybeException,  // an exception or None
  Previous,     // what PUSH_EXC_INFO saves
  Lasti,
};

struct Item {
  ItemKind kind = ItemKind::Object;
  uint32_t info = 0;  // Tuple, Cells: number of items

  friend bool operator==(const Item&, const Item&) = default;
};

// What PUSH_EXC_INFO saves may be NULL.
bool is_object(Item item) { return item.kind != ItemKind::Null && item.kind != ItemKind::SelfOrNull && item.kind != ItemKind::Previous; }

// The least general item that covers both; false when no object covers them.
bool join(Item& into, Item other) {
  if (into == other) return true;
  auto either = [&](ItemKind kind) { return into.kind == kind || other.kind == kind; };
  auto maybe_null = [](Item item) { return item.kind == ItemKind::Null || item.kind == ItemKind::SelfOrNull; };
  if (maybe_null(into) && maybe_null(other)) {
    into = {ItemKind::SelfOrNull};
    return true;
  }
  if (!is_object(into) || !is_object(other)) return false;
  if (either(ItemKind::Exception) && either(ItemKind::MaybeException)) {
    into = {ItemKind::MaybeException};
  } else {
    into = {ItemKind::Object};
  }
  return true;
}

struct State {
  std::vector<Item> stack;
  std::vector<uint64_t> bound;
  bool known = false;
};

class Flow {
 public:
  Flow(const CodeUnit& unit, std::vector<Fault>& faults) : unit_(unit), faults_(faults) {}

  void run() {
    find_leaders();
    handler_of_.assign(unit_.code.size(), -1);
    for (size_t e = 0; e < unit_.exceptions.size(); ++e) {
      for (uint32_t i = unit_.exceptions[e].start; i < unit_.exceptions[e].end; ++i) {
        handler_of_[i] = static_cast<int32_t>(e);
      }
    }
    State start;
    start.bound.resize((unit_.local_kinds.size() + 63) / 64);
    for (uint32_t i = 0; i < unit_.parameter_slots(); ++i) put(start.bound, i);
    reach(0, start, 0);
    while (!work_.empty() && !failed_) {
      uint32_t at = work_.back();
      work_.pop_back();
      states_[leader_[at]].second = false;
      walk(at);
    }
  }

 private:
  void fault(std::string message) {
    if (!failed_) faults_.push_back({unit_.qualname, at_, std::move(message)});
    failed_ = true;
  }

  static void put(std::vector<uint64_t>& bits, uint32_t i) { bits[i / 64] |= uint64_t{1} << (i % 64); }
  static void drop(std::vector<uint64_t>& bits, uint32_t i) { bits[i / 64] &= ~(uint64_t{1} << (i % 64)); }
  static bool has(const std::vector<uint64_t>& bits, uint32_t i) { return bits[i / 64] >> (i % 64) & 1; }

  uint32_t target_of(uint32_t i) const {
    return static_cast<uint32_t>(static_cast<int64_t>(i) + 1 + word_jump(unit_.code[i]));
  }

  void find_leaders() {
    std::vector<bool> starts(unit_.code.size() + 1);
    starts[0] = true;
    for (uint32_t i = 0; i < unit_.code.size(); ++i) {
      if (opcode_info(word_op(unit_.code[i])).flags & JUMPS) {
        starts[target_of(i)] = true;
        starts[i + 1] = true;
      }
    }
    for (const ExceptionEntry& entry : unit_.exceptions) starts[entry.handler] = true;
    leader_.assign(unit_.code.size(), -1);
    int32_t count = 0;
    for (uint32_t i = 0; i < unit_.code.size(); ++i) {
      if (starts[i]) leader_[i] = count++;
    }
    states_.resize(static_cast<size_t>(count));
  }

  void reach(uint32_t to, const State& state, uint32_t from) {
    auto& [known, queued] = states_[static_cast<size_t>(leader_[to])];
    bool changed = false;
    if (!known.known) {
      known = state;
      known.known = true;
      changed = true;
    } else {
      if (known.stack.size() != state.stack.size()) {
        at_ = from;
        return fault("stack depth " + std::to_string(state.stack.size()) + " meets depth " +
                     std::to_string(known.stack.size()) + " at " + std::to_string(to));
      }
      for (size_t i = 0; i < state.stack.size(); ++i) {
        Item before = known.stack[i];
        if (!join(known.stack[i], state.stack[i])) {
          at_ = from;
          return fault("NULL and an object meet at " + std::to_string(to));
        }
        changed = changed || !(before == known.stack[i]);
      }
      for (size_t i = 0; i < state.bound.size(); ++i) {
        uint64_t both = known.bound[i] & state.bound[i];
        changed = changed || both != known.bound[i];
        known.bound[i] = both;
      }
    }
    if (changed && !queued) {
      queued = true;
      work_.push_back(to);
    }
  }

  // What a handler starts with when the instruction at at_ raises.
  void reach_handler(const State& state) {
    if (handler_of_[at_] < 0) return;
    const ExceptionEntry& entry = unit_.exceptions[static_cast<size_t>(handler_of_[at_])];
    if (entry.depth > state.stack.size()) return fault("handler wants a deeper stack");
    State there = state;
    there.stack.resize(entry.depth);
    if (entry.push_lasti) there.stack.push_back({ItemKind::Lasti});
    there.stack.push_back({ItemKind::Exception});
    reach(entry.handler, there, at_);
  }

  void walk(uint32_t start) {
    State state = states_[static_cast<size_t>(leader_[start])].first;
    for (at_ = start; at_ < unit_.code.size() && !failed_; ++at_) {
      if (at_ != start && leader_[at_] >= 0) return reach(at_, state, at_ - 1);
      Word word = unit_.code[at_];
      const OpcodeInfo& info = opcode_info(word_op(word));
      reach_handler(state);
      if (static_cast<int64_t>(state.stack.size()) < stack_pops(word)) {
        return fault(std::string(info.name) + " needs " + std::to_string(stack_pops(word)) + " items, has " +
                     std::to_string(state.stack.size()));
      }
      int64_t rest = static_cast<int64_t>(state.stack.size()) - stack_pops(word);
      int64_t most = std::max(stack_pushes(word), stack_pushes_on_jump(word));
      if (rest + most > static_cast<int64_t>(unit_.stack_size)) return fault("stack overflows");
      State jumped;
      if (info.flags & JUMPS) jumped = state;
      step(word, state, jumped);
      if (failed_) return;
      if (info.flags & JUMPS) reach(target_of(at_), jumped, at_);
      if (info.flags & ENDS) return;
    }
  }

  // ---- one instruction

  Item& top(State& state, size_t depth) { return state.stack[state.stack.size() - depth]; }

  void want(State& state, size_t depth, ItemKind kind, const char* what) {
    if (top(state, depth).kind != kind) fault(std::string("wants ") + what + " at depth " + std::to_string(depth));
  }
  void want_objects(State& state, size_t count) {
    for (size_t i = 1; i <= count; ++i) {
      if (!is_object(top(state, i))) fault("takes NULL for an object at depth " + std::to_string(i));
    }
  }
  static void pop(State& state, size_t count) { state.stack.resize(state.stack.size() - count); }
  static void push(State& state, ItemKind kind, uint32_t info = 0) { state.stack.push_back({kind, info}); }

  // The constant that the instruction before has just pushed.
  const Constant* constant_before() {
    if (at_ == 0 || leader_[at_] >= 0 || word_op(unit_.code[at_ - 1]) != Opcode::LOAD_CONST) return nullptr;
    return &unit_.constants[word_a24(unit_.code[at_ - 1])];
  }
  bool names_before(size_t at_least, size_t at_most) {
    const Constant* names = constant_before();
    if (names == nullptr || names->kind != ConstantKind::Tuple) return false;
    for (const Constant& name : names->items) {
      if (name.kind != ConstantKind::Str) return false;
    }
    return names->items.size() >= at_least && names->items.size() <= at_most;
  }

  // All popped items are objects, all pushed ones too.
  void plain(Word word, State& state, State& jumped, bool jumps) {
    want_objects(state, static_cast<size_t>(stack_pops(word)));
    if (failed_) return;
    auto apply = [&](State& to, int64_t pushes) {
      pop(to, static_cast<size_t>(stack_pops(word)));
      for (int64_t i = 0; i < pushes; ++i) push(to, ItemKind::Object);
    };
    apply(state, stack_pushes(word));
    if (jumps) apply(jumped, stack_pushes_on_jump(word));
  }

  // Items above the one being filled go, what is below stays as it is.
  void fill(Word word, State& state, ItemKind kind, const char* what) {
    size_t values = static_cast<size_t>(stack_pops(word) - stack_pushes(word));
    size_t depth = word_a24(word) + values;
    want_objects(state, values);
    want(state, depth, kind, what);
    pop(state, values);
  }

  void build(Word word, State& state, ItemKind kind) {
    uint32_t count = word_a24(word);
    bool cells = kind == ItemKind::Tuple && count > 0;
    for (size_t i = 1; i <= count; ++i) cells = cells && top(state, i).kind == ItemKind::Cell;
    want_objects(state, static_cast<size_t>(stack_pops(word)));
    pop(state, static_cast<size_t>(stack_pops(word)));
    push(state, cells ? ItemKind::Cells : kind, kind == ItemKind::Tuple ? count : 0);
  }

  void load_constant(const Constant& constant, State& state) {
    switch (constant.kind) {
      case ConstantKind::Str: return push(state, ItemKind::Str);
      case ConstantKind::Tuple: return push(state, ItemKind::Tuple, static_cast<uint32_t>(constant.items.size()));
      case ConstantKind::Code: return push(state, ItemKind::Code);
      default: return push(state, ItemKind::Object);
    }
  }

  void call(Word word, State& state) {
    bool keywords = word_op(word) == Opcode::CALL_KW;
    size_t count = word_b16(word);
    if (keywords) {
      if (!names_before(1, count)) return fault("CALL_KW without its names");
      pop(state, 1);
    }
    want_objects(state, count);
    if (!is_object(top(state, count + 2))) fault("calls NULL");
    pop(state, count + 2);
    push(state, ItemKind::Object);
  }

  void call_ex(Word word, State& state) {
    if (word_a8(word) & call_keywords) {
      want(state, 1, ItemKind::Dict, "a dict");
    } else {
      want(state, 1, ItemKind::Null, "NULL");
    }
    if (!is_object(top(state, 2))) fault("takes NULL for an object at depth 2");
    want(state, 3, ItemKind::Null, "NULL");
    if (!is_object(top(state, 4))) fault("calls NULL");
    pop(state, 4);
    push(state, ItemKind::Object);
  }

  void make_function(Word word, State& state) {
    const Constant* code = constant_before();
    if (code == nullptr || code->kind != ConstantKind::Code) return fault("MAKE_FUNCTION without its code");
    uint32_t flags = word_a24(word);
    size_t depth = 2;
    if (flags & function_closure) {
      want(state, depth, ItemKind::Cells, "a tuple of cells");
      if (top(state, depth).info != code->code->free_count) fault("closure of the wrong size");
      ++depth;
    } else if (code->code->free_count != 0) {
      fault("function without its closure");
    }
    if (flags & function_annotations) {
      want(state, depth, ItemKind::Tuple, "a tuple");
      if (top(state, depth).info % 2 != 0) fault("annotations are no pairs");
      ++depth;
    }
    if (flags & function_keyword_defaults) want(state, depth++, ItemKind::Dict, "a dict");
    if (flags & function_defaults) {
      want(state, depth, ItemKind::Tuple, "a tuple");
      if (top(state, depth).info > code->code->argcount) fault("more defaults than parameters");
    }
    if (failed_) return;
    pop(state, static_cast<size_t>(stack_pops(word)));
    push(state, ItemKind::Object);
  }

  void want_exception(State& state, size_t depth) {
    ItemKind kind = top(state, depth).kind;
    if (kind != ItemKind::Exception && kind != ItemKind::MaybeException) fault("wants an exception");
  }

  void step(Word word, State& state, State& jumped);
  bool step_stack_and_names(Word word, State& state);
  bool step_building(Word word, State& state);
  bool step_exceptions(Word word, State& state);

  const CodeUnit& unit_;
  std::vector<Fault>& faults_;
  std::vector<int32_t> leader_;                 // word to its state, -1: in the middle of a block
  std::vector<std::pair<State, bool>> states_;  // and whether it is in work_
  std::vector<int32_t> handler_of_;
  std::vector<uint32_t> work_;
  uint32_t at_ = 0;
  bool failed_ = false;
};

bool Flow::step_stack_and_names(Word word, State& state) {
  uint32_t operand = word_a24(word);
  switch (word_op(word)) {
    case Opcode::POP_TOP: pop(state, 1); return true;
    case Opcode::PUSH_NULL: push(state, ItemKind::Null); return true;
    case Opcode::COPY: state.stack.push_back(Item(top(state, operand))); return true;
    case Opcode::SWAP: std::swap(top(state, 1), top(state, operand)); return true;
    case Opcode::LOAD_CONST: load_constant(unit_.constants[operand], state); return true;
    case Opcode::LOAD_FAST:
      if (!has(state.bound, operand)) fault("loads a local that may be unbound: " + unit_.localsplus[operand]);
      push(state, ItemKind::Object);
      return true;
    case Opcode::LOAD_FAST_CHECK:
      put(state.bound, operand);
      push(state, ItemKind::Object);
      return true;
    case Opcode::STORE_FAST:
      want_objects(state, 1);
      pop(state, 1);
      put(state.bound, operand);
      return true;
    case Opcode::DELETE_FAST:
      drop(state.bound, operand);
      reach_handler(state);
      return true;
    case Opcode::LOAD_CLOSURE: push(state, ItemKind::Cell); return true;
    case Opcode::LOAD_NAME: case Opcode::STORE_NAME: case Opcode::DELETE_NAME: case Opcode::LOAD_CLASSDEREF:
    case Opcode::IMPORT_STAR: case Opcode::SETUP_ANNOTATIONS:
      if (!unit_.uses_locals_mapping()) fault("needs a mapping of locals");
      return false;
    case Opcode::LOAD_GLOBAL:
      push(state, ItemKind::Object);
      if (operand & 1) push(state, ItemKind::Null);
      return true;
    case Opcode::LOAD_METHOD:
      want_objects(state, 1);
      pop(state, 1);
      push(state, ItemKind::Object);
      push(state, ItemKind::SelfOrNull);
      return true;
    case Opcode::YIELD_VALUE:
      if (!unit_.is_generator_like()) fault("yields outside a generator");
      want_objects(state, operand + 1);
      top(state, 1) = {ItemKind::Object};
      return true;
    case Opcode::ASYNC_GEN_WRAP:
      if ((unit_.flags & code_async_generator) == 0) fault("wraps outside an async generator");
      return false;
    default: return false;
  }
}

bool Flow::step_building(Word word, State& state) {
  uint32_t operand = word_a24(word);
  switch (word_op(word)) {
    case Opcode::BUILD_TUPLE: build(word, state, ItemKind::Tuple); return true;
    case Opcode::BUILD_LIST: build(word, state, ItemKind::List); return true;
    case Opcode::BUILD_SET: build(word, state, ItemKind::Set); return true;
    case Opcode::BUILD_MAP: build(word, state, ItemKind::Dict); return true;
    case Opcode::BUILD_CONST_KEY_MAP: {
      const Constant* keys = constant_before();
      if (keys == nullptr || keys->kind != ConstantKind::Tuple || keys->items.size() != operand) {
        fault("BUILD_CONST_KEY_MAP without its keys");
        return true;
      }
      build(word, state, ItemKind::Dict);
      return true;
    }
    case Opcode::BUILD_STRING:
      for (size_t i = 1; i <= operand; ++i) want(state, i, ItemKind::Str, "a string");
      if (!failed_) build(word, state, ItemKind::Str);
      return true;
    case Opcode::FORMAT_VALUE:
      if (operand & 4) want(state, 1, ItemKind::Str, "a string");
      build(word, state, ItemKind::Str);
      return true;
    case Opcode::LIST_APPEND: case Opcode::LIST_EXTEND: fill(word, state, ItemKind::List, "a list"); return true;
    case Opcode::SET_ADD: case Opcode::SET_UPDATE: fill(word, state, ItemKind::Set, "a set"); return true;
    case Opcode::MAP_ADD: case Opcode::DICT_UPDATE: fill(word, state, ItemKind::Dict, "a dict"); return true;
    case Opcode::DICT_MERGE:
      want_objects(state, 1);
      want(state, operand + 1, ItemKind::Dict, "a dict");
      if (!is_object(top(state, operand + 4))) fault("names NULL in an error");
      pop(state, 1);
      return true;
    case Opcode::LIST_TO_TUPLE:
      want(state, 1, ItemKind::List, "a list");
      top(state, 1) = {ItemKind::Object};
      return true;
    case Opcode::CALL: case Opcode::CALL_KW: call(word, state); return true;
    case Opcode::CALL_EX: call_ex(word, state); return true;
    case Opcode::MAKE_FUNCTION: make_function(word, state); return true;
    case Opcode::MATCH_KEYS: {
      ItemKind kind = top(state, 1).kind;
      if (kind != ItemKind::Tuple) fault("wants a tuple at depth 1");
      if (!is_object(top(state, 2))) fault("takes NULL for an object at depth 2");
      push(state, ItemKind::Object);
      return true;
    }
    case Opcode::MATCH_CLASS:
      if (!names_before(0, max_a24)) fault("MATCH_CLASS without its names");
      return false;
    default: return false;
  }
}

bool Flow::step_exceptions(Word word, State& state) {
  switch (word_op(word)) {
    case Opcode::PUSH_EXC_INFO:
      want(state, 1, ItemKind::Exception, "an exception");
      top(state, 1) = {ItemKind::Previous};
      push(state, ItemKind::Exception);
      return true;
    case Opcode::POP_EXCEPT:
      want(state, 1, ItemKind::Previous, "the saved exception");
      pop(state, 1);
      return true;
    case Opcode::CHECK_EXC_MATCH:
      want_objects(state, 1);
      want_exception(state, 2);
      top(state, 1) = {ItemKind::Object};
      return true;
    case Opcode::CHECK_EG_MATCH:
      want_objects(state, 1);
      want_exception(state, 2);
      top(state, 2) = {ItemKind::MaybeException};
      top(state, 1) = {ItemKind::MaybeException};
      return true;
    case Opcode::PREP_RERAISE_STAR:
      want(state, 1, ItemKind::List, "a list");
      want_exception(state, 2);
      pop(state, 2);
      push(state, ItemKind::MaybeException);
      return true;
    case Opcode::RERAISE:
      want_exception(state, 1);
      if (word_a24(word) > 0) want(state, word_a24(word) + 1, ItemKind::Lasti, "lasti");
      return true;
    case Opcode::WITH_EXCEPT_START:
      want(state, 1, ItemKind::Exception, "an exception");
      want(state, 3, ItemKind::Lasti, "lasti");
      if (!is_object(top(state, 4))) fault("calls NULL");
      push(state, ItemKind::Object);
      return true;
    case Opcode::END_ASYNC_FOR:
      want(state, 1, ItemKind::Exception, "an exception");
      pop(state, 2);
      return true;
    default: return false;
  }
}

void Flow::step(Word word, State& state, State& jumped) {
  if (step_stack_and_names(word, state) || failed_) return;
  if (step_building(word, state) || failed_) return;
  if (step_exceptions(word, state) || failed_) return;
  switch (word_op(word)) {
    case Opcode::SEND:
      want_objects(state, 2);
      top(state, 1) = {ItemKind::Object};
      pop(jumped, 2);
      push(jumped, ItemKind::Object);
      return;
    case Opcode::FOR_ITER:
      want_objects(state, 1);
      push(state, ItemKind::Object);
      pop(jumped, 1);
      return;
    default:
      plain(word, state, jumped, (opcode_info(word_op(word)).flags & JUMPS) != 0);
      return;
  }
}

}  // namespace

void verify_flow(const CodeUnit& unit, std::vector<Fault>& faults) { Flow(unit, faults).run(); }

}  // namespace terrarium
