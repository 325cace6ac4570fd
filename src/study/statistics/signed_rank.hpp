#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace gradus::statistics {

/// P(W <= w) of the sum W of a random half of these ranks, each taken with probability 1/2.
/// Ranks are given doubled, so that shared ranks are whole.
[[nodiscard]] std::vector<double> signed_rank_cdf(std::span<const int64_t> doubled_ranks);

/// The k-th smallest, from 1, of the n (n + 1) / 2 averages of two of `sorted`, each with itself
/// included.
[[nodiscard]] double walsh_average(std::span<const double> sorted, int64_t k);

}  // namespace gradus::statistics
