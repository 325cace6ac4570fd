#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "engine/ops.hpp"
#include "engine/program.hpp"

/// What an update does to whole tensors of weights beside the kernels: clipping, penalties,
/// constraints. In double, in the order in which the weights lie: rare beside the products, so
/// plain loops. Weight i of a network lies at i times kStride: 1, or 16 for a lane of a pack.
namespace gradus::engine::weight_rules {

inline constexpr double kEpsilon = 1e-7;  ///< as in Keras's constraints

template <class T>
[[nodiscard]] double square_norm(const T* v, int64_t n, int64_t stride) {
  double sum = 0;
  for (int64_t i = 0; i < n; ++i)
    sum += static_cast<double>(v[i * stride]) * static_cast<double>(v[i * stride]);
  return sum;
}

template <class T>
void scale(T* v, int64_t n, int64_t stride, double factor) {
  for (int64_t i = 0; i < n; ++i)
    v[i * stride] = static_cast<T>(static_cast<double>(v[i * stride]) * factor);
}

/// Keras applies one of the three; where several are asked for, the value comes last, as in its
/// clip_gradients.
template <int64_t kStride, class T>
void clip(const Graph& graph, T* g, const Update<T>& rule) {
  if (rule.clipnorm > 0) {
    for (const Param& p : graph.params) {
      T* const at = g + p.offset * kStride;
      const double norm = std::sqrt(square_norm(at, p.size(), kStride));
      if (norm > rule.clipnorm) scale(at, p.size(), kStride, rule.clipnorm / norm);
    }
  }
  if (rule.global_clipnorm > 0) {
    double sum = 0;
    for (const Param& p : graph.params)
      sum += square_norm(g + p.offset * kStride, p.size(), kStride);
    const double norm = std::sqrt(sum);
    if (norm > rule.global_clipnorm)
      scale(g, graph.weights(), kStride, rule.global_clipnorm / norm);
  }
  if (rule.clipvalue > 0) {
    const T high = static_cast<T>(rule.clipvalue);
    for (int64_t i = 0; i < graph.weights(); ++i) {
      T& v = g[i * kStride];
      v = v > high ? high : v < -high ? -high : v;
    }
  }
}

/// Sum of all penalties: sixteen partial sums a tensor, weight i in sum i mod 16.
template <int64_t kStride, class T>
[[nodiscard]] double penalty(const Graph& graph, const T* weights) {
  double total = 0;
  for (const Param& p : graph.params) {
    if (p.l1 == 0 && p.l2 == 0) continue;
    double absolute[16] = {}, square[16] = {};
    const T* w = weights + p.offset * kStride;
    const auto block = [&](int64_t first, int64_t count) {
      for (int64_t l = 0; l < count; ++l) {
        const double v = static_cast<double>(w[(first + l) * kStride]);
        absolute[l] += std::abs(v);
        square[l] += v * v;
      }
    };
    const int64_t whole = p.size() / 16 * 16;
    for (int64_t i = 0; i < whole; i += 16) block(i, 16);
    block(whole, p.size() - whole);
    total += p.l1 * lane_tree(absolute) + p.l2 * lane_tree(square);
  }
  return total;
}

/// Norms over the axis of a [rows, columns] tensor; a vector counts as one column. Keras: w *
/// clip(norm, 0, max) / (epsilon + norm).
template <int64_t kStride, class T>
void constrain(const Graph& graph, T* weights) {
  for (const Param& p : graph.params) {
    if (p.limit == Param::Limit::kNone) continue;
    T* const w = weights + p.offset * kStride;
    if (p.limit == Param::Limit::kNonNegative) {
      for (int64_t i = 0; i < p.size(); ++i)
        w[i * kStride] = w[i * kStride] < 0 ? T(0) : w[i * kStride];
      continue;
    }
    const int64_t columns = p.shape.rank() < 2 ? 1 : p.shape[p.shape.rank() - 1],
                  rows = p.size() / columns;
    const bool over_rows = p.limit_axis == 0;
    const int64_t vectors = over_rows ? columns : rows, length = over_rows ? rows : columns;
    const int64_t apart = (over_rows ? columns : 1) * kStride,
                  start = (over_rows ? 1 : columns) * kStride;
    for (int64_t v = 0; v < vectors; ++v) {
      T* const at = w + v * start;
      const double norm = std::sqrt(square_norm(at, length, apart));
      const double want = p.limit == Param::Limit::kUnitNorm ? 1 : std::min(norm, p.limit_value);
      scale(at, length, apart, want / (kEpsilon + norm));
    }
  }
}

}  // namespace gradus::engine::weight_rules
