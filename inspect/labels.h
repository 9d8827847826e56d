// Labels of live objects: address to number and back. The table hears of frees, so that a number never moves on to
// another object at the same address.
#pragma once

#include "inspect/snapshot.h"
#include "memory/listener.h"
#include "memory/world.h"

namespace terrarium::inspect {

// Labels from here on are of objects that were there before the program ("#i7": the interpreter's).
inline constexpr Label first_before_label = Label{1} << 28;
inline constexpr Label unlabelled_before = ~Label{0}; // in the table: from before the program, no number yet
inline constexpr Label not_described = Label{1} << 31; // in the table, beside the number: see is_described()

class LabelTable final : public HeapListener {
public:
    static LabelTable& instance();

    // Starts to listen; until then no label exists. `forward` hears everything too (null: nobody).
    void listen(HeapListener* forward);
    void stop();
    bool listening() const { return listening_; }
    // What lives now was there before the program.
    void mark_program_start();

    Label label_of(const Object* object) { // given now if it has none
        Label& l = *slot(object);
        return (l != 0 && l != unlabelled_before ? l : give(object, l)) & ~not_described;
    }
    Label known_label(const Object* object) { // 0: none yet
        Label l = *slot(object);
        return l == unlabelled_before ? 0 : l & ~not_described;
    }
    // Of an object that a recorder has described; 0: it has not.
    Label described_label(const Object* object) {
        Label l = *slot(object);
        return l & not_described ? 0 : l;
    }
    void set_described(const Object* object) { *slot(object) &= ~not_described; }
    Object* object_of(Label label) const;
    Label next() const { return next_; } // the next object of the program gets it
    void label_at_birth(bool on) { at_birth_ = on; } // every new object is numbered as it is allocated
    void forget_described();                         // of all that have numbers

    void on_allocate(Object* object, size_t bytes) override;
    void on_free(Object* object, size_t bytes) override;
    void on_count_change(Object* object, uint32_t count) override;
    void on_collection_phase(CollectionPhase phase, int generation) override;

private:
    Label* slot(const Object* object) { return table_ + ((reinterpret_cast<uintptr_t>(object) - world_base) >> 4); }
    Label give(const Object* object, Label& place);

    Label* table_ = nullptr; // one number for each 16 bytes of the world, touched where objects are
    std::vector<Object*> objects_{nullptr};
    std::vector<Object*> before_;
    Label next_ = 1;
    HeapListener* forward_ = nullptr;
    bool listening_ = false, at_birth_ = false, gaps_ = false; // gaps_: objects_ lacks some
    bool in_stretches_ = false; // the table, by regions
};

} // namespace terrarium::inspect
