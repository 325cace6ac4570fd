#pragma once

#include <vector>

#include "gradus/report/plots.hpp"

namespace gradus {

/// Edges of the bins that suit all these values, rising; as figure::histogram describes them. Empty
/// where no value can be drawn.
[[nodiscard]] std::vector<double> bin_edges(const std::vector<figure::NamedValues>& groups,
                                            figure::Scale scale, size_t bins = 0);

/// How many values lie in each bin: at or above its lower edge, below its upper; the last bin holds
/// its upper edge too.
[[nodiscard]] std::vector<double> bin_counts(const std::vector<double>& values,
                                             const std::vector<double>& edges);

/// An outline with a light filling for one group; the rows of data are its bins, from low to high.
void add_histogram(figure::Panel& panel, const figure::NamedValues& group,
                   const std::vector<double>& edges, int colour);

}  // namespace gradus
