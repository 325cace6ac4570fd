#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "gradus/nn/field.hpp"
#include "gradus/nn/schedules.hpp"
#include "study/context.hpp"

namespace gradus::study {

/// Largest whole number that an option takes: room for every count that a computer can hold.
inline constexpr double kLargestCount = 2147483647;

// Plain values of options, checked against the rule; `expected WHAT, got VALUE; MEND` otherwise.
void read_field(const Context& c, const Node& n, const Path& p, const Rule& rule, bool& out);
void read_field(const Context& c, const Node& n, const Path& p, const Rule& rule, int64_t& out);
void read_field(const Context& c, const Node& n, const Path& p, const Rule& rule, double& out);
void read_field(const Context& c, const Node& n, const Path& p, const Rule& rule, std::string& out);
void read_field(const Context& c, const Node& n, const Path& p, const Rule& rule,
                std::optional<double>& out);
void read_field(const Context& c, const Node& n, const Path& p, const Rule& rule, Length& out);
void read_field(const Context& c, const Node& n, const Path& p, const Rule& rule,
                std::vector<int64_t>& out);
void read_field(const Context& c, const Node& n, const Path& p, const Rule& rule,
                std::vector<double>& out);
void read_field(const Context& c, const Node& n, const Path& p, const Rule& rule,
                std::array<double, 2>& out);
/// A table of whole numbers by whole numbers: { 10 = 0 }.
void read_field(const Context& c, const Node& n, const Path& p, const Rule& rule,
                std::map<int64_t, int64_t>& out);

/// One of a few words.
size_t read_choice(const Context& c, const Node& n, const Path& p,
                   const std::vector<std::string>& choices);
/// Two numbers [LO, HI] with LO below HI.
std::array<double, 2> read_interval(const Context& c, const Node& n, const Path& p);
/// "10 epochs".
int64_t read_epochs(const Context& c, const Node& n, const Path& p);
/// The items of a list, or the one value.
std::vector<const Node*> one_or_list(const Node& n);
/// Shape from 10, "28x28x1" or [28, 28, 1].
std::vector<int64_t> read_size(const Context& c, const Node& n, const Path& p);

/// A word of a string form as a value of a plain type: `UNITS must be a whole number, got "relu";
/// the form is dense UNITS [ACTIVATION]`. `at` is the string.
struct WordPlace {
  const Node& at;
  const Path& path;
  std::string_view name;
  const std::string& form;
};
void read_word(const Context& c, const Node& word, const WordPlace& place, const Rule& rule,
               int64_t& out);
void read_word(const Context& c, const Node& word, const WordPlace& place, const Rule& rule,
               double& out);
void read_word(const Context& c, const Node& word, const WordPlace& place, const Rule& rule,
               std::string& out);

/// `".1": a number needs a digit before the point; write 0.1`, where the word is such a number.
void check_point(const Context& c, const Node& at, const Path& path, const std::string& word);

}  // namespace gradus::study
