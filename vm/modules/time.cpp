// The module time: clocks, sleeping, and calendar times as the C library knows them.
#include "vm/modules/time.h"

#include "vm/core/float.h"
#include "vm/core/scheduling.h"
#include "vm/modules/io.h"
#include "vm/modules/posix.h"
#include "vm/modules/state.h"
#include "vm/modules/struct_sequence.h"
#include "vm/objects/containers.h"
#include "vm/objects/function.h"

#include <cerrno>
#include <climits>
#include <cmath>
#include <ctime>

namespace terrarium {

Result<int64_t> nanoseconds_of(Thread& t, Value seconds) {
    constexpr int64_t most = longest_wait;
    auto too_large = [&] { return raise_text(t, rt().types.OverflowError, "timestamp too large to convert to C _PyTime_t"); };
    if (is_float(seconds)) {
        double length = float_of(seconds);
        if (std::isnan(length)) return raise_value_error(t, "Invalid value NaN (not a number)");
        if (std::fabs(length) > most) return too_large();
        return static_cast<int64_t>(length < 0 ? std::floor(length * 1e9) : std::ceil(length * 1e9)); // never shorter than asked for
    }
    Own n = TRY(to_index(t, seconds));
    int64_t whole;
    if (!int_fits_int64(n, &whole) || whole > most || whole < -most) return too_large();
    return whole * 1000000000;
}

namespace {

#define NATIVE(name) Result<Own> name(Thread& t, const Value* a)

// --- struct_time: nine items, and behind them in the same block tm_zone and tm_gmtoff

constexpr size_t items = 9;
struct Extra {
    Value zone, offset;
};
Extra* extra_of(Tuple* s) { return reinterpret_cast<Extra*>(s->items() + items); }

void trace_time(Object* o, Visitor& visitor) {
    auto s = static_cast<Tuple*>(o);
    for (size_t i = 0; i < items; i++) trace_edge(visitor, s->items()[i], "items", static_cast<int64_t>(i));
    trace_edge(visitor, extra_of(s)->zone, "tm_zone");
    trace_edge(visitor, extra_of(s)->offset, "tm_gmtoff");
}
void destroy_time(Object* o) {
    auto s = static_cast<Tuple*>(o);
    for (size_t i = items; i-- > 0;) drop_field(s->items()[i]);
    drop_field(extra_of(s)->zone);
    drop_field(extra_of(s)->offset);
}
size_t size_time(const Object*) { return sizeof(Tuple) + items * sizeof(Value) + sizeof(Extra); }
const Lifecycle time_life = {trace_time, destroy_time, nullptr, size_time, nullptr, "struct_time"};

const GetSetDef time_fields[] = {
    SEQUENCE_FIELD(0, "tm_year", "year, for example, 1993"), SEQUENCE_FIELD(1, "tm_mon", "month of year, range [1, 12]"),
    SEQUENCE_FIELD(2, "tm_mday", "day of month, range [1, 31]"), SEQUENCE_FIELD(3, "tm_hour", "hours, range [0, 23]"),
    SEQUENCE_FIELD(4, "tm_min", "minutes, range [0, 59]"), SEQUENCE_FIELD(5, "tm_sec", "seconds, range [0, 61])"),
    SEQUENCE_FIELD(6, "tm_wday", "day of week, range [0, 6], Monday is 0"), SEQUENCE_FIELD(7, "tm_yday", "day of year, range [1, 366]"),
    SEQUENCE_FIELD(8, "tm_isdst", "1 if summer time is in effect, 0 if not, and -1 if unknown"),
    {"tm_zone", [](Thread&, Value v) -> Result<Own> { return Own::share(extra_of(as<Tuple>(v))->zone); }, nullptr,
     "abbreviation of timezone name"},
    {"tm_gmtoff", [](Thread&, Value v) -> Result<Own> { return Own::share(extra_of(as<Tuple>(v))->offset); }, nullptr,
     "offset from UTC in seconds"},
    {nullptr, nullptr, nullptr, nullptr},
};

Ref<Tuple> new_time(const Value* nine, Value zone, Value offset) { // shares
    Type* type = modules_state().struct_time;
    auto s = static_cast<Tuple*>(alloc_object(size_time(nullptr), type->root_shape->id, AllocKind::container));
    s->length = items;
    s->hash = -1;
    for (size_t i = 0; i < items; i++) s->items()[i] = shared(nine[i]);
    extra_of(s)->zone = shared(zone);
    extra_of(s)->offset = shared(offset);
    return Ref<Tuple>::adopt(s);
}

Result<Own> construct_time(Thread& t, Type* cls, const Args& args) {
    Ref<Tuple> given = TRY(sequence_argument(t, cls, args, items, items + 2));
    const Value* v = given->items();
    return new_time(v, given->length > items ? v[items] : Value::none(), given->length > items + 1 ? v[items + 1] : Value::none());
}

Result<Own> reduce_time(Thread& t, const Value* a) {
    Tuple* s = as<Tuple>(a[0]);
    Ref<Tuple> plain = TRY(make_tuple(t, s->items(), items));
    Ref<Dict> rest = make_dict();
    dict_set(rest, intern("tm_zone"), extra_of(s)->zone);
    dict_set(rest, intern("tm_gmtoff"), extra_of(s)->offset);
    Ref<Tuple> args = tuple_of(plain.value(), rest.value());
    return tuple_of(Value::object(type_of(a[0])), args.value());
}
const NativeDef time_methods[] = {{"__reduce__($self, /)", reduce_time, nullptr}, {nullptr, nullptr, nullptr}};

const TypeSpec spec_struct_time = {"time", "A calendar time.", 0, sequence_flags, &time_life,
                                   [](Slots& s) {
                                       s.repr = sequence_repr;
                                       s.construct = construct_time;
                                   },
                                   time_methods, time_fields, nullptr};

Own from_tm(const std::tm& tm) {
    const int numbers[items] = {tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec,
                                (tm.tm_wday + 6) % 7, tm.tm_yday + 1, tm.tm_isdst};
    Value values[items];
    for (size_t i = 0; i < items; i++) values[i] = Value::small_int(numbers[i]);
    Ref<Str> zone = make_short_str(tm.tm_zone ? tm.tm_zone : "");
    return new_time(values, zone.value(), Value::small_int(tm.tm_gmtoff));
}

// --- arguments

// Seconds as a float or int, rounded down to whole ones.
Result<time_t> whole_seconds(Thread& t, Value v) {
    constexpr const char* too_large = "timestamp out of range for platform time_t";
    if (is_float(v)) {
        double d = float_of(v);
        if (std::isnan(d)) return raise_value_error(t, "Invalid value NaN (not a number)");
        d = std::floor(d);
        if (!(d >= -9223372036854775808.0 && d < 9223372036854775808.0)) return raise_text(t, rt().types.OverflowError, too_large);
        return static_cast<time_t>(d);
    }
    Own n = TRY(to_index(t, v));
    int64_t seconds;
    if (!int_fits_int64(n, &seconds)) return raise_text(t, rt().types.OverflowError, too_large);
    return static_cast<time_t>(seconds);
}
int64_t read_clock(clockid_t clock);

Result<time_t> seconds_or_now(Thread& t, Value v) {
    if (v.is_null() || v.is_none()) return static_cast<time_t>(read_clock(CLOCK_REALTIME) / 1000000000);
    return whole_seconds(t, v);
}

// The nine numbers of a time tuple, as the caller gave them.
Result<std::tm> to_tm(Thread& t, Value v, const char* function) {
    if (!is_tuple(v)) return raise_type(t, "Tuple or struct_time argument required");
    Tuple* s = as<Tuple>(v);
    if (s->length != items) return raise_type(t, "{}: illegal time tuple argument", function);
    int n[items];
    for (size_t i = 0; i < items; i++) n[i] = TRY(posix_int(t, s->items()[i]));
    if (n[0] < INT_MIN + 1900) return raise_text(t, rt().types.OverflowError, "year out of range");
    std::tm tm{};
    tm.tm_year = n[0] - 1900;
    tm.tm_mon = n[1] - 1;
    tm.tm_mday = n[2];
    tm.tm_hour = n[3];
    tm.tm_min = n[4];
    tm.tm_sec = n[5];
    tm.tm_wday = (n[6] + 1) % 7;
    tm.tm_yday = n[7] - 1;
    tm.tm_isdst = n[8];
    if (type_of(v) == modules_state().struct_time) {
        Value offset = extra_of(s)->offset;
        if (offset.is_int()) tm.tm_gmtoff = offset.int_value();
    }
    return tm;
}

// For texts: 0 stands for "first" in month and days.
Status check_tm(Thread& t, std::tm& tm) {
    auto wrong = [&](const char* what) { return raise_value_error(t, "{} out of range", what); };
    if (tm.tm_mon == -1) tm.tm_mon = 0;
    else if (tm.tm_mon < 0 || tm.tm_mon > 11) return wrong("month");
    if (tm.tm_mday == 0) tm.tm_mday = 1;
    else if (tm.tm_mday < 0 || tm.tm_mday > 31) return wrong("day of month");
    if (tm.tm_hour < 0 || tm.tm_hour > 23) return wrong("hour");
    if (tm.tm_min < 0 || tm.tm_min > 59) return wrong("minute");
    if (tm.tm_sec < 0 || tm.tm_sec > 61) return wrong("seconds");
    if (tm.tm_wday < 0) return wrong("day of week");
    if (tm.tm_yday == -1) tm.tm_yday = 0;
    else if (tm.tm_yday < 0 || tm.tm_yday > 365) return wrong("day of year");
    return {};
}

// --- clocks

constexpr int64_t virtual_epoch = 1000000000000000000; // 2001-09-09 01:46:40 UTC: when virtual time begins

int64_t read_clock(clockid_t clock) {
    if (!scheduler->real_time()) return scheduler->now() + (clock == CLOCK_REALTIME ? virtual_epoch : 0);
    timespec now{};
    clock_gettime(clock, &now);
    return static_cast<int64_t>(now.tv_sec) * 1000000000 + now.tv_nsec;
}
template <clockid_t clock>
NATIVE(clock_seconds) {
    (void)t, (void)a;
    return make_float(static_cast<double>(read_clock(clock)) * 1e-9);
}
template <>
NATIVE(clock_seconds<CLOCK_REALTIME>) { // to the last digit as CPython: division, not multiplication
    (void)t, (void)a;
    return make_float(static_cast<double>(read_clock(CLOCK_REALTIME)) / 1e9);
}
template <clockid_t clock>
NATIVE(clock_nanoseconds) {
    (void)t, (void)a;
    return make_int(read_clock(clock));
}
NATIVE(time_clock_gettime) {
    timespec now{};
    if (clock_gettime(TRY(posix_int(t, a[0])), &now) != 0) return raise_os(t, errno, Value::null());
    return make_float(static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec));
}
NATIVE(time_clock_gettime_ns) {
    timespec now{};
    if (clock_gettime(TRY(posix_int(t, a[0])), &now) != 0) return raise_os(t, errno, Value::null());
    return make_int(static_cast<int64_t>(now.tv_sec) * 1000000000 + now.tv_nsec);
}
NATIVE(time_clock_getres) {
    timespec step{};
    if (clock_getres(TRY(posix_int(t, a[0])), &step) != 0) return raise_os(t, errno, Value::null());
    return make_float(static_cast<double>(step.tv_sec) + 1e-9 * static_cast<double>(step.tv_nsec));
}

NATIVE(time_get_clock_info) {
    if (!is_str(a[0])) return raise_type(t, "get_clock_info() argument 1 must be str, not {}", a[0].is_none() ? "None" : type_name(a[0]));
    struct Row {
        const char *name, *implementation;
        bool monotonic, adjustable;
    };
    constexpr Row rows[] = {
        {"time", "clock_gettime(CLOCK_REALTIME)", false, true},
        {"monotonic", "clock_gettime(CLOCK_MONOTONIC)", true, false},
        {"perf_counter", "clock_gettime(CLOCK_MONOTONIC)", true, false},
        {"process_time", "clock_gettime(CLOCK_PROCESS_CPUTIME_ID)", true, false},
        {"thread_time", "clock_gettime(CLOCK_THREAD_CPUTIME_ID)", true, false},
    };
    for (const Row& row : rows) {
        if (!str_equal(as<Str>(a[0]), row.name)) continue;
        Own info = TRY(call(t, Value::object(rt().types.simple_namespace)));
        TRY(set_attr(t, info, intern("implementation"), make_short_str(row.implementation).value()));
        TRY(set_attr(t, info, intern("monotonic"), Value::boolean(row.monotonic)));
        TRY(set_attr(t, info, intern("adjustable"), Value::boolean(row.adjustable)));
        TRY(set_attr(t, info, intern("resolution"), make_float(1e-9)));
        return info;
    }
    return raise_value_error(t, "unknown clock");
}

NATIVE(time_sleep) {
    int64_t length = TRY(nanoseconds_of(t, a[0]));
    if (length < 0) return raise_value_error(t, "sleep length must be non-negative");
    TRY(sleep_until(t, time_after(length)));
    return Own::none();
}

// --- calendar

NATIVE(time_gmtime) {
    time_t seconds = TRY(seconds_or_now(t, a[0]));
    std::tm tm{};
    errno = 0;
    if (!gmtime_r(&seconds, &tm)) return raise_os(t, errno ? errno : EINVAL, Value::null());
    tm.tm_zone = "UTC";
    return from_tm(tm);
}
NATIVE(time_localtime) {
    time_t seconds = TRY(seconds_or_now(t, a[0]));
    std::tm tm{};
    errno = 0;
    if (!localtime_r(&seconds, &tm)) return raise_os(t, errno ? errno : EINVAL, Value::null());
    return from_tm(tm);
}
NATIVE(time_mktime) {
    std::tm tm = TRY(to_tm(t, a[0], "mktime()"));
    tm.tm_wday = -1;
    time_t seconds = mktime(&tm);
    if (seconds == -1 && tm.tm_wday == -1) return raise_text(t, rt().types.OverflowError, "mktime argument out of range");
    return make_float(static_cast<double>(seconds));
}

Result<Own> ascii_time(Thread& t, const std::tm& tm) {
    constexpr const char* days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    return Result<Own>(make_str(t, fmt::format("{} {}{:3} {:02}:{:02}:{:02} {}", days[tm.tm_wday], months[tm.tm_mon], tm.tm_mday, tm.tm_hour,
                                               tm.tm_min, tm.tm_sec, int64_t{tm.tm_year} + 1900)));
}
NATIVE(time_asctime) {
    std::tm tm{};
    if (a[0].is_null()) {
        time_t now = static_cast<time_t>(read_clock(CLOCK_REALTIME) / 1000000000);
        localtime_r(&now, &tm);
    } else {
        tm = TRY(to_tm(t, a[0], "asctime()"));
        TRY(check_tm(t, tm));
    }
    return ascii_time(t, tm);
}
NATIVE(time_ctime) {
    time_t seconds = TRY(seconds_or_now(t, a[0]));
    std::tm tm{};
    errno = 0;
    if (!localtime_r(&seconds, &tm)) return raise_os(t, errno ? errno : EINVAL, Value::null());
    return ascii_time(t, tm);
}

NATIVE(time_strftime) {
    if (!is_str(a[0])) return raise_type(t, "strftime() argument 1 must be str, not {}", a[0].is_none() ? "None" : type_name(a[0]));
    std::tm tm{};
    if (a[1].is_null()) {
        time_t now = static_cast<time_t>(read_clock(CLOCK_REALTIME) / 1000000000);
        localtime_r(&now, &tm);
    } else {
        tm = TRY(to_tm(t, a[1], "strftime()"));
        TRY(check_tm(t, tm));
    }
    std::string zone;
    if (!a[1].is_null() && type_of(a[1]) == modules_state().struct_time) {
        Value v = extra_of(as<Tuple>(a[1]))->zone;
        if (is_str(v)) zone = to_utf8(v);
        tm.tm_zone = zone.empty() ? nullptr : zone.c_str();
    }
    if (!tm.tm_zone) tm.tm_zone = tzname[tm.tm_isdst > 0];
    // One name may be several ("%p" of some places is empty): the text ends with a mark that tells it from "no room".
    std::string format = to_utf8(a[0]);
    if (format.find('\0') != std::string::npos) return raise_value_error(t, "embedded null character");
    format += '.';
    for (size_t room = 256;; room *= 2) {
        std::string text(room, '\0');
        size_t n = strftime(text.data(), room, format.c_str(), &tm);
        if (n == 0 && room < (size_t{1} << 24)) continue;
        return Result<Own>(make_str(t, std::string_view(text.data(), n ? n - 1 : 0)));
    }
}

Status add_zone(Dict* names) {
    tzset();
    time_t year = 365 * 24 * 3600 + 6 * 3600;
    // Winter and summer of this year tell the two offsets, whichever of them is summer time.
    time_t now = static_cast<time_t>(read_clock(CLOCK_REALTIME) / 1000000000);
    time_t start = now / year * year;
    std::tm january{}, july{};
    localtime_r(&start, &january);
    time_t middle = start + year / 2;
    localtime_r(&middle, &july);
    bool south = january.tm_gmtoff > july.tm_gmtoff;
    const std::tm& winter = south ? july : january;
    const std::tm& summer = south ? january : july;
    dict_set(names, intern("timezone"), make_int(-winter.tm_gmtoff));
    dict_set(names, intern("altzone"), make_int(-summer.tm_gmtoff));
    dict_set(names, intern("daylight"), make_int(winter.tm_gmtoff != summer.tm_gmtoff));
    Ref<Str> first = make_short_str(winter.tm_zone), second = make_short_str(summer.tm_zone);
    dict_set(names, intern("tzname"), tuple_of(first.value(), second.value()).value());
    return {};
}

NATIVE(time_tzset) {
    (void)a;
    Value module = dict_get(rt().modules, intern("time"));
    if (has_shape(module, shapes::module)) TRY(add_zone(as<Module>(module)->dict));
    (void)t;
    return Own::none();
}

const NativeDef functions[] = {
    {"time($module, /)", clock_seconds<CLOCK_REALTIME>, "Seconds since the epoch."},
    {"time_ns($module, /)", clock_nanoseconds<CLOCK_REALTIME>, "Nanoseconds since the epoch."},
    {"monotonic($module, /)", clock_seconds<CLOCK_MONOTONIC>, "Seconds of a clock that never goes back."},
    {"monotonic_ns($module, /)", clock_nanoseconds<CLOCK_MONOTONIC>, "Nanoseconds of a clock that never goes back."},
    {"perf_counter($module, /)", clock_seconds<CLOCK_MONOTONIC>, "Seconds of the clock for measuring."},
    {"perf_counter_ns($module, /)", clock_nanoseconds<CLOCK_MONOTONIC>, "Nanoseconds of the clock for measuring."},
    {"process_time($module, /)", clock_seconds<CLOCK_PROCESS_CPUTIME_ID>, "Processor seconds of the process."},
    {"process_time_ns($module, /)", clock_nanoseconds<CLOCK_PROCESS_CPUTIME_ID>, "Processor nanoseconds of the process."},
    {"thread_time($module, /)", clock_seconds<CLOCK_THREAD_CPUTIME_ID>, "Processor seconds of the thread."},
    {"thread_time_ns($module, /)", clock_nanoseconds<CLOCK_THREAD_CPUTIME_ID>, "Processor nanoseconds of the thread."},
    {"clock_gettime($module, clk_id, /)", time_clock_gettime, "Seconds of a clock of the system."},
    {"clock_gettime_ns($module, clk_id, /)", time_clock_gettime_ns, "Nanoseconds of a clock of the system."},
    {"clock_getres($module, clk_id, /)", time_clock_getres, "Smallest step of a clock of the system."},
    {"get_clock_info($module, name, /)", time_get_clock_info, "How a clock is made."},
    {"sleep($module, seconds, /)", time_sleep, "Waits."},
    {"gmtime($module, seconds=None, /)", time_gmtime, "The calendar time in UTC."},
    {"localtime($module, seconds=None, /)", time_localtime, "The calendar time here."},
    {"mktime($module, tuple, /)", time_mktime, "Seconds since the epoch of a calendar time here."},
    {"asctime($module, tuple=<unset>, /)", time_asctime, "Text like 'Sat Jun 06 16:26:11 1998'."},
    {"ctime($module, seconds=None, /)", time_ctime, "asctime(localtime(seconds))."},
    {"strftime($module, format, tuple=<unset>, /)", time_strftime, "A calendar time as text.", native_counted},
    {"tzset($module, /)", time_tzset, "Reads the environment's time zone again."},
    {nullptr, nullptr, nullptr},
};

Status setup(Thread&, Dict* names) {
    ModulesState& s = modules_state();
    if (!s.struct_time) {
        s.struct_time = make_builtin_type("time.struct_time", rt().types.tuple, spec_struct_time);
        add_sequence_counts(s.struct_time, items, items + 2);
    }
    dict_set(names, intern("struct_time"), Value::object(s.struct_time));
    dict_set(names, intern("_STRUCT_TM_ITEMS"), Value::small_int(items + 2));
    constexpr std::pair<const char*, int> clocks[] = {
        {"CLOCK_REALTIME", CLOCK_REALTIME}, {"CLOCK_MONOTONIC", CLOCK_MONOTONIC}, {"CLOCK_MONOTONIC_RAW", CLOCK_MONOTONIC_RAW},
        {"CLOCK_PROCESS_CPUTIME_ID", CLOCK_PROCESS_CPUTIME_ID}, {"CLOCK_THREAD_CPUTIME_ID", CLOCK_THREAD_CPUTIME_ID},
        {"CLOCK_BOOTTIME", CLOCK_BOOTTIME}, {"CLOCK_TAI", CLOCK_TAI},
    };
    for (const auto& [name, value] : clocks) dict_set(names, intern(name), Value::small_int(value));
    return add_zone(names);
}

} // namespace

extern const NativeModuleDef module_time;
const NativeModuleDef module_time = {"time", "Clocks and calendar times.", functions, setup};

} // namespace terrarium
