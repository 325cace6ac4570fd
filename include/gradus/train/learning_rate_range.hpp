#pragma once

#include <cstdint>
#include <vector>

#include "gradus/data/dataset.hpp"
#include "gradus/train/model.hpp"
#include "gradus/train/rate_suggestion.hpp"

namespace gradus {

/// The forms of the range test (Smith 2017).
enum class RangeForm {
  kCarriedOn,  ///< one network, some epochs at each rate, carried on from one to the next
  kFresh,      ///< each rate starts from the model's weights, some epochs at each
  kRamp,       ///< one network, the rate rising from batch to batch over all epochs
};

struct RangeOptions {
  RangeForm form = RangeForm::kCarriedOn;
  double lowest = 1e-9;
  double highest = 10;
  double factor = 10;  ///< from one rate to the next; not of the ramp
  int64_t epochs = 5;  ///< at each rate; the ramp's in all
  int64_t batch_size = 32;
  uint64_t seed = 0;  ///< of the order of samples, dropout and noise
  int threads = 0;    ///< 0 for all processors; results do not depend on it
};

/// Rates in rising order, the loss that each led to (infinite for one that blew up, which is the
/// last of its network), and what follows from them.
struct LearningRateRange {
  std::vector<double> rates, losses;
  double start = 0;  ///< loss before training
  RateSuggestion suggestion;
};

/// Trains forks of the model, from its present weights, at rates from `lowest` to `highest`; the
/// model stays as it is. Its optimizer is used with the rate replaced. Throws Error for rates that
/// are not above 0 and rising.
[[nodiscard]] LearningRateRange learning_rate_range(const Model& model, const data::Dataset& train,
                                                    const RangeOptions& options = {});

}  // namespace gradus
