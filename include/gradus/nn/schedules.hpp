#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "gradus/base/expression.hpp"
#include "gradus/nn/field.hpp"
#include "gradus/nn/length.hpp"
#include "gradus/nn/schedules_cosine.hpp"
#include "gradus/nn/schedules_cyclic.hpp"

namespace gradus {

/// Learning rates over time. `step` counts updates from 0; every schedule takes `warmup_steps`,
/// during which the rate rises linearly from 0 to the schedule's first value and after which the
/// schedule starts at its step 0.
namespace schedules {

/// learning_rate.
struct Constant {
  static constexpr std::string_view kKind = "constant";
  double learning_rate = 0.01;
  Length warmup_steps{};
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("learning_rate", s.learning_rate, kRequiredWord.at_least(0));
    visit("warmup_steps", s.warmup_steps, kOption);
  }
  bool operator==(const Constant&) const = default;
};

/// initial / (1 + decay_rate step / decay_steps), floor(step / decay_steps) with staircase (Keras;
/// with decay_steps 1 it is Keras 2's `decay`).
struct InverseTimeDecay {
  static constexpr std::string_view kKind = "inverse_time_decay";
  double initial_learning_rate = 0.01;
  double decay_rate = 0;
  Length decay_steps{1};
  bool staircase = false;
  Length warmup_steps{};
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("initial_learning_rate", s.initial_learning_rate, kRequiredWord.at_least(0));
    visit("decay_rate", s.decay_rate, kRequiredWord.at_least(0));
    visit("decay_steps", s.decay_steps, kOption);
    visit("staircase", s.staircase, kOption);
    visit("warmup_steps", s.warmup_steps, kOption);
  }
  bool operator==(const InverseTimeDecay&) const = default;
};

/// initial decay_rate^(step / decay_steps), floor(step / decay_steps) with staircase (Keras).
struct ExponentialDecay {
  static constexpr std::string_view kKind = "exponential_decay";
  double initial_learning_rate = 0.01;
  double decay_rate = 0.96;
  Length decay_steps{1};
  bool staircase = false;
  Length warmup_steps{};
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("initial_learning_rate", s.initial_learning_rate, kRequiredWord.at_least(0));
    visit("decay_rate", s.decay_rate, kRequiredWord.at_least(0));
    visit("decay_steps", s.decay_steps, kRequired);
    visit("staircase", s.staircase, kOption);
    visit("warmup_steps", s.warmup_steps, kOption);
  }
  bool operator==(const ExponentialDecay&) const = default;
};

/// values[i] while step <= boundaries[i], the last value beyond (Keras). One more value than
/// boundaries.
struct PiecewiseConstantDecay {
  static constexpr std::string_view kKind = "piecewise_constant_decay";
  std::vector<int64_t> boundaries{};
  std::vector<double> values{};
  Length warmup_steps{};
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("boundaries", s.boundaries, kRequired);
    visit("values", s.values, kRequired);
    visit("warmup_steps", s.warmup_steps, kOption);
  }
  bool operator==(const PiecewiseConstantDecay&) const = default;
};

/// A formula in `step` and `epoch`, both from 0, as study files write it: "0.1 / (1 + epoch)".
struct Function {
  static constexpr std::string_view kKind = "function";
  std::string y{};
  Length warmup_steps{};
  std::shared_ptr<const Expression> formula{};  ///< of a resolved schedule
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("y", s.y, kRequired);
    visit("warmup_steps", s.warmup_steps, kOption);
  }
  bool operator==(const Function& other) const {
    return y == other.y && warmup_steps == other.warmup_steps;
  }
};

/// A rate of the user's own: `rate(step, epoch)`, both from 0.
struct Custom {
  static constexpr std::string_view kKind = "custom";
  std::string name{};
  std::function<double(double step, double epoch)> rate{};
  template <class Self, class V>
  static void fields(Self&, V&&) {}
  bool operator==(const Custom& other) const { return name == other.name; }
};

}  // namespace schedules

using Schedule =
    std::variant<schedules::Constant, schedules::InverseTimeDecay, schedules::ExponentialDecay,
                 schedules::PiecewiseConstantDecay, schedules::CosineDecay,
                 schedules::CosineDecayRestarts, schedules::Cyclic, schedules::OneCycle,
                 schedules::Function, schedules::Custom>;

/// A number or a schedule, as in Keras 3. Every optimizer holds one: what copies and ends it is
/// compiled in the library, not in every program.
struct LearningRate {
  Schedule schedule;
  LearningRate(double rate);
  LearningRate(Schedule s);
  template <class S>
    requires(!std::is_arithmetic_v<S> && std::is_constructible_v<Schedule, S>)
  LearningRate(S s) : LearningRate(Schedule(std::move(s))) {}
  LearningRate(const LearningRate&);
  LearningRate(LearningRate&&) noexcept;
  LearningRate& operator=(const LearningRate&);
  LearningRate& operator=(LearningRate&&) noexcept;
  ~LearningRate();
  bool operator==(const LearningRate&) const = default;
};

/// The schedule with every Length as a number of steps and every formula parsed. Throws Error for
/// what cannot be: no such formula, bounds the wrong way round, a length that nothing says.
[[nodiscard]] Schedule resolve(const Schedule& schedule, TrainingLength length);

/// The rate of the update number `step` (from 0) under a resolved schedule.
[[nodiscard]] double rate_at(const Schedule& resolved, int64_t step, TrainingLength length);

}  // namespace gradus
