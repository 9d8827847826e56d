// Calls. The stack of a call is [callable, self or NULL, arguments...]; see CALL, CALL_KW and CALL_EX.
// Read next: compiler/codegen_match.cpp.
#include <utility>

#include "compiler/codegen.h"

namespace terrarium::compiler {

namespace {

bool unpacks(ast::Seq<ast::ExprNode*> args, ast::Seq<ast::Keyword*> keywords) {
  for (const ast::ExprNode* arg : args) {
    if (ast::is<ast::Starred>(arg)) return true;
  }
  for (const ast::Keyword* keyword : keywords) {
    if (ast::is_none(keyword->arg)) return true;
  }
  return false;
}

}  // namespace

void Codegen::call(const ast::Call* node, bool tail) {
  if (method_call(node, tail)) return;
  warn_about_call(node->func);
  expression(node->func);
  Instruction* last = out().last();
  if (ast::is<ast::Name>(node->func) && last != nullptr && last->op == Opcode::LOAD_GLOBAL) {
    last->operand |= 1;
  } else {
    PositionScope keep(out());
    at(node->func->span);
    emit(Opcode::PUSH_NULL);
  }
  call_arguments(0, node->args, node->keywords, tail);
}

// object.name(...): LOAD_METHOD makes no bound method.
bool Codegen::method_call(const ast::Call* node, bool tail) {
  if (!ast::is<ast::Attribute>(node->func)) return false;
  const auto* method = as<ast::Attribute>(node->func);
  if (unpacks(node->args, node->keywords) || node->args.size() + node->keywords.size() > max_b16) return false;
  check_keywords(node->keywords);
  expression(method->value);
  at(method->span);
  at_attribute(method);
  emit_named(Opcode::LOAD_METHOD, method->attr);
  for (Expr arg : node->args) expression(arg);
  uint32_t count = static_cast<uint32_t>(node->args.size() + node->keywords.size());
  if (!node->keywords.empty()) load_keyword_names(node->keywords);
  at(node->span);
  // A call through an imported module is no method call to CPython, which shows in its position.
  bool of_module = ast::is<ast::Name>(method->value) &&
                   (symbols_.top()->flags_of(as<ast::Name>(method->value)->id) & imported);
  if (!of_module) at_attribute(method);
  emit_call(node->keywords.empty() ? Opcode::CALL : Opcode::CALL_KW, count, tail);
  return true;
}

// The values, then the tuple of their names.
void Codegen::load_keyword_names(ast::Seq<ast::Keyword*> keywords) {
  std::vector<Constant> names;
  for (const ast::Keyword* keyword : keywords) {
    expression(keyword->value);
    names.push_back(str_constant(keyword->arg));
  }
  load_constant(tuple_constant(std::move(names)));
}

void Codegen::check_keywords(ast::Seq<ast::Keyword*> keywords) {
  for (const ast::Keyword* keyword : keywords) {
    if (!ast::is_none(keyword->arg) && reject_forbidden(keyword->arg, ast::ExprContext::Store)) return;
  }
  // Of the first name that comes again, the next place is what CPython points at.
  std::unordered_map<std::string_view, size_t> later;
  const ast::Keyword* repeated = nullptr;
  for (size_t i = keywords.size(); i-- > 0;) {
    if (ast::is_none(keywords[i]->arg)) continue;
    auto [at, added] = later.try_emplace(keywords[i]->arg, i);
    if (!added) repeated = keywords[std::exchange(at->second, i)];
  }
  if (repeated != nullptr) {
    report_.error(repeated->span, "keyword argument repeated: " + std::string(repeated->arg));
  }
}

// Callable and self or NULL are on the stack, and `pushed` positional arguments.
void Codegen::call_arguments(uint32_t pushed, ast::Seq<ast::ExprNode*> args, ast::Seq<ast::Keyword*> keywords,
                             bool tail) {
  check_keywords(keywords);
  if (unpacks(args, keywords) || pushed + args.size() + keywords.size() > max_b16) {
    return call_unpacked(pushed, args, keywords, tail);
  }
  for (Expr arg : args) expression(arg);
  uint32_t count = pushed + static_cast<uint32_t>(args.size() + keywords.size());
  if (!keywords.empty()) load_keyword_names(keywords);
  emit_call(keywords.empty() ? Opcode::CALL : Opcode::CALL_KW, count, tail);
}

void Codegen::call_unpacked(uint32_t pushed, ast::Seq<ast::ExprNode*> args, ast::Seq<ast::Keyword*> keywords,
                            bool tail) {
  if (pushed == 0 && args.size() == 1 && ast::is<ast::Starred>(args[0])) {
    expression(as<ast::Starred>(args[0])->value);
  } else {
    display(args, Display::Tuple, pushed);
  }
  if (keywords.empty()) {
    emit(Opcode::PUSH_NULL);
  } else {
    bool built = false;
    size_t begin = 0;
    auto flush = [&](size_t end) {
      if (begin == end) return;
      keyword_run(keywords, begin, end);
      if (built) emit(Opcode::DICT_MERGE, 1);
      built = true;
    };
    for (size_t i = 0; i < keywords.size(); ++i) {
      if (!ast::is_none(keywords[i]->arg)) continue;
      flush(i);
      if (!built) emit(Opcode::BUILD_MAP, 0);
      built = true;
      expression(keywords[i]->value);
      emit(Opcode::DICT_MERGE, 1);
      begin = i + 1;
    }
    flush(keywords.size());
  }
  uint32_t flags = (keywords.empty() ? 0 : uint32_t{call_keywords}) | (tail ? uint32_t{call_tail} : 0);
  out().emit_pair(Opcode::CALL_EX, flags, 0);
}

// Keywords begin..end as a dict.
void Codegen::keyword_run(ast::Seq<ast::Keyword*> keywords, size_t begin, size_t end) {
  uint32_t count = static_cast<uint32_t>(end - begin);
  if (count == 1) {
    load_constant(str_constant(keywords[begin]->arg));
    expression(keywords[begin]->value);
    emit(Opcode::BUILD_MAP, 1);
    return;
  }
  std::vector<Constant> names;
  for (size_t i = begin; i < end; ++i) {
    expression(keywords[i]->value);
    names.push_back(str_constant(keywords[i]->arg));
  }
  load_constant(tuple_constant(std::move(names)));
  emit(Opcode::BUILD_CONST_KEY_MAP, count);
}

}  // namespace terrarium::compiler
