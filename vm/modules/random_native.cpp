// The module _random: the Mersenne Twister MT19937 (Matsumoto and Nishimura 1998, seeding of 2002), its numbers in the
// order CPython hands them out. random.py adds the distributions.
#include "memory/sharing.h"
#include "vm/core/float.h"
#include "vm/core/scheduling.h"
#include "vm/modules/state.h"
#include "vm/objects/containers.h"

#include <ctime>
#include <unistd.h>
#include <vector>

namespace terrarium {

namespace {

constexpr uint32_t state_size = 624, shift_size = 397;

struct Random : Object {
    uint32_t index;
    uint32_t state[state_size];
};

Random* random(Value v) { return as<Random>(v); }

const Lifecycle life = {nullptr, nullptr, nullptr, fixed_size<Random>, nullptr, "Random"};

void init_by_number(Random* r, uint32_t seed) {
    r->state[0] = seed;
    for (uint32_t i = 1; i < state_size; i++) r->state[i] = 1812433253u * (r->state[i - 1] ^ (r->state[i - 1] >> 30)) + i;
    r->index = state_size;
}

void init_by_array(Random* r, const std::vector<uint32_t>& key) {
    init_by_number(r, 19650218u);
    uint32_t i = 1, j = 0, length = static_cast<uint32_t>(key.size());
    auto wrap = [&] {
        if (++i >= state_size) {
            r->state[0] = r->state[state_size - 1];
            i = 1;
        }
    };
    for (uint32_t k = std::max(state_size, length); k; k--) {
        r->state[i] = (r->state[i] ^ ((r->state[i - 1] ^ (r->state[i - 1] >> 30)) * 1664525u)) + key[j] + j;
        wrap();
        if (++j >= length) j = 0;
    }
    for (uint32_t k = state_size - 1; k; k--) {
        r->state[i] = (r->state[i] ^ ((r->state[i - 1] ^ (r->state[i - 1] >> 30)) * 1566083941u)) - i;
        wrap();
    }
    r->state[0] = 0x80000000u;
}

void refill(Random* r) {
    uint32_t* s = r->state;
    auto mix = [](uint32_t upper, uint32_t lower) {
        uint32_t y = (upper & 0x80000000u) | (lower & 0x7fffffffu);
        return (y >> 1) ^ ((y & 1) ? 0x9908b0dfu : 0);
    };
    uint32_t k = 0;
    for (; k < state_size - shift_size; k++) s[k] = s[k + shift_size] ^ mix(s[k], s[k + 1]);
    for (; k < state_size - 1; k++) s[k] = s[k + shift_size - state_size] ^ mix(s[k], s[k + 1]);
    s[k] = s[shift_size - 1] ^ mix(s[k], s[0]);
    r->index = 0;
}

uint32_t next(Random* r) {
    if (r->index >= state_size) refill(r);
    uint32_t y = r->state[r->index++];
    y ^= y >> 11;
    y ^= (y << 7) & 0x9d2c5680u;
    y ^= (y << 15) & 0xefc60000u;
    return y ^ (y >> 18);
}

void seed_from_system(Random* r) {
    std::vector<uint32_t> key(state_size);
    SharedTables one_at_a_time;
    if (!scheduler->entropy(key.data(), key.size() * sizeof(uint32_t))) {
        key = {static_cast<uint32_t>(time(nullptr)), static_cast<uint32_t>(getpid()), static_cast<uint32_t>(clock())};
    }
    init_by_array(r, key);
}

// An int's size without its sign, in words of 32 bits, least first; at least one.
std::vector<uint32_t> words_of(Value v) {
    Own n = int_exact(v);
    std::string hex = int_to_base(n, 16, false, false);
    if (!hex.empty() && hex[0] == '-') hex.erase(0, 1);
    std::vector<uint32_t> words;
    for (size_t end = hex.size(); end > 0;) {
        size_t start = end > 8 ? end - 8 : 0;
        words.push_back(static_cast<uint32_t>(std::stoul(hex.substr(start, end - start), nullptr, 16)));
        end = start;
    }
    while (words.size() > 1 && words.back() == 0) words.pop_back();
    if (words.empty()) words.push_back(0);
    return words;
}

Status seed(Thread& t, Random* r, Value v) {
    if (v.is_null() || v.is_none()) {
        seed_from_system(r);
        return {};
    }
    Own n;
    if (is_int(v)) {
        n = TRY(absolute(t, v));
    } else {
        int64_t hash = TRY(hash_of(t, v));
        n = make_uint(static_cast<uint64_t>(hash));
    }
    std::vector<uint32_t> words = words_of(n);
    SharedTables one_at_a_time;
    init_by_array(r, words);
    return {};
}

Result<Own> construct(Thread& t, Type* cls, const Args& args) {
    if (args.count > 1) return raise_type(t, "Random() takes at most 1 argument ({} given)", args.count);
    Ref<Random> r = TRY(make_of<Random>(t, cls));
    TRY(seed(t, r, args.count ? args[0] : Value::none()));
    return r;
}
Status init(Thread&, Value, const Args&) { return {}; }

Result<Own> method_random(Thread&, const Value* a) {
    SharedTables one_at_a_time; // beside other threads; the generator of the module is everybody's
    uint32_t high = next(random(a[0])) >> 5, low = next(random(a[0])) >> 6;
    return make_float((high * 67108864.0 + low) * (1.0 / 9007199254740992.0));
}
Result<Own> method_seed(Thread& t, const Value* a) {
    TRY(seed(t, random(a[0]), a[1]));
    return Own::none();
}

Result<Own> method_getrandbits(Thread& t, const Value* a) {
    int64_t bits = TRY(to_int64(t, a[1]));
    if (bits < 0) return raise_value_error(t, "number of bits must be non-negative");
    if (bits > INT32_MAX) return raise_text(t, rt().types.OverflowError, "Python int too large to convert to C int");
    if (bits == 0) return Own::small_int(0);
    Random* r = random(a[0]);
    SharedTables one_at_a_time;
    if (bits <= 32) return make_int(next(r) >> (32 - bits));
    // Words least first; the last one gives only the bits that are left.
    std::string hex;
    for (int64_t left = bits; left > 0; left -= 32) {
        uint32_t word = next(r);
        if (left < 32) word >>= 32 - left;
        hex.insert(0, fmt::format("{:08x}", word));
    }
    return int_from_digits(hex, 16);
}

Result<Own> method_getstate(Thread& t, const Value* a) {
    Random* r = random(a[0]);
    Ref<Tuple> all = TRY(new_tuple(t, state_size + 1));
    SharedTables one_at_a_time;
    for (uint32_t i = 0; i < state_size; i++) all->items()[i] = Value::small_int(r->state[i]);
    all->items()[state_size] = Value::small_int(r->index);
    return all;
}
Result<Own> method_setstate(Thread& t, const Value* a) {
    if (!is_tuple(a[1])) return raise_type(t, "state vector must be a tuple");
    Tuple* s = as<Tuple>(a[1]);
    if (s->length != state_size + 1) return raise_value_error(t, "state vector is the wrong size");
    std::vector<uint32_t> state(state_size);
    for (uint32_t i = 0; i < state_size; i++) state[i] = static_cast<uint32_t>(TRY(to_int64(t, s->items()[i])));
    int64_t index = TRY(to_int64(t, s->items()[state_size]));
    if (index < 0 || index > state_size) return raise_value_error(t, "invalid state");
    SharedTables one_at_a_time;
    std::copy(state.begin(), state.end(), random(a[0])->state);
    random(a[0])->index = static_cast<uint32_t>(index);
    return Own::none();
}

const NativeDef methods[] = {
    {"random($self, /)", method_random, "The next float in the interval [0, 1)."},
    {"seed($self, n=None, /)", method_seed, "Starts the sequence that belongs to n, or one of the system's choice."},
    {"getrandbits($self, k, /)", method_getrandbits, "An int of k random bits."},
    {"getstate($self, /)", method_getstate, "The state, for setstate()."},
    {"setstate($self, state, /)", method_setstate, "Goes on from a state that getstate() gave."},
    {nullptr, nullptr, nullptr},
};
const TypeSpec spec_random = {"_random", "A Mersenne Twister.", sizeof(Random), type_basetype, &life,
                              [](Slots& s) {
                                  s.construct = construct;
                                  s.init = init;
                              },
                              methods, nullptr, nullptr};

Status setup(Thread&, Dict* names) {
    Type*& type = modules_state().random;
    if (!type) type = make_builtin_type("_random.Random", rt().types.object, spec_random);
    dict_set(names, intern("Random"), Value::object(type));
    return {};
}

} // namespace

extern const NativeModuleDef module__random;
const NativeModuleDef module__random = {"_random", "Random numbers.", nullptr, setup};

} // namespace terrarium
