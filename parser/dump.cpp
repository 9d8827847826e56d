// The printer of trees. ast.dump breaks lines where a node has more than three arguments or one that is not
// simple (a node with arguments, a list that is not empty): so each formatter says whether its text is simple.
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

struct Text {
  std::string text;
  bool simple = true;
};

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

class Printer {
 public:
  explicit Printer(DumpPositions positions) : positions_(positions == DumpPositions::Yes) {}

  Text format(const ModNode* any) {
    Arguments_ arguments(*this);
    switch (any->kind) {
#define F(type, name) arguments.add(#name, node->name);
#define MOD(kind_, fields)                              \
  case ModKind::kind_: {                                \
    const auto* node = as<kind_>(any);                  \
    fields;                                             \
    break;                                              \
  }
#include "parser/nodes.def"
    }
    if (any->kind == ModKind::Module) arguments.add_text("type_ignores", {"[]", true});
    return arguments.finish(kind_name(any->kind), nullptr);
  }

 private:
  // The arguments of one node's call-like text.
  class Arguments_ {
   public:
    explicit Arguments_(Printer& printer) : printer_(printer) { ++printer_.level_; }
    ~Arguments_() { --printer_.level_; }

    template <class T>
    void add(const char* name, const T& value) {
      if (printer_.is_absent(value)) return;
      add_text(name, printer_.format(value));
    }
    void add(const char* name, const ConstantValue& value) {
      add_text(name, {constant_repr(value), true});
      if (value.u_prefix) add_text("kind", {"'u'", true});
    }
    void add_text(const char* name, Text value) {
      all_simple_ = all_simple_ && value.simple;
      items_.push_back(std::string(name) + "=" + std::move(value.text));
    }
    Text finish(const char* name, const Span* span) {
      if (span != nullptr && printer_.positions_) {
        add_text("lineno", {std::to_string(span->line), true});
        add_text("col_offset", {std::to_string(span->col), true});
        add_text("end_lineno", {std::to_string(span->end_line), true});
        add_text("end_col_offset", {std::to_string(span->end_col), true});
      }
      Text result{std::string(name) + "(", false};
      if (all_simple_ && items_.size() <= 3) {
        printer_.join(result.text, items_, ", ");
        result.simple = items_.empty();
      } else {
        result.text += printer_.line_break();
        printer_.join(result.text, items_, "," + printer_.line_break());
      }
      result.text += ')';
      return result;
    }

   private:
    Printer& printer_;
    std::vector<std::string> items_;
    bool all_simple_ = true;
  };

  std::string line_break() const { return "\n" + std::string(static_cast<size_t>(level_) * 2, ' '); }

  static void join(std::string& to, const std::vector<std::string>& items, const std::string& separator) {
    for (size_t i = 0; i < items.size(); ++i) {
      if (i > 0) to += separator;
      to += items[i];
    }
  }

  // Optional fields that are None are left out.
  template <class T>
  static bool is_absent(const T&) { return false; }
  template <class T>
  static bool is_absent(T* const& node) { return node == nullptr; }
  static bool is_absent(const Identifier& name) { return is_none(name); }

  // A FormattedValue's conversion and the like.
  static Text format(int value) { return {std::to_string(value), true}; }
  static Text format(const Identifier& name) { return {text_repr(name, false), true}; }
  static Text format(Operator op) { return {name_of(op), true}; }
  static Text format(BoolOperator op) { return {name_of(op), true}; }
  static Text format(UnaryOperator op) { return {name_of(op), true}; }
  static Text format(CmpOperator op) { return {name_of(op), true}; }
  static Text format(ExprContext context) { return {name_of(context), true}; }

  template <class T>
  Text format(const Seq<T>& items) {
    if (items.empty()) return {"[]", true};
    ++level_;
    std::vector<std::string> texts;
    for (const T& item : items) texts.push_back(format(item).text);
    Text result{"[" + line_break(), false};
    join(result.text, texts, "," + line_break());
    result.text += ']';
    --level_;
    return result;
  }

  // A function a node, kept apart: a tree may be deep, and a frame that holds all of them would be large.
#define F(type, name) arguments.add(#name, node->name);
#define PRINT(kind_, fields, title, span_)                    \
  [[gnu::noinline]] Text print(const kind_* node) {           \
    Arguments_ arguments(*this);                              \
    fields;                                                   \
    return arguments.finish(title, span_);                    \
  }
#define STMT(kind_, fields) PRINT(kind_, fields, #kind_, &node->span)
#define EXPR(kind_, fields) PRINT(kind_, fields, #kind_, &node->span)
#define PATTERN(kind_, fields) PRINT(kind_, fields, #kind_, &node->span)
#define PLAIN(kind_, fields) \
  PRINT(kind_, fields, plain_node(node).name, plain_node(node).has_positions ? &node->span : nullptr)
#include "parser/nodes.def"
#undef PRINT

#define PLAIN(kind_, fields) \
  Text format(kind_* const& node) { return print(node); }
#include "parser/nodes.def"

  Text format(StmtNode* const& any) {
    switch (any->kind) {
#define STMT(kind_, fields) \
  case StmtKind::kind_: return print(as<kind_>(any));
#include "parser/nodes.def"
    }
    return {};
  }
  Text format(ExprNode* const& any) {
    if (any == nullptr) return {"None", true};  // in a list: no default, or `**mapping` in a dict
    switch (any->kind) {
#define EXPR(kind_, fields) \
  case ExprKind::kind_: return print(as<kind_>(any));
#include "parser/nodes.def"
    }
    return {};
  }
  Text format(PatternNode* const& any) {
    switch (any->kind) {
#define PATTERN(kind_, fields) \
  case PatternKind::kind_: return print(as<kind_>(any));
#include "parser/nodes.def"
    }
    return {};
  }

  bool positions_;
  int level_ = 0;
};

}  // namespace

std::string dump_ast(const ModNode* tree, DumpPositions positions) { return Printer(positions).format(tree).text; }

}  // namespace terrarium
