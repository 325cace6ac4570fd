#pragma once

#include <string>
#include <vector>

#include "gradus/report/figure.hpp"
#include "gradus/study/results.hpp"

namespace gradus::tensorboard {

/// The name of every event file. TensorBoard looks for "tfevents" in it.
inline constexpr const char* kFileName = "events.out.tfevents.0.gradus";

/// A folder of TensorBoard and what its event file holds.
struct RunFolder {
  std::string path;  ///< below the folder of all; "" for that itself
  std::string events;
};

/// At most so many epochs of a training are told: TensorBoard keeps no more of a curve.
inline constexpr size_t kMostEpochs = 1000;

/// A run for each trial, VARIANT/seed-S or VARIANT/fold-F/seed-S, and at the top what holds for
/// all. A trial's run has the columns of its history by epoch, the values of its end, what
/// instruments read, as histograms, and its values on the study's axes as hyper-parameters; trials
/// of one variant are one group.
[[nodiscard]] std::vector<RunFolder> run_folders(const study::Study& study,
                                                 const study::Results& results);

/// The run of the study's pictures, each under its figure's name. `pngs` are their files, in the
/// figures' order.
[[nodiscard]] RunFolder pictures(const std::vector<Figure>& figures,
                                 const std::vector<std::string>& pngs);

}  // namespace gradus::tensorboard
