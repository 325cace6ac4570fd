#pragma once

#include <vector>

#include "report/findings/answer.hpp"

namespace gradus::finding {

/// Beyond so many groups or variants, or sentences of several groups, they are folded into a few:
/// nobody reads 171. The table has what each came to.
inline constexpr size_t kGroupsInWords = 8, kSentences = 12;

/// What the comparisons of many groups come to: how often which value of the axis is best, how
/// often none is, and how many trends go which way.
[[nodiscard]] std::vector<Finding> fold(const Question& question, const std::vector<Compared>& all);
/// The range of a metric over many variants.
[[nodiscard]] Finding fold(const Question& question, const std::vector<size_t>& variants);

}  // namespace gradus::finding
