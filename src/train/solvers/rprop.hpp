#pragma once

#include "train/solvers/account.hpp"

namespace gradus::solvers {

/// iRprop- (Igel, Huesken 2003): every number has a step of its own, which grows by 1.2 while the
/// sign of its derivative stays and halves where it turns; the sizes of derivatives do not matter.
struct RpropSolver {
  Account account;
  Vector point, last, steps;  ///< where to evaluate, the derivatives before, the steps
  double value = 0;           ///< told last

  RpropSolver() = default;
  RpropSolver(const Settings& settings, Vector start);

  void tell(double f, std::span<const double> gradient);

  template <class Self, class V>
  static void parts(Self& s, V&& visit) {
    Account::parts(s.account, visit);
    for (auto* vector : {&s.point, &s.last, &s.steps}) visit(*vector);
    visit(s.value);
  }
};

}  // namespace gradus::solvers
