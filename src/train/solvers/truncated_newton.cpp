#include "train/solvers/truncated_newton.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace gradus::solvers {
namespace {

constexpr double kNotFinite = std::numeric_limits<double>::infinity();
constexpr double kDifference = 1e-8;  // about the root of double's epsilon
constexpr int64_t kMostInner = 50;
constexpr double kModelTest = 0.5;  // Nash, Sofer 1990, "Assessing a search direction"

}  // namespace

TruncatedNewtonSolver::TruncatedNewtonSolver(const Settings& settings, Vector start)
    : point(std::move(start)), diagonal(point.size(), 1.0) {
  account.settings = settings;
  memory.capacity = 2;
  search.decrease = 1e-4;
  search.curvature = 0.25;
  for (Vector* vector : {&p, &r, &v, &z}) vector->resize(point.size());
}

void TruncatedNewtonSolver::tell(double f, std::span<const double> gradient) {
  const bool finite = account.count(point, f, gradient);
  if (account.running()) advance(f, gradient, finite);
  account.check_evaluations();
}

void TruncatedNewtonSolver::advance(double f, std::span<const double> gradient, bool finite) {
  if (phase == Phase::kStart) {
    x = point;
    value = f;
    g.assign(gradient.begin(), gradient.end());
    account.arrive(kNotFinite, f, g);
    if (account.running()) begin_direction();
    return;
  }
  if (phase == Phase::kInner) {
    if (finite && take_product(gradient)) {
      ask_product();
    } else {
      begin_search();
    }
    return;
  }
  const LineSearch::Outcome outcome =
      finite ? search.tell(f, dot(gradient, p)) : search.tell(kNotFinite, kNotFinite);
  switch (outcome) {
    case LineSearch::Outcome::kMore:
      move(x, search.step, p, point);
      return;
    case LineSearch::Outcome::kFound: {
      const Vector after(gradient.begin(), gradient.end());
      Vector step(point), change(after);
      add(-1, x, step);
      add(-1, g, change);
      memory.learn(step, change);
      ++account.iterations;
      account.arrive(value, f, after);
      x = point;
      g = after;
      value = f;
      if (account.running()) begin_direction();
      return;
    }
    case LineSearch::Outcome::kStuck:
      restart();
  }
}

// Forgets what was learned of the curvature; nothing left to forget means that no step helps.
void TruncatedNewtonSolver::restart() {
  const bool fresh = memory.empty() && std::all_of(diagonal.begin(), diagonal.end(),
                                                   [](double e) { return e == 1.0; });
  memory.clear();
  std::fill(diagonal.begin(), diagonal.end(), 1.0);
  if (fresh) return account.stop(StoppedBy::kNoProgress);
  begin_direction();
}

void TruncatedNewtonSolver::begin_direction() {
  std::fill(p.begin(), p.end(), 0.0);
  scale(-1, g, r);
  learned = diagonal;
  model = 0;
  inner = 0;
  last_rz = 0;
  phase = Phase::kInner;
  memory.apply(r, &diagonal, z);
  rz = dot(r, z);
  if (!(rz > 0)) return restart();
  ask_product();
}

void TruncatedNewtonSolver::ask_product() {
  const double beta = inner == 0 ? 0 : rz / last_rz;
  move(z, beta, v, v);
  delta = kDifference * (1 + norm(x)) / norm(v);
  move(x, delta, v, point);
}

bool TruncatedNewtonSolver::take_product(std::span<const double> gradient) {
  Vector product(gradient.size());
  for (size_t i = 0; i < product.size(); ++i) product[i] = (gradient[i] - g[i]) / delta;
  const double curvature = dot(v, product);
  if (!(curvature > 1e-12 * dot(v, v))) {
    if (inner == 0) p = v;  // down along a line that bends down, or not at all
    return false;
  }
  // BFGS's update of the diagonal alone, with v as the step (Nash 1985, section 4).
  const double vr = dot(v, r);
  for (size_t i = 0; i < product.size(); ++i) {
    learned[i] += product[i] * product[i] / curvature - r[i] * r[i] / vr;
    if (!(learned[i] > 1e-6)) learned[i] = 1;
  }
  const double alpha = rz / curvature;
  add(alpha, v, p);
  add(-alpha, product, r);
  // Enough when the last product has added less than its share to what the model promises.
  const double before = model;
  model = (dot(g, p) - dot(r, p)) / 2;
  ++inner;
  const auto most = std::min<int64_t>(
      kMostInner, std::max<int64_t>(1, static_cast<int64_t>(point.size() + 1) / 2));
  if (static_cast<double>(inner) * (1 - before / model) <= kModelTest || inner >= most)
    return false;
  last_rz = rz;
  memory.apply(r, &diagonal, z);
  rz = dot(r, z);
  return rz > std::numeric_limits<double>::min();
}

void TruncatedNewtonSolver::begin_search() {
  diagonal = learned;
  if (!(dot(p, g) < 0)) scale(-1, g, p);
  search.longest = LineSearch{}.longest;
  search.begin(value, dot(p, g), 1.0);
  phase = Phase::kSearching;
  move(x, search.step, p, point);
}

}  // namespace gradus::solvers
