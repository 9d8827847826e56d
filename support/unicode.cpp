// Identifier classes are derived from general categories plus the few characters that the Unicode
// database lists by hand (Other_ID_Start, Other_ID_Continue, and what NFKC takes out of XID).
#include "support/unicode.h"

#include <cstdlib>
#include <utf8proc.h>

namespace terrarium {

namespace {

struct Range {
  uint32_t first, last;
};

// Characters that came with Unicode 15. Python 3.11 follows 14 and does not know them; utf8proc may.
constexpr Range kNewerThanPython[] = {
    {0xCF3, 0xCF3}, {0xECE, 0xECE}, {0x10EFD, 0x10EFF}, {0x1123F, 0x11241}, {0x11B00, 0x11B09},
    {0x11F00, 0x11F10}, {0x11F12, 0x11F3A}, {0x11F3E, 0x11F59}, {0x1342F, 0x1342F}, {0x13440, 0x13455},
    {0x1B132, 0x1B132}, {0x1B155, 0x1B155}, {0x1D2C0, 0x1D2D3}, {0x1DF25, 0x1DF2A}, {0x1E030, 0x1E06D},
    {0x1E08F, 0x1E08F}, {0x1E4D0, 0x1E4F9}, {0x1F6DC, 0x1F6DC}, {0x1F774, 0x1F776}, {0x1F77B, 0x1F77F},
    {0x1F7D9, 0x1F7D9}, {0x1FA75, 0x1FA77}, {0x1FA87, 0x1FA88}, {0x1FAAD, 0x1FAAF}, {0x1FABB, 0x1FABD},
    {0x1FABF, 0x1FABF}, {0x1FACE, 0x1FACF}, {0x1FADA, 0x1FADB}, {0x1FAE8, 0x1FAE8}, {0x1FAF7, 0x1FAF8},
    {0x2B739, 0x2B739}, {0x31350, 0x323AF},
};

utf8proc_category_t category(uint32_t code) {
  for (const Range& range : kNewerThanPython) {
    if (code < range.first) break;
    if (code <= range.last) return UTF8PROC_CATEGORY_CN;
  }
  return utf8proc_category(static_cast<utf8proc_int32_t>(code));
}

bool has_letter_category(uint32_t code) {
  switch (category(code)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_NL:
      return true;
    default:
      return false;
  }
}

// Characters whose NFKC form is no identifier; they are ID_Start but not XID_Start.
bool start_breaks_under_nfkc(uint32_t code) {
  switch (code) {
    case 0x037A: case 0x0E33: case 0x0EB3: case 0x2E2F: case 0x309B: case 0x309C:
    case 0xFDFA: case 0xFDFB: case 0xFE70: case 0xFE72: case 0xFE74: case 0xFE76:
    case 0xFE78: case 0xFE7A: case 0xFE7C: case 0xFE7E: case 0xFF9E: case 0xFF9F:
      return true;
    default:
      return code >= 0xFC5E && code <= 0xFC63;
  }
}

bool continue_breaks_under_nfkc(uint32_t code) {
  return start_breaks_under_nfkc(code) && code != 0x0E33 && code != 0x0EB3 && code != 0xFF9E && code != 0xFF9F;
}

}  // namespace

bool is_identifier_start(uint32_t code) {
  if (code < 128) return (code | 32) - 'a' < 26 || code == '_';
  if (start_breaks_under_nfkc(code)) return false;
  if (code == 0x1885 || code == 0x1886 || code == 0x2118 || code == 0x212E) return true;
  return has_letter_category(code);
}

bool is_identifier_continue(uint32_t code) {
  if (code < 128) return (code | 32) - 'a' < 26 || code == '_' || code - '0' < 10;
  if (continue_breaks_under_nfkc(code)) return false;
  if (code == 0x00B7 || code == 0x0387 || code == 0x19DA || (code >= 0x1369 && code <= 0x1371)) return true;
  if (code == 0x1885 || code == 0x1886 || code == 0x2118 || code == 0x212E) return true;
  switch (category(code)) {
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_PC:
      return true;
    default:
      return has_letter_category(code);
  }
}

int display_width(uint32_t code) {
  if (code < 0x300) return 1;
  if (code > 0x10FFFF) return 1;
  return utf8proc_charwidth(static_cast<utf8proc_int32_t>(code));
}

bool is_printable(uint32_t code) {
  if (code < 128) return code >= 32 && code < 127;
  if (code > 0x10FFFF) return false;
  switch (category(code)) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_CO:
    case UTF8PROC_CATEGORY_CN:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
    case UTF8PROC_CATEGORY_ZS:
      return false;
    default:
      return true;
  }
}

bool normalise_nfkc(std::string_view text, std::string& to) {
  utf8proc_uint8_t* result = nullptr;
  auto options = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT);
  utf8proc_ssize_t length = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                         static_cast<utf8proc_ssize_t>(text.size()), &result, options);
  if (length < 0) return false;
  std::string_view form(reinterpret_cast<const char*>(result), static_cast<size_t>(length));
  bool changed = form != text;
  if (changed) to.assign(form);
  std::free(result);
  return changed;
}

}  // namespace terrarium
