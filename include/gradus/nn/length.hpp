#pragma once

#include <cstdint>

namespace gradus {

/// A length of training: whole steps, or epochs that become steps when training starts (steps per
/// epoch times). 0 means the default of the place where it stands.
struct Length {
  int64_t count = 0;
  bool epochs = false;
  bool operator==(const Length&) const = default;
};

/// What a schedule needs to know of the training it runs in.
struct TrainingLength {
  int64_t steps_per_epoch = 1;
  int64_t total_steps = 0;  ///< of the planned training
};

}  // namespace gradus
