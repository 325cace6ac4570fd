#pragma once

#include <functional>
#include <string>
#include <vector>

#include "gradus/train/model.hpp"

namespace gradus::cli {

/// One thing that `gradus bench` times.
struct BenchCase {
  std::string name;
  std::string what;  ///< "2-8-1, one network, one epoch (4 rows)"
  double flops = 0;  ///< floating point operations of one unit: what the arithmetic needs, nothing
                     ///< else counted
  double most_us = 0;      ///< the floor: at most so many microseconds, or 0
  double least_share = 0;  ///< the floor: at least this share of the peak, or 0
  /// Prepares the case and returns a function that runs it for a while and returns the seconds that
  /// one unit took.
  std::function<std::function<double()>()> prepare;
  std::string against = {};  ///< the case that this one adds something to; where both run, the
                             ///< share is told
};

[[nodiscard]] const std::vector<BenchCase>& bench_cases();
/// Those of convolutional networks.
[[nodiscard]] std::vector<BenchCase> image_bench_cases();
/// Those of whole trainings.
[[nodiscard]] std::vector<BenchCase> whole_bench_cases();

/// Those of many networks at once.
[[nodiscard]] std::vector<BenchCase> population_bench_cases();
/// A study with and without instruments.
[[nodiscard]] std::vector<BenchCase> instrument_bench_cases();
/// A study kept in a folder and not.
[[nodiscard]] std::vector<BenchCase> store_bench_cases();

/// Images of noise with labels 0..9, bytes seen as value * scale + offset: the arithmetic does not
/// care.
[[nodiscard]] data::Dataset noise_images(int64_t rows, const Shape& shape, float scale,
                                         float offset);

/// A training to be timed.
struct BenchJob {
  Model model;
  data::Dataset train;
  FitOptions fit;
};
/// Seconds a step of a whole fit, epoch ends and history included. Dense cases keep their samples
/// in order: shuffling is no part of a step.
[[nodiscard]] std::function<double()> timed(BenchJob job);

/// GFLOP/s of fused multiply-adds on all `threads` at once.
[[nodiscard]] double measure_peak(int threads);

}  // namespace gradus::cli
