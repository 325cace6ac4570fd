#include "gradus/nn/schedules.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>

#include "gradus/base/error.hpp"
#include "gradus/base/math.hpp"

namespace gradus {
namespace {

std::string schedule_place(std::string_view kind) {
  return fmt::format("[{}]", kind);
}

/// `given` as a number of steps; a count of 0 stays 0.
Length in_steps(Length given, TrainingLength length, std::string_view kind, const char* field) {
  if (given.count < 0) {
    throw Error(schedule_place(kind),
                std::string(field) + " is " + std::to_string(given.count) + ", below 0",
                "give a number of steps or epochs");
  }
  return {.count = given.epochs ? given.count * length.steps_per_epoch : given.count,
          .epochs = false};
}

struct Resolver {
  TrainingLength length;

  template <class S>
  void warmup(S& s) const {
    s.warmup_steps = in_steps(s.warmup_steps, length, S::kKind, "warmup_steps");
  }

  void operator()(schedules::Constant& s) const { warmup(s); }

  void operator()(schedules::InverseTimeDecay& s) const {
    warmup(s);
    s.decay_steps = in_steps(s.decay_steps, length, s.kKind, "decay_steps");
    if (s.decay_steps.count == 0) s.decay_steps.count = 1;
  }

  void operator()(schedules::ExponentialDecay& s) const {
    warmup(s);
    s.decay_steps = in_steps(s.decay_steps, length, s.kKind, "decay_steps");
    if (s.decay_steps.count == 0) {
      throw Error(schedule_place(s.kKind), "decay_steps is 0", "give at least 1 step");
    }
  }

  void operator()(schedules::PiecewiseConstantDecay& s) const {
    warmup(s);
    if (s.values.size() != s.boundaries.size() + 1) {
      throw Error(schedule_place(s.kKind),
                  std::to_string(s.values.size()) + " values for " +
                      std::to_string(s.boundaries.size()) + " boundaries",
                  "give one more value than boundaries");
    }
    if (!std::is_sorted(s.boundaries.begin(), s.boundaries.end())) {
      throw Error(schedule_place(s.kKind), "boundaries do not rise", "give them in rising order");
    }
  }

  void operator()(schedules::CosineDecay& s) const {
    warmup(s);
    s.decay_steps = in_steps(s.decay_steps, length, s.kKind, "decay_steps");
    if (s.decay_steps.count > 0) return;
    if (length.total_steps <= 0) {
      throw Error(schedule_place(s.kKind),
                  "no decay_steps, and the training has no planned number of steps",
                  "give decay_steps");
    }
    // The decay starts where the warm-up ends, and both together are the whole training.
    s.decay_steps.count = std::max<int64_t>(1, length.total_steps - s.warmup_steps.count);
  }

  void operator()(schedules::Custom& s) const {
    if (!s.rate) throw Error(schedule_place(s.kKind), "no function", "set `rate`");
  }
};

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

double scheduled_rate(const schedules::CosineDecay& s, int64_t step) {
  assert(s.decay_steps.count > 0);
  const double share = static_cast<double>(std::min(step, s.decay_steps.count)) /
                       static_cast<double>(s.decay_steps.count);
  const double wave = 0.5 * (1 + math::cos(std::numbers::pi * share));
  return s.initial_learning_rate * ((1 - s.alpha) * wave + s.alpha);
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

  double operator()(const schedules::Custom& s) const {
    return s.rate(static_cast<double>(step), static_cast<double>(step / length.steps_per_epoch));
  }
};

}  // namespace

Schedule resolve(const Schedule& schedule, TrainingLength length) {
  assert(length.steps_per_epoch >= 1);
  Schedule resolved = schedule;
  std::visit(Resolver{length}, resolved);
  return resolved;
}

double rate_at(const Schedule& resolved, int64_t step, TrainingLength length) {
  return std::visit(RateAt{step, length}, resolved);
}

}  // namespace gradus
