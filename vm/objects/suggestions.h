// "Did you mean: 'x'?": the name nearest to a misspelt one. The distance is in half letters: a letter changed, added or
// left out costs two, upper for lower case one. Source: CPython 3.11's behaviour.
#pragma once

#include "vm/core/list.h"

#include <string>
#include <string_view>

namespace terrarium {

// sorted(x.__dir__()), as dir(x).
Result<Ref<List>> dir_of(Thread& t, Value object);

// The str in `names` nearest to `name`, as UTF-8; "" when none is near enough.
std::string nearest_name(std::string_view name, const Value* names, size_t count);

// What the message of this exception should end with: ". Did you mean: 'x'?", or "". Raises nothing.
std::string suggestion_for(Thread& t, Value exception);

} // namespace terrarium
