#include "study/idle.hpp"

#include <algorithm>

namespace gradus::study {
namespace {

const double* constant_rate(const Optimizer& optimizer) {
  if (is_solver(optimizer)) return nullptr;
  const auto* constant = std::get_if<schedules::Constant>(&learning_rate(optimizer).schedule);
  return constant ? &constant->learning_rate : nullptr;
}

bool is_idle(const EarlyStopping& callback, const TrainPlan& plan) {
  return !callback.restore_best_weights && plan.epochs > 0 &&
         (callback.patience > plan.epochs || callback.start_from_epoch > plan.epochs);
}

bool is_idle(const ReduceLROnPlateau& callback, const TrainPlan& plan) {
  const double* rate = constant_rate(plan.optimizer);
  return (plan.epochs > 0 && callback.patience > plan.epochs) || (rate && *rate <= callback.min_lr);
}

// A length that training does not go beyond, where both are counted in the same way.
bool covers(const Length& length, const TrainPlan& plan) {
  const int64_t end = length.epochs ? plan.epochs : plan.steps;
  return end > 0 && length.count >= end;
}

template <class S>
void drop_idle(S&, const TrainPlan&) {}

// The first stair is never left.
void drop_idle(schedules::InverseTimeDecay& s, const TrainPlan& plan) {
  if (s.staircase && covers(s.decay_steps, plan)) s.decay_rate = 0;
}

void drop_idle(schedules::ExponentialDecay& s, const TrainPlan& plan) {
  if (s.staircase && covers(s.decay_steps, plan)) s.decay_rate = 1;
}

void drop_idle(schedules::PiecewiseConstantDecay& s, const TrainPlan& plan) {
  if (plan.steps == 0 || s.values.size() != s.boundaries.size() + 1) return;
  const auto kept = static_cast<size_t>(
      std::lower_bound(s.boundaries.begin(), s.boundaries.end(), plan.steps - 1) -
      s.boundaries.begin());
  s.boundaries.resize(std::min(kept, s.boundaries.size()));
  s.values.resize(s.boundaries.size() + 1);
}

}  // namespace

TrainPlan without_idle(TrainPlan plan) {
  const TrainPlan& whole = plan;
  std::erase_if(plan.callbacks, [&](const CallbackSpec& spec) {
    return std::visit([&](const auto& callback) { return is_idle(callback, whole); }, spec);
  });
  if (!is_solver(plan.optimizer))
    std::visit([&](auto& schedule) { drop_idle(schedule, whole); },
               learning_rate(plan.optimizer).schedule);
  return plan;
}

}  // namespace gradus::study
