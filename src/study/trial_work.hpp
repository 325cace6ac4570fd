#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "gradus/study/prepare.hpp"
#include "gradus/study/results.hpp"
#include "gradus/study/run.hpp"
#include "gradus/study/study.hpp"
#include "study/instruments.hpp"
#include "study/runner/job.hpp"
#include "train/together.hpp"

namespace gradus::study {

/// The callbacks and the target of a plan, as a training takes them.
[[nodiscard]] FitOptions rules_of(const Plan& plan);

/// Whether the trials of a variant are measured on the test set: a point that is to be chosen by
/// its score must not be seen by it.
[[nodiscard]] bool measures_test(const Study& study, size_t variant);

/// One trial: its samples, its network, and what is read from it. Not to be moved: the training
/// points into it.
class TrialWork {
 public:
  /// Throws Error, placed in the study's file, where network, samples and training do not fit each
  /// other.
  TrialWork(const Study& study, const DataShelf& shelf, const Job& job, int threads);
  TrialWork(const TrialWork&) = delete;
  TrialWork& operator=(const TrialWork&) = delete;

  /// The training, to be done alone or together with others.
  [[nodiscard]] Member& member() { return member_; }
  void train_alone() { train_member(member_); }
  /// After the training: measures the test samples and reads the instruments.
  [[nodiscard]] Trial finish();
  /// The same network as it was left by a trial that is found finished.
  void take_weights(const std::vector<double>& weights);

  [[nodiscard]] const Model& model() const { return model_; }
  [[nodiscard]] const Prepared& data() const { return data_; }

 private:
  Plan plan_;
  Prepared data_;
  Model model_;
  InstrumentRecorder recorder_;
  Member member_;
  Trial trial_;
  int threads_;
  bool measures_test_;
};

}  // namespace gradus::study
