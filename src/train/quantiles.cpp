#include "train/quantiles.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>

namespace gradus {
namespace {

// A few values in each; no more bins than lie in the nearest cache.
size_t bins_for(size_t count) {
  return std::clamp<size_t>(std::bit_ceil(count / 8), 32, 2048);
}

// Fewer are put in order at once, of a bin or of all.
constexpr size_t kFew = 64;

// Values by bins of equal width. The smallest have a bin of their own: half of what a relu puts out
// is one and the same.
class Bins {
 public:
  explicit Bins(std::span<const double> values)
      : of_(values.size()), counts_(bins_for(values.size())), first_(counts_.size()) {
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    low_ = *least;
    scale_ = static_cast<double>(counts_.size() - 2) / (*most - *least);
    // Ranges that a double cannot hold, or can hardly tell apart, and ranges of nothing.
    even_ = std::isfinite(scale_) && scale_ > 0;
    for (size_t i = 0; i < values.size(); ++i) ++counts_[of_[i] = bin(values[i])];
    size_t before = 0;
    for (size_t b = 0; b < counts_.size(); ++b) {
      first_[b] = before;
      before += counts_[b];
    }
  }

  [[nodiscard]] size_t size() const { return counts_.size(); }
  [[nodiscard]] size_t bin_of_rank(size_t rank) const {
    const auto above = std::upper_bound(first_.begin(), first_.end(), rank);
    return static_cast<size_t>(above - first_.begin()) - 1;
  }
  // The rank of a bin's smallest value.
  [[nodiscard]] size_t first(size_t bin) const { return first_[bin]; }
  [[nodiscard]] size_t count(size_t bin) const { return counts_[bin]; }
  [[nodiscard]] std::span<const uint16_t> of() const { return of_; }

 private:
  [[nodiscard]] uint16_t bin(double v) const {
    if (!even_ || v == low_) return 0;
    return static_cast<uint16_t>(1 + static_cast<int32_t>((v - low_) * scale_));
  }

  std::vector<uint16_t> of_;
  double low_ = 0, scale_ = 0;
  bool even_ = false;
  std::vector<size_t> counts_, first_;
};

// The values at these ranks, which must rise.
std::vector<double> at_ranks(std::span<const double> values, const std::vector<size_t>& ranks) {
  std::vector<double> out;
  if (values.size() <= kFew) {
    std::vector<double> order(values.begin(), values.end());
    std::sort(order.begin(), order.end());
    for (const size_t rank : ranks) out.push_back(order[rank]);
    return out;
  }
  const Bins bins(values);
  constexpr size_t kNotAsked = SIZE_MAX;
  std::vector<size_t> place(bins.size(), kNotAsked);  // where the next value of a bin goes
  size_t total = 0;
  for (const size_t rank : ranks) {
    const size_t bin = bins.bin_of_rank(rank);
    if (place[bin] != kNotAsked) continue;
    place[bin] = total;
    total += bins.count(bin);
  }
  std::vector<double> asked(total);
  for (size_t i = 0; i < values.size(); ++i)
    if (size_t& at = place[bins.of()[i]]; at != kNotAsked) asked[at++] = values[i];
  size_t in_order = 0;  // of `asked`, from its begin on, as far as ranks were asked for
  for (const size_t rank : ranks) {
    const size_t bin = bins.bin_of_rank(rank);
    const size_t end = place[bin], begin = end - bins.count(bin);
    const size_t at = begin + rank - bins.first(bin);
    const auto from = asked.begin() + static_cast<std::ptrdiff_t>(std::max(begin, in_order));
    const auto to = asked.begin() + static_cast<std::ptrdiff_t>(end);
    if (at >= in_order && to - from <= static_cast<std::ptrdiff_t>(kFew)) {
      std::sort(from, to);
      in_order = end;
    } else if (at >= in_order) {
      std::nth_element(from, asked.begin() + static_cast<std::ptrdiff_t>(at), to);
      in_order = at + 1;
    }
    out.push_back(asked[at]);
  }
  return out;
}

}  // namespace

std::vector<double> quantiles(std::span<const double> values, std::span<const double> shares) {
  std::vector<size_t> ranks;
  std::vector<double> parts;
  for (const double share : shares) {
    const double at = share * static_cast<double>(values.size() - 1);
    const auto low = static_cast<size_t>(at);
    parts.push_back(at - static_cast<double>(low));
    ranks.push_back(low);
    ranks.push_back(std::min(low + 1, values.size() - 1));
  }
  std::vector<size_t> rising = ranks;
  std::sort(rising.begin(), rising.end());
  rising.erase(std::unique(rising.begin(), rising.end()), rising.end());
  const std::vector<double> found = at_ranks(values, rising);
  const auto value = [&](size_t rank) {
    const auto place = std::lower_bound(rising.begin(), rising.end(), rank);
    return found[static_cast<size_t>(place - rising.begin())];
  };
  std::vector<double> out;
  for (size_t k = 0; k < parts.size(); ++k) {
    const double a = value(ranks[2 * k]), b = value(ranks[2 * k + 1]);
    out.push_back((parts[k] > 0 ? a + parts[k] * (b - a) : a) + 0.0);
  }
  return out;
}

}  // namespace gradus
