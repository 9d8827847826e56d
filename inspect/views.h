// The views: functions from a Snapshot to text, in one table that every door uses (`terrarium show`, terrarium.show(),
// the REPL's % commands, breakpoint()). Invariant: a view reads its input and nothing else. Forms and schemas:
// docs/inspect.md. Read next: inspect/view_stack.cpp.
#pragma once

#include "inspect/call_tree.h"
#include "inspect/print.h"
#include "inspect/snapshot.h"

#include <span>

namespace terrarium::inspect {

// What happened to an object in one step; where a snapshot comes from a recording.
struct ObjectEvent {
    uint64_t step = 0; // the moment after it
    std::string file, function;
    int32_t line = -1;
    std::string instruction; // "STORE_FAST x"; empty: the end of the program
    std::string what;        // "born, a list", "count 1 -> 2", "[0] is 5, was 4", "freed"
};
struct ObjectPast {
    std::vector<ObjectEvent> events; // oldest first; of many the first and the last
    uint64_t left_out = 0;           // how many are not listed, after
    size_t listed_first = 0;         // so many that are
    uint64_t later = 0;              // recorded, but after the moment that is shown
    std::vector<ObjectEvent> death;  // one, if it is among those
    std::string note;                // why there is nothing
};
class ObjectHistory {
public:
    // Up to the moment after so many steps.
    virtual ObjectPast past_of(Label label, uint64_t step) const = 0;

protected:
    ~ObjectHistory() = default;
};

struct ViewInput {
    const Snapshot* now = nullptr;
    const Snapshot* mark = nullptr;         // an earlier moment: what changed since is told
    const CallTree* calls = nullptr;        // null: calls have not been counted
    const ObjectHistory* history = nullptr; // null: not recorded
    std::string argument;                   // "#42" of `object #42`
    bool within = false;                    // an instruction: the program itself asked, by a call
    uint32_t frame = 0;                     // whose locals and code are meant: 0 the running one, 1 its caller, ...
};

enum class Form : uint8_t { text, json, dot, folded, speedscope, svg };

// What a view has to say, or why it cannot.
struct Drawn {
    std::string text;
    std::string error; // empty: none
};

struct View {
    const char* name;
    const char* argument; // "X" of `object X`; "" when it takes none, "[X]" when it may be left out
    const char* sentence;
    bool needs_calls;     // ViewInput::calls
    Drawn (*text)(const ViewInput& in, const PrintStyle& style);
    Drawn (*json)(const ViewInput& in);                 // one object, its first field "schema"
    Drawn (*other)(const ViewInput& in, Form form);     // empty: not in this form; null: no further forms
};
std::span<const View> all_views();
const View* find_view(std::string_view name); // null: there is none

// Empty, or the sentence that the view is not to be had in the form, whatever the input.
std::string fault_of_form(const View& view, Form form);
Drawn draw(const View& view, const ViewInput& in, Form form, const PrintStyle& style);
// What has changed since the mark: the end of the view `heap`, by itself.
std::string changes_text(const ViewInput& in, const PrintStyle& style);

// "#42", "0x7f00001a40" (or an offset in the heap), a name of the frame or the module, "name.field": the object meant.
// 0 and *error when there is none.
Label find_object(const Snapshot& s, std::string_view what, uint32_t frame, std::string* error);
// The value that a name or a path from it ("rows[0].left") leads to. Null and *error: it leads nowhere.
Val find_value(const Snapshot& s, std::string_view path, uint32_t frame, std::string* error);
// The value of a name as seen from a frame (0: the running one): locals, then the module's names. Null: unknown.
Val find_name(const Snapshot& s, std::string_view name, uint32_t frame);
// The module's namespace, if it is listed; 0: it is not.
Label main_namespace(const Snapshot& s);

} // namespace terrarium::inspect
