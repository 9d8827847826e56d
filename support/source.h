// A source text, decoded: UTF-8 without BOM, every line ended by '\n' alone (as CPython's tokenizer sees it).
// Invariant: the last line has its '\n' too (added when the source lacks it); the text never changes, so
// views into it stay valid as long as the SourceText lives (it may be moved: the bytes stay where they are).
// Read next: lexer/lexer.h.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "support/diagnostic.h"
#include "support/span.h"

namespace terrarium {

class SourceText {
 public:
  // From a file's or a bytes object's contents: byte order mark and PEP 263 cookie decide.
  enum class BytesOf : uint8_t { File, Object };  // errors of decoding are worded by where the bytes come from
  static SourceText from_bytes(std::string_view bytes, std::string_view filename, BytesOf of = BytesOf::File);
  // From a str object (eval, exec, -c, REPL): already UTF-8, a cookie is only a comment.
  static SourceText from_string(std::string_view utf8, std::string_view filename);

  SourceText(SourceText&&) = default;
  SourceText& operator=(SourceText&&) = default;

  enum class Origin : uint8_t { File, Object, String };  // what it was made from

  std::string_view text() const { return data_->text; }
  Origin origin() const { return data_->origin; }
  // False when the last '\n' of text() was added here.
  bool ends_with_newline() const { return data_->ends_with_newline; }
  const std::string& filename() const { return data_->filename; }
  // The decoder's error, if the bytes could not become text; parse() reports it.
  const std::optional<Diagnostic>& error() const { return data_->error; }

  uint32_t line_count() const { return static_cast<uint32_t>(data_->line_starts.size()); }
  // 1-based; with its '\n' where it has one; empty when there is no such line.
  std::string_view line(uint32_t number) const;
  // Byte offset of a line's first byte (1-based line).
  size_t line_start(uint32_t number) const { return data_->line_starts[number - 1]; }
  // The bytes a span covers.
  std::string_view slice(const Span& span) const;
  // Characters (not bytes) before byte column `col` in `line`: what SyntaxError.offset counts.
  uint32_t char_column(uint32_t line, uint32_t col) const;

 private:
  struct Data {
    std::string text;
    std::string filename;
    std::vector<size_t> line_starts;
    std::optional<Diagnostic> error;
    Origin origin = Origin::File;
    bool ends_with_newline = true;
  };
  SourceText() : data_(std::make_unique<Data>()) {}
  void adopt_text(std::string_view utf8);

  std::unique_ptr<Data> data_;  // on the heap, so that moving a SourceText moves no byte
};

}  // namespace terrarium
