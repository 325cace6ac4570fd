#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "gradus/base/expression.hpp"
#include "gradus/nn/field.hpp"
#include "gradus/nn/length.hpp"

namespace gradus {

/// How the height of a cyclic rate's triangles changes: the factor of (max_lr - base_lr) in a cycle
/// (from 1) at a step (from 0).
namespace cyclic {

/// Always 1.
struct Triangular {
  static constexpr std::string_view kKind = "triangular";
  template <class Self, class V>
  static void fields(Self&, V&&) {}
  bool operator==(const Triangular&) const = default;
};

/// Halved after each cycle: 1 / 2^(cycle - 1).
struct Triangular2 {
  static constexpr std::string_view kKind = "triangular2";
  template <class Self, class V>
  static void fields(Self&, V&&) {}
  bool operator==(const Triangular2&) const = default;
};

/// gamma^step; with gamma 1 it is triangular.
struct ExpRange {
  static constexpr std::string_view kKind = "exp_range";
  double gamma = 1;
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("gamma", s.gamma, kRequiredWord.above(0).at_most(1));
  }
  bool operator==(const ExpRange&) const = default;
};

/// A formula in `cycle` and `step`, as study files write it: "1 / cycle".
struct Function {
  static constexpr std::string_view kKind = "function";
  std::string y{};
  std::shared_ptr<const Expression> formula{};  ///< of a resolved schedule
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("y", s.y, kRequired);
  }
  bool operator==(const Function& other) const { return y == other.y; }
};

/// A function of one's own; `name` tells it from others.
struct Custom {
  static constexpr std::string_view kKind = "custom";
  std::string name{};
  std::function<double(double cycle, double step)> scale{};
  template <class Self, class V>
  static void fields(Self&, V&&) {}
  bool operator==(const Custom& other) const { return name == other.name; }
};

}  // namespace cyclic

using CyclicMode = std::variant<cyclic::Triangular, cyclic::Triangular2, cyclic::ExpRange,
                                cyclic::Function, cyclic::Custom>;

namespace schedules {

/// A rate that swings between two bounds (Smith 2017), batch by batch. At a step, with
///   cycle = floor(1 + step / (2 step_size)) and x = |step / step_size - 2 cycle + 1|,
/// it is base_lr + (max_lr - base_lr) max(0, 1 - x) scale(cycle, step), scale being the mode's.
/// step_size is half a cycle; Smith advises 2 to 10 epochs.
struct Cyclic {
  static constexpr std::string_view kKind = "cyclic";
  double base_lr = 0.001;
  double max_lr = 0.006;
  Length step_size{2000};
  CyclicMode mode = cyclic::Triangular{};
  Length warmup_steps{};
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("base_lr", s.base_lr, kRequired.at_least(0));
    visit("max_lr", s.max_lr, kRequired.at_least(0));
    visit("step_size", s.step_size, kRequired);
    visit("mode", s.mode, kOption);
    visit("warmup_steps", s.warmup_steps, kOption);
  }
  bool operator==(const Cyclic&) const = default;
};

}  // namespace schedules
}  // namespace gradus
