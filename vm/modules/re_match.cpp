// The type re.Match.
#include "vm/core/integer.h"
#include "vm/core/protocol.h"
#include "vm/modules/re_objects.h"
#include "vm/objects/bytes.h"

namespace terrarium::regex {

namespace {

void trace(Object* o, Visitor& visitor) {
    trace_edge(visitor, static_cast<MatchObject*>(o)->pattern, "re");
    trace_edge(visitor, static_cast<MatchObject*>(o)->string, "string");
}
void destroy(Object* o) {
    drop_field(static_cast<MatchObject*>(o)->pattern);
    drop_field(static_cast<MatchObject*>(o)->string);
}
size_t size(const Object* o) { return sizeof(MatchObject) + static_cast<const MatchObject*>(o)->mark_count * sizeof(int64_t); }
const Lifecycle life = {trace, destroy, nullptr, size, nullptr, "Match"};

MatchObject* self_of(Value v) { return as<MatchObject>(v); }

// A group's number by number or name; IndexError "no such group".
Result<int64_t> group_number(Thread& t, const MatchObject* m, Value key) {
    int64_t group = -1;
    if (is_int(key) || type_of(key)->slots.index) {
        Own index = TRY(to_index(t, key));
        if (!int_fits_int64(index, &group)) group = -1;
    } else if (is_str(key)) {
        Value found = dict_get(as<Dict>(pattern_of(m->pattern)->names), as<Str>(key));
        if (!found.is_null()) group = found.int_value();
    }
    if (group < 0 || group >= static_cast<int64_t>(m->mark_count / 2)) return raise_text(t, rt().types.IndexError, "no such group");
    return group;
}

Result<Own> one_group(Thread& t, const MatchObject* m, Value key) {
    int64_t group = TRY(group_number(t, m, key));
    Subject s = TRY(open_subject(t, m->string));
    return match_group(t, m, s, group, Value::none());
}

Result<Own> group(Thread& t, const Value* a) {
    const MatchObject* m = self_of(a[0]);
    const Tuple* keys = as<Tuple>(a[1]);
    if (keys->length == 0) return one_group(t, m, Value::small_int(0));
    if (keys->length == 1) return one_group(t, m, (*keys)[0]);
    Ref<Tuple> result = TRY(new_tuple(t, keys->length));
    for (size_t i = 0; i < keys->length; i++) result->items()[i] = TRY(one_group(t, m, (*keys)[i])).take();
    return result;
}

Result<Own> groups(Thread& t, const Value* a) {
    const MatchObject* m = self_of(a[0]);
    Subject s = TRY(open_subject(t, m->string));
    size_t count = m->mark_count / 2 - 1;
    Ref<Tuple> result = TRY(new_tuple(t, count));
    for (size_t i = 0; i < count; i++)
        result->items()[i] = TRY(match_group(t, m, s, static_cast<int64_t>(i) + 1, a[1].is_null() ? Value::none() : a[1])).take();
    return result;
}

Result<Own> groupdict(Thread& t, const Value* a) {
    const MatchObject* m = self_of(a[0]);
    Subject s = TRY(open_subject(t, m->string));
    Ref<Dict> result = make_dict();
    Dict* names = as<Dict>(pattern_of(m->pattern)->names);
    for (size_t i = 0; DictEntry* e = dict_next(names, i);) {
        Own value = TRY(match_group(t, m, s, e->value.int_value(), a[1].is_null() ? Value::none() : a[1]));
        TRY(dict_set(t, result, e->key, value));
    }
    return result;
}

Result<const int64_t*> marks_of(Thread& t, const Value* a) {
    int64_t group = a[1].is_null() ? 0 : TRY(group_number(t, self_of(a[0]), a[1]));
    return static_cast<const int64_t*>(self_of(a[0])->marks() + 2 * group);
}

Result<Own> start(Thread& t, const Value* a) { return Own::small_int(TRY(marks_of(t, a))[0]); }
Result<Own> end(Thread& t, const Value* a) { return Own::small_int(TRY(marks_of(t, a))[1]); }
Own pair_of(const int64_t* marks) { return tuple_of(Value::small_int(marks[0]), Value::small_int(marks[1])); }
Result<Own> span(Thread& t, const Value* a) { return pair_of(TRY(marks_of(t, a))); }

Result<Own> expand(Thread& t, const Value* a) {
    const MatchObject* m = self_of(a[0]);
    const PatternObject* p = pattern_of(m->pattern);
    if (!is_str(a[1]) && !is_bytes(a[1])) return raise_type(t, "decoding to str: need a bytes-like object, {} found", type_name(a[1]));
    std::vector<TemplatePart> parts = TRY(parse_template(t, p, a[1]));
    Subject s = TRY(open_subject(t, m->string));
    Ref<List> pieces = make_list();
    for (TemplatePart& part : parts) {
        if (!part.literal.is_null()) TRY(list_append(t, pieces, std::move(part.literal)));
        if (part.group < 0) continue;
        Own text = TRY(match_group(t, m, s, part.group, Value::none()));
        if (!text.is_none()) TRY(list_append(t, pieces, std::move(text)));
    }
    return join_pieces(t, is_str(a[1]), pieces);
}

Result<Own> same(Thread&, const Value* a) { return Own::share(a[0]); }

Result<Own> get_item_slot(Thread& t, Value self, Value key) { return one_group(t, self_of(self), key); }

Result<Own> repr_slot(Thread& t, Value self) {
    const MatchObject* m = self_of(self);
    Own text = TRY(one_group(t, m, Value::small_int(0)));
    std::string shown = TRY(repr_text(t, text));
    Ref<Str> cut = TRY(make_str(t, shown));
    if (cut->length > 50) cut = TRY(str_slice(t, cut, 0, 50));
    return make_str(t, fmt::format("<re.Match object; span=({}, {}), match={}>", m->marks()[0], m->marks()[1], to_utf8(cut.get())));
}

void fill(Slots& s) {
    s.repr = repr_slot;
    s.get_item = get_item_slot;
}

const NativeDef methods[] = {
    {"group($self, /, *groups)", group, "Return one or more subgroups of the match."},
    {"groups($self, /, default=None)", groups, "Return a tuple containing all the subgroups of the match, from 1."},
    {"groupdict($self, /, default=None)", groupdict, "Return a dictionary containing all the named subgroups of the match."},
    {"start($self, group=0, /)", start, "Return index of the start of the substring matched by group."},
    {"end($self, group=0, /)", end, "Return index of the end of the substring matched by group."},
    {"span($self, group=0, /)", span, "For match object m, return the 2-tuple (m.start(group), m.end(group))."},
    {"expand($self, /, template)", expand, "Return the string obtained by doing backslash substitution on the template."},
    {"__copy__($self, /)", same, nullptr},
    {"__deepcopy__($self, memo, /)", same, nullptr},
    {"__class_getitem__($cls, item, /)", native_class_getitem, "See PEP 585", native_class_method},
    {nullptr, nullptr, nullptr},
};

Result<Own> last_group_name(Thread&, Value v) {
    const MatchObject* m = self_of(v);
    if (m->last_group <= 0) return Own::none();
    return Own::share((*as<Tuple>(pattern_of(m->pattern)->group_names))[static_cast<size_t>(m->last_group)]);
}

Result<Own> regs(Thread& t, Value v) {
    const MatchObject* m = self_of(v);
    Ref<Tuple> result = TRY(new_tuple(t, m->mark_count / 2));
    for (size_t i = 0; i < m->mark_count / 2; i++) result->items()[i] = pair_of(m->marks() + 2 * i).take();
    return result;
}

const GetSetDef getsets[] = {
    {"pos", [](Thread&, Value v) -> Result<Own> { return Own::small_int(self_of(v)->pos); }, nullptr,
     "The index into the string at which the RE engine started looking for a match."},
    {"endpos", [](Thread&, Value v) -> Result<Own> { return Own::small_int(self_of(v)->endpos); }, nullptr,
     "The index into the string beyond which the RE engine will not go."},
    {"lastindex",
     [](Thread&, Value v) -> Result<Own> { return self_of(v)->last_group > 0 ? Own::small_int(self_of(v)->last_group) : Own::none(); }, nullptr,
     "The integer index of the last matched capturing group."},
    {"lastgroup", last_group_name, nullptr, "The name of the last matched capturing group."},
    {"re", [](Thread&, Value v) -> Result<Own> { return Own::share(self_of(v)->pattern); }, nullptr, "The regular expression object."},
    {"string", [](Thread&, Value v) -> Result<Own> { return Own::share(self_of(v)->string); }, nullptr,
     "The string passed to match() or search()."},
    {"regs", regs, nullptr, nullptr},
    {nullptr, nullptr, nullptr, nullptr},
};

} // namespace

Result<Own> make_match(Thread& t, const PatternObject* pattern, Value string, const Match& match, int64_t pos, int64_t endpos) {
    size_t bytes = sizeof(MatchObject) + match.marks.size() * sizeof(int64_t);
    Object* block = try_alloc_object(bytes, text_types().re_match->root_shape->id, AllocKind::container);
    if (!block) return raise_memory(t);
    MatchObject* m = static_cast<MatchObject*>(block);
    m->pattern = shared(Value::object(pattern));
    m->string = shared(string);
    m->pos = pos;
    m->endpos = endpos;
    m->last_group = match.last_group;
    m->mark_count = match.marks.size();
    for (size_t i = 0; i < match.marks.size(); i += 2) { // a group whose start was passed again but not its end did not match
        bool whole = match.marks[i] >= 0 && match.marks[i + 1] >= match.marks[i];
        m->marks()[i] = whole ? match.marks[i] : -1;
        m->marks()[i + 1] = whole ? match.marks[i + 1] : -1;
    }
    return Own::adopt(Value::object(m));
}

Result<Own> match_group(Thread& t, const MatchObject* m, const Subject& s, int64_t group, Value if_missing) {
    int64_t start = m->marks()[2 * group], stop = m->marks()[2 * group + 1];
    if (start < 0) return Own::share(if_missing);
    return subject_slice(t, s, std::min(start, s.text.length), std::min(stop, s.text.length));
}

const TypeSpec spec_match = {"re", "The result of re.match() and re.search().\nMatch objects always have a boolean value of True.", sizeof(MatchObject),
                             type_container | type_no_instantiate, &life, fill, methods, getsets, nullptr};

} // namespace terrarium::regex
