#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gradus/base/expression.hpp"
#include "gradus/nn/schedules.hpp"

namespace gradus {

/// Makes a schedule ready to be asked for rates: lengths become steps, formulas are parsed, and
/// what cannot be is an Error placed at the schedule's kind.
class ScheduleResolver {
 public:
  explicit ScheduleResolver(TrainingLength length) : length_(length) {}

  void operator()(schedules::Constant& s) const { warmup(s); }
  void operator()(schedules::InverseTimeDecay& s) const;
  void operator()(schedules::ExponentialDecay& s) const;
  void operator()(schedules::PiecewiseConstantDecay& s) const;
  void operator()(schedules::CosineDecay& s) const;
  void operator()(schedules::CosineDecayRestarts& s) const;
  void operator()(schedules::Cyclic& s) const;
  void operator()(schedules::OneCycle& s) const;
  void operator()(schedules::Function& s) const;
  void operator()(schedules::Custom& s) const;

 private:
  template <class S>
  void warmup(S& s) const {
    s.warmup_steps = in_steps(s.warmup_steps, S::kKind, "warmup_steps");
  }
  [[nodiscard]] Length in_steps(Length given, std::string_view kind, const char* field) const;
  [[nodiscard]] Length at_least_one(Length given, std::string_view kind, const char* field) const;
  [[nodiscard]] Length whole_training(Length given, Length warmup, std::string_view kind,
                                      const char* field) const;

  TrainingLength length_;
};

/// A schedule's formula. Throws Error at `place` where it is none.
[[nodiscard]] std::shared_ptr<const Expression> parse_formula(
    const std::string& place, const std::string& y, const std::vector<std::string>& variables);

}  // namespace gradus
