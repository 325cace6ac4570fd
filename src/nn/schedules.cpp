#include "gradus/nn/schedules.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

#include "gradus/base/math.hpp"
#include "nn/schedule_resolver.hpp"
#include "nn/schedules_cosine.hpp"
#include "nn/schedules_cyclic.hpp"

namespace gradus {
namespace {

/// step / decay_steps, or its floor. No division where decay_steps is 1: this runs once a training
/// step, and a step of the smallest networks takes 100 ns.
double decay_progress(double step, int64_t decay_steps, bool staircase) {
  assert(decay_steps > 0);
  if (decay_steps == 1) return step;  // a whole number already
  const double progress = step / static_cast<double>(decay_steps);
  return staircase ? std::floor(progress) : progress;
}

double scheduled_rate(const schedules::Constant& s, int64_t) {
  return s.learning_rate;
}

double scheduled_rate(const schedules::InverseTimeDecay& s, int64_t step) {
  const double p = decay_progress(static_cast<double>(step), s.decay_steps.count, s.staircase);
  return s.initial_learning_rate / (1 + s.decay_rate * p);
}

double scheduled_rate(const schedules::ExponentialDecay& s, int64_t step) {
  const double p = decay_progress(static_cast<double>(step), s.decay_steps.count, s.staircase);
  return s.initial_learning_rate * math::pow(s.decay_rate, p);
}

double scheduled_rate(const schedules::PiecewiseConstantDecay& s, int64_t step) {
  const auto at = std::lower_bound(s.boundaries.begin(), s.boundaries.end(), step);
  return s.values[static_cast<size_t>(at - s.boundaries.begin())];
}

template <class S>
  requires requires(const S& s) { schedules::cosine_rate(s, 0); }
double scheduled_rate(const S& s, int64_t step) {
  return schedules::cosine_rate(s, step);
}

double scheduled_rate(const schedules::Cyclic& s, int64_t step) {
  return schedules::cyclic_rate(s, step);
}

struct RateAt {
  int64_t step;
  TrainingLength length;

  template <class S>
  double operator()(const S& s) const {
    const int64_t warmup = s.warmup_steps.count;
    assert(!s.warmup_steps.epochs);
    if (step >= warmup) return scheduled_rate(s, step - warmup);
    return scheduled_rate(s, 0) * (static_cast<double>(step) / static_cast<double>(warmup));
  }

  double operator()(const schedules::Function& s) const {
    const int64_t warmup = s.warmup_steps.count;
    if (step < warmup)
      return value(s, 0) * (static_cast<double>(step) / static_cast<double>(warmup));
    return value(s, step - warmup);
  }

  double operator()(const schedules::Custom& s) const {
    return s.rate(static_cast<double>(step), static_cast<double>(step / length.steps_per_epoch));
  }

  [[nodiscard]] double value(const schedules::Function& s, int64_t at) const {
    assert(s.formula);
    return s.formula->evaluate(
        std::array{static_cast<double>(at), static_cast<double>(at / length.steps_per_epoch)});
  }
};

}  // namespace

LearningRate::LearningRate(double rate) : schedule(schedules::Constant{.learning_rate = rate}) {}
LearningRate::LearningRate(Schedule s) : schedule(std::move(s)) {}
LearningRate::LearningRate(const LearningRate&) = default;
LearningRate::LearningRate(LearningRate&&) noexcept = default;
LearningRate& LearningRate::operator=(const LearningRate&) = default;
LearningRate& LearningRate::operator=(LearningRate&&) noexcept = default;
LearningRate::~LearningRate() = default;

Schedule resolve(const Schedule& schedule, TrainingLength length) {
  assert(length.steps_per_epoch >= 1);
  Schedule resolved = schedule;
  std::visit(ScheduleResolver(length), resolved);
  return resolved;
}

double rate_at(const Schedule& resolved, int64_t step, TrainingLength length) {
  return std::visit(RateAt{step, length}, resolved);
}

}  // namespace gradus
