#pragma once

#include <map>
#include <mutex>

#include "gradus/study/run.hpp"
#include "report/probe_mesh.hpp"
#include "report/study_figures.hpp"

namespace gradus {

/// Asks trained networks what the figures of a study want to know of them. Its method is a
/// study::RunOptions::trained.
class Prober {
 public:
  /// `shelf` deals the samples of other trials: without it each mesh is over its trial's own.
  explicit Prober(const study::Study& study, const study::DataShelf* shelf = nullptr)
      : study_(study), shelf_(shelf) {}

  /// Whether a figure asks anything of this trial's network.
  [[nodiscard]] bool wants(const study::Trial& trial) const;
  /// Keeps what any figure shows of this trial's network. Called from several threads at once.
  void trained(const study::Trial& trial, const Model& model, const study::Prepared& data);

  /// What was found, in an order that does not depend on threads. To be called once, after the run.
  [[nodiscard]] Probes take();

 private:
  [[nodiscard]] Reach reach_for(size_t figure, const data::Dataset& own);

  const study::Study& study_;
  const study::DataShelf* shelf_;
  std::map<size_t, Reach> reaches_;  // of the figures that are meshes
  std::mutex lock_;
  Probes probes_;
};

}  // namespace gradus
