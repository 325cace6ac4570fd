#include "study/search/tpe.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "study/search/parzen.hpp"

namespace gradus::study::search {
namespace {

constexpr int kCandidates = 24;
constexpr size_t kMostGood = 25;

// Which of the points are good. Failures never are; of equals, the earlier.
std::vector<bool> good_ones(std::span<const Tried> tried) {
  std::vector<size_t> order(tried.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::erase_if(order, [&](size_t i) { return std::isnan(tried[i].loss); });
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    return tried[a].loss != tried[b].loss ? tried[a].loss < tried[b].loss : a < b;
  });
  order.resize(std::min({(tried.size() + 9) / 10, kMostGood, order.size()}));
  std::vector<bool> good(tried.size(), false);
  for (const size_t i : order) good[i] = true;
  return good;
}

}  // namespace

Point tpe_point(const Space& space, std::span<const Tried> tried, std::span<const Point> pending,
                uint64_t seed, size_t number, uint32_t attempt) {
  const std::vector<bool> good = good_ones(tried);
  return walk(space, [&](size_t axis) {
    std::vector<double> of_good, of_others;
    for (size_t i = 0; i < tried.size(); ++i)
      if (const auto& coordinate = tried[i].point[axis])
        (good[i] ? of_good : of_others).push_back(*coordinate);
    for (const Point& point : pending)
      if (point[axis]) of_others.push_back(*point[axis]);
    const Dimension& dimension = space.axes[axis];
    const Parzen better(dimension, of_good), others(dimension, of_others);
    Random random = stream(seed, Stream::kTpe, axis, number, attempt);
    double best = better.draw(random);
    double highest = better.log_density(best) - others.log_density(best);
    for (int i = 1; i < kCandidates; ++i) {
      const double candidate = better.draw(random);
      const double ratio = better.log_density(candidate) - others.log_density(candidate);
      if (!(ratio > highest)) continue;
      best = candidate;
      highest = ratio;
    }
    return best;
  });
}

}  // namespace gradus::study::search
