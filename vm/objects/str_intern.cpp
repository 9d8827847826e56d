// Interned strings: one object a text, immortal, in the data region, found by an open-addressing table. Also what must be
// there before any other string: the empty one and the 256 one-character ones.
#include "memory/sharing.h"
#include "vm/core/runtime_rooms.h"
#include "vm/objects/str_tools.h"

namespace terrarium {

namespace {

constexpr uint64_t first_slots = 4096;

void* must_data_alloc(size_t bytes) {
    void* p = data_alloc(bytes);
    MEMORY_ASSERT(p != nullptr);
    return p;
}

Str** make_table(uint64_t slots) {
    Str** table = static_cast<Str**>(must_data_alloc(slots * sizeof(Str*)));
    memset(table, 0, slots * sizeof(Str*));
    return table;
}

void insert(Str** table, uint64_t mask, Str* s) {
    uint64_t i = static_cast<uint64_t>(s->hash) & mask;
    while (table[i]) i = (i + 1) & mask;
    table[i] = s;
}

// A copy of s outside the heap that lives for ever.
Str* keep(const Str* s) {
    size_t bytes = str_block_bytes(s->length, s->unit);
    Str* kept = static_cast<Str*>(must_data_alloc(bytes));
    memcpy(static_cast<void*>(kept), s, bytes);
    static_cast<Object&>(*kept) = Object{immortal_count, 0, 0, 0, parallel_world ? uint8_t{gc_shared} : uint8_t{0}, shapes::str};
    kept->interned = 1;
    return kept;
}

Str* add(const Str* s) {
    Strings& all = strings();
    if ((all.count + 1) * 4 > (all.mask + 1) * 3) {
        uint64_t slots = (all.mask + 1) * 2;
        Str** table = make_table(slots);
        for (uint64_t i = 0; i <= all.mask; i++)
            if (all.table[i]) insert(table, slots - 1, all.table[i]);
        data_free(all.table, (all.mask + 1) * sizeof(Str*));
        all.table = table;
        all.mask = slots - 1;
    }
    Str* kept = keep(s);
    insert(all.table, all.mask, kept);
    all.count++;
    return kept;
}

Str* find_interned(const Str* s) {
    Strings& all = strings();
    int64_t hash = str_hash(s);
    for (uint64_t i = static_cast<uint64_t>(hash) & all.mask; Str* candidate = all.table[i]; i = (i + 1) & all.mask)
        if (candidate->hash == hash && str_equal(candidate, s)) return candidate;
    return nullptr;
}

// A string before there is any: `text` is Latin-1 of at most one character.
Str* make_first(const uint8_t* text, size_t length) {
    struct alignas(Str) {
        std::byte bytes[sizeof(Str) + 8];
    } space = {};
    Str* s = reinterpret_cast<Str*>(&space);
    s->length = length;
    s->unit = 1;
    s->ascii = length == 0 || text[0] < 128;
    if (length) s->data1()[0] = text[0];
    s->hash = -1;
    str_hash(s);
    return add(s);
}

} // namespace

Strings& strings() { return *static_cast<Strings*>(rt().room[room_strings]); }

void init_str() {
    Strings* all = static_cast<Strings*>(must_data_alloc(sizeof(Strings)));
    *all = {};
    all->table = make_table(first_slots);
    all->mask = first_slots - 1;
    all->search_functions = all->error_handlers = Value::null();
    rt().room[room_strings] = all;
    rt().empty_str = make_first(nullptr, 0);
    for (unsigned i = 0; i < 256; i++) {
        uint8_t c = static_cast<uint8_t>(i);
        rt().latin1_str[i] = make_first(&c, 1);
    }
}

Ref<Str> intern(Str* s) {
    if (s->interned) return Ref<Str>::share(s);
    SharedTables lock;
    if (Str* found = find_interned(s)) return Ref<Str>::share(found);
    return Ref<Str>::share(add(s));
}

void share_interned() {
    const Strings& all = strings();
    for (uint64_t i = 0; i <= all.mask; i++)
        if (all.table[i]) all.table[i]->gc |= gc_shared;
}

Ref<Str> intern(std::string_view utf8) {
    Ref<Str> s = make_short_str(utf8);
    return intern(s.get());
}

} // namespace terrarium
