#include "nn/best_constant.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>
#include <type_traits>
#include <vector>

#include "gradus/base/math.hpp"
#include "nn/losses_rules.hpp"

namespace gradus {
namespace {

/// One target value and the share of all weight that has it.
struct Atom {
  double value = 0, share = 0;
};
/// The targets of one output, where the loss asks for it from the smallest to the largest; shares
/// sum to 1.
using Distribution = std::vector<Atom>;

double mean_of(const Distribution& targets) {
  double mean = 0;
  for (const Atom& a : targets) mean += a.share * a.value;
  return mean;
}

double x_log_x(double x) {
  return x > 0 ? x * math::log(x) : 0;
}

/// Mean loss of the prediction p.
double loss_of_constant(const Loss& loss, const Distribution& targets, double p) {
  double sum = 0;
  for (const Atom& a : targets) sum += a.share * rules::loss_value(loss, {&p, 1}, {&a.value, 1});
  return sum;
}

/// A number between low and high where the mean derivative, which rises with p, changes sign.
double stationary_point(const Loss& loss, const Distribution& targets, double low, double high) {
  for (int i = 0; i < 80; ++i) {
    const double p = low + (high - low) / 2;
    double slope = 0;
    for (const Atom& a : targets) {
      double d = 0;
      rules::loss_derivative(loss, {&p, 1}, {&a.value, 1}, {&d, 1});
      slope += a.share * d;
    }
    if (slope == 0) return p;
    (slope < 0 ? low : high) = p;
  }
  return low;
}

/// The least of f on [low, high], as documented above.
template <class F>
double least_value(const F& f, double low, double high) {
  constexpr int kPoints = 64;
  const double width = (high - low) / kPoints;
  if (!(width > 0)) return f(low);
  int best = 0;
  double least = f(low);
  for (int i = 1; i <= kPoints; ++i) {
    const double y = f(low + width * i);
    if (y < least) {
      least = y;
      best = i;
    }
  }
  constexpr double kGolden = 0.6180339887498949;
  double a = low + width * std::max(0, best - 1), b = low + width * std::min(kPoints, best + 1);
  for (int i = 0; i < 60; ++i) {  // 0.618^60 is 3e-13
    const double x = b - kGolden * (b - a), y = a + kGolden * (b - a);
    const double fx = f(x), fy = f(y);
    least = std::min({least, fx, fy});
    (fx < fy ? b : a) = fx < fy ? y : x;
  }
  return least;
}

/// The least mean loss of one output, for the losses that are a sum or mean over outputs.
struct LeastOfOutput {
  const Loss& loss;
  const Distribution& targets;

  double operator()(const losses::MeanSquaredError&) const {
    const double mean = mean_of(targets);
    double variance = 0;
    for (const Atom& a : targets) variance += a.share * (a.value - mean) * (a.value - mean);
    return variance;
  }

  double operator()(const losses::MeanAbsoluteError&) const {
    double below = 0;
    for (const Atom& a : targets) {
      below += a.share;
      if (below >= 0.5) return loss_of_constant(loss, targets, a.value);
    }
    return loss_of_constant(loss, targets, targets.back().value);  // shares summed to just under 1
  }

  double operator()(const losses::Huber&) const {
    const double low = targets.front().value, high = targets.back().value;
    return loss_of_constant(loss, targets, stationary_point(loss, targets, low, high));
  }

  double operator()(const losses::BinaryCrossentropy&) const {
    const double p = std::clamp(mean_of(targets), 0.0, 1.0);
    return -(x_log_x(p) + x_log_x(1 - p));
  }

  double operator()(const losses::Custom&) const {
    return least_value([&](double p) { return loss_of_constant(loss, targets, p); },
                       targets.front().value, targets.back().value);
  }

  // Not losses of one output.
  double operator()(const losses::CategoricalCrossentropy&) const { return 0; }
  double operator()(const losses::SparseCategoricalCrossentropy&) const { return 0; }
};

/// -sum m_k log(m_k / sum m), the least of -sum m_k log p_k over distributions p.
double entropy_of_masses(std::span<const double> masses) {
  double sum = 0, entropy = 0;
  for (double m : masses) {
    sum += m;
    entropy -= x_log_x(m);
  }
  return entropy + x_log_x(sum);
}

bool is_categorical(const Loss& loss) {
  return std::holds_alternative<losses::CategoricalCrossentropy>(loss) ||
         std::holds_alternative<losses::SparseCategoricalCrossentropy>(loss);
}

bool sums_over_outputs(const Loss& loss) {
  return std::visit(
      []<class L>(const L& l) {
        if constexpr (requires { l.outputs; }) return l.outputs == Outputs::kSum;
        return false;
      },
      loss);
}

/// From the distribution of each output's targets.
double combine_outputs(const Loss& loss, std::span<const Distribution> outputs) {
  if (is_categorical(loss)) {
    std::vector<double> masses;
    for (const Distribution& d : outputs) masses.push_back(mean_of(d));
    return entropy_of_masses(masses);
  }
  double sum = 0;
  for (const Distribution& d : outputs) sum += std::visit(LeastOfOutput{loss, d}, loss);
  return sums_over_outputs(loss) ? sum : sum / static_cast<double>(outputs.size());
}

double weight_of_row(std::span<const double> weights, size_t row) {
  return weights.empty() ? 1 : weights[row];
}

double total_weight(std::span<const double> weights, size_t rows) {
  if (weights.empty()) return static_cast<double>(rows);
  return std::accumulate(weights.begin(), weights.end(), 0.0);
}

/// Whether the mean and the spread of the targets say it all.
bool needs_no_order(const Loss& loss) {
  return is_categorical(loss) || std::holds_alternative<losses::MeanSquaredError>(loss) ||
         std::holds_alternative<losses::BinaryCrossentropy>(loss);
}

/// Sorts by value and joins equal values.
void tidy(Distribution& d) {
  std::ranges::sort(d, [](const Atom& a, const Atom& b) {
    return a.value != b.value ? a.value < b.value : a.share < b.share;
  });
  size_t kept = 0;
  for (size_t i = 1; i < d.size(); ++i) {
    if (d[i].value == d[kept].value) {
      d[kept].share += d[i].share;
    } else {
      d[++kept] = d[i];
    }
  }
  d.resize(kept + 1);
}

}  // namespace

double best_constant_loss(const Loss& loss, std::span<const float> targets, int64_t outputs,
                          std::span<const double> weights) {
  assert(outputs >= 1 && targets.size() % static_cast<size_t>(outputs) == 0);
  const auto width = static_cast<size_t>(outputs);
  const size_t rows = targets.size() / width;
  assert(weights.empty() || weights.size() == rows);
  const double total = total_weight(weights, rows);
  const bool finite = std::ranges::all_of(targets, [](float t) { return std::isfinite(t); });
  if (!(total > 0) || !finite) return std::numeric_limits<double>::quiet_NaN();
  std::vector<Distribution> distributions(width);
  for (size_t j = 0; j < width; ++j) {
    distributions[j].reserve(rows);
    for (size_t i = 0; i < rows; ++i) {
      const double share = weight_of_row(weights, i) / total;
      if (share > 0) distributions[j].push_back({targets[i * width + j], share});
    }
    if (!needs_no_order(loss)) tidy(distributions[j]);
  }
  return combine_outputs(loss, distributions);
}

double best_constant_loss(const Loss& loss, std::span<const int32_t> labels, int32_t classes,
                          int64_t outputs, std::span<const double> weights) {
  assert(outputs == 1 || outputs == classes);
  assert(weights.empty() || weights.size() == labels.size());
  const double total = total_weight(weights, labels.size());
  if (!(total > 0)) return std::numeric_limits<double>::quiet_NaN();
  std::vector<double> shares(static_cast<size_t>(classes));
  for (size_t i = 0; i < labels.size(); ++i) {
    shares[static_cast<size_t>(labels[i])] += weight_of_row(weights, i);
  }
  for (double& s : shares) s /= total;
  std::vector<Distribution> distributions;
  if (outputs == 1) {
    Distribution d;
    for (size_t k = 0; k < shares.size(); ++k) {
      if (shares[k] > 0) d.push_back({static_cast<double>(k), shares[k]});
    }
    distributions.push_back(std::move(d));
  } else {
    for (double s : shares) {
      Distribution d;
      if (s < 1) d.push_back({0, 1 - s});
      if (s > 0) d.push_back({1, s});
      distributions.push_back(std::move(d));
    }
  }
  return combine_outputs(loss, distributions);
}

}  // namespace gradus
