// list.sort: a stable, adaptive merge sort in the manner of T. Peters' Timsort. Runs already in order are found and
// kept, short ones are lengthened by binary insertion, and neighbours are merged in the order Powersort gives
// (J. I. Munro, S. Wild, 2018), galloping when one side wins often. While it works the list is empty, its items held
// here; at every moment the array is a permutation of what came in, so an exception loses nothing.
#include "vm/core/float.h"
#include "vm/objects/containers.h"

namespace terrarium {

namespace {

struct Keyed {
    Value key, value;
};
Value key_of(Value v) { return v; }
Value key_of(const Keyed& k) { return k.key; }

// --- orders. less() answers 1 or 0, or -1 with an exception raised.

struct IntOrder { // immediate ints: the shift keeps the order
    int less(Value a, Value b) const { return static_cast<int64_t>(a.bits) < static_cast<int64_t>(b.bits); }
};
struct FloatOrder { // immediate floats
    int less(Value a, Value b) const { return a.float_value() < b.float_value(); }
};
struct StrOrder { // exact str
    int less(Value a, Value b) const { return a != b && str_compare(as<Str>(a), as<Str>(b)) < 0; }
};
struct AnyOrder {
    Thread& t;
    int less(Value a, Value b) const {
        if (a.is_int() && b.is_int()) return static_cast<int64_t>(a.bits) < static_cast<int64_t>(b.bits);
        if (a.is_float() && b.is_float()) return a.float_value() < b.float_value();
        if (a.is_object() && b.is_object()) {
            ShapeId shape = a.object_ptr()->shape;
            if (shape == b.object_ptr()->shape) {
                if (shape == shapes::str) return str_compare(as<Str>(a), as<Str>(b)) < 0;
                if (shape == shapes::tuple) return less_tuples(as<Tuple>(a), as<Tuple>(b));
            }
        }
        return ask(a, b);
    }

private:
    int ask(Value a, Value b) const {
        Result<bool> answer = compare_bool(t, a, b, CompareOp::lt);
        return answer ? answer.get() : -1;
    }
    // As tuple's own comparison; the array holds both, so their items stay alive.
    int less_tuples(Tuple* a, Tuple* b) const {
        size_t common = std::min(a->length, b->length);
        for (size_t i = 0; i < common; i++) {
            Value x = a->items()[i], y = b->items()[i];
            if (x == y) continue;
            if (x.is_int() && y.is_int()) return static_cast<int64_t>(x.bits) < static_cast<int64_t>(y.bits);
            Result<bool> same = items_equal(t, x, y);
            if (!same) return -1;
            if (same.get()) continue;
            if (is_exact_str(x) && is_exact_str(y)) return str_compare(as<Str>(x), as<Str>(y)) < 0;
            RecursionGuard guard(t, " in comparison");
            if (!guard) return -1;
            return is_exact_tuple(x) && is_exact_tuple(y) ? less_tuples(as<Tuple>(x), as<Tuple>(y)) : ask(x, y);
        }
        return a->length < b->length;
    }
};

// --- the sort. Element is Value or Keyed.
template <class Element, class Order>
class MergeSort {
public:
    MergeSort(Thread& t, Order order, Element* items, size_t count) : thread_(t), order_(order), items_(items), count_(count) {}
    ~MergeSort() { free_raw(spare_, spare_size_ * sizeof(Element)); }

    bool run() { // false: an exception is raised
        if (count_ < 2) return true;
        size_t shortest = shortest_run(count_);
        size_t at = 0;
        while (at < count_) {
            int64_t found = take_run(items_ + at, count_ - at);
            if (found < 0) return false;
            size_t length = static_cast<size_t>(found);
            if (length < shortest) {
                size_t forced = std::min(shortest, count_ - at);
                if (!insert_rest(items_ + at, length, forced)) return false;
                length = forced;
            }
            if (!push_run(at, length)) return false;
            at += length;
        }
        while (depth_ > 1)
            if (!merge_top()) return false;
        return true;
    }

private:
    struct Run {
        size_t start, length;
        int power; // of the boundary to the run below
    };

    int less(const Element& a, const Element& b) const { return order_.less(key_of(a), key_of(b)); }

    // count / 2^k, rounded up, between 32 and 64: runs come out even.
    static size_t shortest_run(size_t count) {
        size_t odd = 0;
        while (count >= 64) {
            odd |= count & 1;
            count >>= 1;
        }
        return count + odd;
    }

    // Length of the run at the front; a strictly falling one is turned around.
    int64_t take_run(Element* a, size_t n) {
        if (n < 2) return static_cast<int64_t>(n);
        size_t length = 2;
        int falling = less(a[1], a[0]);
        if (falling < 0) return -1;
        for (; length < n; length++) {
            int smaller = less(a[length], a[length - 1]);
            if (smaller < 0) return -1;
            if (smaller != falling) break;
        }
        if (falling) std::reverse(a, a + length);
        return static_cast<int64_t>(length);
    }

    // a[0..sorted) is in order; brings a[sorted..n) in by binary search.
    bool insert_rest(Element* a, size_t sorted, size_t n) {
        for (size_t next = sorted; next < n; next++) {
            Element item = a[next];
            size_t low = 0, high = next;
            while (low < high) {
                size_t middle = (low + high) / 2;
                int smaller = less(item, a[middle]);
                if (smaller < 0) return false;
                if (smaller) high = middle;
                else low = middle + 1;
            }
            memmove(static_cast<void*>(a + low + 1), a + low, (next - low) * sizeof(Element));
            a[low] = item;
        }
        return true;
    }

    // How deep in a perfect binary tree over the array the boundary of two neighbouring runs lies.
    int boundary_power(const Run& left, size_t length) const {
        uint64_t middle_left = 2 * left.start + left.length;
        uint64_t middle_right = middle_left + left.length + length;
        uint64_t a = static_cast<uint64_t>((static_cast<unsigned __int128>(middle_left) << 61) / count_);
        uint64_t b = static_cast<uint64_t>((static_cast<unsigned __int128>(middle_right) << 61) / count_);
        return a == b ? 64 : std::countl_zero(a ^ b);
    }

    bool push_run(size_t start, size_t length) {
        if (depth_) {
            int power = boundary_power(runs_[depth_ - 1], length);
            while (depth_ > 1 && runs_[depth_ - 1].power > power)
                if (!merge_top()) return false;
            runs_[depth_] = {start, length, power};
        } else {
            runs_[0] = {start, length, 0};
        }
        depth_++;
        return true;
    }

    // Merges the two topmost runs.
    bool merge_top() {
        Run& left = runs_[depth_ - 2];
        Run& right = runs_[depth_ - 1];
        Element* a = items_ + left.start;
        Element* b = items_ + right.start;
        size_t na = left.length, nb = right.length;
        left.length += nb;
        depth_--;
        // What already lies right stays.
        int64_t skip = first_from_left(a, na, [&](const Element& e) { return less(b[0], e); });
        if (skip < 0) return false;
        a += skip;
        na -= static_cast<size_t>(skip);
        if (na == 0) return true;
        int64_t keep = first_from_right(b, nb, [&](const Element& e) { return opposite(less(e, a[na - 1])); });
        if (keep < 0) return false;
        nb = static_cast<size_t>(keep);
        if (nb == 0) return true;
        return na <= nb ? merge_low(a, na, b, nb) : merge_high(a, na, b, nb);
    }

    static int opposite(int answer) { return answer < 0 ? answer : !answer; }

    // The first index whose element satisfies the (monotone) predicate, n for none, -1 for an exception:
    // steps doubling from one end, then halving.
    template <class Predicate>
    int64_t first_from_left(const Element* a, size_t n, Predicate holds) {
        size_t low = 0, probe = 0; // everything before low fails
        while (probe < n) {
            int answer = holds(a[probe]);
            if (answer < 0) return -1;
            if (answer) break;
            low = probe + 1;
            probe = probe * 2 + 1;
        }
        return first_between(a, low, std::min(probe, n), holds);
    }
    template <class Predicate>
    int64_t first_from_right(const Element* a, size_t n, Predicate holds) {
        size_t high = n, offset = 1; // everything from high on holds
        while (offset <= n) {
            int answer = holds(a[n - offset]);
            if (answer < 0) return -1;
            if (!answer) return first_between(a, n - offset + 1, high, holds);
            high = n - offset;
            offset = offset * 2;
        }
        return first_between(a, 0, high, holds);
    }
    template <class Predicate>
    int64_t first_between(const Element* a, size_t low, size_t high, Predicate holds) {
        while (low < high) {
            size_t middle = (low + high) / 2;
            int answer = holds(a[middle]);
            if (answer < 0) return -1;
            if (answer) high = middle;
            else low = middle + 1;
        }
        return static_cast<int64_t>(low);
    }

    bool need_spare(size_t count) {
        if (count <= spare_size_) return true;
        free_raw(spare_, spare_size_ * sizeof(Element));
        spare_size_ = 0;
        spare_ = static_cast<Element*>(try_alloc_raw(count * sizeof(Element)));
        if (!spare_) {
            (void)raise_memory(thread_);
            return false;
        }
        spare_size_ = count;
        return true;
    }

    // The left run moves aside; merging fills from the left. The rest of it always fits between `out` and `y`.
    bool merge_low(Element* a, size_t na, Element* b, size_t nb) {
        if (!need_spare(na)) return false;
        memcpy(static_cast<void*>(spare_), a, na * sizeof(Element));
        Element *out = a, *x = spare_, *x_end = spare_ + na, *y = b;
        bool ok = merge_forward(out, x, x_end, y, b + nb);
        memcpy(static_cast<void*>(out), x, static_cast<size_t>(x_end - x) * sizeof(Element));
        return ok;
    }
    bool merge_forward(Element*& out, Element*& x, Element* x_end, Element*& y, Element* y_end) {
        for (;;) {
            size_t x_wins = 0, y_wins = 0;
            do {
                int smaller = less(*y, *x);
                if (smaller < 0) return false;
                if (smaller) {
                    *out++ = *y++;
                    y_wins++, x_wins = 0;
                    if (y == y_end) return true;
                } else {
                    *out++ = *x++;
                    x_wins++, y_wins = 0;
                    if (x == x_end) return true;
                }
            } while ((x_wins | y_wins) < patience_);
            do {
                int64_t n = first_from_left(x, static_cast<size_t>(x_end - x), [&](const Element& e) { return less(*y, e); });
                if (n < 0) return false;
                x_wins = static_cast<size_t>(n);
                memcpy(static_cast<void*>(out), x, x_wins * sizeof(Element));
                out += n, x += n;
                if (x == x_end) return true;
                *out++ = *y++;
                if (y == y_end) return true;
                n = first_from_left(y, static_cast<size_t>(y_end - y), [&](const Element& e) { return opposite(less(e, *x)); });
                if (n < 0) return false;
                y_wins = static_cast<size_t>(n);
                memmove(static_cast<void*>(out), y, y_wins * sizeof(Element));
                out += n, y += n;
                if (y == y_end) return true;
                *out++ = *x++;
                if (x == x_end) return true;
                if (patience_ > 1) patience_--;
            } while (x_wins >= gallop_pays || y_wins >= gallop_pays);
            patience_ += 2;
        }
    }

    // The right run moves aside; merging fills from the right. x_end and y_end are one past the last unmerged.
    bool merge_high(Element* a, size_t na, Element* b, size_t nb) {
        if (!need_spare(nb)) return false;
        memcpy(static_cast<void*>(spare_), b, nb * sizeof(Element));
        Element *out = b + nb, *x_end = a + na, *y_end = spare_ + nb;
        bool ok = merge_backward(out, a, x_end, spare_, y_end);
        size_t rest = static_cast<size_t>(y_end - spare_);
        memcpy(static_cast<void*>(out - rest), spare_, rest * sizeof(Element));
        return ok;
    }
    bool merge_backward(Element*& out, Element* x, Element*& x_end, Element* y, Element*& y_end) {
        for (;;) {
            size_t x_wins = 0, y_wins = 0;
            do {
                int smaller = less(y_end[-1], x_end[-1]);
                if (smaller < 0) return false;
                if (smaller) {
                    *--out = *--x_end;
                    x_wins++, y_wins = 0;
                    if (x == x_end) return true;
                } else {
                    *--out = *--y_end;
                    y_wins++, x_wins = 0;
                    if (y == y_end) return true;
                }
            } while ((x_wins | y_wins) < patience_);
            do {
                size_t n = static_cast<size_t>(x_end - x);
                int64_t stay = first_from_right(x, n, [&](const Element& e) { return less(y_end[-1], e); });
                if (stay < 0) return false;
                x_wins = n - static_cast<size_t>(stay);
                out -= x_wins, x_end -= x_wins;
                memmove(static_cast<void*>(out), x_end, x_wins * sizeof(Element));
                if (x == x_end) return true;
                *--out = *--y_end;
                if (y == y_end) return true;
                n = static_cast<size_t>(y_end - y);
                stay = first_from_right(y, n, [&](const Element& e) { return opposite(less(e, x_end[-1])); });
                if (stay < 0) return false;
                y_wins = n - static_cast<size_t>(stay);
                out -= y_wins, y_end -= y_wins;
                memcpy(static_cast<void*>(out), y_end, y_wins * sizeof(Element));
                if (y == y_end) return true;
                *--out = *--x_end;
                if (x == x_end) return true;
                if (patience_ > 1) patience_--;
            } while (x_wins >= gallop_pays || y_wins >= gallop_pays);
            patience_ += 2;
        }
    }

    static constexpr size_t gallop_pays = 7;

    Thread& thread_;
    Order order_;
    Element* items_;
    size_t count_;
    Element* spare_ = nullptr;
    size_t spare_size_ = 0;
    size_t patience_ = gallop_pays; // wins in a row before galloping starts
    Run runs_[72]; // powers rise along the stack and are below 66
    size_t depth_ = 0;
};

template <class Element>
bool sort_elements(Thread& t, Element* items, size_t count) {
    bool ints = true, floats = true, strs = true;
    for (size_t i = 0; i < count && (ints || floats || strs); i++) {
        Value key = key_of(items[i]);
        ints = ints && key.is_int();
        floats = floats && key.is_float();
        strs = strs && is_exact_str(key);
    }
    if (ints) return MergeSort<Element, IntOrder>(t, IntOrder{}, items, count).run();
    if (floats) return MergeSort<Element, FloatOrder>(t, FloatOrder{}, items, count).run();
    if (strs) return MergeSort<Element, StrOrder>(t, StrOrder{}, items, count).run();
    return MergeSort<Element, AnyOrder>(t, AnyOrder{t}, items, count).run();
}

// Equal elements keep their order under reverse=True too: the array is turned around before and after.
template <class Element>
bool sort_either_way(Thread& t, Element* items, size_t count, bool reverse) {
    if (reverse) std::reverse(items, items + count);
    bool ok = sort_elements(t, items, count);
    if (reverse) std::reverse(items, items + count);
    return ok;
}

bool sort_by_key(Thread& t, Value* items, size_t count, Value key, bool reverse) {
    if (count == 0) return true;
    Keyed* keyed = static_cast<Keyed*>(try_alloc_raw(count * sizeof(Keyed)));
    if (!keyed) {
        (void)raise_memory(t);
        return false;
    }
    size_t made = 0;
    for (; made < count; made++) {
        Result<Own> k = call_values(t, key, &items[made], 1);
        if (!k) break;
        keyed[made] = {k.take().take(), items[made]};
    }
    bool ok = made == count;
    if (ok) {
        ok = sort_either_way(t, keyed, count, reverse);
        for (size_t i = 0; i < count; i++) items[i] = keyed[i].value;
    }
    for (size_t i = 0; i < made; i++) release(keyed[i].key);
    free_raw(keyed, count * sizeof(Keyed));
    return ok;
}

} // namespace

Status list_sort(Thread& t, List* l, Value key_or_none, bool reverse) {
    Ref<List> hold = Ref<List>::share(l);
    Value* items = std::exchange(l->items, nullptr);
    size_t length = std::exchange(l->length, 0);
    size_t capacity = std::exchange(l->capacity, 0);
    bool ok = key_or_none.is_none() ? sort_either_way(t, items, length, reverse) : sort_by_key(t, items, length, key_or_none, reverse);
    // Whatever Python code put into the list meanwhile goes; the sorted items come back.
    Value* intruders = std::exchange(l->items, items);
    size_t intruder_count = std::exchange(l->length, length);
    size_t intruder_capacity = std::exchange(l->capacity, capacity);
    if (ok && intruders) {
        ok = false;
        (void)raise_text(t, rt().types.ValueError, "list modified during sort");
    }
    for (size_t i = intruder_count; i-- > 0;) release(intruders[i]);
    free_raw(intruders, intruder_capacity * sizeof(Value));
    if (!ok) return Error{};
    return {};
}

} // namespace terrarium
