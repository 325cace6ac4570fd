#include "nn/orthogonal.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <vector>

namespace gradus {
namespace {

/// Sum of x_i y_i in 8 interleaved runs and a fixed tree: an order that every compiler can keep in
/// vector registers, and none may change.
double dot_of_runs(const double* x, const double* y, size_t n) {
  double run[8] = {};
  size_t i = 0;
  for (; i + 8 <= n; i += 8) {
    for (size_t k = 0; k < 8; ++k) run[k] += x[i + k] * y[i + k];
  }
  for (size_t k = 0; i < n; ++i, ++k) run[k] += x[i] * y[i];
  return ((run[0] + run[4]) + (run[2] + run[6])) + ((run[1] + run[5]) + (run[3] + run[7]));
}

/// y -= tau (v . y) v: the reflection I - tau v v' of y.
void reflect(const double* v, double tau, double* y, size_t n) {
  const double scale = tau * dot_of_runs(v, y, n);
  for (size_t i = 0; i < n; ++i) y[i] -= scale * v[i];
}

}  // namespace

void orthonormalize(std::span<double> a, size_t rows, size_t columns) {
  assert(rows >= columns && a.size() == rows * columns);
  const auto column = [&](size_t j) { return a.data() + j * rows; };
  std::vector<double> tau(columns), diagonal_sign(columns);

  // Column k below the diagonal becomes the vector v of its reflection.
  for (size_t k = 0; k < columns; ++k) {
    double* v = column(k) + k;
    const size_t n = rows - k;
    const double norm = std::sqrt(dot_of_runs(v, v, n));
    // The reflection sends the column to -sign(v_0) norm, the sign that does not cancel.
    diagonal_sign[k] = v[0] < 0 ? 1 : -1;
    if (norm == 0) continue;  // tau 0: no reflection
    v[0] -= diagonal_sign[k] * norm;
    tau[k] = 2 / dot_of_runs(v, v, n);
    for (size_t j = k + 1; j < columns; ++j) reflect(v, tau[k], column(j) + k, n);
  }

  // Q = H_0 H_1 ... times the first columns of the identity, from the last reflection backward so
  // that column k is still free to hold v when H_k is applied.
  std::vector<double> v(rows);
  for (size_t k = columns; k-- > 0;) {
    const size_t n = rows - k;
    double* own = column(k);
    std::copy_n(own + k, n, v.begin());
    std::fill_n(own, rows, 0.0);
    own[k] = 1;
    for (size_t j = k; j < columns; ++j) reflect(v.data(), tau[k], column(j) + k, n);
  }
  for (size_t k = 0; k < columns; ++k) {
    for (size_t i = 0; i < rows; ++i) column(k)[i] *= diagonal_sign[k];
  }
}

}  // namespace gradus
