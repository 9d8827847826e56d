// One walk over the tree, made from the table of nodes. A long sum is parsed in a loop, but its tree leans to the
// left as deep as the sum is long; so this walk keeps its own stack and recurses nowhere.
#include "parser/tree_depth.h"

#include <vector>

#include "parser/parser.h"

namespace terrarium::parser {

using namespace ast;  // NOLINT: the walk speaks of every node

namespace {

class DepthCheck {
 public:
  explicit DepthCheck(const ModNode* tree) {
    switch (tree->kind) {
#define F(type, name) push(node->name);
#define MOD(kind_, fields)               \
  case ModKind::kind_: {                 \
    const auto* node = as<kind_>(tree);  \
    fields;                              \
    break;                               \
  }
#include "parser/nodes.def"
    }
  }

  bool too_deep() {
    while (!waiting_.empty()) {
      Waiting next = waiting_.back();
      waiting_.pop_back();
      depth_ = next.depth;
      if (depth_ > kMaxTreeDepth) return true;
      switch (next.family) {
        case Family::Stmt: open(static_cast<const StmtNode*>(next.node)); break;
        case Family::Expr: open(static_cast<const ExprNode*>(next.node)); break;
        case Family::Pattern: open(static_cast<const PatternNode*>(next.node)); break;
      }
    }
    return false;
  }

 private:
  enum class Family : uint8_t { Stmt, Expr, Pattern };
  struct Waiting {
    const void* node;
    Family family;
    int depth;
  };

  void wait(const void* node, Family family) {
    if (node != nullptr) waiting_.push_back({node, family, depth_ + 1});
  }

  // Fields without nodes.
  template <class T>
  void push(const T&) {}
  template <class T>
  void push(const Seq<T*>& items) {
    for (T* const& item : items) push(item);
  }
  void push(StmtNode* const& node) { wait(node, Family::Stmt); }
  void push(ExprNode* const& node) { wait(node, Family::Expr); }
  void push(PatternNode* const& node) { wait(node, Family::Pattern); }

  // Nodes that are no members of a family hold none of their own kind: opened at once.
#define F(type, name) push(node->name);
#define PLAIN(kind_, fields)         \
  void push(kind_* const& node) {    \
    if (node == nullptr) return;     \
    fields                           \
  }
#include "parser/nodes.def"

#define OPEN(Base, kind_, fields)      \
  case Base##Kind::kind_: {            \
    const auto* node = as<kind_>(any); \
    (void)node;                        \
    fields;                            \
    break;                             \
  }
#define F(type, name) push(node->name);
  void open(const StmtNode* any) {
    switch (any->kind) {
#define STMT(kind_, fields) OPEN(Stmt, kind_, fields)
#include "parser/nodes.def"
    }
  }
#define F(type, name) push(node->name);
  void open(const ExprNode* any) {
    switch (any->kind) {
#define EXPR(kind_, fields) OPEN(Expr, kind_, fields)
#include "parser/nodes.def"
    }
  }
#define F(type, name) push(node->name);
  void open(const PatternNode* any) {
    switch (any->kind) {
#define PATTERN(kind_, fields) OPEN(Pattern, kind_, fields)
#include "parser/nodes.def"
    }
  }
#undef OPEN

  std::vector<Waiting> waiting_;
  int depth_ = 0;
};

}  // namespace

bool is_too_deep(const ModNode* tree) { return DepthCheck(tree).too_deep(); }

}  // namespace terrarium::parser
