#pragma once

#include <cstdint>
#include <limits>
#include <span>

#include "train/solvers/vectors.hpp"

namespace gradus::solvers {

enum class StoppedBy {
  kRunning,      ///< not stopped yet
  kEvaluations,  ///< max_evaluations are used up
  kGradient,     ///< the largest entry of the gradient is at most gtol
  kNoProgress,   ///< no step leads further down, as far as double can tell
  kFtol,         ///< an iteration lowered the value by at most ftol max(|f|, 1)
  kNotFinite,    ///< value or gradient at the start are not finite
};
[[nodiscard]] const char* words_of(StoppedBy stopped_by);  ///< "evaluations used up" ...

struct Settings {
  int64_t max_evaluations = 200;
  double ftol = 0;  ///< 0 is off
  double gtol = 1e-10;
};

/// What every solver keeps count of. Plain values: a copy is a saved state.
struct Account {
  Settings settings;
  int64_t evaluations = 0, iterations = 0;
  StoppedBy stopped_by = StoppedBy::kRunning;
  Vector best;  ///< the lowest point evaluated so far
  double best_value = std::numeric_limits<double>::infinity();
  double gradient_norm = 0;     ///< Euclidean, at `best`
  int64_t best_evaluation = 0;  ///< counted from 1

  [[nodiscard]] bool running() const { return stopped_by == StoppedBy::kRunning; }
  void stop(StoppedBy why) {
    if (running()) stopped_by = why;
  }
  /// Counts an evaluation; returns whether f and all of g are finite.
  bool count(const Vector& point, double f, std::span<const double> g);
  /// To be called last for an evaluation: the count is exact.
  void check_evaluations() {
    if (evaluations >= settings.max_evaluations) stop(StoppedBy::kEvaluations);
  }
  /// An iteration has arrived at gradient g, the value going from `before` (infinite at the start)
  /// to `after`.
  void arrive(double before, double after, std::span<const double> g);

  template <class Self, class V>
  static void parts(Self& s, V&& visit) {
    visit(s.settings.max_evaluations);
    visit(s.settings.ftol);
    visit(s.settings.gtol);
    visit(s.evaluations);
    visit(s.iterations);
    visit(s.stopped_by);
    visit(s.best);
    visit(s.best_value);
    visit(s.gradient_norm);
    visit(s.best_evaluation);
  }
};

}  // namespace gradus::solvers
