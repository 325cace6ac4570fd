// One training by itself.
#include <algorithm>

#include "train/backup.hpp"
#include "train/model_state.hpp"
#include "train/solver_trainer.hpp"
#include "train/together.hpp"
#include "train/trainer.hpp"

namespace gradus {

void Together::train_alone(Member& member) {
  Model::State& s = *member.model->state_;
  member.paused = false;
  begin_backup(member);
  const FitSetup setup = s.set_up(member.train, member.options);
  const FitOptions& fit = setup.options;
  const int64_t rows = setup.samples.rows();
  const bool solver = is_solver(s.options.optimizer);
  const int64_t batch = solver || fit.batch_size == kAll ? rows : std::min(fit.batch_size, rows);
  const std::unique_ptr<ThreadTeam> team =
      s.team(fit.threads, std::max(batch, setup.validation.rows()));
  const auto run = [&](auto& training, auto&& train) {
    if (member.from)
      training.restore(*member.from);
    else
      training.begin();
    std::optional<History> history = train(training);
    member.paused = !history;
    if (member.paused) return;
    member.history = std::move(*history);
    s.step = member.history.steps;
    end_backup(member);
  };
  if (solver) {
    SolverTrainer trainer(s.network, s.options, fit, setup.samples, setup.validation, s.twofold,
                          team.get());
    run(trainer, [&](SolverTrainer& t) { return t.run(member.watch.get()); });
    return;
  }
  s.with_type([&](auto type) {
    using T = decltype(type);
    Course<T> course(s.network, s.options, fit, setup.samples, setup.validation, s.weights_as<T>(),
                     team.get());
    run(course, [&](Course<T>& c) { return gradus::train(c, team.get(), member.watch.get()); });
    return 0;
  });
}

void train_member(Member& member) {
  Together::train_alone(member);
}

}  // namespace gradus
