// Writing exceptions out. One Printer writes one exception with all it is chained to; margins and depths are those of
// exception groups (PEP 654). Invariant: nothing in here leaves an exception raised. Next: anchors.cpp, suggestions.cpp.
#include "vm/objects/print_traceback.h"

#include "support/files.h"
#include "support/source.h"
#include "support/text.h"
#include "support/utf8.h"
#include "vm/core/dict.h"
#include "vm/core/integer.h"
#include "vm/core/list.h"
#include "vm/core/protocol.h"
#include "vm/core/tuple.h"
#include "vm/objects/anchors.h"
#include "vm/objects/exceptions.h"
#include "vm/objects/frame.h"
#include "vm/objects/suggestions.h"

#include <algorithm>
#include <cstdio>
#include <optional>
#include <unistd.h>
#include <unordered_set>
#include <vector>

namespace terrarium {

namespace {

constexpr int most_group_width = 15;
constexpr int most_group_depth = 10;
constexpr int64_t most_entries = 1000;
constexpr uint32_t most_repeats = 3;

bool is_traceback(Value v) { return has_shape(v, shapes::traceback); }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\f'; }

class Printer {
public:
    Printer(Thread& t, Suggest suggest) : thread_(t), suggest_(suggest) {}
    std::string take() { return std::move(out_); }

    // The exception after those it came from.
    void chain(Value exception) {
        struct Link {
            Value exception;
            const char* message; // how it led to the one before it in `links`
        };
        std::vector<Link> links{{exception, nullptr}};
        for (;;) {
            seen_.insert(links.back().exception.bits);
            held_.push_back(Own::share(links.back().exception));
            auto e = as<BaseException>(links.back().exception);
            Link next{};
            if (is_exception(e->cause))
                next = {e->cause, "The above exception was the direct cause of the following exception:\n"};
            else if (is_exception(e->context) && !e->suppress_context)
                next = {e->context, "During handling of the above exception, another exception occurred:\n"};
            else
                break;
            if (seen_.count(next.exception.bits)) break;
            links.push_back(next);
        }
        bool need_close = need_close_;
        for (size_t i = links.size(); i-- > 0;) {
            need_close_ = need_close;
            one(links[i].exception);
            if (i == 0) break;
            margin();
            out_ += '\n';
            margin();
            out_ += links[i].message;
            margin();
            out_ += '\n';
        }
    }

    void entries(Value traceback);

private:
    void margin(const char* mark = "| ") {
        if (depth_ == 0) return;
        out_.append(static_cast<size_t>(2 * depth_), ' ');
        out_ += mark;
    }
    void one(Value exception);
    void plain(Value exception);
    void group(Value exception);
    void head(Value exception);
    bool syntax_place(Value exception, std::string* message);
    void error_text(std::string text, int64_t offset, int64_t end_offset);
    void message(Value exception, const std::string* instead);
    void notes(Value exception);
    void entry(Traceback* tb);
    void repeated(uint32_t count);
    void source_line(Traceback* tb);
    void marks(std::string_view line, size_t indent, const CodePosition& p);
    std::string_view line_of_file(Str* filename, int64_t line);
    std::string text_or(Result<Ref<Str>> text, const char* instead);

    struct Source {
        std::string name;
        std::optional<SourceText> text;
    };
    Thread& thread_;
    Suggest suggest_;
    std::string out_;
    std::unordered_set<uint64_t> seen_;
    std::vector<Own> held_; // all of them: a __str__ may cut the chain
    std::vector<Source> sources_;
    int depth_ = 0; // of groups
    bool need_close_ = false;
};

std::string Printer::text_or(Result<Ref<Str>> text, const char* instead) {
    if (text) return to_utf8(text.get());
    clear_raised(thread_);
    return instead;
}

void Printer::one(Value exception) {
    if (is_instance_of(exception, rt().types.BaseExceptionGroup)) group(exception);
    else plain(exception);
}

void Printer::plain(Value exception) {
    head(exception);
    std::string text;
    bool placed = syntax_place(exception, &text);
    message(exception, placed ? &text : nullptr);
    notes(exception);
}

void Printer::group(Value exception) {
    if (depth_ > most_group_depth) {
        margin();
        out_ += "... (max_group_depth is " + std::to_string(most_group_depth) + ")\n";
        return;
    }
    bool top = depth_ == 0;
    if (top) depth_ = 1;
    plain(exception);
    Ref<Tuple> all = Ref<Tuple>::share(as<Tuple>(as<ExceptionGroupObject>(exception)->exceptions));
    int count = static_cast<int>(std::min<uint64_t>(all->length, most_group_width + 1));
    need_close_ = false;
    for (int i = 0; i < count; i++) {
        bool last = i == count - 1, cut = i >= most_group_width;
        if (last) need_close_ = true; // an inner group that comes last draws the line for all
        out_.append(static_cast<size_t>(2 * depth_), ' ');
        out_ += i == 0 ? "+-" : "  ";
        out_ += "+---------------- " + (cut ? std::string("...") : std::to_string(i + 1)) + " ----------------\n";
        depth_++;
        if (cut) {
            uint64_t more = all->length - most_group_width;
            margin();
            out_ += "and " + std::to_string(more) + " more exception" + (more > 1 ? "s\n" : "\n");
        } else {
            chain((*all)[static_cast<size_t>(i)]);
        }
        if (last && need_close_) {
            out_.append(static_cast<size_t>(2 * depth_), ' ');
            out_ += "+------------------------------------\n";
            need_close_ = false;
        }
        depth_--;
    }
    if (top) depth_ = 0;
}

// --- traceback

void Printer::head(Value exception) {
    Own tb = Own::share(as<BaseException>(exception)->traceback); // another thread may give the exception another one
    if (!is_traceback(tb)) return;
    bool of_group = is_instance_of(exception, rt().types.BaseExceptionGroup);
    size_t before = out_.size();
    margin(of_group && depth_ == 1 ? "+ " : "| ");
    out_ += of_group ? "Exception Group Traceback (most recent call last):\n" : "Traceback (most recent call last):\n";
    size_t after = out_.size();
    entries(tb);
    if (out_.size() == after) out_.resize(before); // sys.tracebacklimit = 0
}

void Printer::entries(Value traceback) {
    int64_t limit = most_entries;
    if (rt().sys) {
        Ref<Str> name = intern("tracebacklimit");
        Value v = dict_get(rt().sys->dict, name);
        if (v.is_int()) limit = v.int_value();
    }
    if (limit <= 0) return;
    int64_t count = 0;
    for (Value at = traceback; is_traceback(at); at = as<Traceback>(at)->next) count++;
    Traceback* last = nullptr;
    uint32_t repeats = 0;
    for (Value at = traceback; is_traceback(at); at = as<Traceback>(at)->next) {
        if (count-- > limit) continue;
        auto tb = as<Traceback>(at);
        Code *code = tb->frame->code, *last_code = last ? last->frame->code : nullptr;
        bool same = last && tb->line == last->line && str_equal(code->filename, last_code->filename) &&
                    str_equal(code->name, last_code->name) && tb->elided == 0 && last->elided == 0;
        if (!same) {
            repeated(repeats);
            repeats = 0;
        }
        last = tb;
        if (++repeats <= most_repeats) entry(tb);
    }
    repeated(repeats);
}

void Printer::repeated(uint32_t count) {
    if (count <= most_repeats) return;
    count -= most_repeats;
    margin();
    out_ += "  [Previous line repeated " + std::to_string(count) + " more time" + (count > 1 ? "s]\n" : "]\n");
}

void Printer::entry(Traceback* tb) {
    Code* code = tb->frame->code;
    margin();
    out_ += "  File \"" + to_utf8(code->filename) + "\", line " + std::to_string(tb->line) + ", in " + to_utf8(code->name) + "\n";
    source_line(tb);
    if (tb->elided == 0) return;
    margin();
    out_ += "  [" + grouped(tb->elided) + " tail call" + (tb->elided == 1 ? "" : "s") + " elided";
    if (is_tuple(tb->elided_names)) { // name, line, name, line, ...
        Tuple* names = as<Tuple>(tb->elided_names);
        for (uint64_t i = 0; i + 1 < names->length; i += 2) {
            out_ += i ? ", " : ": ";
            out_ += to_utf8((*names)[i]) + " line " + std::to_string((*names)[i + 1].int_value());
        }
    }
    out_ += "]\n";
}

std::string_view Printer::line_of_file(Str* filename, int64_t line) {
    if (line < 1) return {};
    std::string name = to_utf8(filename);
    for (Source& s : sources_)
        if (s.name == name) return s.text && line <= s.text->line_count() ? s.text->line(static_cast<uint32_t>(line)) : std::string_view();
    Source s{name, std::nullopt};
    std::string bytes;
    if (find_kept_source(name, &bytes) || read_file(name, &bytes) == 0) {
        s.text = SourceText::from_bytes(bytes, name);
        if (s.text->error()) s.text.reset();
    }
    sources_.push_back(std::move(s));
    return line_of_file(filename, line);
}

void Printer::source_line(Traceback* tb) {
    Code* code = tb->frame->code;
    std::string_view line = line_of_file(code->filename, tb->line);
    if (line.empty()) return;
    if (line.back() == '\n') line.remove_suffix(1);
    size_t indent = 0;
    while (indent < line.size() && is_blank(line[indent])) indent++;
    margin();
    out_ += "    ";
    out_ += line.substr(indent);
    out_ += '\n';
    if (tb->index >= code->count) return;
    const CodePosition& p = code->positions[tb->index];
    if (p.line < 0 || p.end_line < 0 || p.col < 0 || p.end_col < 0) return;
    marks(line, indent, p);
}

// The line of ~ and ^ under a source line; none when it would mark all of it. Columns of p are bytes.
void Printer::marks(std::string_view line, size_t indent, const CodePosition& p) {
    size_t start = std::min<size_t>(static_cast<size_t>(p.col), line.size());
    size_t end = std::min<size_t>(static_cast<size_t>(p.end_col), line.size());
    Anchors anchors;
    if (p.line == p.end_line) {
        if (end > start) anchors = find_anchors(line.substr(start, end - start));
    } else { // goes on below: marked up to the end of this line
        end = line.size();
        while (end > 0 && (is_blank(line[end - 1]) || line[end - 1] == '\r')) end--;
    }
    auto column = [&](size_t byte) { return count_utf8(line.substr(0, byte)); };
    size_t first = column(start), past = column(end), offset = column(indent);
    if (past - first == column(line.size()) - offset && !anchors.found) return;
    size_t left = column(start + anchors.left), right = column(start + anchors.right);
    margin();
    out_ += "    ";
    for (size_t i = offset; i < past; i++) {
        if (i < first) out_ += ' ';
        else if (!anchors.found) out_ += '^';
        else out_ += i >= left && i < right ? '^' : '~';
    }
    out_ += '\n';
}

// --- what went wrong

// A SyntaxError's place; false when it has none that can be shown. *message is its msg.
bool Printer::syntax_place(Value exception, std::string* message) {
    if (!is_instance_of(exception, rt().types.SyntaxError)) return false;
    auto e = as<SyntaxErrorObject>(exception);
    int64_t line, offset = -1, end_line, end_offset = -1;
    auto number = [](Value v, int64_t missing, int64_t* out) {
        *out = missing;
        return v.is_null() || v.is_none() || (is_int(v) && int_fits_int64(v, out));
    };
    if (!is_int(e->lineno) || !int_fits_int64(e->lineno, &line) || !number(e->offset, -1, &offset) ||
        !number(e->end_lineno, line, &end_line) || !number(e->end_offset, -1, &end_offset))
        return false;
    Value file = e->filename;
    std::string name = file.is_null() || file.is_none() ? "<string>" : text_or(to_str(thread_, file), "<string>");
    margin();
    out_ += "  File \"" + name + "\", line " + std::to_string(line) + "\n";
    if (is_str(e->text)) {
        std::string text = to_utf8(e->text);
        if (type_of(exception) != rt().types.SyntaxError) end_offset = -1; // CPython marks one place only
        else if (end_line > line) end_offset = static_cast<int64_t>(count_utf8(text));
        error_text(text, offset, end_offset);
    }
    *message = text_or(to_str(thread_, e->msg.is_null() ? Value::none() : e->msg), "<exception str() failed>");
    return true;
}

// The line and the carets under it; offsets are characters, from 1, 0 or less for unknown.
void Printer::error_text(std::string text, int64_t offset, int64_t end_offset) {
    end_offset = std::min(end_offset, static_cast<int64_t>(count_utf8(text)) + 1) - 1;
    if (!text.empty() && text.back() == '\n') text.pop_back();
    offset = std::min(offset, static_cast<int64_t>(count_utf8(text)) + 1) - 1;
    int64_t carets = end_offset > 0 && end_offset > offset ? end_offset - offset : 1;
    size_t from = 0;
    if (offset >= 0) { // of several lines the one with the place comes first
        for (size_t nl; (nl = text.find('\n', from)) != std::string::npos;) {
            int64_t characters = static_cast<int64_t>(count_utf8(std::string_view(text).substr(from, nl + 1 - from)));
            if (characters > offset) break;
            offset -= characters;
            from = nl + 1;
        }
    }
    while (from < text.size() && is_blank(text[from])) {
        from++;
        offset--;
    }
    margin();
    out_ += "    " + text.substr(from) + "\n";
    if (offset < 0) return;
    margin();
    out_ += "    ";
    out_.append(static_cast<size_t>(offset), ' ');
    out_.append(static_cast<size_t>(carets), '^');
    out_ += '\n';
}

void Printer::message(Value exception, const std::string* instead) {
    Type* type = type_of(exception);
    margin();
    Result<Own> module = get_attr(thread_, Value::object(type), rt().names.dunder_module);
    if (!module || !is_str(module.get())) {
        if (!module) clear_raised(thread_);
        out_ += "<unknown>.";
    } else {
        std::string name = to_utf8(module.get());
        if (name != "builtins" && name != "__main__") out_ += name + ".";
    }
    out_ += to_utf8(type->qualname);
    std::string text = instead ? *instead : text_or(to_str(thread_, exception), "<exception str() failed>");
    if (!text.empty()) out_ += ": " + text;
    if (suggest_ == Suggest::yes) out_ += suggestion_for(thread_, exception);
    out_ += '\n';
}

void Printer::notes(Value exception) {
    Result<Own> found = get_attr_or_missing(thread_, exception, rt().names.dunder_notes);
    if (!found) return clear_raised(thread_);
    Own notes = found.take();
    if (notes.is_exhausted()) return;
    if (!is_list(notes) && !is_tuple(notes) && (is_dict(notes) || !type_of(notes)->slots.get_item)) {
        margin();
        out_ += text_or(repr(thread_, notes), "<__notes__ repr() failed>");
        return;
    }
    Status all = for_each(thread_, notes, [&](Value note) -> Result<bool> {
        std::string text = text_or(to_str(thread_, note), "<note str() failed>");
        for (size_t from = 0; from < text.size();) {
            size_t end = text.find('\n', from);
            size_t next = end == std::string::npos ? text.size() : end + 1;
            margin();
            out_ += text.substr(from, next - from);
            from = next;
        }
        out_ += '\n';
        return true;
    });
    if (!all) clear_raised(thread_);
}

// Runs f while whatever is raised waits.
template <class F>
std::string printed(Thread& t, F&& f, Suggest suggest = Suggest::yes) {
    Own raised = has_raised(t) ? take_raised(t) : Own();
    Printer printer(t, suggest);
    f(printer);
    if (!raised.is_null()) set_raised(t, std::move(raised));
    return printer.take();
}

} // namespace

Result<std::string> format_exception(Thread& t, Value exception, Suggest suggest) {
    if (!is_exception(exception))
        return "TypeError: print_exception(): Exception expected for value, " + type_name(exception) + " found\n";
    Own held = Own::share(exception);
    return printed(t, [&](Printer& p) { p.chain(held); }, suggest);
}

Result<std::string> format_traceback(Thread& t, Value traceback) {
    Own held = Own::share(traceback);
    return printed(t, [&](Printer& p) { p.entries(held); });
}

namespace {
SourceFinder source_finder = nullptr;
}

void set_source_finder(SourceFinder finder) { source_finder = finder; }
bool find_kept_source(std::string_view name, std::string* text) { return source_finder && source_finder(name, text); }

void print_exception(Thread& t, Value exception) {
    Result<std::string> text = format_exception(t, exception);
    Value file = rt().sys ? dict_get(rt().sys->dict, rt().names.n_stderr) : Value::null();
    if (file.is_none()) return;
    if (!file.is_null()) {
        Own held = Own::share(file);
        Result<Ref<Str>> s = make_str(t, text.get());
        if (s && call_method(t, held, rt().names.n_write, s.get() ? Value::object(s.get()) : Value::none())) {
            if (!call_method(t, held, rt().names.n_flush)) clear_raised(t);
            return;
        }
        clear_raised(t);
    }
    const std::string& bytes = text.get();
    for (size_t at = 0; at < bytes.size();) {
        ssize_t n = write(2, bytes.data() + at, bytes.size() - at);
        if (n <= 0) return;
        at += static_cast<size_t>(n);
    }
}

} // namespace terrarium
