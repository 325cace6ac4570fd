#pragma once

#include "train/solvers/account.hpp"
#include "train/solvers/curvature_memory.hpp"
#include "train/solvers/line_search.hpp"

namespace gradus::solvers {

/// Truncated Newton (Nash 1984, "Newton-type minimization via the Lanczos method"; SciPy's TNC is
/// of this family): each direction is Newton's, found by conjugate gradients that stop early.
/// Products with the Hessian are differences of two gradients, one evaluation each. The inner
/// iteration is preconditioned by a diagonal, learned from its own products, under two quasi-Newton
/// pairs of the outer one. A plain value by reverse communication, as Descent.
struct TruncatedNewtonSolver {
  Account account;
  LineSearch search;
  CurvatureMemory memory;
  Vector point;  ///< where value and gradient are asked for
  Vector x, g;   ///< the iterate and its gradient
  double value = 0;
  enum class Phase { kStart, kInner, kSearching } phase = Phase::kStart;

  // The inner iteration solves H p = -g.
  Vector p, r, v, z;         // solution, residual, direction, preconditioned residual
  Vector diagonal, learned;  // of the Hessian: in use, and after the products of this iteration
  double rz = 0, last_rz = 0;
  double model = 0;  // the quadratic model's value at p
  double delta = 0;  // how far along v the second gradient is taken
  int64_t inner = 0;

  TruncatedNewtonSolver() = default;
  TruncatedNewtonSolver(const Settings& settings, Vector start);

  void tell(double f, std::span<const double> gradient);

  template <class Self, class V>
  static void parts(Self& s, V&& visit) {
    Account::parts(s.account, visit);
    LineSearch::parts(s.search, visit);
    CurvatureMemory::parts(s.memory, visit);
    for (auto* vector : {&s.point, &s.x, &s.g, &s.p, &s.r, &s.v, &s.z, &s.diagonal, &s.learned})
      visit(*vector);
    visit(s.value);
    visit(s.phase);
    for (auto* number : {&s.rz, &s.last_rz, &s.model, &s.delta}) visit(*number);
    visit(s.inner);
  }

 private:
  void advance(double f, std::span<const double> gradient, bool finite);
  void begin_direction();
  void ask_product();
  bool take_product(std::span<const double> gradient);  // true where another one is wanted
  void begin_search();
  void restart();
};

}  // namespace gradus::solvers
