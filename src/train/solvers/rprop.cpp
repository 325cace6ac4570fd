#include "train/solvers/rprop.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace gradus::solvers {
namespace {

constexpr double kGrow = 1.2, kHalve = 0.5;
constexpr double kFirst = 0.1, kLeast = 1e-14, kMost = 50;

}  // namespace

RpropSolver::RpropSolver(const Settings& settings, Vector start)
    : point(std::move(start)),
      last(point.size(), 0.0),
      steps(point.size(), kFirst),
      value(std::numeric_limits<double>::infinity()) {
  account.settings = settings;
}

void RpropSolver::tell(double f, std::span<const double> gradient) {
  const bool finite = account.count(point, f, gradient);
  if (account.running() && !finite) {
    // Too far: back to the best point, with half the steps.
    point = account.best;
    scale(kHalve, steps, steps);
    std::fill(last.begin(), last.end(), 0.0);
  } else if (account.running()) {
    account.arrive(value, f, gradient);
    value = f;
    ++account.iterations;
    bool moved = false;
    for (size_t i = 0; i < point.size(); ++i) {
      double g = gradient[i];
      if (g * last[i] > 0) steps[i] = std::min(steps[i] * kGrow, kMost);
      if (g * last[i] < 0) {
        steps[i] = std::max(steps[i] * kHalve, kLeast);
        g = 0;  // the sign after this one counts as neither the same nor turned
      }
      // The number stays for now where its derivative turned: the "-" of iRprop-.
      if (g > 0) point[i] -= steps[i];
      if (g < 0) point[i] += steps[i];
      moved = moved || (gradient[i] != 0 && steps[i] > kLeast);
      last[i] = g;
    }
    if (!moved) account.stop(StoppedBy::kNoProgress);
  }
  account.check_evaluations();
}

}  // namespace gradus::solvers
