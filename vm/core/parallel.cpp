// See parallel.h: how natives are classified, and their gate.
#include "vm/core/parallel.h"

#include "vm/core/tuple.h"

#include <string_view>

namespace terrarium {

namespace {

struct Rule {
    std::string_view prefix; // of the qualified name: "str." for all methods of str, "len" for one function
    Manners manners;
};

// What is not here may change anything.
constexpr Rule rules[] = {
    {"list.copy", Manners::reads}, {"list.index", Manners::reads}, {"list.count", Manners::reads},
    {"dict.get", Manners::reads}, {"dict.keys", Manners::reads}, {"dict.values", Manners::reads}, {"dict.items", Manners::reads},
    {"dict.copy", Manners::reads},
    {"set.copy", Manners::reads}, {"set.union", Manners::reads}, {"set.intersection", Manners::reads}, {"set.difference", Manners::reads},
    {"set.symmetric_difference", Manners::reads}, {"set.isdisjoint", Manners::reads}, {"set.issubset", Manners::reads},
    {"set.issuperset", Manners::reads},
    {"collections.deque.copy", Manners::reads}, {"collections.deque.index", Manners::reads}, {"collections.deque.count", Manners::reads},
    {"str.", Manners::reads}, {"bytes.", Manners::reads}, {"int.", Manners::reads}, {"float.", Manners::reads},
    {"complex.", Manners::reads}, {"bool.", Manners::reads}, {"tuple.", Manners::reads}, {"range.", Manners::reads},
    {"slice.", Manners::reads}, {"frozenset.", Manners::reads}, {"math.", Manners::reads}, {"cmath.", Manners::reads},
    {"operator.", Manners::reads}, {"_operator.", Manners::reads}, {"time.", Manners::reads}, {"object.", Manners::reads},
    {"mappingproxy.", Manners::reads}, {"_json.", Manners::reads}, {"_re.", Manners::reads}, {"re.Pattern.", Manners::reads},
    {"re.Match.", Manners::reads}, {"binascii.", Manners::reads}, {"unicodedata.", Manners::reads}, {"_string.", Manners::reads},
    {"Random.", Manners::reads}, // has a lock of its own
    {"struct.pack", Manners::reads}, {"struct.unpack", Manners::reads}, {"struct.calcsize", Manners::reads},
    {"list.", Manners::changes}, {"dict.", Manners::changes}, {"set.", Manners::changes}, {"bytearray.", Manners::changes},
    {"collections.deque.", Manners::changes}, {"collections.OrderedDict.", Manners::changes},
    {"collections.defaultdict.", Manners::changes}, {"BaseException.", Manners::changes}, {"_io.StringIO.", Manners::changes},
    {"_io.BytesIO.", Manners::changes}, {"generator.", Manners::changes}, {"array.array.", Manners::changes},
    {"heapq.", Manners::changes}, {"_heapq.", Manners::changes}, {"bisect.", Manners::changes}, {"_bisect.", Manners::changes},
    {"abs", Manners::reads}, {"all", Manners::reads}, {"any", Manners::reads}, {"ascii", Manners::reads}, {"bin", Manners::reads},
    {"callable", Manners::reads}, {"chr", Manners::reads}, {"divmod", Manners::reads}, {"format", Manners::reads},
    {"getattr", Manners::reads}, {"hasattr", Manners::reads}, {"hash", Manners::reads}, {"hex", Manners::reads}, {"id", Manners::reads},
    {"isinstance", Manners::reads}, {"issubclass", Manners::reads}, {"iter", Manners::reads}, {"len", Manners::reads},
    {"max", Manners::reads}, {"min", Manners::reads}, {"next", Manners::reads}, {"oct", Manners::reads}, {"ord", Manners::reads},
    {"pow", Manners::reads}, {"setattr", Manners::reads}, {"delattr", Manners::reads}, {"repr", Manners::reads}, {"round", Manners::reads}, {"sorted", Manners::reads}, {"sum", Manners::reads},
    {"_functools.reduce", Manners::reads}, {"_functools.cmp_to_key", Manners::reads},
    {"_thread.get_ident", Manners::reads},
    {"sys.exc_info", Manners::reads}, {"sys.exception", Manners::reads},
    {"gc.get_objects", Manners::alone}, {"gc.get_referrers", Manners::alone}, {"gc.get_referents", Manners::alone},
    {"print", Manners::alone},
};

} // namespace

Manners manners_of(const NativeFunction* f) {
    std::string name = native_qualified_name(const_cast<NativeFunction*>(f));
    for (const Rule& rule : rules) {
        if (rule.prefix.back() == '.' ? !name.starts_with(rule.prefix) : name != rule.prefix) continue;
        return rule.manners == Manners::changes && !f->owner && f->signature->has_self ? Manners::changes_bound : rule.manners;
    }
    return Manners::stores;
}

CallGate::CallGate(Thread& t, Value callable, const Args& args, bool keeps) : alone_(t), born_(keeps) {
    if (!keeps) return;
    publish(callable);
    for (uint32_t i = 0; i < args.count + args.keyword_count(); i++) publish(args.values[i]);
}

} // namespace terrarium
