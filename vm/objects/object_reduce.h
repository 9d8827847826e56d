// How objects say what copies of them are made from: __reduce_ex__ and __getstate__ of object; names for dir().
#pragma once

#include "vm/core/dict.h"

namespace terrarium {

Result<Own> object_reduce(Thread& t, const Value* a);
Result<Own> object_reduce_ex(Thread& t, const Value* a);
Result<Own> object_getstate(Thread& t, const Value* a);
// Adds the names of a class and its bases.
Status merge_class_names(Thread& t, Dict* names, Type* cls);

} // namespace terrarium
