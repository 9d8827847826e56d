// What was typed, across sessions: a text file with an entry a line, in which a newline is written \n and a backslash \\.
// Whatever is wrong with the file never ends a session: what can be read is used, what cannot be written is kept in memory.
#pragma once

#include <string>
#include <vector>

namespace terrarium {

class ReplHistory {
public:
    // $TERRARIUM_HISTORY (empty: no file), else ~/.terrarium_history; without $HOME no file.
    static std::string usual_file();

    void open(const std::string& file); // reads it; an empty name: no file
    // A block without its last newline. Blank texts and repetitions of the last entry are not kept.
    void add(const std::string& entry);
    size_t size() const { return entries_.size(); }
    const std::string& at(size_t i) const { return entries_[i]; } // 0 is the oldest

    static constexpr size_t most_entries = 5000;
    static constexpr size_t longest_entry = 64 * 1024; // longer ones are for this session only

private:
    void rewrite();
    std::string file_;
    std::vector<std::string> entries_;
};

} // namespace terrarium
