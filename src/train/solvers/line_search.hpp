#pragma once

#include <cstdint>

namespace gradus::solvers {

/// A search along a line for a step that satisfies the strong Wolfe conditions,
///   f(t) <= f(0) + decrease t f'(0)   and   |f'(t)| <= curvature |f'(0)|,
/// by interpolation within an interval known to hold one (More, Thuente 1994, "Line search
/// algorithms with guaranteed sufficient decrease"). By reverse communication: evaluate at `step`,
/// tell, go on. Plain values: a copy is a saved state.
struct LineSearch {
  enum class Outcome {
    kMore,   ///< evaluate at `step`
    kFound,  ///< the step told last will do
    kStuck,  ///< no step can be told better than none
  };
  struct Point {
    double step = 0, value = 0, slope = 0;
  };

  double decrease = 1e-4, curvature = 0.9, tolerance = 0.1;
  double longest = 1e20;
  double step = 0;  ///< where to evaluate next

  /// Starts from the value and the slope (below 0) at step 0.
  void begin(double value, double slope, double first_step);
  /// Value and slope at `step`; the value may be infinite or NaN.
  Outcome tell(double value, double slope);

  template <class Self, class V>
  static void parts(Self& s, V&& visit) {
    visit(s.decrease);
    visit(s.curvature);
    visit(s.tolerance);
    visit(s.longest);
    visit(s.step);
    for (auto* point : {&s.start, &s.near, &s.far}) {
      visit(point->step);
      visit(point->value);
      visit(point->slope);
    }
    visit(s.bracketed);
    visit(s.descending);
    visit(s.low);
    visit(s.high);
    visit(s.width);
    visit(s.width_before);
    visit(s.told);
  }

  // The interval of uncertainty: `near` is its end of least value, `far` the other one.
  Point start, near, far;
  bool bracketed = false;
  bool descending = true;  // the first stage: no step of low value and rising slope was seen yet
  double low = 0, high = 0, width = 0, width_before = 0;
  int64_t told = 0;

 private:
  void shrink(Point now);
};

}  // namespace gradus::solvers
