// Characters of regular expressions: which match each other when case is ignored, categories, sets.
#include "vm/modules/re_program.h"
#include "vm/objects/unicode_props.h"

namespace terrarium::regex {

// Two characters match when their upper cases are equal. The one-to-one mappings say so for all but three pairs, whose
// upper case is longer than one character.
uint32_t fold_unicode(uint32_t c) {
    if (c < 128) return fold_ascii(c);
    switch (c) {
        case 0x1fd3: return 0x390;
        case 0x1fe3: return 0x3b0;
        case 0xfb05: return 0xfb06;
    }
    return unicode::simple_lower(unicode::simple_upper(unicode::simple_lower(c)));
}

bool in_category(Category category, bool ascii, uint32_t c) {
    bool in;
    switch (category) {
        case Category::digit: case Category::not_digit: in = c < 128 || !ascii ? (c < 128 ? c - '0' < 10 : unicode::is_decimal(c)) : false; break;
        case Category::space: case Category::not_space:
            in = ascii ? c == ' ' || (c >= 9 && c <= 13) : unicode::is_space(c);
            break;
        default:
            in = c == '_' || (c < 128 ? c - '0' < 10 || (c | 32) - 'a' < 26 : !ascii && unicode::is_alnum(c));
            break;
    }
    return in != (category == Category::not_digit || category == Category::not_space || category == Category::not_word);
}

bool set_contains(const CharacterSet& set, const uint32_t* ranges, uint32_t c) {
    const uint32_t* first = ranges + set.first_range;
    uint32_t folded = fold(set.fold, c);
    // Ranges of a set that ignores case hold folded characters.
    uint32_t low = 0, high = set.range_count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (first[2 * middle + 1] < folded) low = middle + 1;
        else high = middle;
    }
    bool in = low < set.range_count && first[2 * low] <= folded;
    for (unsigned i = 0; !in && i < 6; i++)
        if (set.categories >> i & 1) in = in_category(static_cast<Category>(i), set.ascii_categories, set.fold == Fold::unicode ? unicode::simple_lower(c) : folded);
    return in != set.negate;
}

} // namespace terrarium::regex
