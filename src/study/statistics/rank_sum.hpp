#pragma once

#include <span>

namespace gradus::statistics {

/// Two samples that no seed pairs.
struct RankSum {
  double p = 1;           ///< two-sided, that both come from one distribution
  double difference = 0;  ///< first minus second: Hodges and Lehmann's median of all differences
};

/// Wilcoxon's rank sum test (Mann and Whitney 1947); equal values share their ranks. Exact given
/// the ties up to 25 values in each sample, beyond that normal with ties and continuity corrected.
/// NaN for an empty sample.
[[nodiscard]] RankSum rank_sum(std::span<const double> first, std::span<const double> second);

}  // namespace gradus::statistics
