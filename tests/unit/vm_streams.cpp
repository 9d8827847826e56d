// Natives without any Python code: weak references over many objects, and text streams whose line ends fall on the
// borders of chunks.
#include "memory/check.h"
#include "memory/world.h"
#include "tests/unit/catch.h"
#include "vm/builtins/builtins.h"
#include "vm/core/errors.h"
#include "vm/core/protocol.h"
#include "vm/core/start.h"
#include "vm/interp/roots.h"
#include "vm/modules/io.h"
#include "vm/modules/modules.h"
#include "vm/objects/weakref.h"

#include <string>
#include <vector>

using namespace terrarium;

namespace {

// One runtime for all tests of this file: it cannot be closed.
Thread& vm() {
    static bool open = [] {
        std::string error;
        if (!open_world({}, &error)) return false;
        open_runtime();
        init_interp();
        init_builtins(*rt().main_thread);
        init_modules(*rt().main_thread);
        return true;
    }();
    REQUIRE(open);
    return *rt().main_thread;
}

Own plain_object(Thread& t) { // an instance that may be weakly referenced
    static Value cls = call(t, Value::object(rt().types.type), intern("Plain").value(), Value::object(rt().empty_tuple), make_dict().value())
                           .take()
                           .take();
    return call(t, cls).take();
}

Own text_over(Thread& t, std::string_view bytes, const char* newline, int64_t chunk) {
    Own buffer = call(t, Value::object(modules_state().bytes_io), make_bytes(t, bytes).take().value()).take();
    TextOptions options;
    Ref<Str> ends = newline ? intern(newline) : nullptr;
    if (newline) options.newline = ends.value();
    else options.newline = Value::none();
    options.encoding = options.errors = Value::null();
    Own stream = make_text(t, buffer, options).take();
    as<TextIO>(stream)->chunk_size = chunk;
    return stream;
}

std::vector<std::string> lines(Thread& t, Value stream) {
    std::vector<std::string> found;
    Status s = for_each(t, stream, [&](Value line) -> Result<bool> {
        found.push_back(to_utf8(line));
        return true;
    });
    REQUIRE(s.ok());
    return found;
}

} // namespace

TEST_CASE("weak references die with their objects, in any order") {
    Thread& t = vm();
    constexpr size_t count = 3000;
    std::vector<Own> objects, references;
    for (size_t i = 0; i < count; i++) {
        objects.push_back(plain_object(t));
        references.push_back(make_weak_reference(t, rt().types.weakref, objects.back(), Value::none()).take());
    }
    for (size_t i = 0; i < count; i += 2) objects[i] = Own();
    for (size_t i = 0; i < count; i++) {
        Own target = weak_target(as<WeakRef>(references[i]));
        REQUIRE(target.is_none() == (i % 2 == 0));
        if (i % 2) REQUIRE(weak_reference_count(target) == 1);
    }
    for (size_t i = 1; i < count; i += 4) references[i] = Own();
    for (size_t i = 1; i < count; i += 2) REQUIRE(weak_reference_count(objects[i]) == (i % 4 == 1 ? 0 : 1));
}

TEST_CASE("a plain reference is shared") {
    Thread& t = vm();
    Own o = plain_object(t);
    Own a = make_weak_reference(t, rt().types.weakref, o, Value::none()).take();
    Own b = make_weak_reference(t, rt().types.weakref, o, Value::none()).take();
    CHECK(a.get() == b.get());
    Own p = make_weak_proxy(t, o, Value::none()).take();
    CHECK(weak_reference_count(o) == 2);
    CHECK(rt().hooks.weak_reference_of(t, o).get() == a.get());
}

TEST_CASE("line ends on the borders of chunks") {
    Thread& t = vm();
    const std::string text = "ab\r\nc\rd\n\r\n\r\re";
    const std::vector<std::string> translated = {"ab\n", "c\n", "d\n", "\n", "\n", "\n", "e"};
    const std::vector<std::string> untouched = {"ab\r\n", "c\r", "d\n", "\r\n", "\r", "\r", "e"};
    const std::vector<std::string> pairs = {"ab\r\n", "c\rd\n\r\n", "\r\re"};
    for (int64_t chunk = 1; chunk < 16; chunk++) {
        CHECK(lines(t, text_over(t, text, nullptr, chunk)) == translated);
        CHECK(lines(t, text_over(t, text, "", chunk)) == untouched);
        CHECK(lines(t, text_over(t, text, "\r\n", chunk)) == pairs);
    }
}

TEST_CASE("characters on the borders of chunks, and places between them") {
    Thread& t = vm();
    const std::string text = "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\r\nz";
    for (int64_t chunk = 1; chunk < 12; chunk++) {
        Own stream = text_over(t, text, nullptr, chunk);
        auto* f = as<TextIO>(stream);
        std::vector<int64_t> places;
        std::string all;
        for (;;) {
            places.push_back(text_tell(t, f).take());
            Ref<Str> one = text_read(t, f, 1).take();
            if (one->length == 0) break;
            all += to_utf8(one);
        }
        CHECK(all == "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\nz");
        CHECK(places == std::vector<int64_t>{0, 1, 3, 6, 10, 12, 13});
    }
}
