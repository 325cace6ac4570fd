#pragma once

#include "gradus/study/study.hpp"

namespace gradus::study {

/// A training without what cannot act within its length: callbacks whose patience is longer, a rate
/// that is never lowered since min_lr is no lower, steps of a schedule that lie beyond the end.
/// Only what is certain from the plan alone, bit for bit.
[[nodiscard]] TrainPlan without_idle(TrainPlan plan);

}  // namespace gradus::study
