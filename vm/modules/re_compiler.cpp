// Nodes to instructions, and what a search can know of its matches beforehand.
#include "vm/core/errors.h"
#include "vm/modules/re_program.h"
#include "vm/objects/unicode_props.h"

#include <algorithm>

namespace terrarium::regex {

namespace {

// Which characters may come first, and whether none at all may.
struct First {
    uint64_t low[4] = {};
    bool above = false;
    bool empty = false;
    void add_all() {
        for (uint64_t& word : low) word = ~uint64_t{0};
        above = true;
    }
    void add(const First& other) {
        for (int i = 0; i < 4; i++) low[i] |= other.low[i];
        above = above || other.above;
    }
};

class Compiler {
public:
    Compiler(Thread& t, const Tree& tree) : t_(t), tree_(tree), set_index_(tree.sets.size(), no_limit) {}

    Result<Compiled> run() {
        TRY(emit(tree_.root));
        word(Op::success);
        make_hints();
        return std::move(out_);
    }

private:
    const Node& node(uint32_t index) const { return tree_.nodes[index]; }
    Fold fold_of(const Node& n) const {
        if (!(n.flags & flag_ignorecase)) return Fold::none;
        // (?u:...) inside re.A: the scope's own type counts.
        bool narrow = (n.flags & flag_ascii) || (!(tree_.flags & flag_unicode) && !(n.flags & flag_unicode));
        return narrow ? Fold::ascii : Fold::unicode;
    }
    bool ascii_classes(const Node& n) const {
        if (n.flags & flag_ascii) return true;
        return !(n.flags & flag_unicode) && !(tree_.flags & flag_unicode);
    }

    static bool has_case(Fold how, uint32_t c) {
        if (how == Fold::none) return false;
        if (how == Fold::ascii || c < 128) return (c | 32) - 'a' < 26 && c < 128;
        return unicode::simple_lower(c) != c || unicode::simple_upper(c) != c || fold_unicode(c) != c || c == 0xdf || c == 0x390 || c == 0x3b0 || c == 0xfb06;
    }

    // --- words
    uint32_t here() const { return static_cast<uint32_t>(out_.code.size()); }
    uint32_t word(uint32_t w) {
        out_.code.push_back(w);
        return here() - 1;
    }
    uint32_t word(Op op) { return word(static_cast<uint32_t>(op)); }
    void set_target(uint32_t at) { out_.code[at] = here(); }

    Status emit(uint32_t index) {
        const Node& n = node(index);
        if (out_.code.size() > (1u << 28)) return raise_memory(t_);
        switch (n.kind) {
            case NodeKind::empty: return {};
            case NodeKind::literal: case NodeKind::not_literal: case NodeKind::any: case NodeKind::set: single(n); return {};
            case NodeKind::at:
                word(Op::at);
                word(n.value);
                word(ascii_classes(n));
                return {};
            case NodeKind::sequence:
                for (uint32_t child : n.children) TRY(emit(child));
                return {};
            case NodeKind::branch: return branch(n);
            case NodeKind::repeat: return repeat(n);
            case NodeKind::group:
                if (n.value) word(Op::save), word(2 * n.value);
                TRY(emit(n.children[0]));
                if (n.value) word(Op::save), word(2 * n.value + 1);
                return {};
            case NodeKind::back_reference:
                word(Op::back_reference);
                word(n.value);
                word(static_cast<uint32_t>(fold_of(n)));
                return {};
            case NodeKind::look: return look(n);
            case NodeKind::conditional: {
                word(Op::group_exists);
                word(n.value);
                uint32_t otherwise = word(0u);
                TRY(emit(n.children[0]));
                if (n.children.size() > 1) {
                    word(Op::jump);
                    uint32_t end = word(0u);
                    set_target(otherwise);
                    TRY(emit(n.children[1]));
                    set_target(end);
                } else {
                    set_target(otherwise);
                }
                return {};
            }
            case NodeKind::atomic:
                word(Op::atomic_begin);
                TRY(emit(n.children[0]));
                word(Op::atomic_end);
                return {};
            case NodeKind::failure: word(Op::fail); return {};
        }
        return {};
    }

    bool is_single(const Node& n) const {
        return n.kind == NodeKind::literal || n.kind == NodeKind::not_literal || n.kind == NodeKind::any || n.kind == NodeKind::set;
    }

    void single(const Node& n) {
        Fold how = fold_of(n);
        bool negative = n.kind == NodeKind::not_literal;
        switch (n.kind) {
            case NodeKind::any: word(n.flags & flag_dotall ? Op::any_all : Op::any); return;
            case NodeKind::set:
                word(Op::set);
                word(set_number(n));
                return;
            default:
                if (has_case(how, n.value)) {
                    word(negative ? Op::not_folded : Op::folded);
                    word(fold(how, n.value));
                    word(static_cast<uint32_t>(how));
                } else {
                    word(negative ? Op::not_character : Op::character);
                    word(n.value);
                }
        }
    }

    // Each set of the tree belongs to one node; made when it is first met.
    uint32_t set_number(const Node& n) {
        uint32_t& number = set_index_[n.value];
        if (number == no_limit) number = add_set(tree_.sets[n.value], n);
        return number;
    }

    uint32_t add_set(const SetSpec& spec, const Node& n) {
        CharacterSet set = {};
        set.negate = spec.negate;
        set.categories = spec.categories;
        set.ascii_categories = ascii_classes(n);
        set.fold = fold_of(n);
        std::vector<std::pair<uint32_t, uint32_t>> ranges;
        for (auto [first, last] : spec.ranges) {
            if (set.fold == Fold::none) {
                ranges.push_back({first, last});
                continue;
            }
            for (uint32_t c = first; c <= last; c++) { // runs of characters that fold to neighbours stay one range
                uint32_t folded = fold(set.fold, c);
                if (!ranges.empty() && ranges.back().second + 1 == folded) ranges.back().second = folded;
                else ranges.push_back({folded, folded});
            }
        }
        std::sort(ranges.begin(), ranges.end());
        set.first_range = static_cast<uint32_t>(out_.ranges.size());
        for (auto [first, last] : ranges) {
            if (set.range_count && out_.ranges.back() + 1 >= first) {
                out_.ranges.back() = std::max(out_.ranges.back(), last);
                continue;
            }
            out_.ranges.push_back(first);
            out_.ranges.push_back(last);
            set.range_count++;
        }
        for (uint32_t c = 0; c < 256; c++)
            if (set_contains(set, out_.ranges.data(), c)) set.low[c >> 6] |= uint64_t{1} << (c & 63);
        out_.sets.push_back(set);
        return static_cast<uint32_t>(out_.sets.size() - 1);
    }

    // The one character a node must start with; no_limit when it may be another or none.
    uint32_t leading_character(uint32_t index) const {
        const Node& n = node(index);
        if (n.kind == NodeKind::literal && !has_case(fold_of(n), n.value)) return n.value;
        if (n.kind == NodeKind::sequence || n.kind == NodeKind::group || n.kind == NodeKind::atomic) return leading_character(n.children[0]);
        return no_limit;
    }

    Status branch(const Node& n) {
        std::vector<uint32_t> ends;
        for (size_t i = 0; i < n.children.size(); i++) {
            uint32_t other = 0;
            bool last = i + 1 == n.children.size();
            if (!last) {
                uint32_t c = leading_character(n.children[i]);
                word(c == no_limit ? Op::split : Op::split_on);
                if (c != no_limit) word(c);
                other = word(0u);
            }
            TRY(emit(n.children[i]));
            if (last) break;
            word(Op::jump);
            ends.push_back(word(0u));
            set_target(other);
        }
        for (uint32_t end : ends) set_target(end);
        return {};
    }

    Status repeat(const Node& n) {
        uint32_t body = n.children[0];
        if (n.max == 0) return {};
        if (n.min == 1 && n.max == 1) {
            if (n.repeat != RepeatKind::possessive) return emit(body);
            word(Op::atomic_begin);
            TRY(emit(body));
            word(Op::atomic_end);
            return {};
        }
        if (is_single(node(body))) {
            word(Op::repeat_one);
            word(static_cast<uint32_t>(n.repeat));
            word(n.min);
            word(n.max);
            uint32_t behind = word(0u);
            single(node(body));
            set_target(behind);
            return {};
        }
        bool possessive = n.repeat == RepeatKind::possessive;
        if (possessive) word(Op::atomic_begin);
        if (n.min == 0 && n.max == 1) {
            TRY(optional(body, n.repeat == RepeatKind::lazy));
        } else {
            uint32_t loop = out_.loops++;
            word(Op::loop_begin);
            word(loop);
            uint32_t top = word(Op::loop);
            word(loop);
            word(static_cast<uint32_t>(n.repeat == RepeatKind::lazy ? RepeatKind::lazy : RepeatKind::greedy));
            word(n.min);
            word(n.max);
            uint32_t behind = word(0u);
            TRY(emit(body));
            word(Op::jump);
            word(top);
            set_target(behind);
        }
        if (possessive) word(Op::atomic_end);
        return {};
    }

    Status optional(uint32_t body, bool lazy) {
        if (!lazy) {
            uint32_t c = leading_character(body);
            word(c == no_limit ? Op::split : Op::split_on);
            if (c != no_limit) word(c);
            uint32_t end = word(0u);
            TRY(emit(body));
            set_target(end);
            return {};
        }
        word(Op::split); // first past it, then through it
        uint32_t through = word(0u);
        word(Op::jump);
        uint32_t end = word(0u);
        set_target(through);
        TRY(emit(body));
        set_target(end);
        return {};
    }

    Status look(const Node& n) {
        uint32_t back = 0;
        if (n.behind) {
            auto [low, high] = width_of(tree_, n.children[0]);
            if (low != high || high >= no_limit) return raise_regex(t_, "look-behind requires fixed-width pattern", Value::none(), -1);
            back = static_cast<uint32_t>(low);
        }
        word(n.negative ? Op::not_begin : Op::assert_begin);
        word(back);
        uint32_t behind = word(0u);
        TRY(emit(n.children[0]));
        word(n.negative ? Op::not_end : Op::assert_end);
        set_target(behind);
        return {};
    }

    // --- hints
    First first_of(uint32_t index) {
        const Node& n = node(index);
        First f;
        switch (n.kind) {
            case NodeKind::literal: {
                Fold how = fold_of(n);
                if (!has_case(how, n.value)) {
                    if (n.value < 256) f.low[n.value >> 6] |= uint64_t{1} << (n.value & 63);
                    else f.above = true;
                    return f;
                }
                uint32_t wanted = fold(how, n.value);
                for (uint32_t c = 0; c < 256; c++)
                    if (fold(how, c) == wanted) f.low[c >> 6] |= uint64_t{1} << (c & 63);
                f.above = true;
                return f;
            }
            case NodeKind::set:
                std::copy(out_.sets[set_number(n)].low, out_.sets[set_number(n)].low + 4, f.low);
                f.above = true;
                return f;
            case NodeKind::not_literal: case NodeKind::any: f.add_all(); return f;
            case NodeKind::sequence:
                f.empty = true;
                for (uint32_t child : n.children) {
                    First part = first_of(child);
                    f.add(part);
                    if (!part.empty) {
                        f.empty = false;
                        break;
                    }
                }
                return f;
            case NodeKind::branch:
                for (uint32_t child : n.children) {
                    First part = first_of(child);
                    f.add(part);
                    f.empty = f.empty || part.empty;
                }
                return f;
            case NodeKind::repeat:
                f = first_of(n.children[0]);
                f.empty = f.empty || n.min == 0;
                return f;
            case NodeKind::group: case NodeKind::atomic: return first_of(n.children[0]);
            case NodeKind::empty: case NodeKind::at: case NodeKind::look: f.empty = true; return f;
            case NodeKind::back_reference: case NodeKind::conditional: break;
            case NodeKind::failure: return f;
        }
        f.add_all();
        f.empty = true;
        return f;
    }

    // Appends the literal text a node starts with; true when the node is that text and nothing else.
    bool collect_prefix(uint32_t index) {
        const Node& n = node(index);
        switch (n.kind) {
            case NodeKind::empty: return true;
            case NodeKind::literal:
                if (has_case(fold_of(n), n.value)) return false;
                out_.prefix.push_back(n.value);
                return true;
            case NodeKind::sequence:
                for (uint32_t child : n.children)
                    if (!collect_prefix(child)) return false;
                return true;
            case NodeKind::group: return collect_prefix(n.children[0]);
            case NodeKind::repeat:
                if (n.min > 0) collect_prefix(n.children[0]);
                return false;
            default: return false;
        }
    }

    bool starts_at_beginning(uint32_t index) const {
        const Node& n = node(index);
        if (n.kind == NodeKind::at) return n.value == static_cast<uint32_t>(Place::beginning);
        if (n.kind == NodeKind::sequence || n.kind == NodeKind::group) return starts_at_beginning(n.children[0]);
        return false;
    }

    void make_hints() {
        Hints& h = out_.hints;
        h.min_width = static_cast<uint32_t>(std::min<uint64_t>(width_of(tree_, tree_.root).first, no_limit));
        h.from_beginning = starts_at_beginning(tree_.root);
        collect_prefix(tree_.root);
        h.prefix_length = static_cast<uint32_t>(out_.prefix.size());
        First f = first_of(tree_.root);
        if (f.empty) return;
        h.use_first = true;
        std::copy(f.low, f.low + 4, h.first);
        h.first_above = f.above;
    }

    Thread& t_;
    const Tree& tree_;
    Compiled out_;
    std::vector<uint32_t> set_index_;
};

} // namespace

Result<Compiled> compile_tree(Thread& t, const Tree& tree) { return Compiler(t, tree).run(); }

} // namespace terrarium::regex
