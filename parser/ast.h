// The tree: plain structs in an Arena, made from the table parser/nodes.def (look there for the fields).
// Invariant: node set, field names and spans are those of CPython 3.11's ast module; no node has a
// destructor or a virtual function. `switch (node->kind)`, then `as<ast::If>(node)`.
// Optional nodes are nullptr, optional names have data() == nullptr. Read next: parser/parser.h.
#pragma once

#include <cassert>
#include <cstdint>
#include <span>
#include <string_view>

#include "support/span.h"

namespace terrarium::ast {

template <class T>
using Seq = std::span<T>;            // a slice of the arena
using Identifier = std::string_view;  // NFKC-normalised UTF-8 in the arena; data() == nullptr is None

inline bool is_none(Identifier name) { return name.data() == nullptr; }

enum class Operator : uint8_t {
  Add, Sub, Mult, MatMult, Div, Mod, Pow, LShift, RShift, BitOr, BitXor, BitAnd, FloorDiv,
};
enum class BoolOperator : uint8_t { And, Or };
enum class UnaryOperator : uint8_t { Invert, Not, UAdd, USub };
enum class CmpOperator : uint8_t { Eq, NotEq, Lt, LtE, Gt, GtE, Is, IsNot, In, NotIn };
enum class ExprContext : uint8_t { Load, Store, Del };

enum class ConstantKind : uint8_t { None, True, False, Ellipsis, Int, Float, Complex, Str, Bytes };

struct ConstantValue {
  ConstantKind kind = ConstantKind::None;
  bool fits_int64 = false;   // Int: `small` is the value
  bool u_prefix = false;     // Str: written u"..." (the `kind='u'` of Python's Constant)
  uint8_t base = 10;         // Int: 2, 8, 10 or 16
  int64_t small = 0;         // Int, when fits_int64
  double number = 0;         // Float; Complex: the imaginary part (the real part is 0.0)
  std::string_view text;     // Int: digits in `base`, no prefix, no underscores. Str: UTF-8, lone
                             // surrogates as three bytes (WTF-8). Bytes: the bytes.
};

enum class ModKind : uint8_t {
#define MOD(name, fields) name,
#include "parser/nodes.def"
};
enum class StmtKind : uint8_t {
#define STMT(name, fields) name,
#include "parser/nodes.def"
};
enum class ExprKind : uint8_t {
#define EXPR(name, fields) name,
#include "parser/nodes.def"
};
enum class PatternKind : uint8_t {
#define PATTERN(name, fields) name,
#include "parser/nodes.def"
};

// The bases. A node's own struct derives from one of them (Python's `expr` is ExprNode, its `Expr` is ast::Expr).
struct ModNode {
  ModKind kind;
  Span span;
};
struct StmtNode {
  StmtKind kind;
  Span span;
};
struct ExprNode {
  ExprKind kind;
  // Written within parentheses of its own: `(a, b)`, `(x)`. Not in Python's tree; the compiler may ignore it.
  bool parenthesised = false;
  Span span;
};
struct PatternNode {
  PatternKind kind;
  Span span;
};

#define PLAIN(name, fields) struct name;
#include "parser/nodes.def"

#define F(type, name) type name{};
#define PLAIN(name, fields) \
  struct name {             \
    Span span;              \
    fields                  \
  };
#define MOD(name, fields)                         \
  struct name : ModNode {                         \
    static constexpr ModKind kKind = ModKind::name; \
    name() : ModNode{kKind, {}} {}                \
    fields                                        \
  };
#define STMT(name, fields)                          \
  struct name : StmtNode {                          \
    static constexpr StmtKind kKind = StmtKind::name; \
    name() : StmtNode{kKind, {}} {}                 \
    fields                                          \
  };
#define EXPR(name, fields)                          \
  struct name : ExprNode {                          \
    static constexpr ExprKind kKind = ExprKind::name; \
    name() : ExprNode{kKind, false, {}} {}          \
    fields                                          \
  };
#define PATTERN(name, fields)                             \
  struct name : PatternNode {                             \
    static constexpr PatternKind kKind = PatternKind::name; \
    name() : PatternNode{kKind, {}} {}                    \
    fields                                                \
  };
#include "parser/nodes.def"

// The node as what its kind says it is.
template <class T, class Base>
T* as(Base* node) {
  assert(node->kind == T::kKind);
  return static_cast<T*>(node);
}
template <class T, class Base>
const T* as(const Base* node) {
  assert(node->kind == T::kKind);
  return static_cast<const T*>(node);
}
template <class T, class Base>
bool is(const Base* node) {
  return node != nullptr && node->kind == T::kKind;
}

// An expression's or a statement's name in Python's ast module ("BinOp").
const char* kind_name(ModKind kind);
const char* kind_name(StmtKind kind);
const char* kind_name(ExprKind kind);
const char* kind_name(PatternKind kind);

}  // namespace terrarium::ast
