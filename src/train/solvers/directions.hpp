#pragma once

#include "train/solvers/curvature_memory.hpp"
#include "train/solvers/line_search.hpp"

namespace gradus::solvers {

/// What a line search method asks of its rule: the next direction, and how far to look along it
/// first. A rule hears of every accepted step before it is asked; it is plain values.
///
/// L-BFGS (Liu, Nocedal 1989): the direction of the approximate Newton step of the last ten pairs.
struct LbfgsRule {
  CurvatureMemory memory;

  static constexpr double kDecrease = 1e-3, kCurvature = 0.9;
  /// Forgets; false where there was nothing to forget.
  bool forget();
  void accept(const Vector& step, const Vector& before, const Vector& after);
  void direction(const Vector& g, Vector& d) const;
  /// The first step to try, given the slope now, and the step and slope of the line before (0 at
  /// the start).
  [[nodiscard]] double first_step(const Vector& d, double slope, double last_step,
                                  double last_slope) const;
  template <class Self, class V>
  static void parts(Self& s, V&& visit) {
    CurvatureMemory::parts(s.memory, visit);
  }
};

/// Nonlinear conjugate gradient, Polak-Ribiere+ (Nocedal, Wright 2006, section 5.2).
struct ConjugateRule {
  Vector last;  ///< the direction before this one
  double beta = 0;

  static constexpr double kDecrease = 1e-4, kCurvature = 0.4;
  bool forget();
  void accept(const Vector& step, const Vector& before, const Vector& after);
  void direction(const Vector& g, Vector& d);
  [[nodiscard]] double first_step(const Vector& d, double slope, double last_step,
                                  double last_slope) const;
  template <class Self, class V>
  static void parts(Self& s, V&& visit) {
    visit(s.last);
    visit(s.beta);
  }
};

}  // namespace gradus::solvers
