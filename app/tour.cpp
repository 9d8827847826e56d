// See tour.h. Commands run as a reader would type them, by the shell, in a folder of their own that holds the scripts, with this
// program as `terrarium`.
#include "app/tour.h"

#include "app/say.h"
#include "inspect/print.h"

#include <fmt/core.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <system_error>

namespace terrarium {

namespace {

using inspect::Page;
using inspect::Paint;

struct Words { // what the verb itself says
    const char* page;
    const char* intro;
    const char* one;
    const char* option;
};
constexpr Words english = {"docs/tour.md", "Questions about how Python runs. Each is settled by running a script and looking.",
                           "shows one: its scripts, the commands, what they print, the answer", ""};
constexpr Words korean = {"docs/tour.ko.md", "파이썬이 어떻게 돌아가는지에 대한 질문들입니다. 스크립트를 실행해서 눈으로 보고 답을 찾습니다.",
                          "질문 하나를 보여 줍니다: 스크립트, 명령, 출력, 답", " --ko"};

std::string_view file_text(std::string_view name) {
    for (size_t i = 0; i < tour_file_count; i++)
        if (tour_files[i].name == name) return {tour_files[i].text, tour_files[i].size};
    return {};
}

std::string_view take_line(std::string_view* text) {
    size_t end = std::min(text->find('\n'), text->size());
    std::string_view line = text->substr(0, end);
    text->remove_prefix(std::min(end + 1, text->size()));
    return line;
}

// Without the marks that Markdown needs: **strong**, `code`, [text](target).
std::string plain(std::string_view text) {
    std::string out;
    for (size_t i = 0; i < text.size(); i++) {
        if (text.substr(i, 2) == "**") {
            i++;
        } else if (text.substr(i, 2) == "](") {
            i = std::min(text.find(')', i), text.size());
        } else if (text[i] == '[' && text.find("](", i) < text.find(']', i) + 1) {
            continue;
        } else if (text[i] != '`') {
            out += text[i];
        }
    }
    return out;
}

void print(Page* page) {
    std::fputs(page->take().c_str(), stdout);
    std::fflush(stdout);
}

int list(const std::vector<TourQuestion>& questions, const Words& words) {
    Page page(inspect::style_of(1));
    page.paragraph(words.intro);
    page.blank();
    for (const TourQuestion& q : questions) {
        page.add(fmt::format("Q{:<3}", q.number), Paint::strong);
        std::string title = plain(q.title);
        for (size_t at = 0; at < title.size();) { // words, in lines
            size_t end = std::min(title.find(' ', at), title.size());
            std::string word = title.substr(at, end - at);
            if (page.column() > 5 && page.column() + 1 + inspect::text_width(word) > page.style().width) page.end();
            page.to_column(std::max<size_t>(5, page.column() + (page.column() > 5))).add(word, Paint::strong);
            at = end + 1;
        }
        page.end();
        page.line(fmt::format("     terrarium tour {}{}", q.number, words.option));
    }
    page.blank();
    page.paragraph(fmt::format("terrarium tour N{}: {}", words.option, words.one));
    print(&page);
    return said();
}

// The folder the commands run in: the scripts that the tour names, and bin/terrarium. Gone with the object.
class Stage {
public:
    // Empty, or what is wrong.
    std::string build() {
        namespace fs = std::filesystem;
        std::error_code error;
        fs::path temporary = fs::temp_directory_path(error);
        std::string name = (temporary / "terrarium-tour-XXXXXX").string();
        if (error || !mkdtemp(name.data())) return fmt::format("can't make a folder in '{}': {}", temporary.string(), std::strerror(errno));
        folder_ = name;
        for (size_t i = 0; i < tour_file_count; i++) {
            fs::path path = folder_ / tour_files[i].name;
            fs::create_directories(path.parent_path(), error);
            std::FILE* file = std::fopen(path.c_str(), "wb");
            bool written = file && std::fwrite(tour_files[i].text, 1, tour_files[i].size, file) == tour_files[i].size;
            if (!file || std::fclose(file) != 0 || !written) return fmt::format("can't write '{}': {}", path.string(), std::strerror(errno));
        }
        fs::create_directories(folder_ / "bin", error);
        fs::create_symlink(fs::read_symlink("/proc/self/exe", error), folder_ / "bin" / "terrarium", error);
        return error ? fmt::format("can't write to '{}': {}", name, error.message()) : "";
    }

    // The status of waitpid, or -1.
    int run(const std::string& command) const {
        pid_t child = fork();
        if (child == 0) {
            signal(SIGINT, SIG_DFL);
            signal(SIGPIPE, SIG_DFL);
            dup2(1, 2); // what a command says is part of the page, tracebacks too
            const char* path = std::getenv("PATH");
            setenv("PATH", fmt::format("{}/bin:{}", folder_.string(), path ? path : "/usr/bin:/bin").c_str(), 1);
            if (chdir(folder_.c_str()) == 0) execl("/bin/sh", "sh", "-c", command.c_str(), static_cast<char*>(nullptr));
            _exit(127);
        }
        int status = -1;
        while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR) {}
        return child > 0 ? status : -1;
    }

    Stage() = default;
    Stage(const Stage&) = delete;
    ~Stage() {
        std::error_code ignored;
        if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
    }

private:
    std::filesystem::path folder_;
};

// The scripts a command names that have not been shown, with the numbers of their lines, which commands refer to.
void print_scripts(const std::string& command, std::vector<const TourFile*>* shown, Page* page) {
    for (size_t i = 0; i < tour_file_count; i++) {
        const TourFile* file = &tour_files[i];
        if (command.find(file->name) == std::string::npos || std::find(shown->begin(), shown->end(), file) != shown->end()) continue;
        shown->push_back(file);
        page->line(file->name, Paint::strong);
        std::string_view text(file->text, file->size);
        for (int line = 1; !text.empty(); line++) page->add(fmt::format("{:>4}  ", line), Paint::faint).add(take_line(&text)).end();
        page->blank();
    }
}

int show(const TourQuestion& question) {
    Stage stage;
    if (std::string wrong = stage.build(); !wrong.empty()) {
        say(stderr, "terrarium: {}\n", wrong);
        return 1;
    }
    signal(SIGINT, SIG_IGN); // ends the command; the folder is taken away here
    Page page(inspect::style_of(1));
    std::vector<const TourFile*> shown;
    page.line(fmt::format("Q{}. {}", question.number, plain(question.title)), Paint::strong);
    page.blank();
    for (const TourStep& step : question.steps) {
        if (step.kind == TourStep::Kind::paragraph) {
            page.paragraph(plain(step.text));
            page.blank();
            continue;
        }
        print_scripts(step.text, &shown, &page);
        page.add("$ ", Paint::faint).add(step.text, Paint::strong).end();
        print(&page);
        int status = stage.run(step.text);
        if (status == -1) {
            say(stderr, "terrarium: can't run a command: {}\n", std::strerror(errno));
            return 1;
        }
        if ((WIFSIGNALED(status) && WTERMSIG(status) == SIGINT) || (WIFEXITED(status) && WEXITSTATUS(status) == 130)) return 130;
        page.blank();
    }
    print(&page);
    return said();
}

} // namespace

std::vector<TourQuestion> parse_tour(std::string_view page) {
    std::vector<TourQuestion> questions;
    std::string paragraph;
    bool inside = false, code = false;
    auto flush = [&] {
        if (inside && !paragraph.empty()) questions.back().steps.push_back({TourStep::Kind::paragraph, paragraph});
        paragraph.clear();
    };
    while (!page.empty()) {
        std::string_view line = take_line(&page);
        if (line.starts_with("```")) {
            flush();
            code = !code;
        } else if (code) {
            if (inside && line.starts_with("$ ")) questions.back().steps.push_back({TourStep::Kind::command, std::string(line.substr(2))});
        } else if (line.starts_with("#")) {
            flush();
            size_t dot = line.find(". ");
            inside = line.starts_with("## Q") && dot != std::string_view::npos;
            if (inside) questions.push_back({std::string(line.substr(4, dot - 4)), std::string(line.substr(dot + 2)), {}});
        } else if (line.empty()) {
            flush();
        } else if (!line.starts_with("<!--")) {
            if (!paragraph.empty()) paragraph += ' ';
            paragraph += line;
        }
    }
    flush();
    return questions;
}

int run_tour(const Options& options) {
    bool in_korean = options.korean;
    std::string wrong, wanted = options.target;
    for (const std::string& argument : options.arguments) {
        if (argument == "--ko") in_korean = true;
        else wrong = fmt::format("'terrarium tour' takes one number; '{}' is one too many", argument);
    }
    const Words& words = in_korean ? korean : english;
    std::vector<TourQuestion> questions = parse_tour(file_text(words.page));
    if (wrong.empty() && wanted.empty()) return list(questions, words);
    if (wanted.starts_with("q") || wanted.starts_with("Q")) wanted.erase(0, 1);
    for (const TourQuestion& question : questions)
        if (wrong.empty() && question.number == wanted) return show(question);
    std::string numbers;
    for (const TourQuestion& question : questions) numbers += (numbers.empty() ? "" : ", ") + question.number;
    if (wrong.empty()) wrong = fmt::format("the tour has no question '{}'; it has {}", options.target, numbers);
    say(stderr, "terrarium: {}\nTry 'terrarium tour'.\n", wrong);
    return 2;
}

} // namespace terrarium
