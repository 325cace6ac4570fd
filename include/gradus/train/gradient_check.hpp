#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gradus/base/shape.hpp"
#include "gradus/data/dataset.hpp"
#include "gradus/train/model.hpp"

namespace gradus {

struct GradientCheckOptions {
  int64_t rows = 8;  ///< of the samples, evenly spread over them; all where there are fewer
  /// Numbers of each tensor that are checked, 0 for all: the one with the largest gradient, and of
  /// the rest half drawn among those whose gradient is not 0, half among all.
  int64_t samples = 24;
  /// Largest difference, relative to the largest gradient of the tensor, that passes.
  double tolerance = 1e-6;
  /// Every weight is moved by at most this much before, every input of an op by itself by this
  /// share of the largest, so that biases of 0 and inputs of 0 do not hold relu at its kink.
  double move = 0x1p-5;
  uint64_t seed = 0;                      ///< of what is drawn: the moves and the numbers checked
  std::vector<double> class_weight = {};  ///< one a class, as in FitOptions
  int threads = 0;  ///< 0 for all processors; what is found does not depend on it
};

/// Whether the gradients of a network are those of its loss.
struct GradientCheck {
  /// kNotChecked: the steps agree about no number that was drawn, since the loss is not smooth
  /// there or its slope drowns in rounding, so that nothing is known.
  enum class Verdict { kRight, kWrong, kNotChecked };

  /// Of a tensor of weights, of the input, of an op by itself, or of a formula.
  struct Line {
    std::string of;        ///< "dense/kernel", "input", "dense_1: relu", "loss: mse" ...
    Shape shape;           ///< the tensor's
    int64_t numbers = 0;   ///< that it has; of an op by itself: of its input and weights
    int64_t checked = 0;   ///< of those
    int64_t left_out = 0;  ///< drawn too, but steps disagree about them: kinks, or rounding
    double largest = 0;    ///< gradient in absolute value, of those checked
    /// The largest between backward pass and finite differences, relative to `largest`. That is
    /// taken for no smaller than what rounding lets differences see at this tolerance.
    double difference = 0;
    Verdict verdict = Verdict::kNotChecked;
    std::string worst = {};  ///< where the difference is largest, if the line is wrong
  };

  std::vector<Line> training;  ///< the network as it trains: dropout, noise, batch normalisation
  /// The network as it predicts, as instruments look at it; empty where that is the same.
  std::vector<Line> predicting;
  std::vector<Line> ops;       ///< each distinct op by itself, at the values it meets; the loss
  std::vector<Line> formulas;  ///< see check_gradients
  GradientCheckOptions options;

  /// No line is wrong, and each op by itself and each formula is right: of a whole network whose
  /// gradients vanish, or which stands at a kink, tensors may remain that nothing can be told of.
  [[nodiscard]] bool passed() const;
  /// A table of all lines, then which are wrong.
  [[nodiscard]] std::string text() const;
};
[[nodiscard]] const char* verdict_name(GradientCheck::Verdict verdict);  ///< "right", "wrong" ...

/// Checks the gradients that training uses against central differences of the loss, extrapolated
/// (Richardson), in double: with respect to each tensor of weights and the input, penalties
/// included; then each distinct op of the network by itself, by a random weighting of its outputs,
/// so that a wrong derivative is found where it is. The network is looked at near its present
/// weights (see `move`); dropout and noise hold still. Inputs are moved to multiples of 2^-22 of
/// the largest, so that a step of float data is what it says it is.
///
/// Where a network has them, two closed forms are held to 1e-9, both by the backward pass and by
/// differences: softmax, d o_i / d v_j = o_i (delta_ij - o_j), and cross-entropy straight after
/// softmax or sigmoid, d L / d v_i = o_i - y_i (Bishop, Pattern Recognition and Machine Learning,
/// 2006, 4.106 and 4.108).
///
/// Where the loss is not smooth (relu at 0, ties of a max pool, |p - t| at 0) there is no gradient
/// to compare, and where it hardly moves rounding hides it: such numbers are left out and counted,
/// never excused by a wider tolerance. What is left out is decided by the differences alone.
///
/// Throws Error where samples do not fit, an option is out of range, or the loss is not finite.
[[nodiscard]] GradientCheck check_gradients(const Model& model, const data::Dataset& samples,
                                            const GradientCheckOptions& options = {});

}  // namespace gradus
