// The process that runs the script of `terrarium watch` and records it to a file which is gone at the end.
#pragma once

#include "app/options.h"

#include <string>
#include <sys/types.h>

namespace terrarium {

class WatchChild {
public:
    ~WatchChild(); // ends the child and removes what is left of its files
    // False: *error says why.
    bool start(const Options& options, std::string* error);
    const std::string& path() const { return path_; }
    // Both sides have the file open: its name can go, so that no end of this process leaves it behind.
    void forget_file();
    // Whether it still runs; looks, does not wait.
    bool running();
    int exit_code() const { return exit_code_; }
    // How it ended, if that is worth a word: "exit code 3", "ended by signal 9". It must have ended.
    std::string ending() const;
    // What it wrote to stderr.
    std::string errors() const;

private:
    std::string path_;
    pid_t pid_ = -1;
    int errors_ = -1;
    int exit_code_ = 0, signal_ = 0;
};

} // namespace terrarium
