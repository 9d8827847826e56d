#include "app/repl_history.h"

#include "support/files.h"
#include "support/utf8.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>

namespace terrarium {

namespace {

std::string escaped(const std::string& entry) {
    std::string line;
    for (char c : entry) {
        if (c == '\n') line += "\\n";
        else if (c == '\\') line += "\\\\";
        else line += c;
    }
    return line + '\n';
}

std::string unescaped(std::string_view line) {
    std::string entry;
    for (size_t i = 0; i < line.size(); i++) {
        if (line[i] == '\\' && i + 1 < line.size()) entry += line[++i] == 'n' ? '\n' : line[i];
        else entry += line[i];
    }
    return entry;
}

// A line that can be shown and edited; of a broken file the others are dropped.
bool is_readable(std::string_view line) {
    if (find_utf8_error(line).at != kUtf8Valid || line.size() > 2 * ReplHistory::longest_entry) return false;
    for (char c : line) {
        if (static_cast<unsigned char>(c) < 32 && c != '\t') return false;
    }
    return line.find_first_not_of(" \t") != std::string_view::npos;
}

// In one write, so that sessions side by side do not cut each other's entries.
void write_to(const std::string& file, const std::string& text, int flags) {
    int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NONBLOCK | flags, 0600);
    if (fd < 0) return;
    struct stat status;
    if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode)) [[maybe_unused]] ssize_t n = ::write(fd, text.data(), text.size());
    ::close(fd);
}

} // namespace

std::string ReplHistory::usual_file() {
    if (const char* given = std::getenv("TERRARIUM_HISTORY")) return given;
    const char* home = std::getenv("HOME");
    return home && *home ? std::string(home) + "/.terrarium_history" : std::string();
}

void ReplHistory::open(const std::string& file) {
    file_ = file;
    struct stat status;
    if (file.empty() || ::stat(file.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return;
    std::string text;
    if (read_file(file, &text) != 0) return;
    for (size_t at = 0; at < text.size();) {
        size_t end = text.find('\n', at);
        if (end == std::string::npos) end = text.size();
        std::string_view line(text.data() + at, end - at);
        if (is_readable(line)) entries_.push_back(unescaped(line));
        at = end + 1;
    }
    if (entries_.size() > 2 * most_entries) {
        entries_.erase(entries_.begin(), entries_.end() - static_cast<ptrdiff_t>(most_entries));
        rewrite();
    }
}

void ReplHistory::add(const std::string& entry) {
    if (entry.find_first_not_of(" \t\n") == std::string::npos) return;
    if (!entries_.empty() && entries_.back() == entry) return;
    entries_.push_back(entry);
    if (entry.size() <= longest_entry && !file_.empty()) write_to(file_, escaped(entry), O_APPEND);
}

// Through a new file, so that a full disk does not cost the old one.
void ReplHistory::rewrite() {
    std::string text, fresh = file_ + ".new";
    for (const std::string& entry : entries_) text += escaped(entry);
    write_to(fresh, text, O_TRUNC);
    struct stat status;
    bool whole = ::stat(fresh.c_str(), &status) == 0 && static_cast<size_t>(status.st_size) == text.size();
    if (!whole || ::rename(fresh.c_str(), file_.c_str()) != 0) ::unlink(fresh.c_str());
}

} // namespace terrarium
