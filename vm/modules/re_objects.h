// Pattern, Match and scanner objects, and what their files share. Faces: re_pattern.cpp, re_match.cpp; functions of the
// module: re_module.cpp.
#pragma once

#include "vm/modules/re_program.h"
#include "vm/modules/text_types.h"
#include "vm/objects/buffer.h"
#include "vm/objects/containers.h"

namespace terrarium::regex {

struct PatternObject : Object {
    Value pattern;    // owned; str or bytes
    Value names;      // owned; dict: name -> group
    Value group_names; // owned; tuple: group -> name or None
    void* block;      // raw block the program's arrays lie in
    uint64_t block_bytes;
    uint32_t flags;
    bool is_text;     // for str; else for bytes
    Program program;
};

//   | Object header | fields | marks: start and end of each group, group 0 first |
struct MatchObject : Object {
    Value pattern; // owned PatternObject
    Value string;  // owned; what was searched
    int64_t pos, endpos, last_group;
    uint64_t mark_count;
    int64_t* marks() { return reinterpret_cast<int64_t*>(this + 1); }
    const int64_t* marks() const { return reinterpret_cast<const int64_t*>(this + 1); }
};

struct ScannerObject : Object {
    Value pattern; // owned
    Value string;  // owned
    int64_t at, endpos; // at -1: done
    bool not_empty;     // the last match was empty and ended at `at`
};

// A text that is searched: units of a str, or a locked buffer.
struct Subject {
    Value string = Value::null();
    Text text = {nullptr, 1, 0};
    Buffer buffer;
    bool is_text = false;
    bool same_kind = true; // exactly str or bytes
};
Result<Subject> open_subject(Thread& t, Value string);
// The same, and the pattern must be of that kind.
Result<Subject> open_subject(Thread& t, const PatternObject* pattern, Value string);
Result<Own> subject_slice(Thread& t, const Subject& s, int64_t start, int64_t stop);

// re.compile(pattern, flags) through the cache.
Result<Ref<PatternObject>> compile_cached(Thread& t, Value pattern, Value flags_or_null);
Result<Own> make_match(Thread& t, const PatternObject* pattern, Value string, const Match& match, int64_t pos, int64_t endpos);
inline PatternObject* pattern_of(Value v) { return as<PatternObject>(v); }

// What the functions of the module and the methods of Pattern have in common.
Result<Own> pattern_run(Thread& t, PatternObject* p, Value string, Value pos, Value endpos, Mode mode);
Result<Own> pattern_findall(Thread& t, PatternObject* p, Value string, Value pos, Value endpos);
Result<Own> pattern_finditer(Thread& t, PatternObject* p, Value string, Value pos, Value endpos);
Result<Own> pattern_split(Thread& t, PatternObject* p, Value string, Value maxsplit);
Result<Own> pattern_sub(Thread& t, PatternObject* p, Value replacement, Value string, Value count, bool with_count);

// Replacement templates: literal text with group references between.
struct TemplatePart {
    Own literal;    // str or bytes, or null
    int64_t group;  // -1: none behind the literal
};
Result<std::vector<TemplatePart>> parse_template(Thread& t, const PatternObject* p, Value text);
Result<Own> match_group(Thread& t, const MatchObject* m, const Subject& s, int64_t group, Value if_missing);
// The template filled in with the groups of marks.
Result<Own> join_pieces(Thread& t, bool is_text, List* pieces);

extern const TypeSpec spec_pattern, spec_match, spec_scanner;

} // namespace terrarium::regex
