#include "report/figure_bins.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "gradus/base/math.hpp"
#include "gradus/study/statistics.hpp"

namespace gradus {
namespace {

constexpr size_t kMostBins = 40;

// Of sorted values; NaN where half of them are alike.
double bin_width(const std::vector<double>& sorted) {
  const double spread = statistics::quantile(sorted, 0.75) - statistics::quantile(sorted, 0.25);
  const double root = math::exp(math::log(static_cast<double>(sorted.size())) / 3);
  return spread > 0 ? 2 * spread / root : NAN;
}

}  // namespace

std::vector<double> bin_edges(const std::vector<figure::NamedValues>& groups, figure::Scale scale,
                              size_t bins) {
  const bool log = scale != figure::Scale::kLinear;
  double low = std::numeric_limits<double>::infinity(), high = -low, width = low;
  bool whole = !log;
  for (const figure::NamedValues& group : groups) {
    std::vector<double> sorted;
    for (const double v : group.values) {
      if (!std::isfinite(v) || (log && v <= 0)) continue;
      sorted.push_back(log ? math::log(v) : v);
      whole = whole && v == std::floor(v);
    }
    if (sorted.empty()) continue;
    std::sort(sorted.begin(), sorted.end());
    low = std::min(low, sorted.front());
    high = std::max(high, sorted.back());
    if (const double own = bin_width(sorted); own < width) width = own;
  }
  if (low > high) return {};
  if (whole && bins == 0 && high - low < static_cast<double>(kMostBins)) {
    low -= 0.5;
    high += 0.5;
    bins = static_cast<size_t>(high - low);
  } else if (!(high > low)) {
    const double room = log ? 0.1 : low == 0 ? 0.5 : 0.05 * std::abs(low);
    low -= room;
    high += room;
    bins = std::max<size_t>(bins, 1);
  } else if (bins == 0) {
    bins = static_cast<size_t>(
        std::clamp(std::ceil((high - low) / width - 1e-9), 5.0, static_cast<double>(kMostBins)));
  }
  std::vector<double> edges;
  for (size_t k = 0; k <= bins; ++k) {
    const double at = low + (high - low) * static_cast<double>(k) / static_cast<double>(bins);
    edges.push_back(log ? math::exp(at) : at);
  }
  return edges;
}

std::vector<double> bin_counts(const std::vector<double>& values,
                               const std::vector<double>& edges) {
  std::vector<double> counts(edges.size() > 1 ? edges.size() - 1 : 0);
  for (const double v : values) {
    if (counts.empty() || !std::isfinite(v)) continue;
    if (v <= 0 && edges.front() > 0) continue;  // no place on a logarithmic axis
    const auto above = std::upper_bound(edges.begin(), edges.end(), v);
    // exp(log(v)) may round past the ends.
    const auto bin = std::clamp<std::ptrdiff_t>(above - edges.begin() - 1, 0,
                                                static_cast<std::ptrdiff_t>(counts.size()) - 1);
    ++counts[static_cast<size_t>(bin)];
  }
  return counts;
}

void add_histogram(figure::Panel& panel, const figure::NamedValues& group,
                   const std::vector<double>& edges, int colour) {
  const std::vector<double> counts = bin_counts(group.values, edges);
  if (counts.empty()) return;
  figure::Series outline;
  figure::Shape filling;
  outline.label = filling.label = group.name;
  outline.colour = filling.colour = colour;
  outline.draw = figure::Draw::kSteps;
  filling.opacity = 0.18;
  outline.x.push_back(edges.front());
  outline.y.push_back(0);
  for (size_t k = 0; k < counts.size(); ++k) {
    panel.data.push_back({"bin", group.name, "", "", counts[k], edges[k], edges[k + 1]});
    // Steps go across at the height before, and then up.
    outline.x.push_back(edges[k]);
    outline.y.push_back(counts[k]);
    filling.x.insert(filling.x.end(), {edges[k], edges[k + 1]});
    filling.y.insert(filling.y.end(), {counts[k], counts[k]});
  }
  outline.x.push_back(edges.back());
  outline.y.push_back(0);
  filling.x.insert(filling.x.end(), {edges.back(), edges.front()});
  filling.y.insert(filling.y.end(), {0, 0});
  panel.shapes.push_back(std::move(filling));
  panel.series.push_back(std::move(outline));
  panel.y.whole = true;
}

}  // namespace gradus
