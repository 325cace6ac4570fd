#include "train/solvers/solver.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <limits>

#include "gradus/base/error.hpp"
#include "train/solvers/test_functions.hpp"

namespace gradus::solvers {
namespace {

constexpr int64_t kPlenty = 100000;

std::vector<Optimizer> optimizers(int64_t most = kPlenty, double ftol = 0) {
  return {TruncatedNewton{most, ftol}, LBFGS{most, ftol}, ConjugateGradient{most, ftol},
          Rprop{most, ftol}};
}

std::string name_of(const Optimizer& optimizer) {
  return std::visit([](const auto& o) { return std::string(o.kKind); }, optimizer);
}

void set_gtol(Solver& solver, double gtol) {
  std::visit([&](auto& s) { s.account.settings.gtol = gtol; }, solver);
}

// One evaluation.
void go_on(Solver& solver, const TestFunction& function) {
  Vector g(function.start.size());
  const double f = function.at(point(solver), g);
  tell(solver, f, g);
}

int64_t solve(Solver& solver, const TestFunction& function) {
  int64_t evaluations = 0;
  while (account(solver).running()) {
    go_on(solver, function);
    ++evaluations;
  }
  return evaluations;
}

std::vector<uint64_t> bits(const Solver& solver) {
  std::vector<uint64_t> out;
  for (const double v : save(solver)) out.push_back(std::bit_cast<uint64_t>(v));
  return out;
}

TEST(Solver, FindsTheOptimumOfClassicalFunctions) {
  for (const TestFunction& function : test_functions()) {
    for (const Optimizer& optimizer : optimizers()) {
      Solver solver = make_solver(optimizer, function.start);
      set_gtol(solver, 1e-7);
      const int64_t evaluations = solve(solver, function);
      const Account& a = account(solver);
      const std::string where = name_of(optimizer) + " on " + function.name;
      EXPECT_EQ(a.stopped_by, StoppedBy::kGradient) << where << ": " << words_of(a.stopped_by);
      EXPECT_EQ(a.evaluations, evaluations) << where;
      EXPECT_LT(a.best_value - function.least, 1e-10) << where;
      // What it says of the best point is true.
      Vector g(function.start.size());
      EXPECT_EQ(function.at(a.best, g), a.best_value) << where;
      EXPECT_EQ(norm(g), a.gradient_norm) << where;
    }
  }
}

// SciPy 1.17's numbers of evaluations to the same largest derivative (1e-5; 1e-6 for its TNC, which
// counts otherwise), measured on these functions from these starts.
TEST(Solver, NeedsNoMoreEvaluationsThanItsPeers) {
  struct Row {
    std::string name;
    int64_t newton, lbfgs, conjugate;
  };
  const std::vector<Row> peers = {
      {"rosenbrock", 80, 45, 78}, {"rosenbrock of 10", 216, 92, 471},
      {"beale", 29, 16, 41},      {"booth", 7, 6, 5},
      {"himmelblau", 32, 16, 22}, {"powell singular", 66, 31, 112},
      {"wood", 125, 112, 115},    {"dixon-price", 43, 15, 45},
      {"trid", 10, 9, 14},        {"scaled quadratic", 53, 117, 1104},
      {"sphere", 3, 4, 4},
  };
  const std::vector<TestFunction> functions = test_functions();
  ASSERT_EQ(peers.size(), functions.size());
  for (size_t i = 0; i < peers.size(); ++i) {
    ASSERT_EQ(peers[i].name, functions[i].name);
    const int64_t theirs[] = {peers[i].newton, peers[i].lbfgs, peers[i].conjugate};
    const std::vector<Optimizer> ours = optimizers();
    for (size_t k = 0; k < 3; ++k) {
      Solver solver = make_solver(ours[k], functions[i].start);
      set_gtol(solver, k == 0 ? 1e-6 : 1e-5);
      EXPECT_LE(2 * solve(solver, functions[i]), 3 * theirs[k])
          << name_of(ours[k]) << " on " << peers[i].name;
    }
  }
}

TEST(Solver, UsesNoMoreEvaluationsThanItMay) {
  const TestFunction function = test_functions()[1];
  for (int64_t most = 1; most <= 40; ++most) {
    for (const Optimizer& optimizer : optimizers(most)) {
      Solver solver = make_solver(optimizer, function.start);
      EXPECT_EQ(solve(solver, function), most);
      EXPECT_EQ(account(solver).evaluations, most);
      EXPECT_EQ(account(solver).stopped_by, StoppedBy::kEvaluations);
    }
  }
}

TEST(Solver, GoesOnFromASavedStateWithTheSameBits) {
  for (const size_t which : {size_t{1}, size_t{6}}) {
    const TestFunction function = test_functions()[which];
    for (const Optimizer& optimizer : optimizers(60)) {
      Solver whole = make_solver(optimizer, function.start);
      Solver pieces = whole;
      while (account(whole).running()) {
        go_on(whole, function);
        pieces = restore(save(pieces));
        go_on(pieces, function);
        ASSERT_EQ(bits(whole), bits(pieces))
            << name_of(optimizer) << ", evaluation " << account(whole).evaluations;
      }
    }
  }
}

TEST(Solver, RefusesABrokenState) {
  Solver solver = make_solver(LBFGS{}, {1, 2, 3});
  go_on(solver, {"", {1, 2, 3}, 0, sphere});
  const Vector state = save(solver);
  EXPECT_THROW((void)restore({}), Error);
  for (size_t n = 0; n < state.size(); ++n)
    EXPECT_THROW((void)restore(std::span(state).first(n)), Error) << n;
  Vector more = state;
  more.push_back(0);
  EXPECT_THROW((void)restore(more), Error);
  more = state;
  more[0] = 9;
  EXPECT_THROW((void)restore(more), Error);
}

TEST(Solver, StopsByFtol) {
  const TestFunction function = test_functions()[0];
  for (const Optimizer& optimizer : optimizers(kPlenty, 1e-3)) {
    Solver solver = make_solver(optimizer, function.start);
    Solver patient = make_solver(optimizers()[solver.index()], function.start);
    EXPECT_LT(solve(solver, function), solve(patient, function)) << name_of(optimizer);
    EXPECT_EQ(account(solver).stopped_by, StoppedBy::kFtol) << name_of(optimizer);
  }
}

TEST(Solver, StopsAtOnceWhereItStandsAtTheOptimum) {
  for (const Optimizer& optimizer : optimizers()) {
    Solver solver = make_solver(optimizer, {1, 1});
    EXPECT_EQ(solve(solver, {"", {1, 1}, 0, rosenbrock}), 1);
    EXPECT_EQ(account(solver).stopped_by, StoppedBy::kGradient);
    EXPECT_EQ(account(solver).best, (Vector{1, 1}));
  }
}

TEST(Solver, StopsWhereNothingHelps) {
  // A gradient that lies: every step leads up.
  const TestFunction wrong{"", {1, 1}, 0, [](const Vector& x, Vector& g) {
                             const double f = sphere(x, g);
                             scale(-1, g, g);
                             return f;
                           }};
  for (const Optimizer& optimizer : optimizers()) {
    Solver solver = make_solver(optimizer, wrong.start);
    solve(solver, wrong);
    if (name_of(optimizer) != "rprop") {
      EXPECT_EQ(account(solver).stopped_by, StoppedBy::kNoProgress) << name_of(optimizer);
      EXPECT_LT(account(solver).evaluations, 200) << name_of(optimizer);
    }
    EXPECT_LE(account(solver).best_value, 2.0 + 1e-6);
  }
}

// Newton's step overshoots on this function, and just behind the optimum it is not finite.
TEST(Solver, ComesBackFromWhereValuesAreNotFinite) {
  int64_t walls = 0;
  const TestFunction walled{"", {2, 1}, 1, [&](const Vector& x, Vector& g) {
                              if (x[0] < -0.05) {
                                ++walls;
                                g[0] = g[1] = std::numeric_limits<double>::quiet_NaN();
                                return std::numeric_limits<double>::infinity();
                              }
                              const double root = std::sqrt(1 + x[0] * x[0]);
                              g = {x[0] / root, 2 * x[1]};
                              return root + x[1] * x[1];
                            }};
  for (const Optimizer& optimizer : optimizers()) {
    walls = 0;
    Solver solver = make_solver(optimizer, walled.start);
    set_gtol(solver, 1e-7);
    solve(solver, walled);
    EXPECT_EQ(account(solver).stopped_by, StoppedBy::kGradient) << name_of(optimizer);
    EXPECT_GT(walls, 0) << name_of(optimizer);
    EXPECT_NEAR(account(solver).best_value, 1, 1e-12) << name_of(optimizer);
  }
}

TEST(Solver, SaysThatTheStartIsNotFinite) {
  const TestFunction broken{"", {1, 1}, 0, [](const Vector&, Vector& g) {
                              g = {0, 0};
                              return std::numeric_limits<double>::quiet_NaN();
                            }};
  for (const Optimizer& optimizer : optimizers()) {
    Solver solver = make_solver(optimizer, broken.start);
    EXPECT_EQ(solve(solver, broken), 1);
    EXPECT_EQ(account(solver).stopped_by, StoppedBy::kNotFinite);
  }
}

TEST(Solver, IsOfASolversOptionsOnly) {
  EXPECT_THROW((void)make_solver(SGD{}, {1}), Error);
}

}  // namespace
}  // namespace gradus::solvers
