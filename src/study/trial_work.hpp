#pragma once

#include <cstdint>

#include "gradus/study/prepare.hpp"
#include "gradus/study/results.hpp"
#include "gradus/study/run.hpp"
#include "gradus/study/study.hpp"
#include "study/instruments.hpp"
#include "train/together.hpp"

namespace gradus::study {

/// One trial: its samples, its network, and what is read from it. Not to be moved: the training
/// points into it.
class TrialWork {
 public:
  /// Throws Error, placed in the study's file, where network, samples and training do not fit each
  /// other.
  TrialWork(const Study& study, const DataShelf& shelf, size_t variant, uint64_t seed, int threads);
  TrialWork(const TrialWork&) = delete;
  TrialWork& operator=(const TrialWork&) = delete;

  /// The training, to be done alone or together with others.
  [[nodiscard]] Member& member() { return member_; }
  void train_alone() { member_.history = model_.fit(member_.train, member_.options); }
  /// After the training: measures the test samples and reads the instruments.
  [[nodiscard]] Trial finish(const RunOptions& options);

 private:
  Prepared data_;
  Model model_;
  InstrumentRecorder recorder_;
  Member member_;
  Trial trial_;
  int threads_;
};

}  // namespace gradus::study
