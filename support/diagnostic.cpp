// Names of the diagnostic types, as Python spells the exception or warning.
#include "support/diagnostic.h"

namespace terrarium {

const char* diagnostic_type_name(DiagnosticType type) {
  switch (type) {
    case DiagnosticType::SyntaxError: return "SyntaxError";
    case DiagnosticType::IndentationError: return "IndentationError";
    case DiagnosticType::TabError: return "TabError";
    case DiagnosticType::ValueError: return "ValueError";
    case DiagnosticType::RecursionError: return "RecursionError";
    case DiagnosticType::MemoryError: return "MemoryError";
    case DiagnosticType::OverflowError: return "OverflowError";
    case DiagnosticType::UnicodeError: return "UnicodeError";
    case DiagnosticType::SyntaxWarning: return "SyntaxWarning";
    case DiagnosticType::DeprecationWarning: return "DeprecationWarning";
  }
  return "SyntaxError";
}

}  // namespace terrarium
