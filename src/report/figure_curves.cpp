#include "report/figure_curves.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "report/figure_groups.hpp"

namespace gradus {
namespace {

// Linear between order statistics, as statistics::quantile, without sorting again.
double quantile(const double* sorted, size_t count, double p) {
  const double at = p * static_cast<double>(count - 1);
  const auto below = static_cast<size_t>(at);
  const size_t above = std::min(below + 1, count - 1);
  return sorted[below] + (at - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

// The last measured value of each trial, in rising order. From one epoch to the next the order
// hardly changes, so that insertion keeps it sorted in about one pass.
class Ranking {
 public:
  Ranking(std::vector<const std::vector<double>*> columns, const std::string& reduce)
      : columns_(std::move(columns)), lowest_(reduce == "min"), highest_(reduce == "max") {
    values_.assign(columns_.size(), std::numeric_limits<double>::infinity());
    sorted_ = values_;
    for (size_t i = 0; i < columns_.size(); ++i) order_.push_back(i);
  }
  // Goes on to the epoch at `index`; whether anything was measured then.
  bool advance(size_t index) {
    bool measured = false;
    for (size_t i = 0; i < columns_.size(); ++i) {
      if (index >= columns_[i]->size() || !std::isfinite((*columns_[i])[index])) continue;
      const bool first = !std::isfinite(values_[i]);
      const double now = (*columns_[i])[index], before = first ? now : values_[i];
      if (first) ++count_;
      values_[i] = lowest_ ? std::min(now, before) : highest_ ? std::max(now, before) : now;
      measured = true;
    }
    if (!measured) return false;
    for (size_t k = 1; k < order_.size(); ++k) {
      const size_t moved = order_[k];
      size_t to = k;
      for (; to > 0 && values_[order_[to - 1]] > values_[moved]; --to) order_[to] = order_[to - 1];
      order_[to] = moved;
    }
    for (size_t k = 0; k < order_.size(); ++k) sorted_[k] = values_[order_[k]];
    return true;
  }
  // Of the trials measured so far; what was never measured stands at the end, as infinity.
  [[nodiscard]] Spread spread() const { return spread_of_sorted(sorted_.data(), count_); }

 private:
  std::vector<const std::vector<double>*> columns_;
  bool lowest_, highest_;
  std::vector<double> values_, sorted_;
  std::vector<size_t> order_;
  size_t count_ = 0;
};

// What was kept of every update, nullptr where nothing was.
const std::vector<double>* of_batches(const History& history, const std::string& metric) {
  if (metric == "loss" && !history.batch_loss.empty()) return &history.batch_loss;
  if (metric == "learning_rate" && !history.batch_learning_rate.empty())
    return &history.batch_learning_rate;
  return nullptr;
}

}  // namespace

Spread spread_of_sorted(const double* sorted, size_t count) {
  const bool few = count < kPercentiles;
  return {quantile(sorted, count, 0.5), quantile(sorted, count, few ? 0 : 0.1),
          quantile(sorted, count, few ? 1 : 0.9)};
}

EpochCurve epoch_curve(const std::vector<const study::Trial*>& trials, const std::string& metric,
                       bool steps, const std::string& reduce) {
  std::vector<const std::vector<double>*> columns;
  std::vector<size_t> lengths;
  double unit = 1;
  for (const study::Trial* trial : trials) {
    const std::vector<double>* batches = steps ? of_batches(trial->history, metric) : nullptr;
    const std::vector<double>* column = batches ? batches : trial->history.find(metric);
    if (!is_sound(*trial) || column == nullptr || column->empty()) continue;
    columns.push_back(column);
    lengths.push_back(column->size());
    if (steps && !batches && trial->history.epochs > 0)
      unit = static_cast<double>(trial->history.steps) / static_cast<double>(trial->history.epochs);
  }
  EpochCurve curve;
  curve.trials = columns.size();
  if (columns.empty()) return curve;
  std::sort(lengths.begin(), lengths.end());
  curve.uneven = lengths.front() != lengths.back();
  const size_t end = lengths[(lengths.size() + 1) / 2 - 1];
  Ranking ranking(columns, reduce);
  for (size_t index = 0; index < end; ++index) {
    if (!ranking.advance(index)) continue;
    const Spread spread = ranking.spread();
    curve.series.x.push_back(static_cast<double>(index + 1) * unit);
    curve.series.y.push_back(spread.median);
    if (columns.size() < 2) continue;
    curve.series.low.push_back(spread.low);
    curve.series.high.push_back(spread.high);
  }
  return curve;
}

}  // namespace gradus
