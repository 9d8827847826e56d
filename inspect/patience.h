// Who waits for what takes long, and how long they want to.
#pragma once

#include <cstdint>

namespace terrarium::inspect {

// Told now and then how far it is, and free to end it.
class Patience {
public:
    virtual bool go_on(uint64_t step) = 0; // false: end it
    // The record ends here: whether it is worth to look again. May wait a little.
    virtual bool more_to_come() { return false; }

protected:
    ~Patience() = default;
};

// How much of the index of a trace a recording makes.
enum class IndexWish : uint8_t {
    whole,
    quick, // what is made while the program runs and a little longer
    none,
};

} // namespace terrarium::inspect
