#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "gradus/study/prepare.hpp"
#include "gradus/study/results.hpp"
#include "gradus/study/study.hpp"
#include "gradus/train/model.hpp"

namespace gradus::study {

/// What happens in a run, as it is told.
struct RunEvent {
  enum class Kind {
    kPlanned,   ///< `trainings` more will be done
    kStarted,   ///< a training begins, or goes on
    kFinished,  ///< `trial` has been trained, and is durable where there is a folder
    kFound      ///< `trial` was trained before
  };
  Kind kind = Kind::kPlanned;
  size_t trainings = 0;
  double work = 0;  ///< of these trainings, or this one, in planned epochs or steps
  const Trial* trial = nullptr;
  double objective = 0;  ///< of a search's trial; NaN without
};

struct RunOptions {
  int threads = 0;  ///< 0 for all processors; results do not depend on it
  /// Told what happens, from any thread, one at a time.
  std::function<void(const RunEvent& event)> progress = {};
  /// Called with each trained network before it goes, from any thread, several at once.
  std::function<void(const Trial& trial, const Model& model, const Prepared& data)> trained = {};
  /// Of which trials `trained` looks into the network: their weights are kept in the store, so that
  /// it can when they are found finished. Default: none.
  std::function<bool(const Trial& trial)> wants_network = {};

  /// Where the run keeps what it has done: store.sqlite and checkpoints. It goes on from what is
  /// there. Empty: nothing is kept.
  std::filesystem::path folder = {};
  bool anew = false;         ///< what is there is cleared away first
  bool other_study = false;  ///< what is there may be of another study: equal plans are taken over
  std::string version = {};  ///< of the program, kept with the run
  /// A folder of another run, whose finished trainings are taken over where their plans are equal.
  std::filesystem::path reuse = {};
  double checkpoint_seconds = 30;  ///< between two checkpoints of a training, above 0
  /// Asked between steps, from all threads: once it says true, trainings save themselves and end.
  std::function<bool()> stop = {};
};

/// The network of a variant, not yet trained. Throws Error, placed in the study's file, where
/// layers do not fit each other or the samples.
[[nodiscard]] Model build_model(const Study& study, const Variant& variant, const Shape& input);

/// Trains every distinct variant, in every fold, with every seed; of a search also the points that
/// it draws as it goes, and the points trained again at its end, which become variants of the
/// study. Threads go across trials first. A trial that diverges is a result; a mistake in the
/// study, an Error. Once `stop` says true, returns what was done, marked as interrupted.
[[nodiscard]] Results run(Study& study, const DataShelf& shelf, const RunOptions& options = {});

}  // namespace gradus::study
