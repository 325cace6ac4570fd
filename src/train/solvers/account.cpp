#include "train/solvers/account.hpp"

#include <algorithm>

namespace gradus::solvers {
namespace {

bool all_finite(std::span<const double> values) {
  return std::all_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); });
}

double largest(std::span<const double> values) {
  double most = 0;
  for (const double v : values) most = std::max(most, std::abs(v));
  return most;
}

}  // namespace

const char* words_of(StoppedBy stopped_by) {
  switch (stopped_by) {
    case StoppedBy::kRunning:
      return "still running";
    case StoppedBy::kEvaluations:
      return "evaluations used up";
    case StoppedBy::kGradient:
      return "gradient norm";
    case StoppedBy::kNoProgress:
      return "no progress";
    case StoppedBy::kFtol:
      return "ftol";
    case StoppedBy::kNotFinite:
      return "start is not finite";
  }
  return "";
}

bool Account::count(const Vector& point, double f, std::span<const double> g) {
  ++evaluations;
  if (!std::isfinite(f) || !all_finite(g)) {
    if (evaluations == 1) stop(StoppedBy::kNotFinite);
    return false;
  }
  if (f < best_value) {
    best = point;
    best_value = f;
    best_evaluation = evaluations;
    gradient_norm = norm(g);
  }
  return true;
}

void Account::arrive(double before, double after, std::span<const double> g) {
  if (largest(g) <= settings.gtol) stop(StoppedBy::kGradient);
  const double size = std::max({std::abs(before), std::abs(after), 1.0});
  if (settings.ftol > 0 && std::isfinite(before) &&
      std::abs(before - after) <= settings.ftol * size)
    stop(StoppedBy::kFtol);
}

}  // namespace gradus::solvers
