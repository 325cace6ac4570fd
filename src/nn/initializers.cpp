#include <algorithm>
#include <cassert>
#include <cmath>
#include <vector>

#include "gradus/base/error.hpp"
#include "gradus/nn/initialize.hpp"
#include "nn/orthogonal.hpp"

namespace gradus {
namespace {

/// Standard deviation of a standard normal cut at +-2: dividing by it gives the cut one the
/// deviation that was asked for. The digits are Keras's.
constexpr double kCutDeviation = .87962566103423978;

struct Initialization {
  std::span<double> values;
  const Shape& shape;
  Random& random;

  void fill_uniform(double low, double high) const {
    for (double& v : values) v = random.uniform(low, high);
  }

  void fill_truncated_normal(double mean, double stddev) const {
    for (double& v : values) {
      double z = random.normal();
      while (std::abs(z) > 2) z = random.normal();
      v = mean + stddev * z;
    }
  }

  // Keras's VarianceScaling: a variance of scale / fan.
  void fill_scaled_uniform(double scale, double fan) const {
    const double limit = std::sqrt(3 * scale / std::max(1.0, fan));
    fill_uniform(-limit, limit);
  }
  void fill_scaled_normal(double scale, double fan) const {
    fill_truncated_normal(0, std::sqrt(scale / std::max(1.0, fan)) / kCutDeviation);
  }
  [[nodiscard]] double fan_in() const { return static_cast<double>(compute_fans(shape).in); }
  [[nodiscard]] double fan_mean() const {
    const Fans fans = compute_fans(shape);
    return static_cast<double>(fans.in + fans.out) / 2;
  }

  void operator()(const initializers::Zeros&) const { std::ranges::fill(values, 0.0); }
  void operator()(const initializers::Ones&) const { std::ranges::fill(values, 1.0); }
  void operator()(const initializers::Constant& i) const { std::ranges::fill(values, i.value); }
  void operator()(const initializers::RandomUniform& i) const { fill_uniform(i.minval, i.maxval); }
  void operator()(const initializers::RandomNormal& i) const {
    for (double& v : values) v = i.mean + i.stddev * random.normal();
  }
  void operator()(const initializers::TruncatedNormal& i) const {
    fill_truncated_normal(i.mean, i.stddev);
  }
  void operator()(const initializers::GlorotUniform&) const { fill_scaled_uniform(1, fan_mean()); }
  void operator()(const initializers::GlorotNormal&) const { fill_scaled_normal(1, fan_mean()); }
  void operator()(const initializers::HeUniform&) const { fill_scaled_uniform(2, fan_in()); }
  void operator()(const initializers::HeNormal&) const { fill_scaled_normal(2, fan_in()); }
  void operator()(const initializers::LecunUniform&) const { fill_scaled_uniform(1, fan_in()); }
  void operator()(const initializers::LecunNormal&) const { fill_scaled_normal(1, fan_in()); }

  void operator()(const initializers::Orthogonal& i) const {
    if (shape.rank() < 2) {
      throw Error("[orthogonal]", "a tensor of shape " + shape.text() + " is no matrix",
                  "use it for kernels, and zeros for biases");
    }
    // As a matrix, all axes but the last are its rows; a wide matrix is the transpose of a tall
    // one.
    const auto columns = static_cast<size_t>(shape[shape.rank() - 1]);
    const size_t rows = values.size() / columns;
    const size_t tall = std::max(rows, columns), narrow = std::min(rows, columns);
    std::vector<double> a(tall * narrow);
    for (double& v : a) v = random.normal();
    orthonormalize(a, tall, narrow);
    for (size_t r = 0; r < rows; ++r) {
      for (size_t c = 0; c < columns; ++c) {
        const double q = rows < columns ? a[r * tall + c] : a[c * tall + r];
        values[r * columns + c] = i.gain * q;
      }
    }
  }
};

}  // namespace

Fans compute_fans(const Shape& shape) {
  if (shape.rank() == 0) return {1, 1};
  if (shape.rank() == 1) return {shape[0], shape[0]};
  const int64_t in = shape[shape.rank() - 2], out = shape[shape.rank() - 1];
  const int64_t receptive_field = shape.size() / (in * out);
  return {in * receptive_field, out * receptive_field};
}

void initialize(const Initializer& initializer, std::span<double> values, const Shape& kernel_shape,
                Random& random) {
  assert(values.size() == static_cast<size_t>(kernel_shape.size()));
  std::visit(Initialization{values, kernel_shape, random}, initializer);
}

}  // namespace gradus
