// Replacement templates of sub and expand: escapes and group references.
#include "support/unicode.h"
#include "vm/core/integer.h"
#include "vm/modules/re_objects.h"
#include "vm/objects/bytes.h"
#include "vm/objects/unicode_props.h"

#include <fmt/format.h>

namespace terrarium::regex {

namespace {

constexpr uint32_t end_of_text = UINT32_MAX;

class TemplateParser {
public:
    TemplateParser(Thread& t, const PatternObject* p, Value text) : t_(t), p_(p), text_(text), is_text_(is_str(text)) {
        length_ = is_text_ ? as<Str>(text)->length : bytes_content(text).size();
    }

    Result<std::vector<TemplatePart>> run() {
        while (at_ < length_) {
            uint32_t c = unit(at_++);
            if (c != '\\') {
                literal_.push_back(c);
                continue;
            }
            if (at_ == length_) return fail("bad escape (end of pattern)", 1);
            TRY(escape(unit(at_++)));
        }
        TRY(flush(-1));
        return std::move(parts_);
    }

private:
    uint32_t unit(size_t i) const { return is_text_ ? as<Str>(text_)->at(i) : static_cast<uint8_t>(bytes_content(text_)[i]); }
    uint32_t next() const { return at_ < length_ ? unit(at_) : end_of_text; }
    static bool is_octal(uint32_t c) { return c - '0' < 8; }

    Error fail(const std::string& message, size_t back) { return raise_regex(t_, message, text_, static_cast<int64_t>(at_ - back)); }

    // The literal collected so far, and a group behind it.
    Status flush(int64_t group) {
        if (group < 0 && literal_.empty()) return {};
        TemplatePart part = {Own(), group};
        if (!literal_.empty()) {
            if (is_text_) {
                part.literal = TRY(Result<Own>(make_str_from_points(t_, literal_.data(), literal_.size())));
            } else {
                std::string bytes;
                for (uint32_t c : literal_) bytes.push_back(static_cast<char>(c));
                part.literal = TRY(Result<Own>(make_bytes(t_, bytes)));
            }
        }
        literal_.clear();
        parts_.push_back(std::move(part));
        return {};
    }

    Status add_group(int64_t group, size_t back) {
        if (group > p_->program.groups) return fail(fmt::format("invalid group reference {}", group), back);
        return flush(group);
    }

    Status octal(uint32_t value, size_t start) {
        if (value > 0377) {
            std::string shown = "\\";
            for (size_t i = start; i < at_; i++) shown.push_back(static_cast<char>(unit(i)));
            return fail(fmt::format("octal escape value {} outside of range 0-0o377", shown), at_ - start + 1);
        }
        literal_.push_back(value);
        return {};
    }

    Status named_group() {
        if (next() != '<') return fail("missing <", 0);
        at_++;
        std::vector<uint32_t> name;
        while (true) {
            uint32_t c = next();
            if (c == end_of_text) {
                if (name.empty()) return fail("missing group name", 0);
                return fail("missing >, unterminated name", name.size());
            }
            at_++;
            if (c == '>') break;
            name.push_back(c);
        }
        if (name.empty()) return fail("missing group name", 1);
        Ref<Str> text = TRY(make_str_from_points(t_, name.data(), name.size()));
        bool identifier = is_identifier_start(name[0]), digits = true;
        for (uint32_t c : name) {
            identifier = identifier && is_identifier_continue(c);
            digits = digits && unicode::decimal_value(c) >= 0;
        }
        if (!identifier) {
            if (!digits) return fail("bad character in group name " + repr_utf8(text), name.size() + 1);
            int64_t group = 0;
            for (uint32_t c : name) group = std::min<int64_t>(group * 10 + unicode::decimal_value(c), int64_t{1} << 40);
            return add_group(group, name.size() + 1);
        }
        Value known = dict_get(as<Dict>(p_->names), text);
        if (known.is_null()) return raise_fmt(t_, rt().types.IndexError, "unknown group name {}", repr_utf8(text));
        return add_group(known.int_value(), name.size() + 1);
    }

    Status escape(uint32_t c) {
        size_t start = at_ - 1;
        if (c == 'g') return named_group();
        if (c == '0') {
            uint32_t value = 0;
            for (int i = 0; i < 2 && is_octal(next()); i++) value = value * 8 + (unit(at_++) - '0');
            literal_.push_back(value);
            return {};
        }
        if (c - '0' < 10) {
            int64_t group = c - '0';
            if (next() - '0' < 10) {
                uint32_t second = unit(at_++);
                if (is_octal(c) && is_octal(second) && is_octal(next())) {
                    uint32_t third = unit(at_++);
                    return octal((c - '0') * 64 + (second - '0') * 8 + (third - '0'), start);
                }
                group = group * 10 + (second - '0');
            }
            return add_group(group, at_ - start);
        }
        constexpr std::string_view letters = "abfnrtv\\", meanings = "\a\b\f\n\r\t\v\\";
        size_t known = c < 128 ? letters.find(static_cast<char>(c)) : letters.npos;
        if (known != letters.npos) {
            literal_.push_back(static_cast<uint8_t>(meanings[known]));
            return {};
        }
        if (c < 128 && (c | 32) - 'a' < 26) return fail(fmt::format("bad escape \\{}", static_cast<char>(c)), 2);
        literal_.push_back('\\');
        literal_.push_back(c);
        return {};
    }

    Thread& t_;
    const PatternObject* p_;
    Value text_;
    bool is_text_;
    size_t length_ = 0, at_ = 0;
    std::vector<uint32_t> literal_;
    std::vector<TemplatePart> parts_;
};

} // namespace

Result<std::vector<TemplatePart>> parse_template(Thread& t, const PatternObject* p, Value text) { return TemplateParser(t, p, text).run(); }

} // namespace terrarium::regex
