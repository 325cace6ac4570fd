#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "gradus/nn/losses.hpp"
#include "gradus/nn/metrics.hpp"

namespace gradus {

/// `accuracy` as the loss has it: binary_accuracy for binary_crossentropy, categorical_accuracy for
/// the categorical ones; for any other loss binary with one output and categorical with more. Other
/// metrics stay what they are.
[[nodiscard]] Metric resolve(const Metric& metric, const Loss& loss, int64_t outputs);

/// A metric of many samples, added one by one; sums are double. The order of adding is the order of
/// the sums: for the same bits, add or merge in the same order.
class MetricAccumulator {
 public:
  /// For predictions of `outputs` numbers a sample; `accuracy` is taken for binary with one output
  /// and categorical with more: call resolve() first where the loss decides. Throws Error where the
  /// metric says nothing of such predictions (categorical_accuracy of one output, k as large as the
  /// number of outputs).
  MetricAccumulator(const Metric& metric, int64_t outputs);

  /// A sample whose target is a row of numbers, as long as the prediction; one-hot for classes.
  void add(std::span<const float> prediction, std::span<const float> target, double weight = 1);
  void add(std::span<const double> prediction, std::span<const double> target, double weight = 1);
  /// A sample of a class, 0 .. outputs - 1; with one output, 0 or 1.
  void add(std::span<const float> prediction, int32_t label, double weight = 1);
  void add(std::span<const double> prediction, int32_t label, double weight = 1);

  /// Adds what another one, of the same metric, has summed.
  void merge(const MetricAccumulator& other);
  /// Forgets all samples.
  void reset();

  /// The weighted mean over the samples; NaN where there are none. Precision and recall: the ratio
  /// of the weighted counts over all outputs, 0 where the denominator is.
  [[nodiscard]] double result() const;

  /// What has been summed, for a checkpoint: the numerator and the denominator of result().
  [[nodiscard]] std::array<double, 2> sums() const { return {numerator_, denominator_}; }
  void set_sums(const std::array<double, 2>& sums) {
    numerator_ = sums[0];
    denominator_ = sums[1];
  }

 private:
  template <class P>
  void add_row(std::span<const P> prediction, std::span<const P> target, double weight);
  template <class P>
  void add_label(std::span<const P> prediction, int32_t label, double weight);

  Metric metric_;
  int64_t outputs_;
  double numerator_ = 0, denominator_ = 0;
};

}  // namespace gradus
