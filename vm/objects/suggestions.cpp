// Finding the name somebody may have meant. The distance is the classic table of edit distances, cut short where it
// cannot win any more. Next: print_traceback.cpp.
#include "vm/objects/suggestions.h"

#include "vm/core/dict.h"
#include "vm/core/native.h"
#include "vm/core/protocol.h"
#include "vm/core/tuple.h"
#include "vm/objects/exceptions.h"
#include "vm/objects/frame.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace terrarium {

namespace {

constexpr size_t most_candidates = 750; // more: too slow, no suggestion
constexpr size_t longest_name = 40;
constexpr size_t edit_cost = 2;
constexpr size_t case_cost = 1;

char lowered(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

size_t letter_cost(char a, char b) {
    if (a == b) return 0;
    return lowered(a) == lowered(b) ? case_cost : edit_cost;
}

// At most `most`, or anything above it.
size_t distance(std::string_view a, std::string_view b, size_t most) {
    while (!a.empty() && !b.empty() && a.front() == b.front()) {
        a.remove_prefix(1);
        b.remove_prefix(1);
    }
    while (!a.empty() && !b.empty() && a.back() == b.back()) {
        a.remove_suffix(1);
        b.remove_suffix(1);
    }
    if (a.empty() || b.empty()) return (a.size() + b.size()) * edit_cost;
    if (a.size() > longest_name || b.size() > longest_name) return most + 1;
    if (b.size() < a.size()) std::swap(a, b);
    if ((b.size() - a.size()) * edit_cost > most) return most + 1;
    size_t row[longest_name];
    for (size_t i = 0; i < a.size(); i++) row[i] = (i + 1) * edit_cost;
    size_t result = 0;
    for (size_t j = 0; j < b.size(); j++) {
        size_t diagonal = j * edit_cost, least = SIZE_MAX;
        result = diagonal;
        for (size_t i = 0; i < a.size(); i++) {
            size_t substituted = diagonal + letter_cost(b[j], a[i]);
            diagonal = row[i];
            result = std::min(substituted, std::min(result, diagonal) + edit_cost);
            row[i] = result;
            least = std::min(least, result);
        }
        if (least > most) return most + 1;
    }
    return result;
}

std::string nearest_of_dict(std::string_view name, Dict* d) {
    std::vector<Value> keys;
    for (size_t i = 0; DictEntry* e = dict_next(d, i);) keys.push_back(e->key);
    return nearest_name(name, keys.data(), keys.size());
}

std::string nearest_attribute(Thread& t, AttributeErrorObject* e) {
    if (!is_exact_str(e->name) || e->obj.is_null()) return {};
    std::string name = to_utf8(e->name);
    Own object = Own::share(e->obj);
    Result<Ref<List>> names = dir_of(t, object);
    if (!names) {
        clear_raised(t);
        return {};
    }
    return nearest_name(name, names.get()->items, names.get()->length);
}

std::string nearest_variable(NameErrorObject* e) {
    if (!is_exact_str(e->name) || !has_shape(e->traceback, shapes::traceback)) return {};
    std::string name = to_utf8(e->name);
    auto at = as<Traceback>(e->traceback);
    while (has_shape(at->next, shapes::traceback)) at = as<Traceback>(at->next);
    Tuple* locals = at->frame->code->var_names;
    std::string found = nearest_name(name, locals->items(), locals->length);
    if (found.empty()) found = nearest_of_dict(name, at->frame->function->globals);
    if (found.empty()) found = nearest_of_dict(name, at->frame->function->builtins);
    return found;
}

} // namespace

Result<Ref<List>> dir_of(Thread& t, Value object) {
    Own method = TRY(lookup_special(t, object, rt().names.dunder_dir));
    if (method.is_exhausted()) return raise_type(t, "object does not provide __dir__");
    Own names = TRY(call(t, method));
    Ref<List> list = TRY(list_from_iterable(t, names));
    TRY(list_sort(t, list, Value::none(), false));
    return list;
}

std::string nearest_name(std::string_view name, const Value* names, size_t count) {
    if (count >= most_candidates) return {};
    std::string best;
    size_t best_distance = SIZE_MAX;
    for (size_t i = 0; i < count; i++) {
        if (!is_str(names[i])) return {};
        std::string candidate = to_utf8(names[i]);
        if (candidate == name) continue;
        size_t most = std::min((name.size() + candidate.size() + 3) * edit_cost / 6, best_distance - 1);
        size_t d = distance(name, candidate, most);
        if (d > most) continue;
        best = std::move(candidate);
        best_distance = d;
    }
    return best;
}

std::string suggestion_for(Thread& t, Value exception) {
    std::string found;
    if (type_of(exception) == rt().types.AttributeError) found = nearest_attribute(t, as<AttributeErrorObject>(exception));
    else if (type_of(exception) == rt().types.NameError) found = nearest_variable(as<NameErrorObject>(exception));
    return found.empty() ? found : ". Did you mean: '" + found + "'?";
}

} // namespace terrarium
