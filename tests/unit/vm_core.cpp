// The core's own promises: shapes, attributes, slots that follow a class' dict, the binder's texts.
#include "tests/unit/catch.h"

#include "vm/core/attributes.h"
#include "vm/core/dict.h"
#include "vm/core/errors.h"
#include "vm/core/instances.h"
#include "vm/core/native.h"
#include "vm/core/protocol.h"
#include "vm/core/shapes.h"
#include "vm/core/start.h"
#include "vm/core/tuple.h"

using namespace terrarium;

namespace {

// A runtime of its own, or the one another test of this program has left open.
struct World {
    World() : mine(!world_is_open()) {
        if (!mine) return;
        std::string error;
        REQUIRE(open_world({}, &error));
        open_runtime();
    }
    ~World() {
        if (mine) close_world();
    }
    Thread& t() { return current_thread(); }
    bool mine;
};

Own make_plain_class(Thread& t, const char* name, Value base) {
    Ref<Dict> names = make_dict();
    Ref<Tuple> bases = tuple_of(base);
    Ref<Str> text = make_short_str(name);
    Result<Own> cls = call(t, Value::object(rt().types.type), text.value(), bases.value(), names.value());
    REQUIRE(cls);
    return cls.take();
}

std::string raised_text(Thread& t) {
    Own e = take_raised(t);
    Result<Ref<Str>> text = to_str(t, e);
    return text ? type_name(e) + ": " + to_utf8(text.get()) : "?";
}

Result<Own> takes_two(Thread&, const Value* a) { return Own::share(a[0]); }
const NativeDef two_def = {"two(first, second=None, /)", takes_two, nullptr};
const NativeDef keyword_def = {"words(first, *, key=None)", takes_two, nullptr};

} // namespace

TEST_CASE("Instances of one class that set the same attributes share a shape", "[vm_core]") {
    World world;
    Thread& t = world.t();
    Own cls = make_plain_class(t, "Point", Value::object(rt().types.object));
    Own a = call(t, cls).take(), b = call(t, cls).take();
    Str *x = intern("x").take(), *y = intern("y").take();
    for (Value v : {a.get(), b.get()}) {
        REQUIRE(set_attr(t, v, x, Value::small_int(1)));
        REQUIRE(set_attr(t, v, y, Value::small_int(2)));
    }
    Own c = call(t, cls).take(), d = call(t, cls).take();
    REQUIRE(set_attr(t, c, x, Value::small_int(1)));
    REQUIRE(set_attr(t, d, x, Value::small_int(1)));
    CHECK(c.get().object_ptr()->shape == d.get().object_ptr()->shape);
    CHECK(shape_inline_slots(shape_of(c.get().object_ptr())) == attr_head(c.get().object_ptr())->inline_slots());
    CHECK(attr_get(a.get().object_ptr(), y) == Value::small_int(2));
    CHECK(attr_get(c.get().object_ptr(), y).is_null());
}

TEST_CASE("Attributes keep their order through overflow, deletion and dict mode", "[vm_core]") {
    World world;
    Thread& t = world.t();
    Own cls = make_plain_class(t, "Many", Value::object(rt().types.object));
    Own o = call(t, cls).take();
    auto name = [](int i) { return intern("a" + std::to_string(i)); };
    for (int i = 0; i < 40; i++) REQUIRE(set_attr(t, o, name(i), Value::small_int(i)));
    REQUIRE(del_attr(t, o, name(3)));
    REQUIRE(set_attr(t, o, name(3), Value::small_int(99)));
    REQUIRE(attr_count(o.get().object_ptr()) == 40);
    Str* last = nullptr;
    Value value;
    REQUIRE(attr_at(o.get().object_ptr(), 39, &last, &value));
    CHECK(to_utf8(last) == "a3");
    CHECK(value == Value::small_int(99));
    for (int i = 40; i < 300; i++) REQUIRE(set_attr(t, o, name(i), Value::small_int(i)));
    CHECK((shape_of(o.get().object_ptr())->flags & shape_dict_mode) != 0);
    for (int i = 4; i < 300; i++) CHECK(attr_get(o.get().object_ptr(), name(i)) == Value::small_int(i));
}

TEST_CASE("A slot follows the class' dict, in subclasses too", "[vm_core]") {
    World world;
    Thread& t = world.t();
    Own base = make_plain_class(t, "Base", Value::object(rt().types.object));
    Own derived = make_plain_class(t, "Derived", base);
    CHECK(as<Type>(derived)->slots.length == nullptr);
    Own function = make_native(&two_def, Value::null(), nullptr);
    REQUIRE(type_set(t, as<Type>(base), rt().names.dunder_len, function));
    CHECK(as<Type>(derived)->slots.length != nullptr);
    REQUIRE(type_set(t, as<Type>(base), rt().names.dunder_len, Value::null()));
    CHECK(as<Type>(derived)->slots.length == nullptr);
}

TEST_CASE("A subclass of a built-in has the built-in's own slot functions", "[vm_core]") {
    World world;
    Own cls = make_plain_class(world.t(), "MyInt", Value::object(rt().types.int_));
    size_t add = static_cast<size_t>(BinaryOp::add);
    CHECK(as<Type>(cls)->slots.binary[add] == rt().types.int_->slots.binary[add]);
    CHECK(as<Type>(cls)->slots.hash == rt().types.int_->slots.hash);
}

TEST_CASE("Replacing a plain class attribute is seen and leaves the epoch alone", "[vm_core]") {
    World world;
    Thread& t = world.t();
    Own cls = make_plain_class(t, "Counter", Value::object(rt().types.object));
    Str* n = intern("n").take();
    REQUIRE(set_attr(t, cls, n, Value::small_int(0)));
    CHECK(type_lookup(as<Type>(cls), n) == Value::small_int(0));
    uint32_t epoch = rt().cache_epoch;
    for (int i = 1; i < 10; i++) {
        REQUIRE(set_attr(t, cls, n, Value::small_int(i)));
        CHECK(type_lookup(as<Type>(cls), n) == Value::small_int(i));
    }
    CHECK(rt().cache_epoch == epoch);
}

TEST_CASE("Wrong calls of natives are told in CPython's words", "[vm_core]") {
    World world;
    Thread& t = world.t();
    Own two = make_native(&two_def, Value::null(), nullptr);
    REQUIRE_FALSE(call(t, two));
    CHECK(raised_text(t) == "TypeError: two expected at least 1 argument, got 0");
    Value values[] = {Value::small_int(1), Value::small_int(2), Value::small_int(3)};
    REQUIRE_FALSE(call_values(t, two, values, 3));
    CHECK(raised_text(t) == "TypeError: two expected at most 2 arguments, got 3");
    Own words = make_native(&keyword_def, Value::null(), nullptr);
    REQUIRE_FALSE(call_values(t, words, values, 2));
    CHECK(raised_text(t) == "TypeError: words() takes exactly 1 positional argument (2 given)");
    REQUIRE_FALSE(call(t, words));
    CHECK(raised_text(t) == "TypeError: words() missing required argument 'first' (pos 1)");
    Ref<Str> bad = intern("bad");
    Ref<Tuple> keywords = tuple_of(bad.value());
    REQUIRE_FALSE(call(t, words, Args{values, 1, keywords}));
    CHECK(raised_text(t) == "TypeError: 'bad' is an invalid keyword argument for words()");
}
