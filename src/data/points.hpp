#pragma once

#include <cstdint>
#include <vector>

#include "gradus/base/random.hpp"
#include "gradus/data/dataset.hpp"

namespace gradus::data {

/// The random streams of one drawn set: points, noise and order each have their own, and so have
/// training samples, test samples and what both share (the centres of blobs).
struct DrawStreams {
  enum Part : uint32_t { kTrain = 0, kTest = 1, kShared = 2 };
  uint64_t seed = 0;
  Part part = kTrain;

  [[nodiscard]] Random points() const { return {seed, Purpose::kDrawData, part, 0}; }
  [[nodiscard]] Random noise() const { return {seed, Purpose::kDrawData, part, 1}; }
  [[nodiscard]] Random order() const { return {seed, Purpose::kDrawData, part, 2}; }
  [[nodiscard]] Random shared() const { return {seed, Purpose::kDrawData, kShared, 0}; }
};

/// Samples while they are being drawn.
struct Points {
  int64_t features = 2;
  int32_t classes = 2;
  std::vector<double> values;  ///< row-major
  std::vector<int32_t> labels;

  void add(double x, double y, int32_t label);
  /// Normal noise of this standard deviation on every value; 0 leaves them as they are.
  void blur(double deviation, Random noise);
  /// The set, its rows in a random order, rounded to float.
  [[nodiscard]] Dataset shuffled(Random order) const;
};

/// numpy.linspace(low, high, n)[i]; without the end point where `ends` is false.
[[nodiscard]] double linspace(double low, double high, int64_t n, int64_t i, bool ends = true);

}  // namespace gradus::data
