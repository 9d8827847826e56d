// What a live object holds, slot by slot, in words of the VM: the one way views and the recorder look into objects.
// Reads only. Objects tell their fields themselves (Lifecycle::trace); nothing here knows how a list is laid out.
#pragma once

#include "inspect/room.h"
#include "inspect/snapshot.h"
#include "memory/trace.h"
#include "vm/objects/function.h"

#include <string>
#include <unordered_map>
#include <vector>

namespace terrarium::inspect {

// The slots of one object. Reused from call to call.
struct Slots {
    Room<uint64_t> words; // Value::bits
    Room<Edge> edges;     // one a word
};
void read_slots(Object* object, Slots* out);
// What __slots__ called the member; empty: nothing that is there any more.
std::string member_name(const Type* type, int64_t index);

// Layouts met so far; ids are positions in `layouts`. The same object with the same fields gives the same id.
class LayoutTable {
public:
    explicit LayoutTable(std::vector<Layout>* layouts) : layouts_(layouts) {}
    uint32_t id_of(Object* object, const Slots& slots);
    // What sets layouts apart, but for the names of lists' and tables' items: of a type and edges one by one.
    class Hash {
    public:
        explicit Hash(const Type* type) : of_type_(reinterpret_cast<uintptr_t>(type) * factor) {}
        void add(Edge e) {
            // Items of one name, numbered from 0: an array (deque, a subclass of list without attributes).
            if (count_ == 0) first_name_ = e.name;
            if (e.index != count_++ || e.name != first_name_) is_array_ = false;
            of_edges_ = (of_edges_ ^ reinterpret_cast<uintptr_t>(e.name) ^ static_cast<uint64_t>(e.index + 1) << 48) * factor;
        }
        Arrangement arrangement() const { return count_ == 0 ? Arrangement::none : is_array_ ? Arrangement::array : Arrangement::fields; }
        uint64_t value(Arrangement a) const { return a == Arrangement::fields ? (of_type_ ^ of_edges_) * factor : of_type_ + static_cast<uint64_t>(a); }

    private:
        static constexpr uint64_t factor = 0x9e3779b97f4a7c15u;
        uint64_t of_type_, of_edges_ = 0;
        int64_t count_ = 0;
        const char* first_name_ = nullptr;
        bool is_array_ = true;
    };
    // False: it is another one, or was not asked for lately.
    bool is(const Hash& hash, uint32_t id) const {
        uint64_t value = hash.value(hash.arrangement());
        const Last& last = last_[(value >> 32) % std::size(last_)];
        return last.hash == value && last.id == id && value;
    }

private:
    std::vector<Layout>* layouts_;
    std::unordered_map<uint64_t, std::vector<uint32_t>> by_hash_;
    struct Last {
        uint64_t hash = 0;
        uint32_t id = 0;
    } last_[256]; // by hash: what most objects need
};

// Fields that do not change while the object lives: text of atoms, names of functions. Empty for containers.
std::string text_of(Object* object);
bool has_text(const Object* object); // cheap: will text_of say anything?

// The text of a source file, at most 1 MiB of it; empty when it cannot be read.
std::string read_source(const std::string& file);
CodeInfo describe_code(const Code* code);
// What the operand of an instruction means: a constant, a name, where a jump goes.
std::string operand_meaning(const Code* code, uint32_t index);
// A value in words, without labels: for constants.
std::string plain_text(Value v, size_t width = 60);
// Bytes of the object's block and of the raw buffers it owns.
uint32_t block_bytes_of(Object* object);
uint32_t extra_bytes_of(Object* object);

} // namespace terrarium::inspect
