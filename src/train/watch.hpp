#pragma once

#include <functional>

#include "io/checkpoint.hpp"

namespace gradus {

/// Looks on while trainings run: when they are to save themselves, and when to pause.
struct Watch {
  enum class Wish { kGoOn, kSave, kSaveAndPause };
  std::function<Wish()> ask;  ///< between steps, from the training's thread: must be cheap
  std::function<void(const io::Checkpoint&)> save;  ///< from the same thread; may throw Error
  /// Given the last state of a training that has ended by itself, before its listeners are told;
  /// not of full-batch solvers. May be empty.
  std::function<void(const io::Checkpoint&)> ended;
};

/// Asks, and saves what `fill` puts into a checkpoint where that is wished. True where the training
/// is to pause. `watch` may be null.
template <class Fill>
[[nodiscard]] bool pauses(const Watch* watch, Fill&& fill) {
  if (!watch) return false;
  const Watch::Wish wish = watch->ask();
  if (wish == Watch::Wish::kGoOn) return false;
  io::Checkpoint checkpoint;
  fill(checkpoint);
  watch->save(checkpoint);
  return wish == Watch::Wish::kSaveAndPause;
}

/// Hands on what `fill` puts into a checkpoint, where somebody waits for the end.
template <class Fill>
void tell_end(const Watch* watch, Fill&& fill) {
  if (!watch || !watch->ended) return;
  io::Checkpoint checkpoint;
  fill(checkpoint);
  watch->ended(checkpoint);
}

}  // namespace gradus
