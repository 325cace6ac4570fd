#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/cpu/kernels.hpp"
#include "engine/loss_spec.hpp"
#include "engine/ops.hpp"

/// The plain twin of every kernel: loops in double over rows, [rows][features] with the last axis
/// fastest, one line of mathematics each. Nothing runs on it; the fast kernels are tested against
/// it.
namespace gradus::engine::reference {

using View = std::span<const double>;
using Values = std::span<double>;

/// y[r][o] = start + sum_k x[r][k] w[k w_k + o w_o]; the start is bias[o] (`bias` may be empty),
/// the old y where `accumulate`, or 0.
struct Product {
  size_t rows, inputs, outputs;
  size_t w_k, w_o;
  bool relu = false, accumulate = false;
};
void product(const Product& p, View x, View w, View bias, Values y);

/// dw[i][o] (+)= sum_r x[r][i] dy[r][o].
void weight_gradient(View x, View dy, Values dw, size_t rows, size_t inputs, size_t outputs,
                     bool accumulate);
/// db[o] (+)= sum_r dy[r][o].
void bias_gradient(View dy, Values db, size_t rows, size_t outputs, bool accumulate);

/// Rows of a data set, [samples][features], as the network sees them: exactly the kernel's values,
/// for the affine map is one fused multiply-add in float. `args.x` is not looked at.
void load(const cpu::LoadArgs<double>& args, Values x);

/// f(z) of one value, and f'(z). Act::kCustom is no kernel.
[[nodiscard]] double activate(Act act, double alpha, double z);
[[nodiscard]] double slope(Act act, double alpha, double z);

/// Of one row: y_i = exp(z_i) / sum_j exp(z_j).
void softmax(View z, Values y);
/// dz_i = y_i (dy_i - sum_j y_j dy_j).
void softmax_backward(View y, View dy, Values dz);

/// Where probabilities are clipped. In float the kernels clip at the nearest floats.
struct Clip {
  double low = 1e-7, high = 1 - 1e-7;
};
/// The weighted loss of one row. *FromLogits put probabilities in place of the logits in y. `dy`,
/// where not empty, becomes its gradient times `scale`.
double loss(const LossSpec& spec, Values y, View target, double weight, double scale, Values dy,
            Clip clip = {});

/// A metric of one row, unweighted.
[[nodiscard]] double metric(MetricKind kind, View y, View target);

/// What a random op knows of a value.
struct Place {
  uint64_t seed;
  uint32_t step, layer, row, unit;
};
/// Whether dropout keeps a value, and the probability that it does: `rate` to the nearest 2^-16.
[[nodiscard]] bool kept(const Place& place, double rate);
[[nodiscard]] double keep_probability(double rate);
/// The standard normal number that noise multiplies by its deviation. `radius`, where given, is
/// that of Box and Muller's transform: how large the number could have been.
[[nodiscard]] double normal(const Place& place, double* radius = nullptr);

/// l1 sum |w| + l2 sum w^2, and its gradient, added to g.
[[nodiscard]] double penalty(View w, double l1, double l2);
void penalty_gradient(View w, Values g, double l1, double l2);

}  // namespace gradus::engine::reference
