#pragma once

#include "train/solvers/account.hpp"
#include "train/solvers/directions.hpp"
#include "train/solvers/line_search.hpp"

namespace gradus::solvers {

/// A line search method by reverse communication: while `account.running()`, evaluate at `point`
/// and tell. A plain value: a copy, or its parts, is a saved state and goes on with the same bits.
template <class Rule>
struct Descent {
  Account account;
  Rule rule;
  LineSearch search;
  Vector point;          ///< where value and gradient are asked for
  Vector x, g, d;        ///< the iterate, its gradient, the direction of the search
  double value = 0;      ///< at x
  double slope = 0;      ///< along d at x
  double last_step = 0;  ///< of the search before, and the slope that it began with
  double last_slope = 0;
  bool searching = false;  ///< false: the start is being evaluated

  Descent() = default;
  Descent(const Settings& settings, Vector start);

  void tell(double f, std::span<const double> gradient);

  template <class Self, class V>
  static void parts(Self& s, V&& visit) {
    Account::parts(s.account, visit);
    Rule::parts(s.rule, visit);
    LineSearch::parts(s.search, visit);
    for (auto* vector : {&s.point, &s.x, &s.g, &s.d}) visit(*vector);
    for (auto* number : {&s.value, &s.slope, &s.last_step, &s.last_slope}) visit(*number);
    visit(s.searching);
  }

 private:
  void advance(double f, std::span<const double> gradient, bool finite);
  void begin_search();
};

extern template struct Descent<LbfgsRule>;
extern template struct Descent<ConjugateRule>;

using LbfgsSolver = Descent<LbfgsRule>;
using ConjugateGradientSolver = Descent<ConjugateRule>;

}  // namespace gradus::solvers
