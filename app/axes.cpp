#include "app/axes.h"

#include <fmt/core.h>

namespace terrarium {

namespace {

constexpr size_t most_values = 6; // as many as can be told apart in a picture

constexpr auto depth = CurveKind::depth, stack = CurveKind::stack, heap = CurveKind::heap;
constexpr auto running = CurveKind::running, waiting = CurveKind::waiting, blocked = CurveKind::blocked;
constexpr Axis axes[] = {
    {"tco", "tail calls", "off,on", {{"off", "kept"}, {"on", "eliminated"}}, {depth, stack}, {depth, stack, heap}},
    {"gc", "cycle collector", "off,on", {{"off", "off"}, {"on", "on"}}, {heap, depth, stack}, {depth, stack, heap}},
    {"gil", "", "on,off", {{"on", "take turns"}, {"off", "run at once"}}, {running, waiting}, {running, waiting, blocked}, true},
    {"recursion-limit", "recursion limit", "1000,100000", {}, {depth, stack}, {depth, stack, heap}},
    {"stack-limit", "stack limit", nullptr, {}, {depth, stack}, {depth, stack, heap}},
    {"heap-limit", "heap limit", nullptr, {}, {heap, depth, stack}, {depth, stack, heap}},
};

} // namespace

const Axis* find_axis(const std::string& name) {
    for (const Axis& a : axes)
        if (name == a.name) return &a;
    return nullptr;
}

std::string axis_names() {
    std::string names;
    for (const Axis& a : axes) names += (names.empty() ? "" : ", ") + std::string(a.name);
    return names;
}

std::string axis_label(const Axis& axis, const std::string& value) { return fmt::format("--{}={}", axis.name, value); }

std::string axis_heading(const Axis& axis, const std::string& value) {
    for (const Axis::Word& w : axis.words)
        if (w.value && value == w.value) return axis.of_threads ? w.word : fmt::format("{} ({})", w.word, axis_label(axis, value));
    return value;
}

std::string parse_axis(const std::string& text, const Options& options, CompareOptions* compare) {
    size_t equals = text.find('=');
    std::string name = text.substr(0, equals);
    const Axis* axis = find_axis(name);
    if (!axis) return fmt::format("there is no axis '{}', only {}", name, axis_names());
    if (equals == std::string::npos && !axis->values) return fmt::format("--axis {} needs values, such as --axis {}=8M,64M", name, name);
    if (name == "gil" && options.threads.fibers) return "--axis gil is about the system's threads: fibers take turns";
    std::string values = equals == std::string::npos ? axis->values : text.substr(equals + 1);
    compare->axis = name;
    compare->values.clear();
    for (size_t at = 0; at <= values.size();) {
        size_t end = std::min(values.find(',', at), values.size());
        compare->values.push_back(values.substr(at, end - at));
        at = end + 1;
    }
    if (compare->values.size() < 2 || compare->values.size() > most_values)
        return fmt::format("--axis takes 2 to {} values with commas between, not '{}'", most_values, values);
    for (const std::string& v : compare->values) {
        Options probe = options;
        if (std::string fault = set_switch(&probe, name, v); !fault.empty()) return fault;
    }
    return "";
}

} // namespace terrarium
