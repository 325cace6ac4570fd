#pragma once

#include <type_traits>
#include <variant>

#include "gradus/nn/optimizers.hpp"
#include "train/solvers/descent.hpp"
#include "train/solvers/rprop.hpp"
#include "train/solvers/truncated_newton.hpp"

namespace gradus::solvers {

/// Any full-batch solver. Each is a plain value that asks for value and gradient at `point`, is
/// told them, and goes on while its account is running.
using Solver =
    std::variant<TruncatedNewtonSolver, LbfgsSolver, ConjugateGradientSolver, RpropSolver>;

/// The solver of an optimizer, at its start. Throws Error for one that is no solver.
[[nodiscard]] Solver make_solver(const Optimizer& optimizer, Vector start);

[[nodiscard]] inline const Vector& point(const Solver& solver) {
  return std::visit([](const auto& s) -> const Vector& { return s.point; }, solver);
}
[[nodiscard]] inline const Account& account(const Solver& solver) {
  return std::visit([](const auto& s) -> const Account& { return s.account; }, solver);
}
/// What it may spend from here on.
inline void set_settings(Solver& solver, const Settings& settings) {
  std::visit([&](auto& s) { s.account.settings = settings; }, solver);
}
inline void tell(Solver& solver, double f, std::span<const double> g) {
  std::visit([&](auto& s) { s.tell(f, g); }, solver);
}

/// A solver's whole state between two evaluations as a list of numbers, for a checkpoint.
[[nodiscard]] Vector save(const Solver& solver);
/// The same solver again: what it does from there on has the same bits. Throws Error where the
/// numbers are no state of a solver.
[[nodiscard]] Solver restore(std::span<const double> state);

}  // namespace gradus::solvers
