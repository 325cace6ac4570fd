#include "train/solvers/directions.hpp"

#include <algorithm>

namespace gradus::solvers {

bool LbfgsRule::forget() {
  const bool had = !memory.empty();
  memory.clear();
  return had;
}

void LbfgsRule::accept(const Vector& step, const Vector& before, const Vector& after) {
  Vector change(after);
  add(-1, before, change);
  memory.learn(step, change);
}

void LbfgsRule::direction(const Vector& g, Vector& d) const {
  memory.apply(g, nullptr, d);
  scale(-1, d, d);
}

double LbfgsRule::first_step(const Vector& d, double, double, double) const {
  return memory.empty() ? std::min(1.0, 1 / norm(d)) : 1.0;
}

bool ConjugateRule::forget() {
  const bool had = beta != 0;
  last.clear();
  beta = 0;
  return had;
}

void ConjugateRule::accept(const Vector&, const Vector& before, const Vector& after) {
  beta = std::max(0.0, (dot(after, after) - dot(after, before)) / dot(before, before));
}

void ConjugateRule::direction(const Vector& g, Vector& d) {
  scale(-1, g, d);
  if (beta != 0) {
    add(beta, last, d);
    // A direction that hardly goes down is no use: steepest descent instead.
    if (dot(d, g) > -0.01 * dot(g, g)) {
      scale(-1, g, d);
      beta = 0;
    }
  }
  last = d;
}

double ConjugateRule::first_step(const Vector& d, double slope, double last_step,
                                 double last_slope) const {
  if (last_step == 0) return std::min(1.0, 1 / norm(d));
  return last_step * last_slope / slope;  // the same first-order change as the step before
}

}  // namespace gradus::solvers
