// What the parts of the module _thread know of each other, and what those who watch ask of its locks.
#pragma once

#include "vm/core/dict.h"
#include "vm/core/thread.h"

namespace terrarium {

// _thread._local (thread_local.cpp).
Type* make_thread_local_type();
// The thread ends: what its locals hold goes.
void drop_thread_locals(Thread& t);
// _thread._excepthook, and the type of its argument (thread_hook.cpp).
Result<Own> thread_except_hook(Thread& t, const Value* a);
void add_thread_hook(Dict* names);
// Thread::id of who holds the lock or RLock; 0: nobody, or the object is no lock.
uint32_t lock_holder(const Object* object);

} // namespace terrarium
