#include "train/solvers/descent.hpp"

#include <limits>
#include <utility>

namespace gradus::solvers {
namespace {

constexpr double kNotFinite = std::numeric_limits<double>::infinity();

}  // namespace

template <class Rule>
Descent<Rule>::Descent(const Settings& settings, Vector start) : point(std::move(start)) {
  account.settings = settings;
  search.decrease = Rule::kDecrease;
  search.curvature = Rule::kCurvature;
  d.resize(point.size());
}

template <class Rule>
void Descent<Rule>::tell(double f, std::span<const double> gradient) {
  const bool finite = account.count(point, f, gradient);
  if (account.running()) advance(f, gradient, finite);
  account.check_evaluations();
}

template <class Rule>
void Descent<Rule>::advance(double f, std::span<const double> gradient, bool finite) {
  if (!searching) {
    x = point;
    value = f;
    g.assign(gradient.begin(), gradient.end());
    account.arrive(kNotFinite, f, g);
    if (account.running()) begin_search();
    return;
  }
  const LineSearch::Outcome outcome =
      finite ? search.tell(f, dot(gradient, d)) : search.tell(kNotFinite, kNotFinite);
  switch (outcome) {
    case LineSearch::Outcome::kMore:
      move(x, search.step, d, point);
      return;
    case LineSearch::Outcome::kFound: {
      const Vector after(gradient.begin(), gradient.end());
      Vector step(point);
      add(-1, x, step);
      rule.accept(step, g, after);
      last_step = search.step;
      last_slope = slope;
      ++account.iterations;
      account.arrive(value, f, after);
      x = point;
      g = after;
      value = f;
      break;
    }
    case LineSearch::Outcome::kStuck:
      // What was learned of the curvature may be at fault: once more, straight down.
      last_step = 0;
      if (!rule.forget()) account.stop(StoppedBy::kNoProgress);
  }
  if (account.running()) begin_search();
}

template <class Rule>
void Descent<Rule>::begin_search() {
  rule.direction(g, d);
  slope = dot(g, d);
  if (!(slope < 0) && rule.forget()) {
    rule.direction(g, d);
    slope = dot(g, d);
  }
  if (!(slope < 0)) return account.stop(StoppedBy::kNoProgress);
  search.longest = LineSearch{}.longest;
  search.begin(value, slope, rule.first_step(d, slope, last_step, last_slope));
  searching = true;
  move(x, search.step, d, point);
}

template struct Descent<LbfgsRule>;
template struct Descent<ConjugateRule>;

}  // namespace gradus::solvers
