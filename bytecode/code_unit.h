// A code unit: what the compiler hands to the VM for one module, function, class body or comprehension.
// Invariant: plain data, complete in itself; no heap object and no pointer into the VM. The VM turns it into
// its own code object once. Field names are those of CPython's code object without `co_`.
// Read next: bytecode/opcodes.h, bytecode/verifier.h, docs/bytecode.md.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bytecode/opcodes.h"

namespace terrarium {

struct CodeUnit;

enum class ConstantKind : uint8_t {
  None, True, False, Ellipsis,
  Int,        // `integer`
  BigInt,     // `text` are the digits in base `base`, no prefix; `negative`
  Float,      // `real`
  Complex,    // `real`, `imag`
  Str,        // `text`, UTF-8 with lone surrogates as three bytes (WTF-8)
  Bytes,      // `text`
  Tuple,      // `items`
  FrozenSet,  // `items`
  Code,       // `code`
};

struct Constant {
  ConstantKind kind = ConstantKind::None;
  bool negative = false;
  uint8_t base = 10;
  int64_t integer = 0;
  double real = 0;
  double imag = 0;
  std::string text;
  std::vector<Constant> items;
  std::shared_ptr<const CodeUnit> code;
};

// Same type and same value, told apart as constants must be: 1, 1.0 and True differ, 0.0 and -0.0 too.
bool same_constant(const Constant& a, const Constant& b);
uint64_t hash_constant(const Constant& constant);
// As Python's repr; a code unit as <code object NAME, file "FILE", line N>.
std::string constant_repr(const Constant& constant);

// CPython's CO_* bits (inspect module).
enum CodeFlag : uint32_t {
  code_optimized = 0x1,   // locals are fast locals
  code_new_locals = 0x2,  // a call makes new locals
  code_varargs = 0x4,
  code_varkeywords = 0x8,
  code_nested = 0x10,
  code_generator = 0x20,
  code_coroutine = 0x80,
  code_iterable_coroutine = 0x100,
  code_async_generator = 0x200,
  code_future_division = 0x20000,
  code_future_absolute_import = 0x40000,
  code_future_with_statement = 0x80000,
  code_future_print_function = 0x100000,
  code_future_unicode_literals = 0x200000,
  code_future_barry_as_bdfl = 0x400000,
  code_future_generator_stop = 0x800000,
  code_future_annotations = 0x1000000,
  code_future_mask = 0x1fe0000,
};

enum LocalKind : uint8_t {
  local_plain = 0x20,
  local_cell = 0x40,  // a parameter that is a cell has both bits
  local_free = 0x80,
};

// Where an instruction comes from; -1 is Python's None. Columns are bytes of UTF-8, from 0.
struct Position {
  int32_t line = -1;
  int32_t end_line = -1;
  int32_t col = -1;
  int32_t end_col = -1;

  friend bool operator==(const Position&, const Position&) = default;
};

// Instructions start <= i < end are covered: an exception there cuts the stack to `depth`, pushes the raising
// instruction's index as an int if push_lasti, pushes the exception, and goes on at `handler`.
// Entries are sorted by start and do not overlap.
struct ExceptionEntry {
  uint32_t start = 0;
  uint32_t end = 0;
  uint32_t handler = 0;
  uint32_t depth = 0;
  bool push_lasti = false;
};

struct CodeUnit {
  std::vector<Word> code;
  std::vector<Position> positions;  // one per word
  std::vector<Constant> constants;  // constants[0] of a function is its docstring (or None)
  std::vector<std::string> names;
  // Slots of a frame: parameters and locals, then cells that are not parameters, then free variables.
  std::vector<std::string> localsplus;
  std::vector<uint8_t> local_kinds;  // LocalKind bits, one per slot
  std::vector<ExceptionEntry> exceptions;

  std::string name;
  std::string qualname;
  std::string filename;
  int32_t firstlineno = 1;
  uint32_t argcount = 0;         // positional parameters, positional-only ones included, without *args
  uint32_t posonlyargcount = 0;
  uint32_t kwonlyargcount = 0;
  uint32_t flags = 0;            // CodeFlag
  uint32_t stack_size = 0;       // values a frame may have on its stack at most
  uint32_t free_count = 0;       // how many of the last slots are free variables

  // Module, class body, eval: names live in a mapping. Functions: in the slots.
  bool uses_locals_mapping() const { return (flags & code_optimized) == 0; }
  bool is_generator_like() const {
    return (flags & (code_generator | code_coroutine | code_async_generator)) != 0;
  }
  // Slots that a call fills: parameters, then *args, then **kwargs.
  uint32_t parameter_slots() const {
    return argcount + kwonlyargcount + ((flags & code_varargs) ? 1 : 0) + ((flags & code_varkeywords) ? 1 : 0);
  }
  std::vector<std::string> varnames() const;  // co_varnames, in slot order
  std::vector<std::string> cellvars() const;
  std::vector<std::string> freevars() const;
};

}  // namespace terrarium
