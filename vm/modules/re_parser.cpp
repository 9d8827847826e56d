// Pattern text to nodes, with the error texts and positions of Python's re.
#include "support/unicode.h"
#include "support/unicode_names.h"
#include "vm/core/dict.h"
#include "vm/core/integer.h"
#include "vm/core/protocol.h"
#include "vm/core/tuple.h"
#include "vm/modules/re_program.h"
#include "vm/objects/bytes.h"
#include "vm/objects/str_tools.h"
#include "vm/objects/unicode_props.h"

#include <algorithm>
#include <fmt/format.h>

namespace terrarium::regex {

Error raise_regex(Thread& t, const std::string& message, Value pattern, int64_t position) {
    Ref<Str> name = make_short_str("re");
    Ref<Str> wanted = intern("error");
    Result<Own> module = rt().hooks.import_module(t, name, nullptr, Value::none(), 0);
    if (!module) return Error{};
    Own hold = module.take();
    Result<Own> cls = get_attr(t, hold, wanted);
    if (!cls) return Error{};
    Own error = cls.take();
    Own text(make_short_str(message));
    Result<Own> fault = position < 0 ? call(t, error, text) : call(t, error, text, pattern, Value::small_int(position));
    return fault ? raise_object(t, fault.get()) : Error{};
}

namespace {

constexpr uint32_t end_of_text = UINT32_MAX;
constexpr uint32_t max_groups = 1u << 30;

bool is_letter(uint32_t c) { return (c | 32) - 'a' < 26 && c < 128; }
bool is_digit(uint32_t c) { return c - '0' < 10; }
bool is_octal(uint32_t c) { return c - '0' < 8; }
bool is_hex(uint32_t c) { return is_digit(c) || (c < 128 && (c | 32) - 'a' < 6); }
bool is_blank(uint32_t c) { return c == ' ' || (c >= 9 && c <= 13); }

std::pair<uint64_t, uint64_t> plus(std::pair<uint64_t, uint64_t> a, std::pair<uint64_t, uint64_t> b) {
    return {std::min<uint64_t>(a.first + b.first, no_limit), std::min<uint64_t>(a.second + b.second, no_limit)};
}

uint32_t flag_of(uint32_t letter) {
    switch (letter) {
        case 'i': return flag_ignorecase;
        case 'L': return flag_locale;
        case 'm': return flag_multiline;
        case 's': return flag_dotall;
        case 'x': return flag_verbose;
        case 'a': return flag_ascii;
        case 't': return flag_template;
        case 'u': return flag_unicode;
        default: return 0;
    }
}

class Parser {
public:
    Parser(Thread& t, Value pattern, uint32_t flags) : t_(t), pattern_(pattern) {
        tree_.flags = flags;
        tree_.group_widths.push_back({0, no_limit});
        closed_.push_back(false);
        if (is_str(pattern)) {
            const Str* s = as<Str>(pattern);
            text_.reserve(s->length);
            for (size_t i = 0; i < s->length; i++) text_.push_back(s->at(i));
            is_text_ = true;
        } else {
            for (char c : bytes_content(pattern)) text_.push_back(static_cast<uint8_t>(c));
        }
    }

    Result<Tree> run() {
        TRY(check_backslash());
        scope_ = tree_.flags;
        tree_.root = TRY(alternatives((tree_.flags & flag_verbose) != 0, 0));
        TRY(fix_flags());
        if (next() != end_of_text) return fail("unbalanced parenthesis", 0);
        for (auto [group, position] : group_references_)
            if (group >= tree_.groups) return raise_regex(t_, fmt::format("invalid group reference {}", group), pattern_, static_cast<int64_t>(position));
        return std::move(tree_);
    }

private:
    // --- source. A token is a character, or a backslash with the character behind it.
    uint32_t next() const { return at_ < text_.size() ? text_[at_] : end_of_text; }
    bool match(uint32_t c) {
        if (next() != c) return false;
        at_++;
        return true;
    }
    Error fail(const std::string& message, size_t back) { return raise_regex(t_, message, pattern_, static_cast<int64_t>(at_ - back)); }
    std::string shown(size_t from, size_t to) const {
        std::string text;
        for (size_t i = from; i < to; i++) append(text, text_[i]);
        return text;
    }
    static void append(std::string& text, uint32_t c);
    std::string quoted(const std::u32string& name) const;

    // A lone backslash at the very end.
    Status check_backslash() {
        size_t i = 0;
        while (i < text_.size()) i += text_[i] == '\\' ? 2 : 1;
        if (i > text_.size()) return raise_regex(t_, "bad escape (end of pattern)", pattern_, static_cast<int64_t>(text_.size()) - 1);
        return {};
    }

    Result<std::u32string> until(uint32_t terminator, const char* what) {
        std::u32string name;
        while (true) {
            uint32_t c = next();
            if (c == end_of_text) {
                if (name.empty()) return fail(fmt::format("missing {}", what), 0);
                return fail(fmt::format("missing {}, unterminated name", static_cast<char>(terminator)), name.size());
            }
            at_++;
            if (c == terminator) break;
            name.push_back(c);
            if (c == '\\' && next() != end_of_text) name.push_back(text_[at_++]);
        }
        if (name.empty()) return fail(fmt::format("missing {}", what), 1);
        return name;
    }

    static bool is_identifier(const std::u32string& name) {
        if (name.empty() || !is_identifier_start(name[0])) return false;
        return std::all_of(name.begin() + 1, name.end(), [](char32_t c) { return is_identifier_continue(c); });
    }

    Status check_name(const std::u32string& name, size_t offset) {
        if (!is_identifier(name)) return fail("bad character in group name " + quoted(name), name.size() + offset);
        bool ascii = std::all_of(name.begin(), name.end(), [](char32_t c) { return c < 128; });
        if (!is_text_ && !ascii)
            return warn(t_, rt().types.DeprecationWarning,
                        fmt::format("bad character in group name {} at position {}", quoted(name), at_ - name.size() - offset), 5);
        return {};
    }

    int64_t group_named(const std::u32string& name) const {
        for (const auto& [known, group] : tree_.names)
            if (known == name) return group;
        return -1;
    }

    // --- nodes
    uint32_t add(Node node) {
        node.flags = scope_;
        tree_.nodes.push_back(std::move(node));
        return static_cast<uint32_t>(tree_.nodes.size() - 1);
    }
    uint32_t add(NodeKind kind, uint32_t value = 0) {
        Node node;
        node.kind = kind;
        node.value = value;
        return add(std::move(node));
    }
    uint32_t add_set(SetSpec set) {
        tree_.sets.push_back(std::move(set));
        return add(NodeKind::set, static_cast<uint32_t>(tree_.sets.size() - 1));
    }
    uint32_t add_category(Category category) {
        SetSpec set;
        set.categories = static_cast<uint8_t>(1u << static_cast<unsigned>(category));
        return add_set(std::move(set));
    }

    Status check_reference(uint32_t group, size_t back) {
        if (group >= closed_.size() || !closed_[group]) return fail("cannot refer to an open group", back);
        return check_lookbehind(group);
    }
    Status check_lookbehind(uint32_t group) {
        if (!in_lookbehind_) return {};
        if (group >= closed_.size() || !closed_[group]) return fail("cannot refer to an open group", 0);
        if (group >= lookbehind_groups_) return fail("cannot refer to group defined in the same lookbehind subpattern", 0);
        return {};
    }

    Status fix_flags() {
        uint32_t& flags = tree_.flags;
        if (is_text_) {
            if (flags & flag_locale) return raise_value_error(t_, "cannot use LOCALE flag with a str pattern");
            if (flags & flag_ascii && flags & flag_unicode) return raise_value_error(t_, "ASCII and UNICODE flags are incompatible");
            if (!(flags & flag_ascii)) flags |= flag_unicode;
        } else {
            if (flags & flag_unicode) return raise_value_error(t_, "cannot use UNICODE flag with a bytes pattern");
            if (flags & flag_locale && flags & flag_ascii) return raise_value_error(t_, "ASCII and LOCALE flags are incompatible");
        }
        return {};
    }

    // --- the grammar
    // alternatives: sequence ('|' sequence)*
    Result<uint32_t> alternatives(bool verbose, unsigned depth) {
        RecursionGuard guard(t_, "");
        if (!guard) return Error{};
        std::vector<uint32_t> items;
        while (true) {
            items.push_back(TRY(sequence(verbose, depth, depth == 0 && items.empty())));
            if (!match('|')) break;
            if (depth == 0) verbose = (tree_.flags & flag_verbose) != 0;
        }
        if (items.size() == 1) return items[0];
        Node node;
        node.kind = NodeKind::branch;
        node.children = std::move(items);
        return add(std::move(node));
    }

    Result<uint32_t> sequence(bool verbose, unsigned depth, bool first) {
        std::vector<uint32_t> items;
        while (true) {
            uint32_t c = next();
            if (c == end_of_text || c == '|' || c == ')') break;
            at_++;
            if (verbose && is_blank(c)) continue;
            if (verbose && c == '#') {
                while (next() != end_of_text && text_[at_++] != '\n') {}
                continue;
            }
            switch (c) {
                case '\\': items.push_back(TRY(escape())); break;
                case '[': items.push_back(TRY(set())); break;
                case '*': case '+': case '?': case '{': TRY(repeat(c, items)); break;
                case '.': items.push_back(add(NodeKind::any)); break;
                case '^':
                    items.push_back(add(NodeKind::at, static_cast<uint32_t>(scope_ & flag_multiline ? Place::beginning_line : Place::beginning)));
                    break;
                case '$':
                    items.push_back(add(NodeKind::at, static_cast<uint32_t>(scope_ & flag_multiline ? Place::end_line : Place::end)));
                    break;
                case '(': TRY(group(items, verbose, depth, first)); break;
                default: items.push_back(add(NodeKind::literal, c)); break;
            }
        }
        if (items.size() == 1) return items[0];
        Node node;
        node.kind = items.empty() ? NodeKind::empty : NodeKind::sequence;
        node.children = std::move(items);
        return add(std::move(node));
    }

    Result<uint32_t> number(uint64_t& value) { // digits; how many
        uint32_t count = 0;
        value = 0;
        for (; is_digit(next()); count++) {
            value = value * 10 + (text_[at_++] - '0');
            if (value > no_limit) value = no_limit;
        }
        return count;
    }

    Status repeat(uint32_t c, std::vector<uint32_t>& items) {
        size_t here = at_;
        Node node;
        node.kind = NodeKind::repeat;
        node.min = c == '+' ? 1 : 0;
        node.max = c == '?' ? 1 : no_limit;
        if (c == '{') {
            uint64_t low, high;
            if (next() == '}') {
                items.push_back(add(NodeKind::literal, c));
                return {};
            }
            uint32_t low_digits = TRY(number(low)), high_digits = low_digits;
            high = low;
            if (match(',')) high_digits = TRY(number(high));
            if (!match('}')) {
                at_ = here;
                items.push_back(add(NodeKind::literal, c));
                return {};
            }
            if ((low_digits && low >= no_limit) || (high_digits && high >= no_limit))
                return raise_text(t_, rt().types.OverflowError, "the repetition number is too large");
            if (low_digits) node.min = static_cast<uint32_t>(low);
            if (high_digits) node.max = static_cast<uint32_t>(high);
            if (node.max < node.min) return fail("min repeat greater than max repeat", at_ - here);
        }
        NodeKind before = items.empty() ? NodeKind::empty : tree_.nodes[items.back()].kind;
        if (items.empty() || before == NodeKind::at) return fail("nothing to repeat", at_ - here + 1);
        if (before == NodeKind::repeat) return fail("multiple repeat", at_ - here + 1);
        if (match('?')) node.repeat = RepeatKind::lazy;
        else if (match('+')) node.repeat = RepeatKind::possessive;
        uint32_t body = items.back();
        const Node& inner = tree_.nodes[body];
        if (inner.kind == NodeKind::group && inner.plain) body = inner.children[0];
        node.children = {body};
        items.back() = add(std::move(node));
        return {};
    }

    // Escapes that mean one character everywhere. end_of_text: none of them.
    static uint32_t simple_escape(uint32_t c) {
        switch (c) {
            case 'a': return 7;
            case 'f': return 12;
            case 'n': return 10;
            case 'r': return 13;
            case 't': return 9;
            case 'v': return 11;
            case '\\': return '\\';
            default: return end_of_text;
        }
    }
    static int category_of(uint32_t c) {
        switch (c) {
            case 'd': return static_cast<int>(Category::digit);
            case 'D': return static_cast<int>(Category::not_digit);
            case 's': return static_cast<int>(Category::space);
            case 'S': return static_cast<int>(Category::not_space);
            case 'w': return static_cast<int>(Category::word);
            case 'W': return static_cast<int>(Category::not_word);
            default: return -1;
        }
    }
    Error bad_escape(size_t start) { return fail("bad escape " + shown(start, at_), at_ - start); }

    // \xhh, \uhhhh, \Uhhhhhhhh, \N{...}: the character; end_of_text when c begins none of these.
    Result<uint32_t> coded_escape(uint32_t c, size_t start) {
        size_t digits = c == 'x' ? 2 : is_text_ && c == 'u' ? 4 : is_text_ && c == 'U' ? 8 : 0;
        if (digits) {
            uint64_t value = 0;
            size_t count = 0;
            for (; count < digits && next() != end_of_text && is_hex(next()); count++) {
                uint32_t h = text_[at_++];
                value = value << 4 | (is_digit(h) ? h - '0' : (h | 32) - 'a' + 10);
            }
            if (count < digits) return fail("incomplete escape " + shown(start, at_), at_ - start);
            if (value > 0x10ffff) return bad_escape(start);
            return static_cast<uint32_t>(value);
        }
        if (is_text_ && c == 'N') {
            if (!match('{')) return fail("missing {", 0);
            std::u32string name = TRY(until('}', "character name"));
            std::string utf8;
            for (char32_t part : name) append(utf8, part);
            if (uint32_t code = find_unicode_name(utf8); code != kNoCharacter) return code;
            return fail("undefined character name " + quoted(name), name.size() + 4);
        }
        return end_of_text;
    }

    Result<uint32_t> octal_value(size_t start, uint32_t value) {
        if (value > 0377) return fail(fmt::format("octal escape value {} outside of range 0-0o377", shown(start, at_)), at_ - start);
        return value;
    }

    Result<uint32_t> escape() {
        size_t start = at_ - 1;
        uint32_t c = text_[at_++];
        if (int category = category_of(c); category >= 0) return add_category(static_cast<Category>(category));
        switch (c) {
            case 'A': return add(NodeKind::at, static_cast<uint32_t>(Place::beginning));
            case 'Z': return add(NodeKind::at, static_cast<uint32_t>(Place::end_string));
            case 'b': return add(NodeKind::at, static_cast<uint32_t>(Place::boundary));
            case 'B': return add(NodeKind::at, static_cast<uint32_t>(Place::non_boundary));
        }
        if (uint32_t simple = simple_escape(c); simple != end_of_text) return add(NodeKind::literal, simple);
        if (uint32_t coded = TRY(coded_escape(c, start)); coded != end_of_text) return add(NodeKind::literal, coded);
        if (c == '0') {
            uint32_t value = 0;
            for (int i = 0; i < 2 && is_octal(next()); i++) value = value * 8 + (text_[at_++] - '0');
            return add(NodeKind::literal, value);
        }
        if (is_digit(c)) {
            uint32_t group = c - '0';
            if (is_digit(next())) {
                uint32_t second = text_[at_++];
                if (is_octal(c) && is_octal(second) && is_octal(next())) {
                    uint32_t value = (c - '0') * 64 + (second - '0') * 8 + (text_[at_++] - '0');
                    return add(NodeKind::literal, TRY(octal_value(start, value)));
                }
                group = group * 10 + (second - '0');
            }
            if (group >= tree_.groups) return fail(fmt::format("invalid group reference {}", group), at_ - start - 1);
            TRY(check_reference(group, at_ - start));
            return add(NodeKind::back_reference, group);
        }
        if (is_letter(c)) return bad_escape(start);
        return add(NodeKind::literal, c);
    }

    // One member of a set: a character, or a category (then *category >= 0).
    Result<uint32_t> set_escape(int* category) {
        size_t start = at_ - 1;
        uint32_t c = text_[at_++];
        *category = category_of(c);
        if (*category >= 0) return uint32_t{0};
        if (c == 'b') return uint32_t{8};
        if (uint32_t simple = simple_escape(c); simple != end_of_text) return simple;
        if (uint32_t coded = TRY(coded_escape(c, start)); coded != end_of_text) return coded;
        if (is_octal(c)) {
            uint32_t value = c - '0';
            for (int i = 0; i < 2 && is_octal(next()); i++) value = value * 8 + (text_[at_++] - '0');
            return octal_value(start, value);
        }
        if (is_digit(c) || is_letter(c)) return bad_escape(start);
        return c;
    }

    Status future_warning(const char* what, size_t position) {
        return warn(t_, rt().types.FutureWarning, fmt::format("Possible {} at position {}", what, position), 5);
    }

    Result<uint32_t> set() {
        size_t here = at_ - 1;
        SetSpec spec;
        if (next() == '[') TRY(future_warning("nested set", at_));
        spec.negate = match('^');
        bool any = false;
        auto unterminated = [&] { return fail("unterminated character set", at_ - here); };
        while (true) {
            size_t start = at_;
            if (next() == end_of_text) return unterminated();
            uint32_t c = text_[at_++];
            int category = -1;
            if (c == ']' && any) break;
            if (c == '\\') {
                c = TRY(set_escape(&category));
            } else if (any && next() == c && (c == '-' || c == '&' || c == '~' || c == '|')) {
                TRY(future_warning(c == '-'   ? "set difference"
                                   : c == '&' ? "set intersection"
                                   : c == '~' ? "set symmetric difference"
                                              : "set union",
                                   at_ - 1));
            }
            any = true;
            if (!match('-')) {
                if (category >= 0) spec.categories |= static_cast<uint8_t>(1u << category);
                else spec.ranges.push_back({c, c});
                continue;
            }
            if (next() == end_of_text) return unterminated();
            size_t last_start = at_;
            uint32_t last = text_[at_++];
            if (last == ']') { // the - stands for itself
                if (category >= 0) spec.categories |= static_cast<uint8_t>(1u << category);
                else spec.ranges.push_back({c, c});
                spec.ranges.push_back({'-', '-'});
                break;
            }
            int last_category = -1;
            if (last == '\\') last = TRY(set_escape(&last_category));
            else if (last == '-') TRY(future_warning("set difference", at_ - 2));
            if (category >= 0 || last_category >= 0 || last < c) { // named by their first one or two characters
                size_t width = text_[start] == '\\' ? 2 : 1, last_width = text_[last_start] == '\\' ? 2 : 1;
                return fail("bad character range " + shown(start, start + width) + "-" + shown(last_start, last_start + last_width),
                            width + 1 + last_width);
            }
            spec.ranges.push_back({c, last});
        }
        if (spec.categories == 0 && spec.ranges.size() == 1 && spec.ranges[0].first == spec.ranges[0].second)
            return add(spec.negate ? NodeKind::not_literal : NodeKind::literal, spec.ranges[0].first);
        return add_set(std::move(spec));
    }

    // Behind "(?": the flags letters. Returns false for global flags "(?i)".
    Result<bool> flags(uint32_t c, uint32_t* add_flags, uint32_t* remove_flags) {
        auto end_or = [&](uint32_t& letter, const char* message) -> Status {
            if (next() == end_of_text) return fail(message, 0);
            letter = text_[at_++];
            return {};
        };
        auto unknown = [&](uint32_t letter, const char* missing) { return fail(unicode::is_alpha(letter) ? "unknown flag" : missing, 1); };
        if (c != '-') {
            while (true) {
                uint32_t flag = flag_of(c);
                if (is_text_ && c == 'L') return fail("bad inline flags: cannot use 'L' flag with a str pattern", 0);
                if (!is_text_ && c == 'u') return fail("bad inline flags: cannot use 'u' flag with a bytes pattern", 0);
                *add_flags |= flag;
                if ((flag & type_flags) && (*add_flags & type_flags) != flag)
                    return fail("bad inline flags: flags 'a', 'u' and 'L' are incompatible", 0);
                TRY(end_or(c, "missing -, : or )"));
                if (c == ')' || c == '-' || c == ':') break;
                if (!flag_of(c)) return unknown(c, "missing -, : or )");
            }
        }
        if (c == ')') {
            tree_.flags |= *add_flags;
            return false;
        }
        if (*add_flags & (flag_template | flag_debug)) return fail("bad inline flags: cannot turn on global flag", 1);
        if (c == '-') {
            TRY(end_or(c, "missing flag"));
            if (!flag_of(c)) return unknown(c, "missing flag");
            while (true) {
                uint32_t flag = flag_of(c);
                if (flag & type_flags) return fail("bad inline flags: cannot turn off flags 'a', 'u' and 'L'", 0);
                *remove_flags |= flag;
                TRY(end_or(c, "missing :"));
                if (c == ':') break;
                if (!flag_of(c)) return unknown(c, "missing :");
            }
        }
        if (*remove_flags & (flag_template | flag_debug)) return fail("bad inline flags: cannot turn off global flag", 1);
        if (*add_flags & *remove_flags) return fail("bad inline flags: flag turned on and off", 1);
        return true;
    }

    Status close(size_t start) {
        if (match(')')) return {};
        return fail("missing ), unterminated subpattern", at_ - start);
    }

    Status named_reference(std::vector<uint32_t>& items) {
        std::u32string name = TRY(until(')', "group name"));
        TRY(check_name(name, 1));
        int64_t known = group_named(name);
        if (known < 0) return fail("unknown group name " + quoted(name), name.size() + 1);
        TRY(check_reference(static_cast<uint32_t>(known), name.size() + 1));
        items.push_back(add(NodeKind::back_reference, static_cast<uint32_t>(known)));
        return {};
    }

    Status look(uint32_t c, size_t start, bool verbose, unsigned depth, std::vector<uint32_t>& items) {
        Node node;
        node.kind = NodeKind::look;
        bool outermost = false;
        if (c == '<') {
            if (next() == end_of_text) return fail("unexpected end of pattern", 0);
            c = text_[at_++];
            if (c != '=' && c != '!') return fail("unknown extension ?<" + shown(at_ - 1, at_), 3);
            node.behind = true;
            outermost = !in_lookbehind_;
            if (outermost) {
                in_lookbehind_ = true;
                lookbehind_groups_ = tree_.groups;
            }
        }
        node.negative = c == '!';
        uint32_t body = TRY(alternatives(verbose, depth + 1));
        if (outermost) in_lookbehind_ = false;
        TRY(close(start));
        if (node.negative && tree_.nodes[body].kind == NodeKind::empty) {
            items.push_back(add(NodeKind::failure));
            return {};
        }
        node.children = {body};
        items.push_back(add(std::move(node)));
        return {};
    }

    Status conditional(size_t start, bool verbose, unsigned depth, std::vector<uint32_t>& items) {
        std::u32string name = TRY(until(')', "group name"));
        uint64_t group = 0;
        if (is_identifier(name)) {
            TRY(check_name(name, 1));
            int64_t known = group_named(name);
            if (known < 0) return fail("unknown group name " + quoted(name), name.size() + 1);
            group = static_cast<uint64_t>(known);
        } else {
            bool digits = std::all_of(name.begin(), name.end(), [](char32_t c) { return unicode::decimal_value(c) >= 0; });
            if (!digits) return fail("bad character in group name " + quoted(name), name.size() + 1);
            for (char32_t c : name) group = std::min<uint64_t>(group * 10 + static_cast<uint64_t>(unicode::decimal_value(c)), uint64_t{1} << 40);
            if (group == 0) return fail("bad group number", name.size() + 1);
            if (group >= max_groups) return fail(fmt::format("invalid group reference {}", group), name.size() + 1);
            group_references_.push_back({static_cast<uint32_t>(group), at_ - name.size() - 1});
        }
        TRY(check_lookbehind(static_cast<uint32_t>(group)));
        Node node;
        node.kind = NodeKind::conditional;
        node.value = static_cast<uint32_t>(group);
        node.children.push_back(TRY(sequence(verbose, depth + 1, false)));
        if (match('|')) {
            node.children.push_back(TRY(sequence(verbose, depth + 1, false)));
            if (next() == '|') return fail("conditional backref with more than two branches", 0);
        }
        TRY(close(start));
        items.push_back(add(std::move(node)));
        return {};
    }

    Status group(std::vector<uint32_t>& items, bool& verbose, unsigned depth, bool first) {
        RecursionGuard guard(t_, "");
        if (!guard) return Error{};
        size_t start = at_ - 1;
        bool capture = true, atomic = false;
        std::u32string name;
        uint32_t add_flags = 0, remove_flags = 0;
        if (match('?')) {
            if (next() == end_of_text) return fail("unexpected end of pattern", 0);
            uint32_t c = text_[at_++];
            if (c == 'P') {
                if (match('<')) {
                    name = TRY(until('>', "group name"));
                    TRY(check_name(name, 1));
                } else if (match('=')) {
                    return named_reference(items);
                } else {
                    if (next() == end_of_text) return fail("unexpected end of pattern", 0);
                    size_t width = next() == '\\' ? 2 : 1;
                    at_ += width;
                    return fail("unknown extension ?P" + shown(at_ - width, at_), width + 2);
                }
            } else if (c == ':') {
                capture = false;
            } else if (c == '#') {
                while (true) {
                    if (next() == end_of_text) return fail("missing ), unterminated comment", at_ - start);
                    uint32_t passed = text_[at_++];
                    if (passed == '\\') at_++;
                    if (passed == ')') return {};
                }
            } else if (c == '=' || c == '!' || c == '<') {
                return look(c, start, verbose, depth, items);
            } else if (c == '(') {
                return conditional(start, verbose, depth, items);
            } else if (c == '>') {
                capture = false;
                atomic = true;
            } else if (flag_of(c) || c == '-') {
                if (!TRY(flags(c, &add_flags, &remove_flags))) {
                    if (!first || !items.empty()) return fail("global flags not at the start of the expression", at_ - start);
                    scope_ |= add_flags;
                    verbose = (tree_.flags & flag_verbose) != 0;
                    return {};
                }
                capture = false;
            } else {
                size_t width = c == '\\' ? 2 : 1;
                if (width == 2) at_++;
                return fail("unknown extension ?" + shown(at_ - width, at_), width + 1);
            }
        }
        uint32_t number = 0;
        if (capture) {
            number = tree_.groups++;
            tree_.group_widths.push_back({0, no_limit});
            closed_.push_back(false);
            if (!name.empty()) {
                if (int64_t known = group_named(name); known >= 0)
                    return fail(fmt::format("redefinition of group name {} as group {}; was group {}", quoted(name), number, known), name.size() + 1);
                tree_.names.push_back({name, number});
            }
        }
        uint32_t outer = scope_;
        if (add_flags & type_flags) scope_ &= ~type_flags;
        scope_ = (scope_ | add_flags) & ~remove_flags;
        bool inner_verbose = (verbose || (add_flags & flag_verbose)) && !(remove_flags & flag_verbose);
        uint32_t body = TRY(alternatives(inner_verbose, depth + 1));
        scope_ = outer;
        TRY(close(start));
        if (capture) {
            closed_[number] = true;
            tree_.group_widths[number] = width_of(tree_, body);
        }
        Node node;
        node.kind = atomic ? NodeKind::atomic : NodeKind::group;
        node.value = number;
        node.plain = !capture && !atomic && !add_flags && !remove_flags;
        node.children = {body};
        items.push_back(add(std::move(node)));
        return {};
    }

    Thread& t_;
    Value pattern_;
    std::vector<uint32_t> text_;
    size_t at_ = 0;
    bool is_text_ = false;
    Tree tree_;
    uint32_t scope_ = 0; // flags in force here
    std::vector<bool> closed_;
    bool in_lookbehind_ = false;
    uint32_t lookbehind_groups_ = 0;
    std::vector<std::pair<uint32_t, size_t>> group_references_;
};

void Parser::append(std::string& text, uint32_t c) {
    Ref<Str> s = make_char(c);
    text += to_utf8(s.get());
}

// repr of a group name: of a str, or of the bytes it was in a bytes pattern.
std::string Parser::quoted(const std::u32string& name) const {
    std::string text;
    for (char32_t c : name) append(text, c);
    Ref<Str> s = make_short_str(text);
    std::string shown = repr_utf8(s.get());
    return shown;
}

} // namespace

std::pair<uint64_t, uint64_t> width_of(const Tree& tree, uint32_t index) {
    const Node& node = tree.nodes[index];
    std::pair<uint64_t, uint64_t> width = {0, 0};
    switch (node.kind) {
        case NodeKind::literal: case NodeKind::not_literal: case NodeKind::any: case NodeKind::set: return {1, 1};
        case NodeKind::sequence:
            for (uint32_t child : node.children) width = plus(width, width_of(tree, child));
            return width;
        case NodeKind::branch:
            width = width_of(tree, node.children[0]);
            for (uint32_t child : node.children) {
                auto [low, high] = width_of(tree, child);
                width = {std::min(width.first, low), std::max(width.second, high)};
            }
            return width;
        case NodeKind::repeat: {
            auto [low, high] = width_of(tree, node.children[0]);
            return {std::min<uint64_t>(low * node.min, no_limit), std::min<uint64_t>(high * node.max, no_limit)};
        }
        case NodeKind::group: case NodeKind::atomic: return width_of(tree, node.children[0]);
        case NodeKind::back_reference: return tree.group_widths[node.value];
        case NodeKind::conditional: {
            auto [low, high] = width_of(tree, node.children[0]);
            if (node.children.size() < 2) return {0, high};
            auto [other_low, other_high] = width_of(tree, node.children[1]);
            return {std::min(low, other_low), std::max(high, other_high)};
        }
        case NodeKind::empty: case NodeKind::at: case NodeKind::look: case NodeKind::failure: break;
    }
    return {0, 0};
}

Result<Tree> parse_pattern(Thread& t, Value pattern, uint32_t flags) { return Parser(t, pattern, flags).run(); }

} // namespace terrarium::regex
