// The items of array.array: what each typecode reads and writes. The error texts differ from code to code as CPython's do.
#include "vm/modules/array_items.h"

#include "vm/core/float.h"
#include "vm/objects/containers.h"

namespace terrarium {

namespace {

template <class T>
T load(const uint8_t* at) {
    T v;
    memcpy(&v, at, sizeof v);
    return v;
}
template <class T>
void store(uint8_t* at, T v) {
    memcpy(at, &v, sizeof v);
}

template <class T>
Own get_int(const uint8_t* at) {
    if constexpr (std::is_signed_v<T>) return make_int(load<T>(at));
    else return make_uint(load<T>(at));
}

Result<Own> int_item(Thread& t, Value item) { return int_exact(TRY(to_index(t, item))); }

Error too_large(Thread& t, const char* type) { return raise_fmt(t, rt().types.OverflowError, "Python int too large to convert to C {}", type); }

// A small signed code: `outer` names the C type the value goes through first, with its limits.
Result<int64_t> ranged(Thread& t, Value item, int64_t outer_min, int64_t outer_max, const char* outer, int64_t min, int64_t max, const char* name) {
    Own index = TRY(int_item(t, item));
    int64_t v = 0;
    if (!int_fits_int64(index, &v)) return too_large(t, "long");
    const char* who = v < outer_min || v > outer_max ? outer : name;
    if (v < std::max(min, outer_min)) return raise_fmt(t, rt().types.OverflowError, "{} is less than minimum", who);
    if (v > std::min(max, outer_max)) return raise_fmt(t, rt().types.OverflowError, "{} is greater than maximum", who);
    return v;
}

Status put_b(Thread& t, uint8_t* at, Value item) {
    store(at, static_cast<int8_t>(TRY(ranged(t, item, INT16_MIN, INT16_MAX, "signed short integer", INT8_MIN, INT8_MAX, "signed char"))));
    return {};
}
Status put_B(Thread& t, uint8_t* at, Value item) {
    store(at, static_cast<uint8_t>(TRY(ranged(t, item, 0, UINT8_MAX, "unsigned byte integer", 0, UINT8_MAX, "unsigned byte integer"))));
    return {};
}
Status put_h(Thread& t, uint8_t* at, Value item) {
    store(at, static_cast<int16_t>(TRY(ranged(t, item, INT16_MIN, INT16_MAX, "signed short integer", INT16_MIN, INT16_MAX, "signed short integer"))));
    return {};
}
Status put_H(Thread& t, uint8_t* at, Value item) {
    store(at, static_cast<uint16_t>(TRY(ranged(t, item, INT32_MIN, INT32_MAX, "signed integer", 0, UINT16_MAX, "unsigned short"))));
    return {};
}
Status put_i(Thread& t, uint8_t* at, Value item) {
    store(at, static_cast<int32_t>(TRY(ranged(t, item, INT32_MIN, INT32_MAX, "signed integer", INT32_MIN, INT32_MAX, "signed integer"))));
    return {};
}

// An int of 0..2^64-1; false when it is larger.
bool fits_uint64(Value v, uint64_t* out) {
    int64_t small = 0;
    if (int_fits_int64(v, &small)) {
        *out = static_cast<uint64_t>(small);
        return true;
    }
    if (as<BigInt>(v)->size != 1) return false;
    *out = as<BigInt>(v)->limbs()[0];
    return true;
}

Result<uint64_t> unsigned_item(Thread& t, Value item, const char* negative) {
    Own index = TRY(int_item(t, item));
    if (int_sign(index) < 0) return raise_text(t, rt().types.OverflowError, negative);
    uint64_t v = 0;
    if (fits_uint64(index, &v)) return v;
    if (negative[strlen(negative) - 1] == 'd') return raise_text(t, rt().types.OverflowError, "int too big to convert");
    return too_large(t, "unsigned long");
}

Status put_I(Thread& t, uint8_t* at, Value item) {
    uint64_t v = TRY(unsigned_item(t, item, "can't convert negative value to unsigned int"));
    if (v > UINT32_MAX) return raise_text(t, rt().types.OverflowError, "unsigned int is greater than maximum");
    store(at, static_cast<uint32_t>(v));
    return {};
}
Status put_L(Thread& t, uint8_t* at, Value item) {
    store(at, TRY(unsigned_item(t, item, "can't convert negative value to unsigned int")));
    return {};
}
Status put_Q(Thread& t, uint8_t* at, Value item) {
    store(at, TRY(unsigned_item(t, item, "can't convert negative int to unsigned")));
    return {};
}
Status put_l(Thread& t, uint8_t* at, Value item) {
    Own index = TRY(int_item(t, item));
    int64_t v = 0;
    if (!int_fits_int64(index, &v)) return too_large(t, "long");
    store(at, v);
    return {};
}
Status put_q(Thread& t, uint8_t* at, Value item) {
    Own index = TRY(int_item(t, item));
    int64_t v = 0;
    if (!int_fits_int64(index, &v)) return raise_text(t, rt().types.OverflowError, "int too big to convert");
    store(at, v);
    return {};
}

template <class T>
Own get_float(const uint8_t* at) {
    return make_float(load<T>(at));
}
template <class T>
Status put_float(Thread& t, uint8_t* at, Value item) {
    store(at, static_cast<T>(TRY(to_double(t, item))));
    return {};
}

Own get_char(const uint8_t* at) { return make_char(load<uint32_t>(at)); }
Status put_char(Thread& t, uint8_t* at, Value item) {
    if (!is_str(item) || as<Str>(item)->length != 1) return raise_type(t, "array item must be unicode character");
    store(at, as<Str>(item)->at(0));
    return {};
}

const ArrayKind kinds[] = {
    {'b', 1, get_int<int8_t>, put_b},   {'B', 1, get_int<uint8_t>, put_B},  {'u', 4, get_char, put_char},
    {'h', 2, get_int<int16_t>, put_h},  {'H', 2, get_int<uint16_t>, put_H}, {'i', 4, get_int<int32_t>, put_i},
    {'I', 4, get_int<uint32_t>, put_I}, {'l', 8, get_int<int64_t>, put_l},  {'L', 8, get_int<uint64_t>, put_L},
    {'q', 8, get_int<int64_t>, put_q},  {'Q', 8, get_int<uint64_t>, put_Q}, {'f', 4, get_float<float>, put_float<float>},
    {'d', 8, get_float<double>, put_float<double>},
};

} // namespace

const ArrayKind* array_kind(uint32_t code) {
    for (const ArrayKind& kind : kinds)
        if (static_cast<uint32_t>(kind.code) == code) return &kind;
    return nullptr;
}

} // namespace terrarium
