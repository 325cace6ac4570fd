#pragma once

#include <string>

#include "gradus/study/results.hpp"
#include "gradus/study/study.hpp"

namespace gradus::study {

/// Whether some figure shows this variant batch by batch: a range test, or the loss or the learning
/// rate against the step.
[[nodiscard]] bool keeps_batches(const Study& study, size_t variant);

/// batches.csv: trial (as history.csv counts them), step from 1, learning rate and loss of every
/// update that was kept; "" where none was.
[[nodiscard]] std::string batches_csv(const Study& study, const Results& results);

}  // namespace gradus::study
