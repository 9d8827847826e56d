// Displays ([...], {...}, (...)), unpacking targets, f-strings and %-formats that become f-strings.
// Invariant: a display puts at most `stack_limit` items on the stack before they are gathered.
// Read next: compiler/codegen_calls.cpp.
#include "compiler/codegen.h"

namespace terrarium::compiler {

using ast::ExprContext;

namespace {

constexpr size_t stack_limit = 256;

}  // namespace

// `pushed` items that belong to it are on the stack already (arguments of a class statement).
void Codegen::display(ast::Seq<ast::ExprNode*> elts, Display kind, uint32_t pushed) {
  const bool set = kind == Display::Set, as_tuple = kind == Display::Tuple;
  const Opcode build = set ? Opcode::BUILD_SET : Opcode::BUILD_LIST;
  const Opcode add = set ? Opcode::SET_ADD : Opcode::LIST_APPEND;
  const Opcode extend = set ? Opcode::SET_UPDATE : Opcode::LIST_EXTEND;
  const size_t count = elts.size();

  if (as_tuple && count == 0 && pushed == 0) return load_constant(tuple_constant({}));
  if (count > 2 && pushed == 0) {
    bool all_constant = true;
    for (Expr elt : elts) all_constant = all_constant && constant_of(elt) != nullptr;
    if (all_constant) {
      std::vector<Constant> items;
      for (Expr elt : elts) items.push_back(*constant_of(elt));
      Constant constant = tuple_constant(std::move(items));
      if (set) constant.kind = ConstantKind::FrozenSet;
      if (as_tuple) return load_constant(std::move(constant));
      emit(build, 0);
      load_constant(std::move(constant));
      emit(extend, 1);
      return;
    }
  }
  bool unpacks = false;
  for (Expr elt : elts) unpacks = unpacks || ast::is<ast::Starred>(elt);
  const bool big = count + pushed > stack_limit;
  if (!unpacks && !big) {
    for (Expr elt : elts) expression(elt);
    emit(as_tuple ? Opcode::BUILD_TUPLE : build, static_cast<uint32_t>(count) + pushed);
    return;
  }
  bool built = big;
  if (big) emit(build, pushed);
  for (size_t i = 0; i < count; ++i) {
    Expr elt = elts[i];
    if (ast::is<ast::Starred>(elt)) {
      if (!built) emit(build, static_cast<uint32_t>(i) + pushed);
      built = true;
      expression(as<ast::Starred>(elt)->value);
      emit(extend, 1);
    } else {
      expression(elt);
      if (built) emit(add, 1);
    }
  }
  if (as_tuple) emit(Opcode::LIST_TO_TUPLE);
}

void Codegen::unpack_targets(ast::Seq<ast::ExprNode*> elts) {
  size_t count = elts.size(), star = count;
  for (size_t i = 0; i < count; ++i) {
    if (!ast::is<ast::Starred>(elts[i])) continue;
    if (star != count) {
      error("multiple starred expressions in assignment");
    } else if (i > 255 || count - i - 1 > max_b16) {
      error("too many expressions in star-unpacking assignment");
    }
    star = i;
  }
  if (star == count) {
    emit(Opcode::UNPACK_SEQUENCE, static_cast<uint32_t>(count));
  } else {
    out().emit_pair(Opcode::UNPACK_EX, static_cast<uint32_t>(star) & 255,
                    static_cast<uint32_t>(count - star - 1) & max_b16);
  }
  for (Expr elt : elts) expression(ast::is<ast::Starred>(elt) ? as<ast::Starred>(elt)->value : elt);
}

void Codegen::tuple(const ast::Tuple* node) {
  switch (node->ctx) {
    case ExprContext::Load: display(node->elts, Display::Tuple); break;
    case ExprContext::Store: unpack_targets(node->elts); break;
    case ExprContext::Del:
      for (Expr elt : node->elts) expression(elt);
      break;
  }
}

void Codegen::list(const ast::List* node) {
  switch (node->ctx) {
    case ExprContext::Load: display(node->elts, Display::List); break;
    case ExprContext::Store: unpack_targets(node->elts); break;
    case ExprContext::Del:
      for (Expr elt : node->elts) expression(elt);
      break;
  }
}

void Codegen::set(const ast::Set* node) { display(node->elts, Display::Set); }

// ---- dict

// Items begin..end, none of them `**mapping`: leaves a dict.
void Codegen::dict_run(const ast::Dict* node, size_t begin, size_t end) {
  uint32_t count = static_cast<uint32_t>(end - begin);
  bool constant_keys = count > 1;
  for (size_t i = begin; i < end && constant_keys; ++i) constant_keys = constant_of(node->keys[i]) != nullptr;
  if (constant_keys) {
    std::vector<Constant> keys;
    for (size_t i = begin; i < end; ++i) {
      expression(node->values[i]);
      keys.push_back(*constant_of(node->keys[i]));
    }
    load_constant(tuple_constant(std::move(keys)));
    emit(Opcode::BUILD_CONST_KEY_MAP, count);
    return;
  }
  for (size_t i = begin; i < end; ++i) {
    expression(node->keys[i]);
    expression(node->values[i]);
  }
  emit(Opcode::BUILD_MAP, count);
}

void Codegen::dict(const ast::Dict* node) {
  bool built = false;
  size_t begin = 0, count = node->keys.size();
  auto flush = [&](size_t end) {
    if (begin == end) return;
    dict_run(node, begin, end);
    if (built) emit(Opcode::DICT_UPDATE, 1);
    built = true;
  };
  for (size_t i = 0; i < count; ++i) {
    if (node->keys[i] == nullptr) {
      flush(i);
      if (!built) emit(Opcode::BUILD_MAP, 0);
      built = true;
      expression(node->values[i]);
      emit(Opcode::DICT_UPDATE, 1);
      begin = i + 1;
    } else if ((i - begin) * 2 >= stack_limit) {
      flush(i);
      begin = i;
    }
  }
  flush(count);
  if (!built) emit(Opcode::BUILD_MAP, 0);
}

// ---- strings

void Codegen::joined_string(const ast::JoinedStr* node) {
  for (Expr value : node->values) expression(value);
  if (node->values.size() != 1) emit(Opcode::BUILD_STRING, static_cast<uint32_t>(node->values.size()));
}

void Codegen::formatted_value(const ast::FormattedValue* node) {
  expression(node->value);
  uint32_t flags = 0;
  switch (node->conversion) {
    case 's': flags = 1; break;
    case 'r': flags = 2; break;
    case 'a': flags = 3; break;
    default: break;
  }
  if (node->format_spec != nullptr) {
    expression(node->format_spec);
    flags |= 4;
  }
  emit(Opcode::FORMAT_VALUE, flags);
}

namespace {

struct FormatPiece {
  std::string text;  // in front of the field
  char conversion = 0;  // 0: no field, the end
  std::string spec;
};

// "%s: %-10.5r" as pieces; nothing for what an f-string does not say the same way.
std::optional<std::vector<FormatPiece>> parse_format(std::string_view format) {
  std::vector<FormatPiece> pieces(1);
  for (size_t i = 0; i < format.size();) {
    char c = format[i++];
    if (c != '%') {
      pieces.back().text += c;
      continue;
    }
    if (i < format.size() && format[i] == '%') {
      pieces.back().text += '%';
      ++i;
      continue;
    }
    FormatPiece& piece = pieces.back();
    bool left = false;
    for (; i < format.size() && (format[i] == '-' || format[i] == '0'); ++i) left = left || format[i] == '-';
    std::string width;
    while (i < format.size() && format[i] >= '0' && format[i] <= '9') width += format[i++];
    std::string precision;
    if (i < format.size() && format[i] == '.') {
      precision = format[i++];
      while (i < format.size() && format[i] >= '0' && format[i] <= '9') precision += format[i++];
      if (precision.size() == 1) precision += '0';
    }
    if (i >= format.size() || width.size() > 2 || precision.size() > 3) return std::nullopt;
    char conversion = format[i++];
    if (conversion != 's' && conversion != 'r' && conversion != 'a') return std::nullopt;
    piece.conversion = conversion;
    if (!width.empty()) piece.spec = (left ? "" : ">") + width;
    piece.spec += precision;
    pieces.emplace_back();
  }
  return pieces;
}

}  // namespace

// "..." % (a, b) with %s, %r, %a only.
bool Codegen::format_as_joined(const ast::BinOp* node) {
  const Constant* format = constant_of(node->left);
  if (format == nullptr || format->kind != ConstantKind::Str) return false;
  if (!ast::is<ast::Tuple>(node->right) || constant_of(node->right) != nullptr) return false;
  ast::Seq<ast::ExprNode*> args = as<ast::Tuple>(node->right)->elts;
  for (Expr arg : args) {
    if (ast::is<ast::Starred>(arg)) return false;
  }
  auto pieces = parse_format(format->text);
  if (!pieces || pieces->size() != args.size() + 1) return false;
  uint32_t count = 0;
  for (size_t i = 0; i < pieces->size(); ++i) {
    const FormatPiece& piece = (*pieces)[i];
    if (!piece.text.empty()) {
      load_constant(str_constant(piece.text));
      ++count;
    }
    if (piece.conversion == 0) break;
    expression(args[i]);
    uint32_t flags = piece.conversion == 's' ? 1 : piece.conversion == 'r' ? 2 : 3;
    PositionScope keep(out());
    at(args[i]->span);
    if (!piece.spec.empty()) {
      load_constant(str_constant(piece.spec));
      flags |= 4;
    }
    emit(Opcode::FORMAT_VALUE, flags);
    ++count;
  }
  if (count != 1) emit(Opcode::BUILD_STRING, count);
  return true;
}

}  // namespace terrarium::compiler
