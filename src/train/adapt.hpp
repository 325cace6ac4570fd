#pragma once

#include <span>

#include "gradus/data/dataset.hpp"
#include "nn/network.hpp"

namespace gradus {

/// Whether the network has Normalization layers that have measured nothing yet: means 0, variances
/// 1, as they start. `values` are all of the network's, statistics included.
[[nodiscard]] bool awaits_data(const Network& network, std::span<const double> values);

/// Fills mean and biased variance of each Normalization layer with those of the samples, channel
/// by channel, as the network sees them. Two passes in double, in the order of the rows.
void adapt(const Network& network, const data::Dataset& samples, std::span<double> values);

}  // namespace gradus
