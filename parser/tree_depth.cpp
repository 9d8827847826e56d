// One walk over the tree, made from the table of nodes: a function a node that visits the fields.
// A long sum is parsed in a loop, but its tree leans to the left as deep as the sum is long.
#include "parser/tree_depth.h"

#include "parser/parser.h"

namespace terrarium::parser {

using namespace ast;  // NOLINT: the walk speaks of every node

namespace {

class DepthCheck {
 public:
  bool too_deep() const { return too_deep_; }

  // Fields that hold no node.
  template <class T>
  void visit(const T&) {}
  template <class T>
  void visit(const Seq<T*>& items) {
    for (const T* item : items) visit(item);
  }

#define F(type, name) visit(node->name);
#define PLAIN(kind_, fields)             \
  void visit(const kind_* node) {        \
    if (node == nullptr) return;         \
    Level level(*this);                  \
    if (too_deep_) return;               \
    fields                               \
  }                                      \
  void visit(kind_* const& node) { visit(static_cast<const kind_*>(node)); }
#include "parser/nodes.def"

#define F(type, name) visit(node->name);
#define CASE(Base, kind_, fields)                 \
  case Base##Kind::kind_: {                       \
    const auto* node = as<kind_>(any);            \
    (void)node;                                   \
    fields;                                       \
    break;                                        \
  }

  void visit(const StmtNode* any) {
    if (any == nullptr) return;
    Level level(*this);
    if (too_deep_) return;
    switch (any->kind) {
#define STMT(kind_, fields) CASE(Stmt, kind_, fields)
#include "parser/nodes.def"
    }
  }

#define F(type, name) visit(node->name);
  void visit(const ExprNode* any) {
    if (any == nullptr) return;
    Level level(*this);
    if (too_deep_) return;
    switch (any->kind) {
#define EXPR(kind_, fields) CASE(Expr, kind_, fields)
#include "parser/nodes.def"
    }
  }

#define F(type, name) visit(node->name);
  void visit(const PatternNode* any) {
    if (any == nullptr) return;
    Level level(*this);
    if (too_deep_) return;
    switch (any->kind) {
#define PATTERN(kind_, fields) CASE(Pattern, kind_, fields)
#include "parser/nodes.def"
    }
  }

#define F(type, name) visit(node->name);
  void visit(const ModNode* any) {
    switch (any->kind) {
#define MOD(kind_, fields) CASE(Mod, kind_, fields)
#include "parser/nodes.def"
    }
  }
#undef CASE

  void visit(StmtNode* const& node) { visit(static_cast<const StmtNode*>(node)); }
  void visit(ExprNode* const& node) { visit(static_cast<const ExprNode*>(node)); }
  void visit(PatternNode* const& node) { visit(static_cast<const PatternNode*>(node)); }

 private:
  class Level {
   public:
    explicit Level(DepthCheck& check) : check_(check) {
      if (++check.depth_ > kMaxTreeDepth) check.too_deep_ = true;
    }
    ~Level() { --check_.depth_; }

   private:
    DepthCheck& check_;
  };

  int depth_ = 0;
  bool too_deep_ = false;
};

}  // namespace

bool is_too_deep(const ModNode* tree) {
  DepthCheck check;
  check.visit(tree);
  return check.too_deep();
}

}  // namespace terrarium::parser
