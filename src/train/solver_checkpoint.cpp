// A full-batch solver's training between two evaluations, put down and taken up again.
#include <fmt/core.h>

#include <utility>

#include "gradus/base/error.hpp"
#include "train/checkpoint_parts.hpp"
#include "train/solver_trainer.hpp"

namespace gradus {

io::Checkpoint SolverTrainer::own_fingerprint() const {
  return fingerprint(network_, compile_, fit_, history_, feed_.rows(), feed_.rows());
}

void SolverTrainer::save(io::Checkpoint& to) const {
  put_all(to, own_fingerprint());
  numbers(*this, PutNumbers{to, "course/"});
  to.put("course/seconds", seconds());
  to.put("course/solver", solvers::save(solver_));
  save_state(to, state_);
  to.put("kept", std::span<const double>(kept_));
  save_history(to, history_);
  save_listeners(to, fit_.callbacks);
}

void SolverTrainer::restore(const io::Checkpoint& from) {
  check_fingerprint(from, own_fingerprint());
  solvers::Solver solver = solvers::restore(from.get<double>("course/solver"));
  if (solver.index() != solver_.index() ||
      solvers::point(solver).size() != solvers::point(solver_).size())
    throw Error(from.place(), "has another solver's state", "remove it to begin anew");
  const solvers::Settings settings = solvers::account(solver_).settings;
  if (solvers::account(solver).evaluations >= settings.max_evaluations)
    throw Error(from.place(),
                fmt::format("is of {} evaluations, and this training has no more than {}",
                            solvers::account(solver).evaluations, settings.max_evaluations),
                "allow more, or remove it to begin anew");
  numbers(*this, GetNumbers{from, "course/"});
  solvers::set_settings(solver, settings);
  solver_ = std::move(solver);
  restore_state(from, state_);
  restore_kept(from, state_.weights.size(), kept_);
  restore_history(from, history_);
  start_ = std::chrono::steady_clock::now() -
           std::chrono::duration_cast<std::chrono::steady_clock::duration>(
               std::chrono::duration<double>(from.value<double>("course/seconds")));
  restore_listeners(from, fit_.callbacks, *this);
}

}  // namespace gradus
