// The structures that posix gives: stat_result, times_result, uname_result, terminal_size.
#include "vm/core/float.h"
#include "vm/modules/posix.h"
#include "vm/modules/state.h"
#include "vm/modules/struct_sequence.h"
#include "vm/objects/containers.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/times.h>
#include <sys/utsname.h>
#include <unistd.h>

namespace terrarium {

namespace {

// --- stat_result: ten items (times in whole seconds), behind them in the same block what only has a name

struct Extra { // stored behind the items, inside the block
    Value values[9]; // atime, mtime, ctime as floats; the same in ns; blksize, blocks, rdev
};
constexpr size_t stat_items = 10;

Extra* extra_of(Tuple* s) { return reinterpret_cast<Extra*>(s->items() + stat_items); }

void trace_stat(Object* o, Visitor& visitor) {
    auto s = static_cast<Tuple*>(o);
    for (size_t i = 0; i < s->length; i++) trace_edge(visitor, s->items()[i], "items", static_cast<int64_t>(i));
    for (Value v : extra_of(s)->values) trace_edge(visitor, v, "field");
}
void destroy_stat(Object* o) {
    auto s = static_cast<Tuple*>(o);
    for (size_t i = s->length; i-- > 0;) drop_field(s->items()[i]);
    for (Value& v : extra_of(s)->values) drop_field(v);
}
size_t size_stat(const Object*) { return sizeof(Tuple) + stat_items * sizeof(Value) + sizeof(Extra); }
const Lifecycle stat_life = {trace_stat, destroy_stat, nullptr, size_stat, nullptr, "stat_result"};

template <size_t i>
Result<Own> extra_item(Thread&, Value self) {
    return Own::share(extra_of(as<Tuple>(self))->values[i]);
}

const GetSetDef stat_fields[] = {
    SEQUENCE_FIELD(0, "st_mode", "protection bits"), SEQUENCE_FIELD(1, "st_ino", "inode"), SEQUENCE_FIELD(2, "st_dev", "device"),
    SEQUENCE_FIELD(3, "st_nlink", "number of hard links"), SEQUENCE_FIELD(4, "st_uid", "user ID of owner"),
    SEQUENCE_FIELD(5, "st_gid", "group ID of owner"), SEQUENCE_FIELD(6, "st_size", "total size, in bytes"),
    {"st_atime", extra_item<0>, nullptr, "time of last access"}, {"st_mtime", extra_item<1>, nullptr, "time of last modification"},
    {"st_ctime", extra_item<2>, nullptr, "time of last change"}, {"st_atime_ns", extra_item<3>, nullptr, "time of last access in nanoseconds"},
    {"st_mtime_ns", extra_item<4>, nullptr, "time of last modification in nanoseconds"},
    {"st_ctime_ns", extra_item<5>, nullptr, "time of last change in nanoseconds"},
    {"st_blksize", extra_item<6>, nullptr, "blocksize for filesystem I/O"}, {"st_blocks", extra_item<7>, nullptr, "number of blocks allocated"},
    {"st_rdev", extra_item<8>, nullptr, "device type (if inode device)"}, {nullptr, nullptr, nullptr, nullptr},
};

// The items by the names of CPython's structure: times are whole seconds among them.
Result<Own> stat_repr(Thread& t, Value self) {
    constexpr const char* names[] = {"st_mode", "st_ino", "st_dev", "st_nlink", "st_uid", "st_gid", "st_size", "st_atime", "st_mtime", "st_ctime"};
    std::string text = "os.stat_result(";
    for (size_t i = 0; i < stat_items; i++)
        text += (i ? ", " : "") + std::string(names[i]) + "=" + TRY(repr_text(t, as<Tuple>(self)->items()[i]));
    return make_str(t, text + ")");
}

Tuple* new_stat() {
    Type* type = modules_state().stat_result;
    auto s = static_cast<Tuple*>(alloc_object(size_stat(nullptr), type->root_shape->id, AllocKind::container));
    s->length = stat_items;
    s->hash = -1;
    for (Value& v : extra_of(s)->values) v = Value::none();
    return s;
}

Result<Own> construct_stat(Thread& t, Type* cls, const Args& args) {
    Ref<Tuple> items = TRY(sequence_argument(t, cls, args, stat_items, 19));
    Tuple* s = new_stat();
    for (size_t i = 0; i < stat_items; i++) s->items()[i] = shared(items->items()[i]);
    for (size_t i = 0; i < 3; i++) extra_of(s)->values[i] = shared(items->items()[items->length > stat_items + i ? stat_items + i : 7 + i]);
    return Own::adopt(Value::object(s));
}

const TypeSpec spec_stat = {"os", "What the system knows of a file.", 0, sequence_flags, &stat_life,
                            [](Slots& s) {
                                s.repr = stat_repr;
                                s.construct = construct_stat;
                            },
                            nullptr, stat_fields, nullptr};

Own nanoseconds(const timespec& time) {
    __int128 n = static_cast<__int128>(time.tv_sec) * 1000000000 + time.tv_nsec;
    return make_int(static_cast<int64_t>(n)); // fits until the year 2262
}

Own make_stat(const struct stat& status) {
    Tuple* s = new_stat();
    Own items[] = {make_int(status.st_mode), make_uint(status.st_ino), make_uint(status.st_dev), make_uint(status.st_nlink),
                   make_int(status.st_uid), make_int(status.st_gid), make_int(status.st_size), make_int(status.st_atim.tv_sec),
                   make_int(status.st_mtim.tv_sec), make_int(status.st_ctim.tv_sec)};
    for (size_t i = 0; i < stat_items; i++) s->items()[i] = items[i].take();
    const timespec times[] = {status.st_atim, status.st_mtim, status.st_ctim};
    for (int i = 0; i < 3; i++) {
        extra_of(s)->values[i] = make_float(static_cast<double>(times[i].tv_sec) + 1e-9 * static_cast<double>(times[i].tv_nsec)).take();
        extra_of(s)->values[3 + i] = nanoseconds(times[i]).take();
    }
    extra_of(s)->values[6] = make_int(status.st_blksize).take();
    extra_of(s)->values[7] = make_int(status.st_blocks).take();
    extra_of(s)->values[8] = make_uint(status.st_rdev).take();
    return Own::adopt(Value::object(s));
}

// --- the others

const GetSetDef times_fields[] = {
    SEQUENCE_FIELD(0, "user", "user time"), SEQUENCE_FIELD(1, "system", "system time"), SEQUENCE_FIELD(2, "children_user", "user time of children"),
    SEQUENCE_FIELD(3, "children_system", "system time of children"), SEQUENCE_FIELD(4, "elapsed", "elapsed time since an arbitrary point in the past"),
    {nullptr, nullptr, nullptr, nullptr},
};
const TypeSpec spec_times = {"posix", "Times of a process.", 0, sequence_flags | type_no_instantiate, nullptr,
                             [](Slots& s) { s.repr = sequence_repr; }, nullptr, times_fields, nullptr};

const GetSetDef uname_fields[] = {
    SEQUENCE_FIELD(0, "sysname", "operating system name"), SEQUENCE_FIELD(1, "nodename", "name of machine on network"),
    SEQUENCE_FIELD(2, "release", "operating system release"), SEQUENCE_FIELD(3, "version", "operating system version"),
    SEQUENCE_FIELD(4, "machine", "hardware identifier"), {nullptr, nullptr, nullptr, nullptr},
};
const TypeSpec spec_uname = {"posix", "What the system says of itself.", 0, sequence_flags | type_no_instantiate, nullptr,
                             [](Slots& s) { s.repr = sequence_repr; }, nullptr, uname_fields, nullptr};

const GetSetDef size_fields[] = {
    SEQUENCE_FIELD(0, "columns", "width of the terminal window in characters"), SEQUENCE_FIELD(1, "lines", "height of the terminal window in characters"),
    {nullptr, nullptr, nullptr, nullptr},
};
const TypeSpec spec_size = {"os", "Size of a terminal.", 0, sequence_flags, nullptr,
                            [](Slots& s) {
                                s.repr = sequence_repr;
                                s.construct = [](Thread& t, Type* cls, const Args& args) { return construct_sequence(t, cls, args, 2); };
                            },
                            nullptr, size_fields, nullptr};

Result<Own> stat_path(Thread& t, Value v, const char* function, bool follow) {
    Path p = TRY(posix_path(t, v, function, "path", follow ? PathKind::descriptor_allowed : PathKind::name_only));
    struct stat status {};
    int failed = p.descriptor >= 0 ? fstat(p.descriptor, &status) : follow ? stat(p.bytes.c_str(), &status) : lstat(p.bytes.c_str(), &status);
    if (failed) return raise_path(t, p);
    return make_stat(status);
}

} // namespace

// a: path, dir_fd, follow_symlinks
Result<Own> posix_stat(Thread& t, const Value* a) {
    bool follow = a[2].is_null() || TRY(is_truthy(t, a[2]));
    return stat_path(t, a[0], "stat", follow);
}
Result<Own> posix_lstat(Thread& t, const Value* a) { return stat_path(t, a[0], "lstat", false); }
Result<Own> posix_fstat(Thread& t, const Value* a) {
    struct stat status {};
    if (fstat(TRY(posix_int(t, a[0])), &status) != 0) return raise_os(t, errno, Value::null());
    return make_stat(status);
}

Result<Own> posix_times(Thread&, const Value*) {
    struct tms times_ {};
    clock_t elapsed = times(&times_);
    double ticks = static_cast<double>(sysconf(_SC_CLK_TCK));
    auto seconds = [&](clock_t n) { return make_float(static_cast<double>(n) / ticks); };
    Own v[] = {seconds(times_.tms_utime), seconds(times_.tms_stime), seconds(times_.tms_cutime), seconds(times_.tms_cstime), seconds(elapsed)};
    return make_sequence(modules_state().times_result, v, 5);
}

Result<Own> posix_uname(Thread& t, const Value*) {
    struct utsname name {};
    if (uname(&name) != 0) return raise_os(t, errno, Value::null());
    Own v[] = {TRY(decode_path(t, name.sysname)), TRY(decode_path(t, name.nodename)), TRY(decode_path(t, name.release)),
               TRY(decode_path(t, name.version)), TRY(decode_path(t, name.machine))};
    return make_sequence(modules_state().uname_result, v, 5);
}

Result<Own> posix_terminal_size(Thread& t, const Value* a) {
    int fd = a[0].is_null() ? 1 : TRY(posix_int(t, a[0]));
    struct winsize size {};
    if (ioctl(fd, TIOCGWINSZ, &size) != 0) return raise_os(t, errno, Value::null());
    Own v[] = {make_int(size.ws_col), make_int(size.ws_row)};
    return make_sequence(modules_state().terminal_size, v, 2);
}

void add_posix_types(Dict* names) {
    ModulesState& s = modules_state();
    if (!s.stat_result) {
        Type* tuple = rt().types.tuple;
        s.stat_result = make_builtin_type("os.stat_result", tuple, spec_stat);
        s.times_result = make_builtin_type("posix.times_result", tuple, spec_times);
        s.uname_result = make_builtin_type("posix.uname_result", tuple, spec_uname);
        s.terminal_size = make_builtin_type("os.terminal_size", tuple, spec_size);
        add_sequence_counts(s.stat_result, 7, 19);
        add_sequence_counts(s.times_result, 5, 5);
        add_sequence_counts(s.uname_result, 5, 5);
        add_sequence_counts(s.terminal_size, 2, 2);
    }
    for (Type* type : {s.stat_result, s.times_result, s.uname_result, s.terminal_size}) dict_set(names, type->name, Value::object(type));
}

} // namespace terrarium
