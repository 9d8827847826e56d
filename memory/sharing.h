// Sharing: what the memory room does for threads that run at the same time (GIL off).
// Every object is private at first: only the thread that made it can reach it, and nothing about it is locked or atomic.
// Before a reference is stored where another thread may find it, publish() marks the object and all it leads to
// (gc_shared). Shared objects have atomic counts; they are changed in place only while the world stands still, except
// for single slots, which are exchanged; they are freed while it stands still. So whoever reads a slot of a shared object
// may take a reference until its next safepoint. Source: docs/threads.md, "The GIL off".
// Invariant: a shared object refers to shared objects only (check_sharing).
#pragma once

#include "memory/count.h"
#include "memory/state.h"

#include <string>
#include <vector>

namespace terrarium {

// More than one thread may touch the world at once. Process state; set once, by share_world().
extern bool parallel_world;

inline bool is_shared(const Object* object) { return (object->gc & gc_shared) != 0; }

// Guards the tables that all heaps share: spans, arenas, lists of pages. Free of charge before there are such threads.
// May nest in one thread.
class SharedTables {
public:
    SharedTables() : locked_(parallel_world) {
        if (locked_) [[unlikely]]
            lock();
    }
    ~SharedTables() {
        if (locked_) [[unlikely]]
            unlock();
    }
    SharedTables(const SharedTables&) = delete;

private:
    static void lock();
    static void unlock();
    bool locked_;
};

// Tables that one thread fills while others read them (what lookups found). Writers take turns; readers take no lock, but
// ask before and after whether somebody wrote meanwhile, and must load what they read in between with load_learned().
class Learning {
public:
    Learning() {
        if (parallel_world) [[unlikely]]
            begin();
    }
    ~Learning() {
        if (parallel_world) [[unlikely]]
            end();
    }
    Learning(const Learning&) = delete;

private:
    static void begin();
    static void end();
    SharedTables tables_;
};
extern uint32_t learning_turn; // odd: somebody writes
inline uint32_t begin_reading_learned() { return __atomic_load_n(&learning_turn, __ATOMIC_ACQUIRE); }
// False: what was read since is worth nothing.
inline bool learned_holds(uint32_t turn) { return (turn & 1) == 0 && __atomic_load_n(&learning_turn, __ATOMIC_RELAXED) == turn; }
template <class T>
T load_learned(const T& place) {
    return __atomic_load_n(&place, __ATOMIC_ACQUIRE);
}
template <class T>
void store_learned(T& place, T value) {
    __atomic_store_n(&place, value, __ATOMIC_RELEASE);
}

// At the start of the world.
void open_first_heap();

// The world becomes parallel: whatever lives now is shared, by the caller's word that nobody else runs.
void share_world();
// References to the object are counted no longer, and it stays until the end: else all threads that call the same
// function would write to the same count. unshare_world() counts them again.
void stop_counting(Object* object);
// One thread is left and holds the world: everything is private again, and counts are exact. `roots` as of check_heap.
void unshare_world(void (*roots)(Visitor& visitor, void* context), void* context);

// The object and all it leads to are shared from now on. The caller can reach it alone, or it is shared already.
void publish_slow(Object* object);
inline void publish(Object* object) {
    if (!is_shared(object))
        publish_slow(object);
}
// Called for each object as it is published: what it holds beside its edges (hashes that are computed late).
extern void (*on_publish)(Object* object);

// A heap for a thread to come; null: there are no more. Called with the world standing still, as the other two.
[[nodiscard]] Heap* take_heap();
// It becomes the calling machine thread's.
void enter_heap(Heap* heap);
// What is in it stays for the next thread that takes it.
void give_heap_back(Heap* heap);


// Frees what the calling thread has put aside (a finaliser runs in the thread that let go: it may wait for a lock that
// another one holds), or one that is blocked or has ended, and is still unwanted. The world stands still, but while finalisers
// run Python code.
void free_retired();
void free_all_retired();
// Whether there is something for free_retired(). For 256 atoms, or one object that somebody may wait for, who puts it aside
// asks for a safepoint; others_are_asked(): some other thread, which has not come to one yet.
bool retired_wait();
bool others_are_asked();
// The calling thread blocks or ends: what it has put aside is for others to free.
void leave_retired();

// Shared objects that lead to private ones, as sentences; the world stands still.
std::vector<std::string> check_sharing(size_t limit);

} // namespace terrarium
