#pragma once

#include <span>

#include "gradus/nn/losses.hpp"

/// The losses of one sample, in double: what the fast kernels are held to. `target` is a row of
/// numbers, one-hot for classes, as long as the predictions; `derivative` is filled with d loss / d
/// input_i and may be the inputs' own memory. No weights here: a batch's loss is sum(w loss) /
/// sum(w), so a sample's derivative is scaled by w / sum(w).
namespace gradus::rules {

/// Predictions are kept this far from 0 and 1 where a cross-entropy is not computed from logits
/// (Keras's epsilon).
inline constexpr double kProbabilityMargin = 1e-7;

/// The loss of a sample's predictions. Probabilities of binary_crossentropy are clipped; those of
/// the categorical ones are divided by their sum, then clipped.
[[nodiscard]] double loss_value(const Loss& loss, std::span<const double> prediction,
                                std::span<const double> target);

/// Its derivative with respect to the predictions: 0 where clipping acts, as in Keras.
void loss_derivative(const Loss& loss, std::span<const double> prediction,
                     std::span<const double> target, std::span<double> derivative);

/// binary_crossentropy of p = 1 / (1 + exp(-slope z)), from the logits z: never clipped, finite for
/// every finite z. Per output max(s, 0) - t s + log(1 + exp(-|s|)), s = slope z.
[[nodiscard]] double sigmoid_crossentropy(std::span<const double> logits,
                                          std::span<const double> target,
                                          Outputs outputs = Outputs::kMean, double slope = 1);

/// slope (p - t), divided by the number of outputs for their mean.
void sigmoid_crossentropy_derivative(std::span<const double> logits, std::span<const double> target,
                                     std::span<double> derivative, Outputs outputs = Outputs::kMean,
                                     double slope = 1);

/// categorical_crossentropy of p = softmax(z), from the logits z: sum_i t_i (log sum_j exp(z_j) -
/// z_i), unclipped.
[[nodiscard]] double softmax_crossentropy(std::span<const double> logits,
                                          std::span<const double> target);

/// p_i sum(t) - t_i.
void softmax_crossentropy_derivative(std::span<const double> logits, std::span<const double> target,
                                     std::span<double> derivative);

/// 1 / (1 + exp(-z)) without overflow.
[[nodiscard]] double stable_sigmoid(double z);

}  // namespace gradus::rules
