#pragma once

#include <string>
#include <vector>

#include "gradus/nn/losses.hpp"
#include "train/gradient_probe.hpp"

namespace gradus {

/// Each distinct op of the network by itself, at the values that it meets there, then the loss.
[[nodiscard]] std::vector<GradientCheck::Line> check_ops(const GradientProbe& network,
                                                         const Loss& loss,
                                                         const GradientCheckOptions& options,
                                                         ThreadTeam& team);

/// Softmax's Jacobian and the gradient of cross-entropy at the logits against their closed forms,
/// for as many of both as the network has.
[[nodiscard]] std::vector<GradientCheck::Line> check_formulas(const GradientProbe& network,
                                                              const GradientCheckOptions& options,
                                                              ThreadTeam& team);

/// sum_j t_j p_j / outputs, which hands a chosen row t down as it is.
[[nodiscard]] engine::LossSpec weighting();
/// Op `op` of a network alone, under these rows of its inputs side by side, with its own weights
/// and no penalties; the rows' targets and the loss are the caller's.
[[nodiscard]] Checked alone(const Checked& network, size_t op, CheckedRows rows,
                            engine::LossSpec loss);
/// The numbers that an op of the network meets, inputs side by side, as rows without targets.
[[nodiscard]] CheckedRows rows_before(const GradientProbe& network, size_t op);

}  // namespace gradus
