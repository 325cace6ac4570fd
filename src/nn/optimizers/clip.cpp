#include "nn/optimizers/clip.hpp"

#include <fmt/core.h>

#include "gradus/base/error.hpp"

namespace gradus::rules {
namespace {

double sum_of_squares(std::span<const double> values) {
  double sum = 0;
  for (double v : values) sum += v * v;
  return sum;
}

void multiply(std::span<double> values, double factor) {
  for (double& v : values) v *= factor;
}

}  // namespace

Clipping clipping(const Optimizer& optimizer) {
  return std::visit(
      []<class O>(const O& o) {
        if constexpr (kFullBatch<O>)
          return Clipping{};
        else
          return Clipping{.clipnorm = o.clipnorm,
                          .global_clipnorm = o.global_clipnorm,
                          .clipvalue = o.clipvalue};
      },
      optimizer);
}

void check_clipping(const Optimizer& optimizer) {
  const Clipping c = clipping(optimizer);
  if ((c.clipnorm > 0) + (c.global_clipnorm > 0) + (c.clipvalue > 0) <= 1) return;
  const auto kind = std::visit([](const auto& o) { return o.kKind; }, optimizer);
  throw Error(fmt::format("[{}]", kind), "more than one way to clip the gradient",
              "give one of clipvalue, clipnorm, global_clipnorm");
}

void clip(const Clipping& how, std::span<const std::span<double>> gradients) {
  if (how.clipnorm > 0) {
    for (auto g : gradients) multiply(g, norm_factor(sum_of_squares(g), how.clipnorm));
  } else if (how.global_clipnorm > 0) {
    double sum = 0;
    for (auto g : gradients) sum += sum_of_squares(g);
    const double factor = norm_factor(sum, how.global_clipnorm);
    for (auto g : gradients) multiply(g, factor);
  } else if (how.clipvalue > 0) {
    for (auto g : gradients) {
      for (double& v : g) v = clip_value(v, how.clipvalue);
    }
  }
}

}  // namespace gradus::rules
