#include "engine/reference.hpp"

#include <algorithm>
#include <cmath>

#include "gradus/base/math.hpp"

namespace gradus::engine::reference {

void product(const Product& p, View x, View w, View bias, Values y) {
  for (size_t r = 0; r < p.rows; ++r) {
    for (size_t o = 0; o < p.outputs; ++o) {
      double& out = y[r * p.outputs + o];
      double sum = !bias.empty() ? bias[o] : p.accumulate ? out : 0;
      for (size_t k = 0; k < p.inputs; ++k) sum += x[r * p.inputs + k] * w[k * p.w_k + o * p.w_o];
      out = p.relu && sum < 0 ? 0 : sum;
    }
  }
}

void weight_gradient(View x, View dy, Values dw, size_t rows, size_t inputs, size_t outputs,
                     bool accumulate) {
  for (size_t i = 0; i < inputs; ++i) {
    for (size_t o = 0; o < outputs; ++o) {
      double sum = accumulate ? dw[i * outputs + o] : 0;
      for (size_t r = 0; r < rows; ++r) sum += x[r * inputs + i] * dy[r * outputs + o];
      dw[i * outputs + o] = sum;
    }
  }
}

void bias_gradient(View dy, Values db, size_t rows, size_t outputs, bool accumulate) {
  for (size_t o = 0; o < outputs; ++o) {
    double sum = accumulate ? db[o] : 0;
    for (size_t r = 0; r < rows; ++r) sum += dy[r * outputs + o];
    db[o] = sum;
  }
}

void load(const cpu::LoadArgs<double>& a, Values x) {
  for (size_t s = 0; s < a.samples; ++s) {
    const size_t row = a.rows ? a.rows[s] : a.first + s;
    for (size_t f = 0; f < a.features; ++f) {
      const size_t at = row * a.features + f, map = a.affine == 1 ? 0 : f;
      const float v = a.pixels ? static_cast<float>(a.pixels[at]) : a.numbers[at];
      const float seen = a.scale ? std::fma(v, a.scale[map], a.offset[map]) : v;
      x[s * a.features + f] = static_cast<double>(seen);
    }
  }
}

void softmax(View z, Values y) {
  const double most = *std::max_element(z.begin(), z.end());
  double sum = 0;
  for (const double v : z) sum += math::exp(v - most);
  for (size_t i = 0; i < z.size(); ++i) y[i] = math::exp(z[i] - most) / sum;
}

void softmax_backward(View y, View dy, Values dz) {
  double dot = 0;
  for (size_t i = 0; i < y.size(); ++i) dot += y[i] * dy[i];
  for (size_t i = 0; i < y.size(); ++i) dz[i] = y[i] * (dy[i] - dot);
}

double penalty(View w, double l1, double l2) {
  double sum = 0;
  for (const double v : w) sum += l1 * std::abs(v) + l2 * v * v;
  return sum;
}

void penalty_gradient(View w, Values g, double l1, double l2) {
  for (size_t i = 0; i < w.size(); ++i) {
    const double sign = w[i] > 0 ? 1 : w[i] < 0 ? -1 : 0;
    g[i] += 2 * l2 * w[i] + l1 * sign;
  }
}

}  // namespace gradus::engine::reference
