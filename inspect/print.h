// What all prints share: the terminal's width, colours where they are wanted, columns that line up by display width,
// numbers as people read them. Nothing here knows of snapshots. Read next: inspect/views.h.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace terrarium::inspect {

struct PrintStyle {
    size_t width = 80;   // columns; no line is longer
    bool colour = false; // ANSI colours
    bool unicode = true; // blocks and arrows; else ASCII
};
// For a file descriptor: COLUMNS or the terminal's width, 80 where there is none. No colour with NO_COLOR, TERM=dumb or
// what is no terminal (no-color.org); TERM=dumb has no blocks either.
PrintStyle style_of(int descriptor);
// Whether LC_ALL, LC_CTYPE or LANG, the first that is set, says UTF-8.
bool locale_is_utf8();

enum class Paint : uint8_t { plain, strong, faint, good, bad, mark };

size_t text_width(std::string_view text); // columns
// What a terminal would obey (control characters) or not show (broken UTF-8) is spelt out.
std::string shown(std::string_view text);
// At most `width` columns; what is missing is marked.
std::string cut_text(std::string_view text, size_t width, const PrintStyle& style);

std::string number(uint64_t n);              // "1,234,567"
std::string number(int64_t n);
std::string counted(uint64_t n, std::string_view what); // "1 frame", "2 frames"
std::string bytes(uint64_t n);               // "1,234 bytes"
std::string rough_bytes(uint64_t n);         // "1.2 KiB": where the exact number stands beside it
std::string hex(uint64_t address);           // "0x1a40"
// `part` of `whole` as a bar of `width` columns. What is more than nothing shows.
std::string bar(uint64_t part, uint64_t whole, size_t width, const PrintStyle& style);

// Lines as they grow.
class Page {
public:
    explicit Page(const PrintStyle& style) : style_(style) {}

    // Text in the line that is being made.
    Page& add(std::string_view text, Paint paint = Paint::plain);
    Page& to_column(size_t column); // spaces up to there
    size_t column() const { return column_; }
    void end(); // of the line; what is too long is cut

    void line(std::string_view text, Paint paint = Paint::plain) { add(text, paint).end(); }
    void blank() { out_ += '\n'; }
    // A name, and in the column behind it words, broken into lines.
    void entry(std::string_view name, size_t column, std::string_view text);
    // Words, broken into lines.
    void paragraph(std::string_view text, Paint paint = Paint::plain, size_t indent = 0);

    const PrintStyle& style() const { return style_; }
    std::string take() { return std::move(out_); }

private:
    struct Span {
        Paint paint;
        std::string text;
    };
    PrintStyle style_;
    std::vector<Span> spans_;
    size_t column_ = 0;
    std::string out_;
};

enum class Align : uint8_t { left, right };
enum class Narrow : uint8_t { cut, whole, out, cut_or_out }; // what may become of a column where the page is too narrow
struct Column {
    std::string title;
    Align align = Align::left;
    Narrow narrow = Narrow::cut;
};
// Rows that line up. Where the page is too narrow the widest left column that may be cut gives way, then those columns
// that may be left out go, the last one first: a line below names them.
class Table {
public:
    explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}
    void row(std::vector<std::string> cells, Paint paint = Paint::plain) { rows_.push_back({std::move(cells), paint}); }
    void sum(std::vector<std::string> cells) { rows_.push_back({std::move(cells), Paint::strong, true}); }
    bool empty() const { return rows_.empty(); }
    void draw(Page& page, size_t indent = 0) const;

private:
    std::vector<size_t> widths_for(size_t room, std::vector<bool>* out) const;
    struct Row {
        std::vector<std::string> cells;
        Paint paint;
        bool is_sum = false;
    };
    std::vector<Column> columns_;
    std::vector<Row> rows_;
};

} // namespace terrarium::inspect
