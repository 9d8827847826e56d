// The recursive descent parser: one function a grammar rule, the rule quoted above it in the .cpp files
// (`a b` sequence, `|` ordered choice, `[a]` optional, `a*` `a+` repetition, `','.a+` list with separator,
// `&a` `!a` look ahead, `~` no way back, 'x' keyword or operator, "x" soft keyword).
// Invariant: a rule that fails returns nullptr and may leave the mark anywhere: who tries another
// alternative restores it. The first error raised stays. Two passes: docs/parser.md tells why.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "lexer/lexer.h"
#include "parser/ast.h"
#include "parser/parser.h"

namespace terrarium::parser {

using namespace terrarium::ast;  // NOLINT: the rules speak of nearly every node
using Type = TokenType;

enum class Targets : uint8_t { Star, Del, For };  // where a target stands: errors say "assign" or "delete"

class StringJoiner;

class Grammar {
 public:
  Grammar(const SourceText& source, Mode mode, Arena& arena, FStringRule rule);

  // The whole source. nullptr: error() has what Python raises.
  ModNode* parse();

  const std::optional<Diagnostic>& error() const { return error_; }
  std::vector<Diagnostic> take_warnings();
  bool met_f_string() const { return lexer_.met_f_string(); }
  // The first pass failed because the text ended, not because it was wrong.
  bool ran_out_of_text() const { return ran_out_of_text_; }
  // ... and it ended where no empty line could end a block: within brackets, a string, after a backslash.
  bool ran_out_within_token_or_bracket() const { return lexer_.failure() != LexFailure::None; }

 private:
  // ---- machinery (grammar.cpp) ----
  struct PartOf {};  // the expression of an f-string's field
  Grammar(PartOf, Grammar& outer, Lexer::Part part);

  const Token& peek() {
    if (mark_ == tokens_.size()) fill();
    return tokens_[mark_];
  }
  Type type() { return peek().type; }
  bool at(Type wanted) { return peek().type == wanted; }
  bool accept(Type wanted) {
    if (!at(wanted)) return false;
    ++mark_;
    return true;
  }
  // The token after the next one; CPython's parser has always looked there when this is called.
  Type second() {
    peek();
    ++mark_;
    Type result = type();
    --mark_;
    return result;
  }
  bool at_soft_keyword(std::string_view word) { return at(Type::Name) && lexer_.text_of(peek()) == word; }
  bool expect_forced(Type wanted);  // raises "expected ':'" even in the first pass
  void fill();

  Span start() { return peek().span; }
  Span last_span() const;                                        // of the last consumed token that is no white space
  Span since(const Span& first) const { return cover(first, last_span()); }
  template <class T>
  T* make(const Span& span) {
    T* node = arena_.make<T>();
    node->span = span;
    return node;
  }
  Identifier identifier(const Token& token);

  // Errors. All raise the first time only and return nullptr. Places: where the last fetched token is,
  // a node's (or token's) extent, or from a node to where the tokenizer is.
  std::nullptr_t raise(DiagnosticType type, std::string message);
  std::nullptr_t raise_syntax(std::string message) { return raise(DiagnosticType::SyntaxError, std::move(message)); }
  std::nullptr_t raise_at(const Span& span, std::string message);
  std::nullptr_t raise_from(const Span& span, std::string message);
  std::nullptr_t raise_diagnostic(Diagnostic error);
  std::nullptr_t raise_invalid_target(Targets targets, ExprNode* expression);
  void report_failure(size_t last_of_first_pass);
  void check_rest_of_source();
  bool has_more_statements();
  ModNode* parse_once();

  // Too much nesting, counted in calls and in bytes of machine stack.
  class Nesting {
   public:
    explicit Nesting(Grammar& grammar);
    ~Nesting() { --grammar_.nesting_; }
    bool fine() const { return fine_; }

   private:
    Grammar& grammar_;
    bool fine_;
  };

  // A list under construction: a few elements in place, more in the arena.
  template <class T>
  class Items {
   public:
    explicit Items(Grammar& grammar) : arena_(grammar.arena_) {}
    Items(const Items&) = delete;
    Items& operator=(const Items&) = delete;
    void push(T item) {
      if (size_ == capacity_) grow();
      data_[size_++] = item;
    }
    size_t size() const { return size_; }
    T operator[](size_t i) const { return data_[i]; }
    T back() const { return data_[size_ - 1]; }
    void shrink(size_t size) { size_ = size; }
    // The list as a slice of the arena; the last thing to do with Items.
    Seq<T> take() { return data_ == few_ ? arena_.copy(data_, size_) : Seq<T>(data_, size_); }

   private:
    void grow() {
      T* wider = static_cast<T*>(arena_.allocate(capacity_ * 4 * sizeof(T), alignof(T)));
      for (size_t i = 0; i < size_; ++i) wider[i] = data_[i];
      data_ = wider;
      capacity_ *= 4;
    }
    Arena& arena_;
    size_t size_ = 0;
    size_t capacity_ = 6;
    T few_[6];
    T* data_ = few_;
  };

  // What the second pass has found out about a rule at a place.
  enum class Rule : uint8_t {
    Expression, StarExpression, NamedExpression, InvalidNamedExpression, Disjunction, Conjunction,
    BitwiseOr, Primary, Atom, Genexp, Arguments, Args, Strings, StarTarget, Block,
    SimpleStatement, ClosedPattern, ForIfClauses, Lambdef,
  };
  struct Memo {
    void* node;
    size_t mark;
  };
  // What CPython does not remember is kept apart by whether checks were on; what it does is not.
  enum class Kept : uint8_t { Shared, Apart };
  template <class T, class Parse>
  T* memoised(Rule rule, Parse&& parse, Kept kept = Kept::Shared) {
    if (!second_pass_) return parse();
    if (error_) return nullptr;
    uint64_t key = mark_ << 8 | static_cast<uint64_t>(rule);
    if (kept == Kept::Apart && explaining_) key |= 128;
    if (auto found = memo_.find(key); found != memo_.end()) {
      mark_ = found->second.mark;
      return static_cast<T*>(found->second.node);
    }
    T* node = parse();
    memo_[key] = {node, mark_};
    return node;
  }

  // ---- statements.cpp ----
  bool statements(Seq<StmtNode*>& result);
  bool simple_statements(Items<StmtNode*>& result);
  StmtNode* simple_statement();
  StmtNode* simple_statement_by_alternatives();
  StmtNode* expression_or_assignment();
  StmtNode* assignment_by_alternatives();
  StmtNode* assignment(const Span& first, ExprNode* target);
  StmtNode* annotated_assignment(const Span& first, ExprNode* target, int simple);
  StmtNode* augmented_assignment(const Span& first, ExprNode* target);
  ExprNode* yield_or_star_expressions();
  StmtNode* return_stmt();
  StmtNode* raise_stmt();
  StmtNode* global_or_nonlocal_stmt();
  StmtNode* del_stmt();
  StmtNode* assert_stmt();
  StmtNode* import_name();
  StmtNode* import_from();
  bool import_from_targets(Items<Alias*>& names);
  bool import_from_as_names(Items<Alias*>& names);
  Alias* alias(bool dotted);
  Identifier dotted_name();

  // ---- compound.cpp ----
  StmtNode* compound_statement();
  struct Block {
    Seq<StmtNode*> body;
  };
  Block* block();
  Block* block_uncached();
  StmtNode* if_stmt(Type keyword);
  bool else_block(Seq<StmtNode*>& result);
  StmtNode* while_stmt();
  StmtNode* for_stmt(const Span& first, bool is_async);
  StmtNode* with_stmt(const Span& first, bool is_async);
  bool with_items(Seq<WithItem*>& items, bool parenthesised);
  WithItem* with_item();
  StmtNode* async_stmt();
  StmtNode* decorated();
  StmtNode* function_def(const Span& first, bool is_async, Seq<ExprNode*> decorators);
  StmtNode* class_def(const Span& first, Seq<ExprNode*> decorators);
  StmtNode* try_stmt();
  ExceptHandler* except_block();
  ExceptHandler* except_star_block();
  bool finally_block(Seq<StmtNode*>& result);

  // ---- patterns.cpp ----
  StmtNode* match_stmt();
  ExprNode* subject_expr();
  MatchCase* case_block();
  PatternNode* patterns();
  PatternNode* pattern();
  PatternNode* or_pattern();
  PatternNode* closed_pattern();
  PatternNode* literal_pattern();
  ExprNode* signed_number();
  ExprNode* complex_or_number();
  PatternNode* name_pattern();
  PatternNode* parenthesised_pattern();
  PatternNode* maybe_star_pattern();
  bool sequence_items(Items<PatternNode*>& items, bool& comma);
  PatternNode* mapping_pattern();
  ExprNode* mapping_key();
  PatternNode* class_pattern(const Span& first, ExprNode* cls);
  ExprNode* name_or_attr();
  bool capture_target(Identifier& name);

  // ---- expressions.cpp ----
  ExprNode* star_expressions();
  ExprNode* star_expression();
  ExprNode* star_named_expression();
  bool star_named_expressions(Items<ExprNode*>& items);
  ExprNode* named_expression();
  ExprNode* assignment_expression();
  ExprNode* walrus_or_expression();  // (assignment_expression | expression !':=')
  ExprNode* expression();
  ExprNode* expression_uncached();
  ExprNode* expressions();
  ExprNode* yield_expr();
  ExprNode* disjunction();
  ExprNode* conjunction();
  ExprNode* inversion();
  ExprNode* comparison();
  bool comparison_operator(CmpOperator& op);
  ExprNode* bitwise_or();
  ExprNode* binary(int lowest);
  ExprNode* factor();
  ExprNode* power();
  ExprNode* await_primary();
  ExprNode* lambdef();

  // ---- atoms.cpp ----
  ExprNode* primary();
  ExprNode* primary_uncached();
  ExprNode* slices();
  ExprNode* slice();
  ExprNode* atom();
  ExprNode* name_atom();
  ExprNode* constant(ConstantKind kind);
  ExprNode* number();
  ExprNode* bracket_atom();
  ExprNode* parenthesised();
  ExprNode* bracketed();
  ExprNode* braced();
  ExprNode* parenthesised_by_alternatives();
  ExprNode* bracketed_by_alternatives();
  ExprNode* braced_by_alternatives();
  ExprNode* tuple();
  ExprNode* group();
  ExprNode* genexp();
  ExprNode* list();
  ExprNode* listcomp();
  ExprNode* dict();
  ExprNode* set();
  ExprNode* dictcomp();
  ExprNode* setcomp();
  bool double_starred_kvpair(ExprNode*& key, ExprNode*& value);
  bool kvpair(ExprNode*& key, ExprNode*& value);
  struct Clauses {
    Seq<Comprehension*> items;
  };
  Clauses* for_if_clauses();
  Comprehension* for_if_clause();
  ExprNode* tuple_of(const Span& span, const Items<ExprNode*>& items);

  // ---- arguments.cpp: calls ----
  ExprNode* call(const Span& first, ExprNode* function);
  Call* arguments();
  enum class ArgumentsOf : uint8_t { Call, Class };
  Call* arguments_fast(ArgumentsOf what);
  Call* args();
  bool kwargs(Items<ExprNode*>& positional, Items<Keyword*>& keywords);
  bool kwarg(Type star, Items<ExprNode*>& positional, Items<Keyword*>& keywords);
  ExprNode* starred_expression();

  // ---- parameters.cpp: def and lambda; `end` is ')' or ':' ----
  Arguments* parameters(Type end);
  bool parameter_list(Type end, Arguments& result);
  Arg* parameter(Type end, bool star_annotation = false);
  bool default_value(ExprNode*& value);
  bool parameter_end(Type end);

  // ---- targets.cpp ----
  ExprNode* star_targets();
  ExprNode* star_target();
  ExprNode* single_target();
  ExprNode* trailer_target();  // something ending in .name or [...]
  bool del_targets(Items<ExprNode*>& items);
  bool make_target(ExprNode* expression, ExprContext context, bool starred_allowed);

  // ---- strings.cpp ----
  ExprNode* strings();
  ExprNode* field_expression(const Span& open);
  friend class StringJoiner;

  // ---- invalid_*.cpp: what the second pass looks for. They raise or do nothing; the mark is restored. ----
  void invalid_expression();
  void invalid_legacy_expression();
  void invalid_named_expression();
  void invalid_named_expression_uncached();
  void invalid_group();
  void invalid_comprehension();
  void invalid_dict_comprehension();
  void invalid_double_starred_kvpairs();
  void invalid_kvpair();
  void invalid_arguments();
  void invalid_kwarg();
  ExprNode* expression_without_invalid();
  void invalid_assignment();
  ExprNode* invalid_annotation_target();
  void invalid_del_stmt();
  void invalid_import_from_targets();
  void invalid_for_target();
  void invalid_with_item();
  void invalid_with_stmt_indent();
  void invalid_with_stmt();
  void invalid_try_stmt();
  void invalid_except_stmt_indent();
  void invalid_except_star_stmt_indent();
  void invalid_except_stmt();
  void invalid_header(const char* name);       // if, elif, while
  void invalid_bare_header(const char* what);  // else, finally
  void invalid_for_stmt();
  void invalid_def();
  void invalid_class_def();
  void invalid_match_stmt();
  void invalid_case_block();
  void invalid_as_pattern();
  void invalid_class_pattern();
  void invalid_parameters(Type end);
  void invalid_star_etc(Type end);
  void invalid_kwds(Type end);
  bool param_no_default(Type end, Arg** result = nullptr);
  bool param_with_default(Type end);
  bool param_maybe_default(Type end);
  bool slash(Type end);
  bool missing_block(uint32_t line, const char* what);
  bool missing_colon();
  bool with_headers(bool parenthesised);

  const SourceText& source_;
  Arena& arena_;
  Mode mode_;
  FStringRule rule_;
  Lexer lexer_;
  std::vector<Token> tokens_;
  size_t mark_ = 0;
  bool second_pass_ = false;
  bool explaining_ = false;  // the second pass, and within no "_without_invalid" rule
  bool parsing_started_ = false;
  bool ran_out_of_text_ = false;
  int nesting_ = 0;
  int f_string_depth_ = 0;
  uintptr_t stack_base_;
  bool field_explained_ = false;  // the error is that of an f-string's field
  bool is_field_ = false;  // this parses an f-string's field in place
  // Set while the error of an f-string's expression is found out, in a source made of that expression alone.
  bool is_f_string_part_ = false;
  std::optional<Diagnostic> error_;
  std::vector<Diagnostic> warnings_;
  std::unordered_map<uint64_t, Memo> memo_;
  std::unordered_set<size_t> failed_atoms_;  // first pass: where a bracket opens that fits no rule
};

const char* expression_name(const ExprNode* expression);  // for messages: "function call", "literal", ...

}  // namespace terrarium::parser
