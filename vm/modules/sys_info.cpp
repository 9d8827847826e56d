// The constants of sys: version, platform, limits of the number types, flags, names of modules.
#include "memory/checkpoint.h"
#include "vm/core/float.h"
#include "vm/modules/embedded.h"
#include "vm/modules/state.h"
#include "vm/modules/struct_sequence.h"
#include "vm/modules/sys.h"
#include "vm/objects/containers.h"

#include <cfloat>
#include <unistd.h>

namespace terrarium {

namespace {

constexpr int64_t version_hex = 0x030b02f0;

void fill(Slots& s) { s.repr = sequence_repr; }
constexpr uint32_t flags = sequence_flags | type_no_instantiate;

#define FIELD(index, name, doc) SEQUENCE_FIELD(index, name, doc)
#define END {nullptr, nullptr, nullptr, nullptr}

const GetSetDef version_fields[] = {
    FIELD(0, "major", "Major release number"), FIELD(1, "minor", "Minor release number"), FIELD(2, "micro", "Patch release number"),
    FIELD(3, "releaselevel", "'alpha', 'beta', 'candidate', or 'final'"), FIELD(4, "serial", "Serial release number"), END,
};
const TypeSpec spec_version = {"sys", "Version of the language.", 0, flags, nullptr, fill, nullptr, version_fields, nullptr};

const GetSetDef float_fields[] = {
    FIELD(0, "max", "Largest float."), FIELD(1, "max_exp", "Largest exponent e of 2**(e-1)."),
    FIELD(2, "max_10_exp", "Largest exponent e of 10**e."), FIELD(3, "min", "Smallest positive normal float."),
    FIELD(4, "min_exp", "Smallest exponent e of 2**(e-1)."), FIELD(5, "min_10_exp", "Smallest exponent e of 10**e."),
    FIELD(6, "dig", "Decimal digits a float keeps."), FIELD(7, "mant_dig", "Bits of the mantissa."),
    FIELD(8, "epsilon", "Difference between 1 and the next float."), FIELD(9, "radix", "Base of the exponent."),
    FIELD(10, "rounds", "Rounding mode."), END,
};
const TypeSpec spec_float = {"sys", "Limits of float.", 0, flags, nullptr, fill, nullptr, float_fields, nullptr};

const GetSetDef int_fields[] = {
    FIELD(0, "bits_per_digit", "Bits of a digit inside an int."), FIELD(1, "sizeof_digit", "Bytes of such a digit."),
    FIELD(2, "default_max_str_digits", "Most digits of decimal text unless set."),
    FIELD(3, "str_digits_check_threshold", "Smallest limit of digits that may be set."), END,
};
const TypeSpec spec_int = {"sys", "How ints are kept.", 0, flags, nullptr, fill, nullptr, int_fields, nullptr};

const GetSetDef hash_fields[] = {
    FIELD(0, "width", "Bits of a hash value."), FIELD(1, "modulus", "Prime of the hash of numbers."),
    FIELD(2, "inf", "Hash of infinity."), FIELD(3, "nan", "Not in use."), FIELD(4, "imag", "Factor of the imaginary part."),
    FIELD(5, "algorithm", "Hash of str and bytes."), FIELD(6, "hash_bits", "Bits it computes."), FIELD(7, "seed_bits", "Bits of its seed."),
    FIELD(8, "cutoff", "Length up to which a simpler one is used."), END,
};
const TypeSpec spec_hash = {"sys", "How hashes are computed.", 0, flags, nullptr, fill, nullptr, hash_fields, nullptr};

const GetSetDef thread_fields[] = {FIELD(0, "name", "Implementation of threads."), FIELD(1, "lock", "Implementation of locks."),
                                   FIELD(2, "version", "Version of the library."), END};
const TypeSpec spec_thread = {"sys", "Implementation of threads.", 0, flags, nullptr, fill, nullptr, thread_fields, nullptr};

const GetSetDef hook_fields[] = {FIELD(0, "firstiter", "Called when an asynchronous generator is first used."),
                                 FIELD(1, "finalizer", "Called when one is about to be freed."), END};
const TypeSpec spec_hooks = {"builtins", "Hooks of asynchronous generators.", 0, flags, nullptr, fill, nullptr, hook_fields, nullptr};

const GetSetDef flag_fields[] = {
    FIELD(0, "debug", "-d"), FIELD(1, "inspect", "-i"), FIELD(2, "interactive", "-i"), FIELD(3, "optimize", "-O"),
    FIELD(4, "dont_write_bytecode", "-B"), FIELD(5, "no_user_site", "-s"), FIELD(6, "no_site", "-S"),
    FIELD(7, "ignore_environment", "-E"), FIELD(8, "verbose", "-v"), FIELD(9, "bytes_warning", "-b"), FIELD(10, "quiet", "-q"),
    FIELD(11, "hash_randomization", "-R"), FIELD(12, "isolated", "-I"), FIELD(13, "dev_mode", "-X dev"),
    FIELD(14, "utf8_mode", "-X utf8"), FIELD(15, "warn_default_encoding", "-X warn_default_encoding"),
    FIELD(16, "safe_path", "-P"), FIELD(17, "int_max_str_digits", "-X int_max_str_digits"), END,
};
const TypeSpec spec_flags = {"sys", "Switches of the command line.", 0, flags, nullptr, fill, nullptr, flag_fields, nullptr};

#undef FIELD
#undef END

Own text(std::string_view s) { return make_short_str(s); }

Own version_info() {
    Own v[] = {make_int(3), make_int(11), make_int(2), text("final"), make_int(0)};
    return make_sequence(modules_state().version_info, v, 5);
}
Own float_info() {
    Own v[] = {make_float(DBL_MAX), make_int(DBL_MAX_EXP), make_int(DBL_MAX_10_EXP), make_float(DBL_MIN),
               make_int(DBL_MIN_EXP), make_int(DBL_MIN_10_EXP), make_int(DBL_DIG), make_int(DBL_MANT_DIG),
               make_float(DBL_EPSILON), make_int(FLT_RADIX), make_int(1)};
    return make_sequence(modules_state().float_info, v, 11);
}
Own int_info() {
    Own v[] = {make_int(64), make_int(8), make_int(4300), make_int(640)};
    return make_sequence(modules_state().int_info, v, 4);
}
Own hash_info() {
    Own v[] = {make_int(64), make_int((int64_t{1} << 61) - 1), make_int(314159), make_int(0), make_int(1000003),
               text("terrarium"), make_int(64), make_int(64), make_int(0)};
    return make_sequence(modules_state().hash_info, v, 9);
}
Own thread_info() {
    Own v[] = {text("pthread"), text("mutex+cond"), Own::none()};
    return make_sequence(modules_state().thread_info, v, 3);
}
Own sys_flags() {
    const Switches& s = rt().switches;
    Own v[18];
    for (Own& item : v) item = make_int(0);
    v[1] = make_int(s.inspect);
    v[2] = make_int(s.inspect);
    v[3] = make_int(s.optimize);
    v[4] = make_int(s.dont_write_bytecode);
    v[5] = make_int(1);
    v[6] = make_int(1);
    v[8] = make_int(s.verbose);
    v[10] = make_int(s.quiet);
    v[13] = Own::boolean(false);
    v[16] = Own::boolean(false);
    v[17] = make_int(4300);
    return make_sequence(modules_state().sys_flags, v, 18);
}

std::string executable_path() {
    char path[4096];
    checkpoint_touch(path, sizeof path);
    ssize_t n = readlink("/proc/self/exe", path, sizeof path);
    return n > 0 ? std::string(path, static_cast<size_t>(n)) : std::string();
}
std::string folder_above(const std::string& path) {
    size_t slash = path.rfind('/');
    return slash == std::string::npos || slash == 0 ? std::string("/") : path.substr(0, slash);
}

// Top-level names of the modules that come with the interpreter.
Status add_module_names(Thread& t, Dict* names) {
    Ref<Tuple> native = native_module_names();
    dict_set(names, intern("builtin_module_names"), native.value());
    Ref<List> all = make_list();
    for (uint64_t i = 0; i < native->length; i++) TRY(list_append(t, all, Own::share(native->items()[i])));
    TRY(list_append(t, all, Own(Ref<Str>::share(rt().names.n_sys))));
    for (size_t i = 0; i < embedded_module_count; i++) {
        std::string_view name = embedded_modules[i].name;
        if (name.find('.') == std::string_view::npos) TRY(list_append(t, all, Own(intern(name))));
    }
    Ref<Set> set = TRY(make_frozenset(t, all.value()));
    dict_set(names, intern("stdlib_module_names"), set.value());
    return {};
}

} // namespace

Status add_sys_constants(Thread& t, Dict* names) {
    ModulesState& s = modules_state();
    Type* tuple = rt().types.tuple;
    if (!s.version_info) {
        auto make = [&](const char* name, const TypeSpec& spec, size_t count) {
            Type* type = make_builtin_type(name, tuple, spec);
            add_sequence_counts(type, count, count);
            return type;
        };
        s.version_info = make("sys.version_info", spec_version, 5);
        s.float_info = make("sys.float_info", spec_float, 11);
        s.int_info = make("sys.int_info", spec_int, 4);
        s.hash_info = make("sys.hash_info", spec_hash, 9);
        s.thread_info = make("sys.thread_info", spec_thread, 3);
        s.sys_flags = make("sys.flags", spec_flags, 18);
        s.asyncgen_hooks = make("asyncgen_hooks", spec_hooks, 2);
    }
    auto put = [&](const char* name, Own v) { dict_set(names, intern(name), v); };
    put("version", text("3.11.2 (terrarium 0.1)"));
    put("version_info", version_info());
    put("hexversion", make_int(version_hex));
    put("api_version", make_int(1013));
    put("copyright", text("Copyright (c) the authors of Terrarium. MIT license."));
    put("platform", text("linux"));
    put("platlibdir", text("lib"));
    put("byteorder", text("little"));
    put("maxsize", make_int(INT64_MAX));
    put("maxunicode", make_int(0x10ffff));
    put("float_repr_style", text("short"));
    put("float_info", float_info());
    put("int_info", int_info());
    put("hash_info", hash_info());
    put("thread_info", thread_info());
    put("flags", sys_flags());
    put("dont_write_bytecode", Own::boolean(true));
    put("pycache_prefix", Own::none());
    put("abiflags", text(""));
    put("_git", tuple_of(text("Terrarium"), text(""), text("")));
    std::string program = executable_path();
    std::string prefix = folder_above(folder_above(program));
    put("executable", text(program));
    put("_base_executable", text(program));
    for (const char* name : {"prefix", "exec_prefix", "base_prefix", "base_exec_prefix"}) put(name, text(prefix));
    Own space = TRY(call(t, Value::object(rt().types.simple_namespace)));
    auto describe = [&](const char* name, Own v) { return set_attr(t, space, intern(name), v); };
    TRY(describe("name", text("terrarium")));
    TRY(describe("cache_tag", Own::none()));
    TRY(describe("version", version_info()));
    TRY(describe("hexversion", make_int(version_hex)));
    TRY(describe("_multiarch", text("x86_64-linux-gnu")));
    put("implementation", std::move(space));
    return add_module_names(t, names);
}

} // namespace terrarium
