#include "nn/schedule_resolver.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "gradus/base/error.hpp"

namespace gradus {
namespace {

std::string place_of(std::string_view kind) {
  return fmt::format("[{}]", kind);
}

}  // namespace

std::shared_ptr<const Expression> parse_formula(const std::string& place, const std::string& y,
                                                const std::vector<std::string>& variables) {
  try {
    return std::make_shared<const Expression>(Expression::parse(y, variables));
  } catch (const Error& e) {
    throw Error(place, "y: " + std::string(e.reason()), e.mend());
  }
}

// `given` as a number of steps; a count of 0 stays 0.
Length ScheduleResolver::in_steps(Length given, std::string_view kind, const char* field) const {
  if (given.count < 0) {
    throw Error(place_of(kind),
                std::string(field) + " is " + std::to_string(given.count) + ", below 0",
                "give a number of steps or epochs");
  }
  return {.count = given.epochs ? given.count * length_.steps_per_epoch : given.count,
          .epochs = false};
}

Length ScheduleResolver::at_least_one(Length given, std::string_view kind,
                                      const char* field) const {
  const Length steps = in_steps(given, kind, field);
  if (steps.count == 0)
    throw Error(place_of(kind), std::string(field) + " is 0", "give at least 1 step");
  return steps;
}

// Those of the whole training after the warm-up where the count is 0.
Length ScheduleResolver::whole_training(Length given, Length warmup, std::string_view kind,
                                        const char* field) const {
  Length steps = in_steps(given, kind, field);
  if (steps.count > 0) return steps;
  if (length_.total_steps <= 0) {
    throw Error(place_of(kind),
                fmt::format("no {}, and the training has no planned number of steps", field),
                std::string("give ") + field);
  }
  // The schedule starts where the warm-up ends, and both together are the whole training.
  steps.count = std::max<int64_t>(1, length_.total_steps - warmup.count);
  return steps;
}

void ScheduleResolver::operator()(schedules::InverseTimeDecay& s) const {
  warmup(s);
  s.decay_steps = in_steps(s.decay_steps, s.kKind, "decay_steps");
  if (s.decay_steps.count == 0) s.decay_steps.count = 1;
}

void ScheduleResolver::operator()(schedules::ExponentialDecay& s) const {
  warmup(s);
  s.decay_steps = at_least_one(s.decay_steps, s.kKind, "decay_steps");
}

void ScheduleResolver::operator()(schedules::PiecewiseConstantDecay& s) const {
  warmup(s);
  if (s.values.size() != s.boundaries.size() + 1) {
    throw Error(place_of(s.kKind),
                std::to_string(s.values.size()) + " values for " +
                    std::to_string(s.boundaries.size()) + " boundaries",
                "give one more value than boundaries");
  }
  if (!std::is_sorted(s.boundaries.begin(), s.boundaries.end())) {
    throw Error(place_of(s.kKind), "boundaries do not rise", "give them in rising order");
  }
}

void ScheduleResolver::operator()(schedules::CosineDecay& s) const {
  warmup(s);
  s.decay_steps = whole_training(s.decay_steps, s.warmup_steps, s.kKind, "decay_steps");
}

void ScheduleResolver::operator()(schedules::CosineDecayRestarts& s) const {
  warmup(s);
  s.first_decay_steps = at_least_one(s.first_decay_steps, s.kKind, "first_decay_steps");
  if (!(s.t_mul >= 1))
    throw Error(place_of(s.kKind), fmt::format("t_mul is {}, below 1", s.t_mul),
                "let no period be shorter than the one before");
}

void ScheduleResolver::operator()(schedules::Cyclic& s) const {
  warmup(s);
  s.step_size = at_least_one(s.step_size, s.kKind, "step_size");
  if (!(s.max_lr >= s.base_lr))
    throw Error(place_of(s.kKind),
                fmt::format("max_lr is {}, below base_lr, {}", s.max_lr, s.base_lr),
                "give the larger rate as max_lr");
  if (auto* own = std::get_if<cyclic::Function>(&s.mode))
    own->formula = parse_formula(place_of(s.kKind), own->y, {"cycle", "step"});
  if (const auto* own = std::get_if<cyclic::Custom>(&s.mode); own && !own->scale)
    throw Error(place_of(s.kKind), "the mode has no function", "set `scale`");
}

void ScheduleResolver::operator()(schedules::OneCycle& s) const {
  warmup(s);
  s.total_steps = whole_training(s.total_steps, s.warmup_steps, s.kKind, "total_steps");
}

void ScheduleResolver::operator()(schedules::Function& s) const {
  warmup(s);
  s.formula = parse_formula(place_of(s.kKind), s.y, {"step", "epoch"});
  const double first = s.formula->evaluate(std::array{0.0, 0.0});
  if (!std::isfinite(first) || first < 0)
    throw Error(place_of(s.kKind), fmt::format("y is {} at step 0", first),
                "steps and epochs count from 0, and a rate is at least 0");
}

void ScheduleResolver::operator()(schedules::Custom& s) const {
  if (!s.rate) throw Error(place_of(s.kKind), "no function", "set `rate`");
}

}  // namespace gradus
