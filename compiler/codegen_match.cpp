// match statements. Each pattern consumes the subject on top of the stack; captured values stay on the stack
// until the whole pattern has matched, and are stored only then. A failure jumps into a ladder of POP_TOPs
// at the height that fits what lies on the stack at that moment.
// Read: PEP 634. Next: docs/compiler.md.
#include <algorithm>

#include "compiler/codegen.h"

namespace terrarium::compiler {

using ast::PatternKind;

namespace {

bool is_wildcard(const ast::PatternNode* pattern) {
  return ast::is<ast::MatchAs>(pattern) && ast::is_none(as<ast::MatchAs>(pattern)->name);
}

bool is_star_wildcard(const ast::PatternNode* pattern) {
  return ast::is<ast::MatchStar>(pattern) && ast::is_none(as<ast::MatchStar>(pattern)->name);
}

// Equal as keys of a dict: 1, 1.0 and True are.
bool equal_keys(const Constant& a, const Constant& b) {
  auto number = [](const Constant& c) -> std::optional<double> {
    switch (c.kind) {
      case ConstantKind::True: return 1;
      case ConstantKind::False: return 0;
      case ConstantKind::Int: return static_cast<double>(c.integer);
      case ConstantKind::Float: return c.real;
      default: return std::nullopt;
    }
  };
  if (a.kind == b.kind) return same_constant(a, b);
  auto x = number(a), y = number(b);
  return x && y && *x == *y;
}

}  // namespace

void Codegen::match(const ast::Match* node) {
  expression(node->subject);
  BlockId end = new_block();
  const size_t count = node->cases.size();
  // A last `case _:` needs no pattern code.
  const bool has_default = count > 1 && is_wildcard(node->cases.back()->pattern);
  const size_t tested = has_default ? count - 1 : count;
  for (size_t i = 0; i < tested; ++i) {
    const ast::MatchCase* match_case = node->cases[i];
    const bool last = i + 1 == tested;
    at(match_case->pattern->span);
    if (!last) emit(Opcode::COPY, 1);
    PatternState state;
    state.irrefutable_allowed = match_case->guard != nullptr || i + 1 == count;
    pattern(match_case->pattern, state);
    for (std::string_view captured : state.captured) store_name(captured);
    if (match_case->guard != nullptr) jump_if(match_case->guard, fail_block(state, 0), false);
    if (!last) emit(Opcode::POP_TOP);
    body(match_case->body);
    at_nowhere();
    emit_jump(Opcode::JUMP, end);
    // The clean-up of a failure belongs to the pattern, not to the body's last line.
    at(match_case->pattern->span);
    place_fail_blocks(state);
  }
  if (has_default) {
    const ast::MatchCase* match_case = node->cases.back();
    at(match_case->pattern->span);
    emit(Opcode::NOP);
    if (match_case->guard != nullptr) jump_if(match_case->guard, end, false);
    body(match_case->body);
  }
  place(end);
}

// ---- failing

BlockId Codegen::fail_block(PatternState& state, size_t pops) {
  while (state.fail_blocks.size() <= pops) state.fail_blocks.push_back(new_block());
  return state.fail_blocks[pops];
}

void Codegen::jump_to_fail(Opcode op, PatternState& state) {
  emit_jump(op, fail_block(state, state.on_top + state.captured.size()));
}

void Codegen::place_fail_blocks(PatternState& state) {
  if (state.fail_blocks.empty()) {
    place(new_block());
    return;
  }
  for (size_t pops = state.fail_blocks.size() - 1; pops > 0; --pops) {
    place(state.fail_blocks[pops]);
    emit(Opcode::POP_TOP);
  }
  place(state.fail_blocks[0]);
  state.fail_blocks.clear();
}

// Puts the top item under count-1 others.
void Codegen::rotate(size_t count) {
  for (; count > 1; --count) emit(Opcode::SWAP, static_cast<uint32_t>(count));
}

// ---- patterns. The position stays at the pattern visited last, as errors and clean-up want it.

void Codegen::pattern(const ast::PatternNode* node, PatternState& state) {
  if (too_deep()) return;
  at(node->span);
  switch (node->kind) {
    case PatternKind::MatchValue: pattern_value(as<ast::MatchValue>(node), state); break;
    case PatternKind::MatchSingleton: pattern_singleton(as<ast::MatchSingleton>(node), state); break;
    case PatternKind::MatchSequence: pattern_sequence(as<ast::MatchSequence>(node), state); break;
    case PatternKind::MatchMapping: pattern_mapping(as<ast::MatchMapping>(node), state); break;
    case PatternKind::MatchClass: pattern_class(as<ast::MatchClass>(node), state); break;
    case PatternKind::MatchStar: capture(as<ast::MatchStar>(node)->name, state); break;
    case PatternKind::MatchAs: pattern_as(as<ast::MatchAs>(node), state); break;
    case PatternKind::MatchOr: pattern_or(as<ast::MatchOr>(node), state); break;
  }
  --depth_;
}

void Codegen::sub_pattern(const ast::PatternNode* node, PatternState& state) {
  bool allowed = state.irrefutable_allowed;
  state.irrefutable_allowed = true;
  pattern(node, state);
  state.irrefutable_allowed = allowed;
}

void Codegen::pattern_value(const ast::MatchValue* node, PatternState& state) {
  if (ast::is<ast::JoinedStr>(node->value)) error("patterns may only match literals and attribute lookups");
  expression(node->value);
  emit(Opcode::COMPARE_EQ);
  fail_if_false(state);
}

void Codegen::pattern_singleton(const ast::MatchSingleton* node, PatternState& state) {
  load_constant(to_constant(node->value));
  emit(Opcode::IS_OP, 0);
  fail_if_false(state);
}

void Codegen::compare_length(size_t length, Opcode op, PatternState& state) {
  emit(Opcode::GET_LEN);
  load_constant(int_constant(static_cast<int64_t>(length)));
  emit(op);
  fail_if_false(state);
}

void Codegen::pattern_sequence(const ast::MatchSequence* node, PatternState& state) {
  const size_t count = node->patterns.size();
  size_t star = count;
  bool only_wildcards = true, star_wildcard = false;
  for (size_t i = 0; i < count; ++i) {
    const ast::PatternNode* item = node->patterns[i];
    if (ast::is<ast::MatchStar>(item)) {
      if (star != count) error("multiple starred names in sequence pattern");
      star = i;
      star_wildcard = is_star_wildcard(item);
      only_wildcards = only_wildcards && star_wildcard;
    } else {
      only_wildcards = only_wildcards && is_wildcard(item);
    }
  }
  ++state.on_top;  // the subject stays while it is tested
  emit(Opcode::MATCH_SEQUENCE);
  fail_if_false(state);
  if (star == count) {
    compare_length(count, Opcode::COMPARE_EQ, state);
  } else if (count > 1) {
    compare_length(count - 1, Opcode::COMPARE_GE, state);
  }
  --state.on_top;
  if (only_wildcards) {
    emit(Opcode::POP_TOP);
  } else if (star_wildcard) {
    pattern_sequence_items(node, star, state);
  } else {
    pattern_sequence_unpack(node, state);
  }
}

void Codegen::pattern_sequence_unpack(const ast::MatchSequence* node, PatternState& state) {
  const size_t count = node->patterns.size();
  size_t star = count;
  for (size_t i = 0; i < count; ++i) {
    if (!ast::is<ast::MatchStar>(node->patterns[i])) continue;
    star = i;
    if (i > 255 || count - i - 1 > max_b16) error("too many expressions in star-unpacking sequence pattern");
  }
  if (star == count) {
    emit(Opcode::UNPACK_SEQUENCE, static_cast<uint32_t>(count));
  } else {
    out().emit_pair(Opcode::UNPACK_EX, static_cast<uint32_t>(star) & 255,
                    static_cast<uint32_t>(count - star - 1) & max_b16);
  }
  state.on_top += count;
  for (const ast::PatternNode* item : node->patterns) {
    --state.on_top;
    sub_pattern(item, state);
  }
}

// [a, *_, b]: rather items by index than a list of the rest that nobody reads.
void Codegen::pattern_sequence_items(const ast::MatchSequence* node, size_t star, PatternState& state) {
  const size_t count = node->patterns.size();
  ++state.on_top;  // the subject
  for (size_t i = 0; i < count; ++i) {
    const ast::PatternNode* item = node->patterns[i];
    if (is_wildcard(item) || i == star) continue;
    emit(Opcode::COPY, 1);
    if (i < star) {
      load_constant(int_constant(static_cast<int64_t>(i)));
    } else {
      emit(Opcode::GET_LEN);
      load_constant(int_constant(static_cast<int64_t>(count - i)));
      emit(Opcode::BINARY_SUBTRACT);
    }
    emit(Opcode::BINARY_SUBSCR);
    sub_pattern(item, state);
  }
  --state.on_top;
  emit(Opcode::POP_TOP);
}

void Codegen::pattern_mapping(const ast::MatchMapping* node, PatternState& state) {
  const size_t count = node->keys.size();
  const bool rest = !ast::is_none(node->rest);
  ++state.on_top;  // the subject
  emit(Opcode::MATCH_MAPPING);
  fail_if_false(state);
  if (count == 0 && !rest) {
    --state.on_top;
    emit(Opcode::POP_TOP);
    return;
  }
  if (count > 0) compare_length(count, Opcode::COMPARE_GE, state);

  std::vector<const Constant*> seen;
  std::vector<Constant> constants;  // the keys, when all of them are constants
  for (Expr key : node->keys) {
    if (const Constant* constant = constant_of(key)) {
      for (const Constant* other : seen) {
        if (equal_keys(*other, *constant)) {
          error("mapping pattern checks duplicate key (" + constant_repr(*constant) + ")");
        }
      }
      seen.push_back(constant);
      constants.push_back(*constant);
    } else if (ast::is<ast::JoinedStr>(key)) {
      error("mapping pattern keys may only match literals and attribute lookups");
    }
  }
  if (constants.size() == count) {
    load_constant(tuple_constant(std::move(constants)));
  } else {
    for (Expr key : node->keys) expression(key);
    emit(Opcode::BUILD_TUPLE, static_cast<uint32_t>(count));
  }
  emit(Opcode::MATCH_KEYS);
  state.on_top += 2;  // keys, values
  emit(Opcode::COPY, 1);
  load_none();
  emit(Opcode::IS_OP, 1);
  fail_if_false(state);
  emit(Opcode::UNPACK_SEQUENCE, static_cast<uint32_t>(count));
  state.on_top += count;
  --state.on_top;
  for (const ast::PatternNode* item : node->patterns) {
    --state.on_top;
    sub_pattern(item, state);
  }
  state.on_top -= 2;  // [subject, keys]
  if (!rest) {
    emit(Opcode::POP_TOP);
    emit(Opcode::POP_TOP);
    return;
  }
  // rest = dict(subject), then del rest[key] for each key
  emit(Opcode::BUILD_MAP, 0);
  emit(Opcode::SWAP, 3);
  emit(Opcode::DICT_UPDATE, 2);
  emit(Opcode::UNPACK_SEQUENCE, static_cast<uint32_t>(count));
  for (size_t left = count; left > 0; --left) {
    emit(Opcode::COPY, static_cast<uint32_t>(left) + 1);
    emit(Opcode::SWAP, 2);
    emit(Opcode::DELETE_SUBSCR);
  }
  capture(node->rest, state);
}

void Codegen::pattern_class(const ast::MatchClass* node, PatternState& state) {
  const size_t positional = node->patterns.size(), named = node->kwd_attrs.size();
  for (size_t i = 0; i < named; ++i) {
    at(node->kwd_patterns[i]->span);
    if (reject_forbidden(node->kwd_attrs[i], ast::ExprContext::Store)) break;
    for (size_t k = 0; k < i; ++k) {
      if (node->kwd_attrs[k] == node->kwd_attrs[i]) {
        error("attribute name repeated in class pattern: " + std::string(node->kwd_attrs[i]));
      }
    }
  }
  at(node->span);
  expression(node->cls);
  std::vector<Constant> names;
  for (ast::Identifier attr : node->kwd_attrs) names.push_back(str_constant(attr));
  load_constant(tuple_constant(std::move(names)));
  emit(Opcode::MATCH_CLASS, static_cast<uint32_t>(positional));
  emit(Opcode::COPY, 1);
  load_none();
  emit(Opcode::IS_OP, 1);
  ++state.on_top;  // the tuple of attributes, or None
  fail_if_false(state);
  emit(Opcode::UNPACK_SEQUENCE, static_cast<uint32_t>(positional + named));
  state.on_top += positional + named;
  --state.on_top;
  for (size_t i = 0; i < positional + named; ++i) {
    --state.on_top;
    const ast::PatternNode* item = i < positional ? node->patterns[i] : node->kwd_patterns[i - positional];
    if (is_wildcard(item)) {
      emit(Opcode::POP_TOP);
    } else {
      sub_pattern(item, state);
    }
  }
}

void Codegen::pattern_as(const ast::MatchAs* node, PatternState& state) {
  if (node->pattern == nullptr) {
    if (!state.irrefutable_allowed) {
      error(ast::is_none(node->name) ? "wildcard makes remaining patterns unreachable"
                                     : "name capture " + quoted(node->name) + " makes remaining patterns unreachable");
    }
    return capture(node->name, state);
  }
  ++state.on_top;  // a copy, to be captured when the pattern has matched
  emit(Opcode::COPY, 1);
  pattern(node->pattern, state);
  --state.on_top;
  capture(node->name, state);
}

void Codegen::capture(ast::Identifier name, PatternState& state) {
  if (ast::is_none(name)) {
    emit(Opcode::POP_TOP);
    return;
  }
  if (reject_forbidden(name, ast::ExprContext::Store)) return;
  if (std::find(state.captured.begin(), state.captured.end(), name) != state.captured.end()) {
    error("multiple assignments to name " + quoted(name) + " in pattern");
  }
  rotate(state.on_top + state.captured.size() + 1);
  state.captured.push_back(name);
}

// Alternatives bind the same names, but maybe in another order: each brings its values into the order of the first.
void Codegen::pattern_or(const ast::MatchOr* node, PatternState& state) {
  BlockId matched = new_block();
  std::vector<std::string_view> order;
  const size_t count = node->patterns.size();
  for (size_t i = 0; i < count; ++i) {
    at(node->patterns[i]->span);
    PatternState own;
    own.irrefutable_allowed = i + 1 == count && state.irrefutable_allowed;
    emit(Opcode::COPY, 1);
    pattern(node->patterns[i], own);
    if (i == 0) {
      order = own.captured;
    } else {
      bool same = own.captured.size() == order.size();
      for (std::string_view name : order) {
        same = same && std::find(own.captured.begin(), own.captured.end(), name) != own.captured.end();
      }
      if (!same) {
        error("alternative patterns bind different names");
        return;
      }
      for (size_t to = order.size(); to-- > 0;) {
        size_t from = static_cast<size_t>(
            std::find(own.captured.begin(), own.captured.end(), order[to]) - own.captured.begin());
        if (from == to) continue;
        // Below the top to+1 items all is in place. Turning these brings `from` down to `to`.
        std::rotate(own.captured.begin(), own.captured.begin() + static_cast<ptrdiff_t>(from) + 1,
                    own.captured.begin() + static_cast<ptrdiff_t>(to) + 1);
        for (size_t k = 0; k <= from; ++k) rotate(to + 1);
      }
    }
    emit_jump(Opcode::JUMP, matched);
    place_fail_blocks(own);
  }
  emit(Opcode::POP_TOP);
  jump_to_fail(Opcode::JUMP, state);
  place(matched);
  // [..., subject, captured by the alternative...]: under the subject and what else is on top of older captures.
  size_t depth = order.size() + 1 + state.on_top + state.captured.size();
  for (std::string_view name : order) {
    rotate(depth);
    if (std::find(state.captured.begin(), state.captured.end(), name) != state.captured.end()) {
      error("multiple assignments to name " + quoted(name) + " in pattern");
    }
    state.captured.push_back(name);
  }
  emit(Opcode::POP_TOP);
}

}  // namespace terrarium::compiler
