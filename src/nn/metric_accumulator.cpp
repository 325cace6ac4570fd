#include "gradus/nn/metric_accumulator.hpp"

#include <fmt/core.h>

#include <cassert>
#include <limits>
#include <string>
#include <type_traits>

#include "gradus/base/error.hpp"
#include "nn/metrics_rules.hpp"

namespace gradus {
namespace {

/// What a sample adds: to the numerator, and to the denominator, before its weight.
struct Ratio {
  double above = 0, below = 1;
};

template <class P>
struct SampleMetric {
  std::span<const P> prediction, target;

  [[nodiscard]] int32_t label() const { return static_cast<int32_t>(rules::argmax(target)); }

  Ratio operator()(const metrics::Accuracy&) const { return {}; }  // resolved before
  Ratio operator()(const metrics::BinaryAccuracy& m) const {
    return {rules::binary_accuracy(prediction, target, m.threshold)};
  }
  Ratio operator()(const metrics::CategoricalAccuracy&) const {
    return {rules::categorical_accuracy(prediction, label())};
  }
  Ratio operator()(const metrics::SparseCategoricalAccuracy&) const {
    return {rules::categorical_accuracy(prediction, label())};
  }
  Ratio operator()(const metrics::TopKCategoricalAccuracy& m) const {
    return {rules::top_k_accuracy(prediction, label(), m.k)};
  }
  Ratio operator()(const metrics::MeanSquaredError&) const {
    return {rules::squared_error(prediction, target)};
  }
  Ratio operator()(const metrics::MeanAbsoluteError&) const {
    return {rules::absolute_error(prediction, target)};
  }
  Ratio operator()(const metrics::Precision&) const {
    const auto n = rules::count_positives(prediction, target);
    return {static_cast<double>(n.both), static_cast<double>(n.predicted)};
  }
  Ratio operator()(const metrics::Recall&) const {
    const auto n = rules::count_positives(prediction, target);
    return {static_cast<double>(n.both), static_cast<double>(n.actual)};
  }
  Ratio operator()(const metrics::Custom& m) const {
    if constexpr (std::is_same_v<P, double>) {
      return {m.value(prediction, target)};
    } else {
      const std::vector<double> p(prediction.begin(), prediction.end());
      const std::vector<double> t(target.begin(), target.end());
      return {m.value(p, t)};
    }
  }
};

Metric accuracy_of(bool binary) {
  if (binary) return metrics::BinaryAccuracy{};
  return metrics::CategoricalAccuracy{};
}

void check_metric(const Metric& metric, int64_t outputs) {
  const std::string place = fmt::format("[{}]", metric_name(metric));
  if (outputs == 1 && (std::holds_alternative<metrics::CategoricalAccuracy>(metric) ||
                       std::holds_alternative<metrics::SparseCategoricalAccuracy>(metric))) {
    throw Error(place, "the largest of one output says nothing", "use binary_accuracy");
  }
  if (const auto* top = std::get_if<metrics::TopKCategoricalAccuracy>(&metric)) {
    if (top->k >= outputs) {
      throw Error(place,
                  "k is " + std::to_string(top->k) + " of " + std::to_string(outputs) +
                      " outputs, so every sample counts",
                  "give a k below the number of outputs");
    }
  }
}

}  // namespace

Metric resolve(const Metric& metric, const Loss& loss, int64_t outputs) {
  if (!std::holds_alternative<metrics::Accuracy>(metric)) return metric;
  if (std::holds_alternative<losses::BinaryCrossentropy>(loss)) return accuracy_of(true);
  if (std::holds_alternative<losses::CategoricalCrossentropy>(loss) ||
      std::holds_alternative<losses::SparseCategoricalCrossentropy>(loss)) {
    return accuracy_of(false);
  }
  return accuracy_of(outputs == 1);
}

MetricAccumulator::MetricAccumulator(const Metric& metric, int64_t outputs)
    : metric_(std::holds_alternative<metrics::Accuracy>(metric) ? accuracy_of(outputs == 1)
                                                                : metric),
      outputs_(outputs) {
  check_metric(metric_, outputs);
}

template <class P>
void MetricAccumulator::add_row(std::span<const P> prediction, std::span<const P> target,
                                double weight) {
  assert(static_cast<int64_t>(prediction.size()) == outputs_ && target.size() == prediction.size());
  const Ratio ratio = std::visit(SampleMetric<P>{prediction, target}, metric_);
  numerator_ += weight * ratio.above;
  denominator_ += weight * ratio.below;
}

template <class P>
void MetricAccumulator::add_label(std::span<const P> prediction, int32_t label, double weight) {
  std::vector<P> target(static_cast<size_t>(outputs_));
  if (outputs_ == 1) {
    target[0] = static_cast<P>(label);
  } else {
    assert(label >= 0 && label < outputs_);
    target[static_cast<size_t>(label)] = 1;
  }
  add_row(prediction, std::span<const P>(target), weight);
}

void MetricAccumulator::add(std::span<const float> prediction, std::span<const float> target,
                            double weight) {
  add_row(prediction, target, weight);
}
void MetricAccumulator::add(std::span<const double> prediction, std::span<const double> target,
                            double weight) {
  add_row(prediction, target, weight);
}
void MetricAccumulator::add(std::span<const float> prediction, int32_t label, double weight) {
  add_label(prediction, label, weight);
}
void MetricAccumulator::add(std::span<const double> prediction, int32_t label, double weight) {
  add_label(prediction, label, weight);
}

void MetricAccumulator::merge(const MetricAccumulator& other) {
  assert(metric_ == other.metric_ && outputs_ == other.outputs_);
  numerator_ += other.numerator_;
  denominator_ += other.denominator_;
}

void MetricAccumulator::reset() {
  numerator_ = denominator_ = 0;
}

double MetricAccumulator::result() const {
  if (denominator_ != 0) return numerator_ / denominator_;
  const bool is_share = std::holds_alternative<metrics::Precision>(metric_) ||
                        std::holds_alternative<metrics::Recall>(metric_);
  return is_share ? 0 : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace gradus
