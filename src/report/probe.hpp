#pragma once

#include <mutex>

#include "gradus/study/run.hpp"
#include "report/study_figures.hpp"

namespace gradus {

/// Asks trained networks what the figures of a study want to know of them. Its method is a
/// study::RunOptions::trained.
class Prober {
 public:
  explicit Prober(const study::Study& study) : study_(study) {}

  /// Whether a figure asks anything of this trial's network.
  [[nodiscard]] bool wants(const study::Trial& trial) const;
  /// Keeps what any figure shows of this trial's network. Called from several threads at once.
  void trained(const study::Trial& trial, const Model& model, const study::Prepared& data);

  /// What was found, in an order that does not depend on threads. To be called once, after the run.
  [[nodiscard]] Probes take();

 private:
  const study::Study& study_;
  std::mutex lock_;
  Probes probes_;
};

}  // namespace gradus
