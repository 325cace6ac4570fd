#pragma once

#include <cstdint>
#include <vector>

#include "gradus/nn/summary.hpp"
#include "gradus/study/prepare.hpp"
#include "gradus/study/study.hpp"

namespace gradus::study {

/// When instruments look that do not say when (`every`), and at how many samples where they do not
/// say that: a function of the study alone, never of a clock. They look at the end of the training;
/// and before at the ends of epochs 1, 2, 4, 8 ... where all looks so far, this one and the one at
/// the end, counted in multiply-adds, come to at most 5 % of the training so far. Of their samples
/// there are 1000, or as many as leave the look at the end within those 5 %, or within
/// kLeastWork where that is more; at least 16. Dead and saturated units and collapse, which speak
/// of the whole set, are counted over all of it at the end, which costs about what evaluating it
/// does.
class InstrumentBudget {
 public:
  static constexpr double kShare = 0.05;
  /// Multiply-adds of a training on two cores (0.015 ns each, measured with dense layers of 100)
  /// that take as long as what an instrument does on one: a look (15 us), a value whose
  /// distribution is told (27 ns, and as much again where it is drawn), and one that is only looked
  /// at or copied (1.2 ns). scripts/checks/instruments.sh watches over them.
  static constexpr double kLook = 1e6, kTold = 2000, kSeen = 80;
  static constexpr double kLeastWork = 2.5e7;  ///< half a millisecond
  static constexpr int64_t kMostSamples = 1000, kFewestSamples = 16;

  InstrumentBudget(const Study& study, const Plan& plan, const Summary& network,
                   const Prepared& data);

  /// Updates of an epoch, and of the whole training if nothing ends it before; a full-batch
  /// solver's evaluations.
  [[nodiscard]] int64_t steps_per_epoch() const { return steps_per_epoch_; }
  [[nodiscard]] int64_t planned_steps() const { return planned_steps_; }
  /// Counted work of the training after so many updates.
  [[nodiscard]] double training_work(int64_t steps) const;
  /// Counted work of one look of every instrument that does not say when.
  [[nodiscard]] double look_work(int64_t samples) const;

  /// Whether any epoch before the last can be granted.
  [[nodiscard]] bool may_grant() const;
  /// Whether these look at the end of this epoch (from 1), after so many updates. A look that is
  /// granted is spent.
  [[nodiscard]] bool grants(int64_t epoch, int64_t steps);
  [[nodiscard]] double spent() const { return spent_; }
  /// Goes on where so much has been spent: that of a training taken up again.
  void resume(double spent) { spent_ = spent; }

  /// Samples of an instrument during the training; 0 for all.
  [[nodiscard]] int64_t samples(const InstrumentSpec& spec) const;
  /// The same at the end: fewer where it came before its time.
  [[nodiscard]] int64_t samples_at_end(const InstrumentSpec& spec, int64_t steps) const;

 private:
  struct Free {
    InstrumentSpec spec;
    bool drawn;
  };
  [[nodiscard]] double look_work(const Free& instrument, int64_t samples) const;
  [[nodiscard]] int64_t affordable(double work) const;

  std::vector<Free> free_;  // those that do not say when
  const Prepared& data_;
  double forward_ = 0;  // multiply-adds of a sample
  double values_ = 0;   // that a sample becomes in all layers
  double inputs_ = 0, weights_ = 0, norms_ = 0;
  double step_work_ = 0;
  int64_t steps_per_epoch_ = 1, planned_steps_ = 1;
  int64_t samples_ = kMostSamples;
  double spent_ = 0;
};

/// Whether a figure draws the distributions that an instrument tells.
[[nodiscard]] bool is_drawn(const Study& study, const InstrumentSpec& spec);
/// The samples that an instrument looks at.
[[nodiscard]] const data::Dataset& chosen_set(const InstrumentSpec& spec, const Prepared& sets);

}  // namespace gradus::study
