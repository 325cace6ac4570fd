#include "nn/losses_rules.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <type_traits>

#include "gradus/base/math.hpp"

namespace gradus::rules {
namespace {

double clipped_probability(double p) {
  // Written so that NaN passes.
  return p < kProbabilityMargin ? kProbabilityMargin
                                : (p > 1 - kProbabilityMargin ? 1 - kProbabilityMargin : p);
}

bool is_clipped(double p) {
  return p < kProbabilityMargin || p > 1 - kProbabilityMargin;
}

double sum_of(std::span<const double> values) {
  double sum = 0;
  for (double v : values) sum += v;
  return sum;
}

// The losses that are a sum or mean of one number an output: its value and derivative.

double output_value(const losses::MeanSquaredError&, double p, double t) {
  return (p - t) * (p - t);
}
double output_derivative(const losses::MeanSquaredError&, double p, double t) {
  return 2 * (p - t);
}

double output_value(const losses::MeanAbsoluteError&, double p, double t) {
  return std::abs(p - t);
}
double output_derivative(const losses::MeanAbsoluteError&, double p, double t) {
  const double e = p - t;
  return e > 0 ? 1 : (e < 0 ? -1 : e);  // 0 at 0, and NaN passes
}

double output_value(const losses::Huber& h, double p, double t) {
  const double e = std::abs(p - t);
  return e <= h.delta ? 0.5 * e * e : h.delta * e - 0.5 * h.delta * h.delta;
}
double output_derivative(const losses::Huber& h, double p, double t) {
  const double e = p - t;
  return e > h.delta ? h.delta : (e < -h.delta ? -h.delta : e);
}

double output_value(const losses::BinaryCrossentropy&, double p, double t) {
  const double q = clipped_probability(p);
  return -(t * math::log(q) + (1 - t) * math::log(1 - q));
}
double output_derivative(const losses::BinaryCrossentropy&, double p, double t) {
  return is_clipped(p) ? 0 : (p - t) / (p * (1 - p));
}

double output_value(const losses::Custom& c, double p, double t) {
  return c.value(p, t);
}
double output_derivative(const losses::Custom& c, double p, double t) {
  return c.derivative(p, t);
}

template <class L>
bool sums_outputs(const L& loss) {
  if constexpr (requires { loss.outputs; }) return loss.outputs == Outputs::kSum;
  return false;
}

template <class L>
constexpr bool kIsCategorical = std::is_same_v<L, losses::CategoricalCrossentropy> ||
                                std::is_same_v<L, losses::SparseCategoricalCrossentropy>;

double categorical_value(std::span<const double> p, std::span<const double> t) {
  const double sum = sum_of(p);
  double loss = 0;
  for (size_t i = 0; i < p.size(); ++i) {
    if (t[i] != 0) loss -= t[i] * math::log(clipped_probability(p[i] / sum));
  }
  return loss;
}

void categorical_derivative(std::span<const double> p, std::span<const double> t,
                            std::span<double> derivative) {
  // With q = p / sum: d/dp_j = (d_j - sum_i d_i q_i) / sum where d_i = -t_i / q_i, 0 where clipped,
  // and d_i q_i = -t_i.
  const double sum = sum_of(p);
  double inner = 0;
  for (size_t i = 0; i < p.size(); ++i) inner -= is_clipped(p[i] / sum) ? 0 : t[i];
  for (size_t i = 0; i < p.size(); ++i) {
    const double q = p[i] / sum;
    derivative[i] = ((is_clipped(q) ? 0 : -t[i] / q) - inner) / sum;
  }
}

struct LossValue {
  std::span<const double> p, t;

  template <class L>
  double operator()(const L& loss) const {
    if constexpr (kIsCategorical<L>) {
      return categorical_value(p, t);
    } else {
      double sum = 0;
      for (size_t i = 0; i < p.size(); ++i) sum += output_value(loss, p[i], t[i]);
      return sums_outputs(loss) ? sum : sum / static_cast<double>(p.size());
    }
  }
};

struct LossDerivative {
  std::span<const double> p, t;
  std::span<double> derivative;

  template <class L>
  void operator()(const L& loss) const {
    if constexpr (kIsCategorical<L>) {
      categorical_derivative(p, t, derivative);
    } else {
      const double count = sums_outputs(loss) ? 1 : static_cast<double>(p.size());
      for (size_t i = 0; i < p.size(); ++i) {
        derivative[i] = output_derivative(loss, p[i], t[i]) / count;
      }
    }
  }
};

}  // namespace

double stable_sigmoid(double z) {
  if (z >= 0) return 1 / (1 + math::exp(-z));
  const double e = math::exp(z);
  return e / (1 + e);
}

double loss_value(const Loss& loss, std::span<const double> prediction,
                  std::span<const double> target) {
  assert(prediction.size() == target.size());
  return std::visit(LossValue{prediction, target}, loss);
}

void loss_derivative(const Loss& loss, std::span<const double> prediction,
                     std::span<const double> target, std::span<double> derivative) {
  assert(prediction.size() == target.size() && prediction.size() == derivative.size());
  std::visit(LossDerivative{prediction, target, derivative}, loss);
}

double sigmoid_crossentropy(std::span<const double> logits, std::span<const double> target,
                            Outputs outputs, double slope) {
  double sum = 0;
  for (size_t i = 0; i < logits.size(); ++i) {
    const double s = slope * logits[i];
    sum += (s < 0 ? 0 : s) - target[i] * s + math::log1p(math::exp(-std::abs(s)));
  }
  return outputs == Outputs::kSum ? sum : sum / static_cast<double>(logits.size());
}

void sigmoid_crossentropy_derivative(std::span<const double> logits, std::span<const double> target,
                                     std::span<double> derivative, Outputs outputs, double slope) {
  const double count = outputs == Outputs::kSum ? 1 : static_cast<double>(logits.size());
  for (size_t i = 0; i < logits.size(); ++i) {
    derivative[i] = slope * (stable_sigmoid(slope * logits[i]) - target[i]) / count;
  }
}

double softmax_crossentropy(std::span<const double> logits, std::span<const double> target) {
  const double top = *std::max_element(logits.begin(), logits.end());
  double sum = 0;
  for (double z : logits) sum += math::exp(z - top);
  const double log_sum = math::log(sum);
  double loss = 0;
  for (size_t i = 0; i < logits.size(); ++i) {
    if (target[i] != 0) loss += target[i] * (log_sum - (logits[i] - top));
  }
  return loss;
}

void softmax_crossentropy_derivative(std::span<const double> logits, std::span<const double> target,
                                     std::span<double> derivative) {
  const double top = *std::max_element(logits.begin(), logits.end());
  double sum = 0;
  for (double z : logits) sum += math::exp(z - top);
  const double mass = sum_of(target);
  for (size_t i = 0; i < logits.size(); ++i) {
    derivative[i] = math::exp(logits[i] - top) / sum * mass - target[i];
  }
}

}  // namespace gradus::rules
