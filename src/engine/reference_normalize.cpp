#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/reference_image.hpp"

namespace gradus::engine::reference {
namespace {

double at(View weights, size_t c, double otherwise) {
  return weights.empty() ? otherwise : weights[c];
}

// One group of n values, `stride` apart, that share a mean and a variance.
struct Group {
  size_t first, stride, n;
};

// With g = dy gamma and xhat = (x - mean) / sqrt(variance + epsilon):
//   dx = (g - mean(g) - xhat mean(g xhat)) / sqrt(variance + epsilon).
// `g` and `xhat` hold the group's n values.
void through_statistics(const Group& group, View g, View xhat, double inverse, Values dx) {
  const auto n = static_cast<double>(group.n);
  double sum = 0, dot = 0;
  for (size_t i = 0; i < group.n; ++i) sum += g[i], dot += g[i] * xhat[i];
  for (size_t i = 0; i < group.n; ++i)
    dx[group.first + i * group.stride] = (g[i] - sum / n - xhat[i] * dot / n) * inverse;
}

struct Statistics {
  double mean = 0, inverse = 0;

  Statistics(const Group& group, View x, double epsilon) {
    const auto n = static_cast<double>(group.n);
    double m2 = 0;
    for (size_t i = 0; i < group.n; ++i) mean += x[group.first + i * group.stride] / n;
    for (size_t i = 0; i < group.n; ++i) {
      const double off = x[group.first + i * group.stride] - mean;
      m2 += off * off;
    }
    inverse = 1 / std::sqrt(m2 / n + epsilon);
  }
};

void backward(const Group& group, const Norm& n, View x, View dy, View gamma, Values dx,
              Values dgamma, Values dbeta) {
  const Statistics of(group, x, n.epsilon);
  std::vector<double> g(group.n), xhat(group.n);
  for (size_t i = 0; i < group.n; ++i) {
    const size_t here = group.first + i * group.stride, c = here % n.channels;
    xhat[i] = (x[here] - of.mean) * of.inverse;
    g[i] = dy[here] * at(gamma, c, 1);
    dgamma[c] += dy[here] * xhat[i];
    dbeta[c] += dy[here];
  }
  through_statistics(group, g, xhat, of.inverse, dx);
}

}  // namespace

void moments(View x, size_t rows, size_t channels, Values mean, Values m2) {
  for (size_t c = 0; c < channels; ++c) {
    double sum = 0;
    for (size_t r = 0; r < rows; ++r) sum += x[r * channels + c];
    mean[c] = sum / static_cast<double>(rows);
    m2[c] = 0;
    for (size_t r = 0; r < rows; ++r) {
      const double off = x[r * channels + c] - mean[c];
      m2[c] += off * off;
    }
  }
}

void batch_norm(const Norm& n, View x, View mean, View variance, View gamma, View beta, Values y) {
  for (size_t i = 0; i < n.rows * n.channels; ++i) {
    const size_t c = i % n.channels;
    y[i] = (x[i] - mean[c]) / std::sqrt(variance[c] + n.epsilon) * at(gamma, c, 1) + at(beta, c, 0);
  }
}

void batch_norm_backward(const Norm& n, View x, View dy, View gamma, Values dx, Values dgamma,
                         Values dbeta) {
  std::fill(dgamma.begin(), dgamma.end(), 0.0);
  std::fill(dbeta.begin(), dbeta.end(), 0.0);
  for (size_t c = 0; c < n.channels; ++c)
    backward({c, n.channels, n.rows}, n, x, dy, gamma, dx, dgamma, dbeta);
}

void layer_norm(const Norm& n, View x, View gamma, View beta, Values y) {
  for (size_t r = 0; r < n.rows; ++r) {
    const Statistics of({r * n.channels, 1, n.channels}, x, n.epsilon);
    for (size_t c = 0; c < n.channels; ++c) {
      const size_t here = r * n.channels + c;
      y[here] = (x[here] - of.mean) * of.inverse * at(gamma, c, 1) + at(beta, c, 0);
    }
  }
}

void layer_norm_backward(const Norm& n, View x, View dy, View gamma, Values dx, Values dgamma,
                         Values dbeta) {
  for (size_t r = 0; r < n.rows; ++r)
    backward({r * n.channels, 1, n.channels}, n, x, dy, gamma, dx, dgamma, dbeta);
}

}  // namespace gradus::engine::reference
