#include <algorithm>
#include <cmath>

#include "engine/reference.hpp"
#include "gradus/base/math.hpp"

namespace gradus::engine::reference {
namespace {

double clipped(double p, Clip clip) {
  return p < clip.low ? clip.low : p > clip.high ? clip.high : p;
}

struct Term {
  double value, slope;
};

// The losses that are a sum or a mean of one number an output.
Term term(const LossSpec& spec, double y, double t, Clip clip) {
  const double e = y - t;
  switch (spec.kind) {
    case LossKind::kMse:
      return {e * e, 2 * e};
    case LossKind::kMae:
      return {std::abs(e), e > 0 ? 1.0 : e < 0 ? -1.0 : 0.0};
    case LossKind::kHuber:
      if (std::abs(e) <= spec.delta) return {0.5 * e * e, e};
      return {spec.delta * (std::abs(e) - 0.5 * spec.delta), e > 0 ? spec.delta : -spec.delta};
    case LossKind::kBinaryCrossentropy: {
      const double p = clipped(y, clip);
      const double value = -(t * math::log(p) + (1 - t) * math::log(1 - p));
      return {value, p == y ? (p - t) / (p * (1 - p)) : 0};
    }
    case LossKind::kSigmoidCrossentropy: {
      const double softplus = activate(Act::kSoftplus, 0, y);
      return {softplus - t * y, activate(Act::kSigmoid, 1, y) - t};
    }
    default:
      return {spec.custom->value(y, t), spec.custom->derivative(y, t)};
  }
}

double categorical(View y, View target, double factor, Values dy, Clip clip) {
  double total = 0, value = 0, inner = 0;
  for (const double v : y) total += v;
  for (size_t j = 0; j < y.size(); ++j) {
    const double p = y[j] / total;
    value -= target[j] * math::log(clipped(p, clip));
    if (p == clipped(p, clip)) inner -= target[j];
  }
  // p_j = y_j / total, so d/dy_j = (d_j - sum_i d_i p_i) / total with d_i = -t_i / p_i.
  for (size_t j = 0; j < dy.size(); ++j) {
    const double p = y[j] / total, d = p == clipped(p, clip) ? -target[j] / p : 0;
    dy[j] = factor * (d - inner) / total;
  }
  return value;
}

double softmax_crossentropy(Values y, View target, double factor, Values dy) {
  const double most = *std::max_element(y.begin(), y.end());
  double sum = 0, mass = 0, value = 0;
  for (const double z : y) sum += math::exp(z - most);
  for (size_t j = 0; j < y.size(); ++j) {
    mass += target[j];
    if (target[j] != 0) value += target[j] * (math::log(sum) - (y[j] - most));
  }
  for (double& z : y) z = math::exp(z - most) / sum;
  for (size_t j = 0; j < dy.size(); ++j) dy[j] = factor * (y[j] * mass - target[j]);
  return value;
}

}  // namespace

double loss(const LossSpec& spec, Values y, View target, double weight, double scale, Values dy,
            Clip clip) {
  const double factor = weight * scale;
  if (spec.kind == LossKind::kCategoricalCrossentropy)
    return weight * categorical(y, target, factor, dy, clip);
  if (spec.kind == LossKind::kSoftmaxCrossentropy)
    return weight * softmax_crossentropy(y, target, factor, dy);
  const bool sums = spec.sum_outputs && spec.kind != LossKind::kCustom;
  const double share = sums ? 1 : 1 / static_cast<double>(y.size());
  double value = 0;
  for (size_t j = 0; j < y.size(); ++j) {
    const Term here = term(spec, y[j], target[j], clip);
    value += here.value;
    if (!dy.empty()) dy[j] = factor * share * here.slope;
    if (spec.kind == LossKind::kSigmoidCrossentropy) y[j] = activate(Act::kSigmoid, 1, y[j]);
  }
  return weight * share * value;
}

double metric(MetricKind kind, View y, View target) {
  const double n = static_cast<double>(y.size());
  double sum = 0;
  switch (kind) {
    case MetricKind::kBinaryAccuracy:
      for (size_t j = 0; j < y.size(); ++j) sum += (y[j] > 0.5 ? 1.0 : 0.0) == target[j];
      return sum / n;
    case MetricKind::kCategoricalAccuracy: {
      const auto place = [](View v) { return std::max_element(v.begin(), v.end()) - v.begin(); };
      return place(y) == place(target) ? 1 : 0;
    }
    case MetricKind::kMse:
      for (size_t j = 0; j < y.size(); ++j) sum += (y[j] - target[j]) * (y[j] - target[j]);
      return sum / n;
    case MetricKind::kMae:
      for (size_t j = 0; j < y.size(); ++j) sum += std::abs(y[j] - target[j]);
      return sum / n;
  }
  return sum;
}

}  // namespace gradus::engine::reference
