#include "app/repl_text.h"

#include "parser/parser.h"
#include "support/utf8.h"

#include <algorithm>
#include <cwctype>

namespace terrarium {

namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\f' || c == '\r' || c == '\n'; }
bool is_name(unsigned char c) { return c == '_' || c >= 128 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::string_view trimmed(std::string_view s) {
    while (!s.empty() && is_blank(s.front())) s.remove_prefix(1);
    while (!s.empty() && is_blank(s.back())) s.remove_suffix(1);
    return s;
}

// A line at the left margin that goes on with what stands above it.
bool continues_statement(std::string_view line) {
    size_t n = 0;
    while (n < line.size() && is_name(static_cast<unsigned char>(line[n]))) n++;
    std::string_view word = line.substr(0, n);
    return word == "else" || word == "elif" || word == "except" || word == "finally";
}

// Walks over lines and knows whether a line begins inside brackets, a long string or behind a backslash.
class Scanner {
public:
    bool inside() const { return depth_ > 0 || quote_ != 0 || continued_; }
    bool wants_block() const { return last_ == ':' && !inside(); } // the last line with code opens a block
    void line(std::string_view s) {
        continued_ = false;
        for (size_t i = 0; i < s.size(); i++) {
            char c = s[i];
            if (!is_blank(c) && (c != '#' || quote_)) last_ = quote_ ? quote_ : c;
            if (c == '\\') {
                size_t next = i + 1 < s.size() && s[i + 1] == '\r' ? i + 2 : i + 1;
                if (next < s.size() && s[next] == '\n') continued_ = true;
                i = next;
            } else if (quote_) {
                if (c == quote_ && (!long_ || s.substr(i, 3) == std::string(3, quote_))) {
                    i += long_ ? 2 : 0;
                    quote_ = 0;
                }
            } else if (c == '#') {
                break;
            } else if (c == '"' || c == '\'') {
                quote_ = c;
                long_ = s.substr(i, 3) == std::string(3, c);
                i += long_ ? 2 : 0;
            } else if (c == '(' || c == '[' || c == '{') {
                depth_++;
            } else if (c == ')' || c == ']' || c == '}') {
                depth_ = std::max(0, depth_ - 1);
            }
        }
        if (quote_ && !long_ && !continued_) quote_ = 0; // ends with its line, as an error
    }

private:
    int depth_ = 0;
    char quote_ = 0, last_ = 0;
    bool long_ = false, continued_ = false;
};

} // namespace

std::vector<std::string_view> split_statements(std::string_view text) {
    std::vector<std::string_view> all;
    Scanner scanner;
    size_t start = 0;
    bool begun = false;      // the statement from `start` has a line that is more than a comment
    bool decorated = false;  // its last line is a decorator
    for (size_t at = 0; at < text.size();) {
        size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
        std::string_view line = text.substr(at, end - at);
        bool inside = scanner.inside();
        bool margin = !is_blank(line[0]);
        if (!inside && margin) {
            bool comment = line[0] == '#';
            if (begun && !decorated && !scanner.wants_block() && !continues_statement(line)) {
                all.push_back(text.substr(start, at - start));
                start = at;
                begun = false;
            }
            if (!comment) {
                begun = true;
                decorated = line[0] == '@';
            }
        }
        if (inside || line[0] != '%') scanner.line(line); // quotes of a command are its own
        at = end;
    }
    if (start < text.size()) all.push_back(text.substr(start));
    return all;
}

std::string_view block_at(std::string_view text, size_t first) {
    size_t start = 0;
    for (size_t line = 1; line < first; line++) {
        start = text.find('\n', start);
        if (start == std::string_view::npos) return {};
        start++;
    }
    Scanner scanner;
    size_t end = start, indent = 0;
    bool head = true; // decorators, then the line with the colon
    for (size_t at = start; at < text.size();) {
        size_t next = std::min(text.find('\n', at), text.size() - 1) + 1;
        std::string_view line = text.substr(at, next - at);
        size_t blanks = std::min(line.find_first_not_of(" \t\f"), line.size());
        bool empty = trimmed(line).empty(), inside = scanner.inside(), comment = !empty && line[blanks] == '#';
        if (at == start) indent = blanks;
        else if (!inside && !empty && !head && !comment && blanks <= indent) break;
        scanner.line(line);
        if (!inside && !empty && line[blanks] != '@') head = false;
        if (inside || (!empty && (!comment || blanks > indent))) end = next;
        at = next;
    }
    return text.substr(start, end - start);
}

bool is_repl_command(std::string_view statement) {
    std::string_view s = trimmed(statement);
    if (s.empty() || s.find('\n') != std::string_view::npos) return false;
    if (s[0] == '%') return true;
    if (s.back() != '?') return false;
    // No Python statement ends with a question mark, unless in a comment or in a string that goes on.
    std::string text(trimmed(s.substr(0, s.find_last_not_of('?') + 1)));
    if (text.empty()) return true;
    if (text.find('#') != std::string::npos) return false;
    Arena arena;
    return !parse(SourceText::from_string(text + "\n", "<stdin>"), Mode::Eval, arena).error;
}

Readiness readiness_of(std::string_view statement) {
    if (trimmed(statement).empty() || is_repl_command(statement)) return Readiness::complete;
    std::string text(statement);
    if (text.back() != '\n') text += '\n';
    Arena arena;
    ParseResult parsed = parse(SourceText::from_string(text, "<stdin>"), Mode::Single, arena);
    if (!parsed.incomplete) return Readiness::complete;
    return parsed.error ? Readiness::incomplete : Readiness::open_block;
}

// --- editing

size_t EditText::line_start() const {
    size_t newline = cursor == 0 ? std::wstring::npos : text.rfind(L'\n', cursor - 1);
    return newline == std::wstring::npos ? 0 : newline + 1;
}
size_t EditText::line_end() const { return std::min(text.find(L'\n', cursor), text.size()); }

bool EditText::left() {
    if (cursor == 0) return false;
    cursor--;
    return true;
}
bool EditText::right() {
    if (cursor == text.size()) return false;
    cursor++;
    return true;
}
bool EditText::home() {
    cursor = line_start();
    return true;
}
bool EditText::end() {
    cursor = line_end();
    return true;
}

bool EditText::up() {
    size_t start = line_start();
    if (start == 0) return false;
    size_t column = cursor - start;
    cursor = start - 1;
    cursor = std::min(line_start() + column, start - 1);
    return true;
}
bool EditText::down() {
    size_t column = cursor - line_start(), next = line_end();
    if (next == text.size()) return false;
    cursor = next + 1;
    cursor = std::min(cursor + column, line_end());
    return true;
}

namespace {
bool in_word(wchar_t c) { return c == L'_' || std::iswalnum(static_cast<wint_t>(c)); }
} // namespace

size_t EditText::word_start() const {
    size_t at = cursor;
    while (at > 0 && !in_word(text[at - 1])) at--;
    while (at > 0 && in_word(text[at - 1])) at--;
    return at;
}
size_t EditText::word_end() const {
    size_t at = cursor;
    while (at < text.size() && !in_word(text[at])) at++;
    while (at < text.size() && in_word(text[at])) at++;
    return at;
}
bool EditText::word_left() {
    size_t before = cursor;
    cursor = word_start();
    return cursor != before;
}
bool EditText::word_right() {
    size_t before = cursor;
    cursor = word_end();
    return cursor != before;
}

std::wstring EditText::cut(size_t from, size_t to) {
    std::wstring taken = text.substr(from, to - from);
    text.erase(from, to - from);
    cursor = from;
    return taken;
}
bool EditText::erase_left() {
    if (cursor == 0) return false;
    size_t start = line_start(), column = cursor - start, from = cursor - 1;
    if (column > 0 && text.find_first_not_of(L' ', start) >= cursor) from = start + (column - 1) / 4 * 4;
    cut(from, cursor);
    return true;
}
bool EditText::erase_right() {
    if (cursor == text.size()) return false;
    cut(cursor, cursor + 1);
    return true;
}
std::wstring EditText::cut_to_line_end() {
    size_t to = line_end();
    return cut(cursor, to == cursor && to < text.size() ? to + 1 : to);
}
std::wstring EditText::cut_to_line_start() { return cut(line_start(), cursor); }
std::wstring EditText::cut_word_left() { return cut(word_start(), cursor); }
std::wstring EditText::cut_word_right() { return cut(cursor, word_end()); }

void EditText::insert(std::wstring_view more) {
    text.insert(cursor, more);
    cursor += more.size();
}

bool EditText::swap_characters() {
    size_t start = line_start();
    if (cursor == line_end() && cursor > start) cursor--;
    if (cursor == start || cursor == text.size()) return false;
    std::swap(text[cursor - 1], text[cursor]);
    cursor++;
    return true;
}

// --- encodings

std::string narrow(std::wstring_view text) {
    std::string out;
    out.reserve(text.size());
    for (wchar_t c : text) append_utf8(out, static_cast<uint32_t>(c));
    return out;
}

std::wstring widen(std::string_view utf8) {
    std::wstring out;
    out.reserve(utf8.size());
    for (size_t at = 0; at < utf8.size();) {
        Utf8Char c = decode_utf8(utf8, at);
        out += static_cast<wchar_t>(c.code);
        at += c.length;
    }
    return out;
}

} // namespace terrarium
