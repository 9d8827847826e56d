// Ints as GMP sees them: a read-only view of any int's limbs, and the way back to a canonical Value.
#pragma once

#include "vm/core/integer.h"

#include <gmp.h>

namespace terrarium {

static_assert(sizeof(mp_limb_t) == 8 && GMP_NAIL_BITS == 0);

// A view of an int (immediate, bool, big, subclass instance). Immediates keep their one limb inside the view, so a
// view must not be copied or moved.
class IntView {
public:
    explicit IntView(Value v);
    IntView(const IntView&) = delete;
    const mp_limb_t* limbs() const { return limbs_; }
    mp_size_t count() const { return count_; }      // 0 for zero
    bool negative() const { return negative_; }
    mpz_srcptr mpz() const { return mpz_; }

private:
    mp_limb_t own_;
    const mp_limb_t* limbs_;
    mp_size_t count_;
    bool negative_;
    mpz_t mpz_; // read-only alias
};

// A temporary of GMP's own; never holds VM state.
class IntTemp {
public:
    IntTemp() { mpz_init(mpz_); }
    ~IntTemp() { mpz_clear(mpz_); }
    IntTemp(const IntTemp&) = delete;
    operator mpz_ptr() { return mpz_; }
    mpz_srcptr get() const { return mpz_; }

private:
    mpz_t mpz_;
};

// A BigInt of uninitialised limbs (count >= 1), to be finished by normalise_int. MemoryError when too big.
Result<Ref<BigInt>> new_big(Thread& t, size_t count);
// Sets the sign, cuts leading zero limbs, returns the immediate form if it fits.
Own normalise_int(Ref<BigInt> big, size_t count, bool negative);
Result<Own> int_from_mpz(Thread& t, mpz_srcptr z);
// True when a result of so many bits may be made; else MemoryError is raised.
bool int_room(Thread& t, double bits);
size_t int_bit_length(Value v);

} // namespace terrarium
