// Ownership and failure: Own (an owned Value), Ref<T> (an owned object pointer), Result<T> (a value or a raised
// Python exception, which then waits in the Thread). Nothing here is thrown. Next: vm/core/errors.h.
#pragma once

#include "memory/count.h"
#include "vm/core/value.h"

#include <type_traits>
#include <utility>

namespace terrarium {

inline void retain(Value v) {
    if (v.is_object()) retain(v.object_ptr());
}
inline void release(Value v) {
    if (v.is_object()) release(v.object_ptr());
}

// Every layout struct derives from Object. as<T> trusts its caller; checks live in type.h (is_str, is_list, ...).
template <class T>
T* as(Value v) {
    return static_cast<T*>(v.object_ptr());
}

// Owns one count of an object.
template <class T>
class [[nodiscard]] Ref {
public:
    Ref() = default;
    Ref(std::nullptr_t) {}
    Ref(Ref&& o) noexcept : ptr_(o.ptr_) { o.ptr_ = nullptr; }
    template <class U, class = std::enable_if_t<std::is_convertible_v<U*, T*>>>
    Ref(Ref<U>&& o) noexcept : ptr_(o.take()) {}
    Ref& operator=(Ref&& o) noexcept {
        T* old = ptr_;
        ptr_ = o.ptr_;
        o.ptr_ = nullptr;
        if (old) release(static_cast<Object*>(old));
        return *this;
    }
    Ref(const Ref&) = delete;
    ~Ref() {
        if (ptr_) release(static_cast<Object*>(ptr_));
    }
    static Ref adopt(T* p) { // takes over the caller's count
        Ref r;
        r.ptr_ = p;
        return r;
    }
    static Ref share(T* p) { // a count of its own
        if (p) retain(static_cast<Object*>(p));
        return adopt(p);
    }
    T* get() const { return ptr_; }
    T* operator->() const { return ptr_; }
    T& operator*() const { return *ptr_; }
    operator T*() const { return ptr_; }
    T* take() { return std::exchange(ptr_, nullptr); } // the caller owns the count now
    explicit operator bool() const { return ptr_ != nullptr; }
    Value value() const { return Value::object(ptr_); }

private:
    T* ptr_ = nullptr;
};

// Owns one count of whatever the Value is (nothing for immediates).
class [[nodiscard]] Own {
public:
    Own() : value_(Value::null()) {}
    Own(Own&& o) noexcept : value_(o.take()) {}
    template <class T>
    Own(Ref<T>&& r) : value_(r ? Value::object(r.get()) : Value::null()) {
        (void)r.take();
    }
    Own& operator=(Own&& o) noexcept {
        Value old = value_;
        value_ = o.take();
        release(old);
        return *this;
    }
    Own(const Own&) = delete;
    ~Own() { release(value_); }
    static Own adopt(Value v) {
        Own o;
        o.value_ = v;
        return o;
    }
    static Own share(Value v) {
        retain(v);
        return adopt(v);
    }
    static Own share(Object* p) { return share(Value::object(p)); }
    static Own none() { return adopt(Value::none()); }
    static Own boolean(bool b) { return adopt(Value::boolean(b)); }
    static Own small_int(int64_t v) { return adopt(Value::small_int(v)); }
    static Own not_implemented() { return adopt(Value::not_implemented()); }
    static Own exhausted() { return adopt(Value::exhausted()); }

    Value get() const { return value_; }
    operator Value() const { return value_; }
    Value take() { return std::exchange(value_, Value::null()); }
    bool is_null() const { return value_.is_null(); }
    bool is_none() const { return value_.is_none(); }
    bool is_exhausted() const { return value_.is_exhausted(); }
    bool is_not_implemented() const { return value_.is_not_implemented(); }
    bool is_int() const { return value_.is_int(); }
    bool is_object() const { return value_.is_object(); }

private:
    Value value_;
};

// "A Python exception has been raised and waits in the Thread."
struct Error {};

template <class T>
class [[nodiscard]] Result {
public:
    Result(Error) : value_{}, ok_(false) {}
    Result(T v) : value_(std::move(v)), ok_(true) {}
    explicit operator bool() const { return ok_; }
    bool ok() const { return ok_; }
    T take() { return std::move(value_); }
    const T& get() const { return value_; }

private:
    T value_;
    bool ok_;
};

template <>
class [[nodiscard]] Result<void> {
public:
    Result(Error) : ok_(false) {}
    Result() : ok_(true) {}
    explicit operator bool() const { return ok_; }
    bool ok() const { return ok_; }
    void take() {}

private:
    bool ok_;
};
using Status = Result<void>;

template <> // null is the error: one word
class [[nodiscard]] Result<Own> {
public:
    Result(Error) {}
    Result(Own v) : value_(std::move(v)) {}
    template <class T>
    Result(Ref<T> r) : value_(std::move(r)) {}
    template <class T>
    Result(Result<Ref<T>> r) : value_(r.take()) {}
    explicit operator bool() const { return !value_.is_null(); }
    bool ok() const { return !value_.is_null(); }
    Own take() { return std::move(value_); }
    Value get() const { return value_.get(); }

private:
    Own value_;
};

template <class T>
class [[nodiscard]] Result<Ref<T>> {
public:
    Result(Error) {}
    Result(Ref<T> v) : value_(std::move(v)) {}
    explicit operator bool() const { return static_cast<bool>(value_); }
    bool ok() const { return static_cast<bool>(value_); }
    Ref<T> take() { return std::move(value_); }
    T* get() const { return value_.get(); }

private:
    Ref<T> value_;
};

// TRY(expr): the value of a Result, or return the Error from the enclosing function (whose result type takes an Error).
#define TRY(...)                                             \
    ({                                                       \
        auto try_result_ = (__VA_ARGS__);                    \
        if (!try_result_) [[unlikely]] return Error{};       \
        try_result_.take();                                  \
    })

} // namespace terrarium
