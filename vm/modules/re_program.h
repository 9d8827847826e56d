// The inside of `re`: flags, instructions, and what a compiled pattern is. A pattern is parsed into nodes (re_parser),
// compiled into words (re_compiler) and run by a backtracking machine with a stack of its own (re_engine).
// Source: Python's library reference, "re".
#pragma once

#include "vm/core/str.h"

#include <cstdint>
#include <string>
#include <vector>

namespace terrarium::regex {

enum Flag : uint32_t {
    flag_template = 1, flag_ignorecase = 2, flag_locale = 4, flag_multiline = 8, flag_dotall = 16, flag_unicode = 32,
    flag_verbose = 64, flag_debug = 128, flag_ascii = 256,
};
inline constexpr uint32_t type_flags = flag_locale | flag_unicode | flag_ascii;
inline constexpr uint32_t no_limit = UINT32_MAX; // of a repeat: any number of times

// How case is ignored: not at all, by Unicode's simple mappings, in ASCII only (bytes, re.A).
enum class Fold : uint8_t { none, unicode, ascii };

uint32_t fold_unicode(uint32_t c); // equal for characters that match each other
inline uint32_t fold_ascii(uint32_t c) { return c - 'A' < 26 ? c + 32 : c; }
inline uint32_t fold(Fold how, uint32_t c) {
    return how == Fold::none ? c : how == Fold::ascii ? fold_ascii(c) : fold_unicode(c);
}

enum class Place : uint8_t { beginning, beginning_line, end, end_line, end_string, boundary, non_boundary };
enum class Category : uint8_t { digit, not_digit, space, not_space, word, not_word };
bool in_category(Category category, bool ascii, uint32_t c);

// Instructions and their operands, each one word.
enum class Op : uint32_t {
    fail,            //
    success,         //
    character,       // c
    folded,          // c folded, Fold
    not_character,   // c
    not_folded,      // c folded, Fold
    any,             // any but a newline
    any_all,         //
    set,             // index of the set
    at,              // Place, 1 when \w is ASCII
    save,            // number of the mark: 2 * group, + 1 for its end
    jump,            // target
    split,           // target of the other way
    split_on,        // c, target: straight to the target when the next character is not c
    repeat_one,      // RepeatKind, min, max, target behind; then one single-character instruction
    loop_begin,      // loop
    loop,            // loop, RepeatKind, min, max, target behind; then the body, which jumps back here
    back_reference,  // group, Fold
    assert_begin,    // characters to step back, target behind
    assert_end,      //
    not_begin,       // characters to step back, target behind
    not_end,         //
    atomic_begin,    //
    atomic_end,      //
    group_exists,    // group, target when it does not
};
enum class RepeatKind : uint32_t { greedy, lazy, possessive };

// A set of characters, ready for matching: below 256 one bit, above ranges and categories.
struct CharacterSet {
    uint64_t low[4];
    uint32_t first_range, range_count; // in Program::ranges
    uint8_t categories;                // bit per Category
    bool negate, ascii_categories;
    Fold fold;
};

// What a search can know beforehand.
struct Hints {
    uint64_t first[4];      // characters below 256 a match may start with
    bool first_above;       // may start with one from 256 on
    bool use_first;         // else anything, or nothing at all
    bool from_beginning;    // only at the very beginning
    uint32_t prefix_length; // literal text every match starts with, at Program::prefix
    uint32_t min_width;
};

// A compiled pattern; plain memory that lies in one raw block of the Pattern object.
struct Program {
    const uint32_t* code;
    const CharacterSet* sets;
    const uint32_t* ranges; // pairs first, last, ascending in each set
    const uint32_t* prefix;
    uint32_t code_length, set_count, range_words;
    uint32_t groups; // without group 0
    uint32_t loops;
    Hints hints;
};

// --- nodes

enum class NodeKind : uint8_t {
    empty, literal, not_literal, any, set, at, sequence, branch, repeat, group, back_reference, look, conditional, atomic, failure,
};

struct SetSpec {
    bool negate = false;
    std::vector<std::pair<uint32_t, uint32_t>> ranges; // as written
    uint8_t categories = 0;
};

struct Node {
    NodeKind kind = NodeKind::empty;
    uint32_t flags = 0;  // in force where it stands
    uint32_t value = 0;  // literal, set number, Place, group (0: not captured)
    uint32_t min = 0, max = 0;
    RepeatKind repeat = RepeatKind::greedy;
    bool behind = false, negative = false; // look
    bool plain = false;  // group written without flags: (?:...)
    std::vector<uint32_t> children;
};

struct Tree {
    std::vector<Node> nodes;
    std::vector<SetSpec> sets;
    uint32_t root = 0;
    uint32_t flags = 0;
    uint32_t groups = 1; // with group 0
    std::vector<std::pair<std::u32string, uint32_t>> names;
    std::vector<std::pair<uint64_t, uint64_t>> group_widths; // least and most characters, once the group is closed
};

// Least and most characters a node matches; most is capped at no_limit.
std::pair<uint64_t, uint64_t> width_of(const Tree& tree, uint32_t node);

// The parts of a Program while it is made.
struct Compiled {
    std::vector<uint32_t> code, ranges, prefix;
    std::vector<CharacterSet> sets;
    uint32_t loops = 0;
    Hints hints = {};
};

// Pattern text: points of a str, or bytes. Raises re.error.
Result<Tree> parse_pattern(Thread& t, Value pattern, uint32_t flags);
Result<Compiled> compile_tree(Thread& t, const Tree& tree);
// re.error(message, pattern, position); position -1: none.
Error raise_regex(Thread& t, const std::string& message, Value pattern, int64_t position);

bool set_contains(const CharacterSet& set, const uint32_t* ranges, uint32_t c); // any character

// --- matching

struct Match { // marks: start and end of each group, -1 when it did not take part
    std::vector<int64_t> marks;
    int64_t last_group = 0; // the group closed last; 0: none
};

enum class Mode : uint8_t { search, match, fullmatch };

// A text to match in: units of 1, 2 or 4 bytes.
struct Text {
    const void* units;
    uint8_t unit;
    int64_t length;
};

struct Attempt {
    Text text;
    int64_t from, to;          // pos and endpos
    Mode mode;
    bool not_empty_at_from = false; // a match must not be empty where the search begins
};
// True: found, `out` filled. May take long: looks at safepoints, so Python code may run in between.
Result<bool> run_pattern(Thread& t, const Program& program, const Attempt& attempt, Match& out);

} // namespace terrarium::regex
