// The printer of trees. ast.dump breaks lines where a node has more than three arguments or one that is not
// simple (a node with arguments, a list that is not empty): so a node's fields are looked over before they are written.
#include "parser/dump.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <vector>

#include "support/unicode.h"
#include "support/utf8.h"

namespace terrarium {

using namespace ast;  // NOLINT: the printer speaks of every node

namespace {

std::string quoted(std::string_view body, char quote, bool bytes) {
  std::string result(1, quote);
  char buffer[16];
  for (size_t i = 0; i < body.size();) {
    auto byte = static_cast<unsigned char>(body[i]);
    Utf8Char c = bytes ? Utf8Char{byte, 1, true} : decode_utf8(body, i);
    if (c.code == static_cast<unsigned char>(quote) || c.code == '\\') {
      result += '\\';
      result += static_cast<char>(c.code);
    } else if (c.code == '\n') {
      result += "\\n";
    } else if (c.code == '\r') {
      result += "\\r";
    } else if (c.code == '\t') {
      result += "\\t";
    } else if (bytes ? c.code >= 32 && c.code < 127 : is_printable(c.code)) {
      result += body.substr(i, c.length);
    } else {
      const char* format = c.code < 0x100 ? "\\x%02x" : c.code < 0x10000 ? "\\u%04x" : "\\U%08x";
      std::snprintf(buffer, sizeof buffer, format, c.code);
      result += buffer;
    }
    i += c.length;
  }
  result += quote;
  return result;
}

std::string text_repr(std::string_view body, bool bytes) {
  bool single = body.find('\'') != std::string_view::npos;
  bool both = single && body.find('"') != std::string_view::npos;
  return (bytes ? "b" : "") + quoted(body, single && !both ? '"' : '\'', bytes);
}

std::string float_repr(double value) {
  if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
  if (std::isnan(value)) return "nan";
  char buffer[64];
  auto scientific = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::scientific);
  std::string text(buffer, scientific.ptr);
  int exponent = std::stoi(text.substr(text.find('e') + 1));
  if (exponent < -4 || exponent >= 16) return text;
  auto fixed = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed);
  std::string result(buffer, fixed.ptr);
  if (result.find('.') == std::string::npos) result += ".0";
  return result;
}

// Digits of any base to decimal, nine at a time. Dumps are for people: no need to be fast.
std::string decimal(std::string_view digits, unsigned base) {
  if (base == 10) return std::string(digits);
  std::vector<uint32_t> limbs{0};
  for (char c : digits) {
    uint64_t carry = static_cast<uint64_t>(c <= '9' ? c - '0' : (c | 32) - 'a' + 10);
    for (uint32_t& limb : limbs) {
      carry += uint64_t{limb} * base;
      limb = static_cast<uint32_t>(carry % 1000000000);
      carry /= 1000000000;
    }
    if (carry != 0) limbs.push_back(static_cast<uint32_t>(carry));
  }
  std::string result = std::to_string(limbs.back());
  char buffer[16];
  for (size_t i = limbs.size() - 1; i-- > 0;) {
    std::snprintf(buffer, sizeof buffer, "%09u", limbs[i]);
    result += buffer;
  }
  return result;
}

std::string constant_repr(const ConstantValue& value) {
  switch (value.kind) {
    case ConstantKind::None: return "None";
    case ConstantKind::True: return "True";
    case ConstantKind::False: return "False";
    case ConstantKind::Ellipsis: return "Ellipsis";
    case ConstantKind::Int: return value.fits_int64 ? std::to_string(value.small) : decimal(value.text, value.base);
    case ConstantKind::Float: return float_repr(value.number);
    case ConstantKind::Complex: {
      std::string text = float_repr(value.number);
      if (text.ends_with(".0")) text.resize(text.size() - 2);
      return text + "j";
    }
    case ConstantKind::Str: return text_repr(value.text, false);
    case ConstantKind::Bytes: return text_repr(value.text, true);
  }
  return {};
}

const char* name_of(Operator op) {
  static constexpr const char* kNames[] = {"Add()",    "Sub()",    "Mult()",  "MatMult()", "Div()",    "Mod()",   "Pow()",
                                           "LShift()", "RShift()", "BitOr()", "BitXor()",  "BitAnd()", "FloorDiv()"};
  return kNames[static_cast<int>(op)];
}
const char* name_of(BoolOperator op) { return op == BoolOperator::And ? "And()" : "Or()"; }
const char* name_of(UnaryOperator op) {
  static constexpr const char* kNames[] = {"Invert()", "Not()", "UAdd()", "USub()"};
  return kNames[static_cast<int>(op)];
}
const char* name_of(CmpOperator op) {
  static constexpr const char* kNames[] = {"Eq()",  "NotEq()", "Lt()",    "LtE()", "Gt()",
                                           "GtE()", "Is()",    "IsNot()", "In()",  "NotIn()"};
  return kNames[static_cast<int>(op)];
}
const char* name_of(ExprContext context) {
  static constexpr const char* kNames[] = {"Load()", "Store()", "Del()"};
  return kNames[static_cast<int>(context)];
}

// Plain nodes have their Python names and say whether they have positions there.
struct PlainNode {
  const char* name;
  bool has_positions;
};
constexpr PlainNode plain_node(const Comprehension*) { return {"comprehension", false}; }
constexpr PlainNode plain_node(const ExceptHandler*) { return {"ExceptHandler", true}; }
constexpr PlainNode plain_node(const Arguments*) { return {"arguments", false}; }
constexpr PlainNode plain_node(const Arg*) { return {"arg", true}; }
constexpr PlainNode plain_node(const Keyword*) { return {"keyword", true}; }
constexpr PlainNode plain_node(const Alias*) { return {"alias", true}; }
constexpr PlainNode plain_node(const WithItem*) { return {"withitem", false}; }
constexpr PlainNode plain_node(const MatchCase*) { return {"match_case", false}; }

// fields(node, visitor) calls visitor(name, value) for every field of a node.
#define F(type, name) visitor(#name, node->name);
#define FIELDS(kind_, fields_)                              \
  template <class Visitor>                                  \
  [[gnu::noinline]] void fields(const kind_* node, Visitor&& visitor) { \
    (void)node;                                             \
    (void)visitor;                                          \
    fields_;                                                \
  }
#define MOD FIELDS
#define STMT FIELDS
#define EXPR FIELDS
#define PATTERN FIELDS
#define PLAIN FIELDS
#include "parser/nodes.def"
#undef FIELDS

// The same for a node of any kind of its family.
#define DISPATCH(Base)                                              \
  template <class Visitor>                                          \
  void fields(const Base##Node* node, Visitor&& visitor) {          \
    switch (node->kind) {
#define CASE(Base, kind_) \
  case Base##Kind::kind_: return fields(as<kind_>(node), visitor);
#define MOD(kind_, fields_) CASE(Mod, kind_)
DISPATCH(Mod)
#include "parser/nodes.def"
    }
  }
#define STMT(kind_, fields_) CASE(Stmt, kind_)
DISPATCH(Stmt)
#include "parser/nodes.def"
    }
  }
#define EXPR(kind_, fields_) CASE(Expr, kind_)
DISPATCH(Expr)
#include "parser/nodes.def"
    }
  }
#define PATTERN(kind_, fields_) CASE(Pattern, kind_)
DISPATCH(Pattern)
#include "parser/nodes.def"
    }
  }
#undef DISPATCH
#undef CASE

template <class Node>
constexpr PlainNode title_of(const Node* node) { return plain_node(node); }
PlainNode title_of(const ModNode* node) { return {kind_name(node->kind), false}; }
PlainNode title_of(const StmtNode* node) { return {kind_name(node->kind), true}; }
PlainNode title_of(const ExprNode* node) { return {kind_name(node->kind), true}; }
PlainNode title_of(const PatternNode* node) { return {kind_name(node->kind), true}; }

class Printer {
 public:
  explicit Printer(DumpPositions positions) : positions_(positions == DumpPositions::Yes) {}

  template <class Node>
  void print(const Node* node) {
    PlainNode title = title_of(node);
    Shape shape{*this};
    fields(node, shape);
    if (positions_ && title.has_positions) shape.count += 4;
    Arguments_ arguments{*this, !shape.simple || shape.count > 3};
    out_ += title.name;
    out_ += '(';
    ++level_;
    fields(node, arguments);
    finish(node, arguments);
    --level_;
    out_ += ')';
  }

  std::string take() { return std::move(out_); }

 private:
  // How many arguments a node has, and whether all of them are simple: no node with arguments, no list with items.
  struct Shape {
    Printer& printer;
    size_t count = 0;
    bool simple = true;

    template <class T>
    void operator()(const char*, const T& value) {
      if (is_absent(value)) return;
      ++count;
      simple = simple && printer.is_simple(value);
    }
    void operator()(const char*, const ConstantValue& value) { count += value.u_prefix ? 2 : 1; }
  };
  struct Counter {
    size_t count = 0;
    template <class T>
    void operator()(const char*, const T& value) {
      count += !is_absent(value);
    }
  };
  struct Arguments_ {
    Printer& printer;
    bool one_a_line;
    bool first = true;

    template <class T>
    void operator()(const char* name, const T& value) {
      if (is_absent(value)) return;
      begin(name);
      printer.write(value);
    }
    void operator()(const char* name, const ConstantValue& value) {
      begin(name);
      printer.out_ += constant_repr(value);
      if (value.u_prefix) {
        begin("kind");
        printer.out_ += "'u'";
      }
    }
    void begin(const char* name) {
      if (!first) printer.out_ += one_a_line ? "," : ", ";
      if (one_a_line) printer.break_line();
      first = false;
      printer.out_ += name;
      printer.out_ += '=';
    }
  };

  // Optional fields that are None are left out.
  template <class T>
  static bool is_absent(const T&) { return false; }
  template <class T>
  static bool is_absent(T* const& node) { return node == nullptr; }
  static bool is_absent(const Identifier& name) { return is_none(name); }

  template <class T>
  bool is_simple(const T&) const { return true; }
  template <class T>
  bool is_simple(const Seq<T>& items) const { return items.empty(); }
  template <class T>
  bool is_simple(T* const& node) const {
    if (positions_ && title_of(node).has_positions) return false;
    Counter counter;
    fields(static_cast<const T*>(node), counter);
    return counter.count == 0;
  }

  template <class Node>
  void finish(const Node* node, Arguments_& arguments) {
    if (!positions_ || !title_of(node).has_positions) return;
    const Span& span = node->span;
    arguments("lineno", static_cast<int>(span.line));
    arguments("col_offset", static_cast<int>(span.col));
    arguments("end_lineno", static_cast<int>(span.end_line));
    arguments("end_col_offset", static_cast<int>(span.end_col));
  }
  void finish(const ModNode* node, Arguments_& arguments) {
    if (node->kind != ModKind::Module) return;
    arguments.begin("type_ignores");
    out_ += "[]";
  }

  void break_line() {
    out_ += '\n';
    out_.append(level_ * 2, ' ');
  }

  void write(int value) { out_ += std::to_string(value); }
  void write(const Identifier& name) { out_ += text_repr(name, false); }
  void write(Operator op) { out_ += name_of(op); }
  void write(BoolOperator op) { out_ += name_of(op); }
  void write(UnaryOperator op) { out_ += name_of(op); }
  void write(CmpOperator op) { out_ += name_of(op); }
  void write(ExprContext context) { out_ += name_of(context); }
  template <class T>
  void write(T* const& node) {
    if (node == nullptr) {
      out_ += "None";  // in a list: no default, or `**mapping` in a dict
    } else {
      print(static_cast<const T*>(node));
    }
  }
  template <class T>
  void write(const Seq<T>& items) {
    out_ += '[';
    ++level_;
    for (const T& item : items) {
      if (&item != items.data()) out_ += ',';
      break_line();
      write(item);
    }
    --level_;
    out_ += ']';
  }

  bool positions_;
  size_t level_ = 0;
  std::string out_;
};

}  // namespace

std::string dump_ast(const ModNode* tree, DumpPositions positions) { 
  Printer printer(positions);
  printer.print(tree);
  return printer.take();
}

}  // namespace terrarium
