// See state_hash.h.
#include "inspect/state_hash.h"

#include "inspect/trace_model.h"

#include <string_view>

namespace terrarium::inspect {

namespace {

uint64_t mix_text(uint64_t hash, std::string_view text) {
    for (char c : text) hash = mix(hash, static_cast<unsigned char>(c));
    return mix(hash, text.size());
}

} // namespace

uint64_t state_hash(const Snapshot& s) {
    uint64_t hash = 0;
    for (const auto& [label, object] : s.objects) {
        for (uint64_t word : {uint64_t{label}, object.address, uint64_t{object.bytes}, uint64_t{object.extra_bytes}, uint64_t{object.count}}) hash = mix(hash, word);
        hash = mix_text(mix_text(hash, layout_of(s, object).type), object.text);
        for (Val v : object.slots) hash = mix(hash, v.bits);
    }
    for (Val v : s.stack) hash = mix(hash, v.bits);
    return hash;
}

} // namespace terrarium::inspect
