// What bytes and bytearray share: slots over their contents, and the methods, which give back the type of self.
// Their table rows are in bytes_methods.inc. Invariant: a method that can run Python code while it holds a view of a
// bytearray locks it first (Buffer).
#pragma once

#include "vm/core/native.h"
#include "vm/core/type.h"
#include "vm/objects/bytes.h"
#include "vm/objects/codecs.h"

namespace terrarium {

void fill_bytes_slots(Slots& s); // compare, truth, length, get_item, contains, concat, repeat

// A bytes or a bytearray, as self is.
Result<Own> make_like(Thread& t, Value self, std::string_view content);
Own make_bytes_iterator(Value self);
// bytes(n) and bytearray(n): n by __index__; no_count for what has none, or one that raises TypeError (a list of numbers, say).
inline constexpr int64_t no_count = INT64_MIN;
Result<int64_t> byte_count(Thread& t, Value source);
// 0..255 by __index__; ValueError(range_message).
Result<uint8_t> byte_argument(Thread& t, Value v, const char* range_message);
Status add_items(Thread& t, Value iterable, BytesBuilder& out, const char* range_message);
// Constructor arguments: the content for none or text; exhausted for any other source.
Result<Own> bytes_content_for(Thread& t, const char* function, Value source, Value encoding, Value errors);
Result<std::string> hex_text(Thread& t, std::string_view content, Value separator, Value bytes_per_group); // bytes.hex, memoryview.hex, hexlify
Result<Ref<Bytes>> bytes_from_hex(Thread& t, Str* text);

// bytes_methods_find.cpp
Result<Own> bytes_find(Thread& t, const Value* a);
Result<Own> bytes_rfind(Thread& t, const Value* a);
Result<Own> bytes_index(Thread& t, const Value* a);
Result<Own> bytes_rindex(Thread& t, const Value* a);
Result<Own> bytes_count(Thread& t, const Value* a);
Result<Own> bytes_startswith(Thread& t, const Value* a);
Result<Own> bytes_endswith(Thread& t, const Value* a);
Result<Own> bytes_removeprefix(Thread& t, const Value* a);
Result<Own> bytes_removesuffix(Thread& t, const Value* a);
Result<Own> bytes_partition(Thread& t, const Value* a);
Result<Own> bytes_rpartition(Thread& t, const Value* a);
Result<Own> bytes_replace(Thread& t, const Value* a);
Result<Own> bytes_split(Thread& t, const Value* a);
Result<Own> bytes_rsplit(Thread& t, const Value* a);
Result<Own> bytes_splitlines(Thread& t, const Value* a);
Result<Own> bytes_strip(Thread& t, const Value* a);
Result<Own> bytes_lstrip(Thread& t, const Value* a);
Result<Own> bytes_rstrip(Thread& t, const Value* a);

// bytes_methods_map.cpp
Result<Own> bytes_lower(Thread& t, const Value* a);
Result<Own> bytes_upper(Thread& t, const Value* a);
Result<Own> bytes_swapcase(Thread& t, const Value* a);
Result<Own> bytes_title(Thread& t, const Value* a);
Result<Own> bytes_capitalize(Thread& t, const Value* a);
Result<Own> bytes_isalnum(Thread& t, const Value* a);
Result<Own> bytes_isalpha(Thread& t, const Value* a);
Result<Own> bytes_isascii(Thread& t, const Value* a);
Result<Own> bytes_isdigit(Thread& t, const Value* a);
Result<Own> bytes_islower(Thread& t, const Value* a);
Result<Own> bytes_isupper(Thread& t, const Value* a);
Result<Own> bytes_isspace(Thread& t, const Value* a);
Result<Own> bytes_istitle(Thread& t, const Value* a);
Result<Own> bytes_center(Thread& t, const Value* a);
Result<Own> bytes_ljust(Thread& t, const Value* a);
Result<Own> bytes_rjust(Thread& t, const Value* a);
Result<Own> bytes_zfill(Thread& t, const Value* a);
Result<Own> bytes_expandtabs(Thread& t, const Value* a);
Result<Own> bytes_join(Thread& t, const Value* a);
Result<Own> bytes_translate(Thread& t, const Value* a);
Result<Own> bytes_maketrans(Thread& t, const Value* a);
Result<Own> bytes_decode(Thread& t, const Value* a);
Result<Own> bytes_hex(Thread& t, const Value* a);
Result<Own> bytes_fromhex(Thread& t, const Value* a);

} // namespace terrarium
