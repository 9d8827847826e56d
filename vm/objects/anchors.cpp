// Reads just enough of an expression to see whether its outermost operation is a binary operator or a subscript: tokens
// with their bracket depth, then operators by precedence. See anchors.h.
// The odd marks after a parenthesised left operand are CPython 3.11's: its operand ends before the ')'.
#include "vm/objects/anchors.h"

#include <cctype>
#include <initializer_list>
#include <vector>

namespace terrarium {

namespace {

enum class Kind { name, number, string, op };
struct Token {
    Kind kind;
    size_t start, end;
    size_t match; // of an opening or closing bracket: index of its partner
};
using Tokens = std::vector<Token>;

bool starts_name(char c) { return isalpha(static_cast<unsigned char>(c)) || c == '_' || (c & 0x80); }
bool in_name(char c) { return starts_name(c) || isdigit(static_cast<unsigned char>(c)); }

// Past the string whose quote is at i; npos when it does not end.
size_t skip_string(std::string_view s, size_t i) {
    char quote = s[i];
    bool triple = i + 2 < s.size() && s[i + 1] == quote && s[i + 2] == quote;
    for (i += triple ? 3 : 1; i < s.size(); i++) {
        if (s[i] == '\\') {
            i++;
        } else if (s[i] == quote) {
            if (!triple) return i + 1;
            if (i + 2 < s.size() && s[i + 1] == quote && s[i + 2] == quote) return i + 3;
        }
    }
    return std::string_view::npos;
}

size_t skip_number(std::string_view s, size_t i) {
    bool hex = s[i] == '0' && i + 1 < s.size() && (s[i + 1] == 'x' || s[i + 1] == 'X');
    while (i < s.size() && (in_name(s[i]) || s[i] == '.')) {
        bool exponent = !hex && (s[i] == 'e' || s[i] == 'E');
        i++;
        if (exponent && i < s.size() && (s[i] == '+' || s[i] == '-')) i++;
    }
    return i;
}

size_t operator_length(std::string_view s) {
    for (std::string_view op : {"**=", "//=", "<<=", ">>=", "...", "**", "//", "<<", ">>", "<=", ">=", "==", "!=", "->", ":=",
                                "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "@="})
        if (s.starts_with(op)) return op.size();
    return 1;
}

// False: not the text of an expression.
bool tokenize(std::string_view s, Tokens& out) {
    std::vector<size_t> open;
    for (size_t i = 0; i < s.size();) {
        char c = s[i];
        if (c == ' ' || c == '\t' || c == '\f') {
            i++;
            continue;
        }
        if (c == '#' || c == '\n' || c == '\\') return false;
        size_t start = i;
        Kind kind = Kind::op;
        if (starts_name(c)) {
            while (i < s.size() && in_name(s[i])) i++;
            kind = Kind::name;
            if (i < s.size() && (s[i] == '"' || s[i] == '\'') && i - start <= 2) {
                i = skip_string(s, i);
                kind = Kind::string;
            }
        } else if (isdigit(static_cast<unsigned char>(c)) ||
                   (c == '.' && i + 1 < s.size() && isdigit(static_cast<unsigned char>(s[i + 1])))) {
            i = skip_number(s, i);
            kind = Kind::number;
        } else if (c == '"' || c == '\'') {
            i = skip_string(s, i);
            kind = Kind::string;
        } else {
            i += operator_length(s.substr(i));
            if (c == '(' || c == '[' || c == '{') {
                open.push_back(out.size());
            } else if (c == ')' || c == ']' || c == '}') {
                if (open.empty()) return false;
                out.push_back({kind, start, i, open.back()});
                out[open.back()].match = out.size() - 1;
                open.pop_back();
                continue;
            }
        }
        if (i == std::string_view::npos) return false;
        out.push_back({kind, start, i, 0});
    }
    return open.empty() && !out.empty();
}

class Reader {
public:
    Reader(std::string_view text, const Tokens& tokens) : text_(text), tokens_(tokens) {}

    Anchors read() const {
        size_t n = tokens_.size();
        if (!is_operation(0, n)) return {};
        size_t op = lowest_operator(0, n);
        if (op != none) return operator_anchors(op, n);
        if (starts_unary(0)) return {};
        return subscript_anchors(n);
    }

private:
    static constexpr size_t none = static_cast<size_t>(-1);

    std::string_view word(size_t i) const { return text_.substr(tokens_[i].start, tokens_[i].end - tokens_[i].start); }
    bool is(size_t i, std::string_view op) const { return tokens_[i].kind == Kind::op && word(i) == op; }
    bool is_open(size_t i) const { return is(i, "(") || is(i, "[") || is(i, "{"); }
    size_t after(size_t i) const { return is_open(i) ? tokens_[i].match + 1 : i + 1; } // past a token or bracketed group

    // Nothing of a lower precedence than binary operators at this level.
    bool is_operation(size_t from, size_t to) const {
        for (size_t i = from; i < to; i = after(i)) {
            if (tokens_[i].kind == Kind::name) {
                for (std::string_view k : {"if", "else", "or", "and", "not", "in", "is", "lambda", "for", "yield", "return", "raise", "del",
                                           "assert", "import", "from", "with", "while", "def", "class", "async", "global", "nonlocal",
                                           "pass", "break", "continue", "try", "except", "finally", "elif", "as"})
                    if (word(i) == k) return false;
            } else if (tokens_[i].kind == Kind::op) {
                for (std::string_view op : {"<", ">", "<=", ">=", "==", "!=", ",", ":", ";", "=", ":=", "->", "+=", "-=", "*=", "/=", "//=", "%=",
                                            "**=", "&=", "|=", "^=", "<<=", ">>=", "@="})
                    if (word(i) == op) return false;
            }
        }
        return true;
    }

    // Whether token i ends an operand, so that an operator after it is binary.
    bool ends_operand(size_t i) const {
        if (tokens_[i].kind == Kind::op) return is(i, ")") || is(i, "]") || is(i, "}") || is(i, "...");
        return !(tokens_[i].kind == Kind::name && word(i) == "await");
    }
    bool starts_unary(size_t i) const {
        return is(i, "+") || is(i, "-") || is(i, "~") || (tokens_[i].kind == Kind::name && word(i) == "await") || is(i, "*") || is(i, "**");
    }

    // 1 lowest; 0: not a binary operator.
    int precedence(size_t i) const {
        if (tokens_[i].kind != Kind::op) return 0;
        std::string_view op = word(i);
        if (op == "|") return 1;
        if (op == "^") return 2;
        if (op == "&") return 3;
        if (op == "<<" || op == ">>") return 4;
        if (op == "+" || op == "-") return 5;
        if (op == "*" || op == "/" || op == "//" || op == "%" || op == "@") return 6;
        return op == "**" ? 8 : 0;
    }
    static constexpr int unary_precedence = 7;

    size_t lowest_operator(size_t from, size_t to) const {
        size_t best = none;
        int lowest = 9;
        bool leading_sign = is(from, "+") || is(from, "-") || is(from, "~");
        size_t previous = none;
        for (size_t i = from; i < to; previous = after(i) - 1, i = after(i)) {
            int p = precedence(i);
            if (!p || previous == none || !ends_operand(previous)) continue;
            // Operators of one kind group to the left, ** to the right.
            if (p < lowest || (p == lowest && p != 8)) {
                lowest = p;
                best = i;
            }
        }
        if (best != none && lowest > unary_precedence && leading_sign) return none; // -a ** b is -(a ** b)
        return best;
    }

    // The tokens [from, to) without the parentheses that only group: not those of a tuple or a generator.
    void strip(size_t& from, size_t& to) const {
        while (to - from >= 2 && is(from, "(") && tokens_[from].match == to - 1) {
            for (size_t i = from + 1; i < to - 1; i = after(i)) {
                if (is(i, ",")) return;
                if (tokens_[i].kind == Kind::name && (word(i) == "for" || (word(i) == "async" && i + 2 < to))) return;
            }
            if (to - from == 2) return; // ()
            from++;
            to--;
        }
    }

    Anchors operator_anchors(size_t op, size_t n) const {
        size_t left_from = 0, left_to = op, right_from = op + 1, right_to = n;
        if (right_from >= n) return {};
        strip(left_from, left_to);
        strip(right_from, right_to);
        size_t end_of_left = tokens_[left_to - 1].end, start_of_right = tokens_[right_from].start;
        auto blank = [&](size_t i) { return text_[i] == ' ' || text_[i] == '\t' || text_[i] == '\f'; };
        for (size_t i = end_of_left; i < start_of_right; i++) {
            if (blank(i)) continue;
            bool two = i + 1 < start_of_right && !blank(i + 1);
            return {true, i, i + 1 + two};
        }
        return {};
    }

    // The last part of a primary: name, name.attribute, call(...), item[...].
    Anchors subscript_anchors(size_t n) const {
        if (!is(n - 1, "]")) return {};
        size_t open = tokens_[n - 1].match;
        if (open == 0 || !ends_operand(open - 1) || open + 1 == n - 1) return {};
        // Adjacent strings make one operand; anything else before the bracket must be one primary already.
        size_t from = 0, to = open, inner_from = open + 1, inner_to = n - 1;
        strip(from, to);
        bool tuple = false;
        for (size_t i = inner_from; i < inner_to; i = after(i)) tuple = tuple || is(i, ",") || is(i, ":");
        if (!tuple) strip(inner_from, inner_to);
        return {true, tokens_[to - 1].end, tokens_[inner_to - 1].end + 1};
    }

    std::string_view text_;
    const Tokens& tokens_;
};

} // namespace

Anchors find_anchors(std::string_view segment) {
    Tokens tokens;
    if (!tokenize(segment, tokens)) return {};
    return Reader(segment, tokens).read();
}

} // namespace terrarium
