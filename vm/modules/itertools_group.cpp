// itertools: groupby and tee. Both share state between iterators: a group reads from its groupby, and what the
// iterators of one tee have not all seen yet lies in a chain of blocks that dies from the front.
#include "vm/modules/native_iterator.h"

namespace terrarium {

namespace {

// --- groupby

struct GroupBy : Object {
    Value iterator, key_function;      // key_function null: the item itself
    Value target_key;                  // of the group handed out last
    Value current_key, current_value;  // of the item read last; value null once handed out
    uint64_t current_group;            // identity of the group that may read on; not owned, never followed
    static constexpr const char* type_name = "groupby";
    static constexpr Field<GroupBy> fields[] = {{"iterator", &GroupBy::iterator}, {"key", &GroupBy::key_function},
                                                {"target_key", &GroupBy::target_key}, {"current_key", &GroupBy::current_key},
                                                {"current_value", &GroupBy::current_value}};
};
struct Group : Object {
    Value parent, key;
    static constexpr const char* type_name = "_grouper";
    static constexpr Field<Group> fields[] = {{"parent", &Group::parent}, {"key", &Group::key}};
};

Result<Own> groupby_construct(Thread& t, Type* cls, const Args& args) {
    BoundArgs bound;
    Status status = bind_args(t, "groupby(iterable, key=None)", Value::null(), args, bound);
    if (!status) return Error{};
    Own iterator = TRY(get_iter(t, bound.values[0]));
    Ref<GroupBy> g = TRY(make_with_fields<GroupBy>(t, cls));
    g->iterator = iterator.take();
    if (!bound.values[1].is_null() && !bound.values[1].is_none()) g->key_function = shared(bound.values[1]);
    g->current_group = 0;
    return g;
}

// Reads one item; false at the end.
Result<bool> read_on(Thread& t, GroupBy* g) {
    if (g->iterator.is_null()) return false;
    Own iterator = Own::share(g->iterator), key_function = Own::share(g->key_function);
    Own item = TRY(iter_next(t, iterator));
    if (item.is_exhausted()) return false;
    Own key = key_function.is_null() ? Own::share(item.get()) : TRY(call(t, key_function, item));
    set_field(g->current_value, std::move(item));
    set_field(g->current_key, std::move(key));
    return true;
}

Result<bool> keys_equal(Thread& t, Value a, Value b) {
    Own hold_a = Own::share(a), hold_b = Own::share(b);
    return items_equal(t, a, b);
}

Result<Own> groupby_next(Thread& t, Value self) {
    auto g = as<GroupBy>(self);
    Own hold = Own::share(self);
    g->current_group = 0;
    for (;;) { // skip what is left of the group before
        if (!g->current_key.is_null()) {
            if (g->target_key.is_null()) break;
            if (!TRY(keys_equal(t, g->target_key, g->current_key))) break;
        }
        if (!TRY(read_on(t, g))) return Own::exhausted();
    }
    set_field(g->target_key, Own::share(g->current_key));
    Ref<Group> group = TRY(make_with_fields<Group>(t, itertools_types().grouper));
    group->parent = shared(self);
    group->key = shared(g->target_key);
    g->current_group = group.value().bits;
    return tuple_of(g->current_key, group.value());
}

Result<Own> group_construct(Thread& t, Type* cls, const Args& args) {
    BoundArgs bound;
    Status status = bind_args(t, "_grouper(parent, key, /)", Value::null(), args, bound);
    if (!status) return Error{};
    if (!is_instance_of(bound.values[0], itertools_types().groupby))
        return raise_type(t, "_grouper() argument 1 must be itertools.groupby, not {}", type_name(bound.values[0]));
    Ref<Group> group = TRY(make_with_fields<Group>(t, cls));
    group->parent = shared(bound.values[0]);
    group->key = shared(bound.values[1]);
    as<GroupBy>(bound.values[0])->current_group = group.value().bits;
    return group;
}

Result<Own> group_next(Thread& t, Value self) {
    auto group = as<Group>(self);
    if (group->parent.is_null()) return Own::exhausted();
    Own parent = Own::share(group->parent);
    auto g = as<GroupBy>(parent);
    if (g->current_group != self.bits) return Own::exhausted();
    if (g->current_value.is_null() && !TRY(read_on(t, g))) return Own::exhausted();
    if (g->current_key.is_null() || !TRY(keys_equal(t, group->key, g->current_key))) return Own::exhausted();
    if (g->current_value.is_null()) return Own::exhausted();
    return Own::adopt(std::exchange(g->current_value, Value::null()));
}

const TypeSpec spec_groupby = {
    "itertools", "groupby(iterable, key=None): (key, group) for each stretch of items of one key.",
    sizeof(GroupBy), type_basetype | type_container, &life_of<GroupBy>, fill_iterator_slots<groupby_next, groupby_construct>, nullptr, nullptr, nullptr,
};
const TypeSpec spec_group = {
    "itertools", nullptr, sizeof(Group), type_container, &life_of<Group>, fill_iterator_slots<group_next, group_construct>, nullptr, nullptr, nullptr,
};

// --- tee

constexpr uint64_t items_a_block = 60;

struct TeeBlock : Object {
    Value source; // the iterator, shared by all blocks
    Value items;  // a list of up to items_a_block items
    Value next;   // the block behind, or null
    bool reading;
    static constexpr const char* type_name = "_tee_dataobject";
    static constexpr Field<TeeBlock> fields[] = {{"source", &TeeBlock::source}, {"items", &TeeBlock::items}, {"next", &TeeBlock::next}};
};
struct Tee : Object {
    Value block;
    uint64_t index;
    static constexpr const char* type_name = "_tee";
    static constexpr Field<Tee> fields[] = {{"block", &Tee::block}};
};

Result<Own> new_block(Thread& t, Value source) {
    Ref<TeeBlock> block = TRY(make_with_fields<TeeBlock>(t, itertools_types().tee_block));
    block->source = shared(source);
    block->items = Own(make_list()).take();
    block->reading = false;
    return block;
}

Result<Ref<Tee>> new_tee(Thread& t, Type* cls, Value block, uint64_t index) {
    Ref<Tee> tee = TRY(make_with_fields<Tee>(t, cls));
    tee->block = shared(block);
    tee->index = index;
    return tee;
}

// A tee over the iterable; of a tee itself, a copy at the same place.
Result<Ref<Tee>> tee_over(Thread& t, Value iterable) {
    Own iterator = TRY(get_iter(t, iterable));
    if (is_instance_of(iterator, itertools_types().tee))
        return new_tee(t, itertools_types().tee, as<Tee>(iterator)->block, as<Tee>(iterator)->index);
    Own block = TRY(new_block(t, iterator));
    return new_tee(t, itertools_types().tee, block, 0);
}

Result<Own> tee_next(Thread& t, Value self) {
    auto tee = as<Tee>(self);
    if (tee->block.is_null()) return Own::exhausted();
    if (tee->index == items_a_block) {
        auto block = as<TeeBlock>(tee->block);
        if (block->next.is_null()) block->next = TRY(new_block(t, block->source)).take();
        set_field(tee->block, Own::share(block->next));
        tee->index = 0;
    }
    Own hold = Own::share(tee->block);
    auto block = as<TeeBlock>(hold);
    if (block->items.is_null()) return Own::exhausted();
    if (tee->index < as<List>(block->items)->length) return Own::share(as<List>(block->items)->items[tee->index++]);
    if (block->reading) return raise_text(t, rt().types.RuntimeError, "cannot re-enter the tee iterator");
    block->reading = true;
    Own source = Own::share(block->source);
    Result<Own> next = iter_next(t, source);
    block->reading = false;
    if (!next) return Error{};
    Own item = next.take();
    if (item.is_exhausted() || block->items.is_null()) return Own::exhausted();
    if (Status s = list_append(t, as<List>(block->items), Own::share(item.get())); !s) return Error{};
    tee->index++;
    return item;
}

Result<Own> tee_construct(Thread& t, Type*, const Args& args) {
    if (Status s = no_keywords(t, "_tee", args); !s) return Error{};
    if (args.count != 1) return raise_type(t, "_tee expected 1 argument, got {}", args.count);
    return tee_over(t, args[0]);
}

Result<Own> method_copy(Thread& t, const Value* a) { return new_tee(t, itertools_types().tee, as<Tee>(a[0])->block, as<Tee>(a[0])->index); }

const NativeDef tee_methods[] = {
    {"__copy__($self, /)", method_copy, "Another iterator at the same place."},
    {},
};

const TypeSpec spec_tee = {
    "itertools", "An iterator that shares its source with others.",
    sizeof(Tee), type_container | type_has_weakrefs, &life_of<Tee>, fill_iterator_slots<tee_next, tee_construct>, tee_methods, nullptr, nullptr,
};
const TypeSpec spec_tee_block = {
    "itertools", nullptr, sizeof(TeeBlock), type_container | type_no_instantiate, &life_of<TeeBlock>, [](Slots&) {}, nullptr, nullptr, nullptr,
};

} // namespace

Result<Own> itertools_tee(Thread& t, const Value* a) {
    int64_t n = a[1].is_null() ? 2 : TRY(to_int64(t, a[1]));
    if (n < 0) return raise_text(t, rt().types.ValueError, "n must be >= 0");
    Ref<Tuple> result = TRY(new_tuple(t, static_cast<size_t>(n)));
    if (n == 0) return result;
    Ref<Tee> first = TRY(tee_over(t, a[0]));
    for (int64_t i = 1; i < n; i++)
        result->items()[i] = Own(TRY(new_tee(t, itertools_types().tee, first->block, first->index))).take();
    result->items()[0] = Own(std::move(first)).take();
    return result;
}

void make_group_types(ItertoolsTypes& types) {
    Type* object = rt().types.object;
    types.groupby = make_builtin_type("itertools.groupby", object, spec_groupby);
    types.grouper = make_builtin_type("itertools._grouper", object, spec_group);
    types.tee = make_builtin_type("itertools._tee", object, spec_tee);
    types.tee_block = make_builtin_type("itertools._tee_dataobject", object, spec_tee_block);
}

} // namespace terrarium
