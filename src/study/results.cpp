#include "gradus/study/results.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

#include "study/number_text.hpp"

namespace gradus::study {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

double mean_of(std::span<const double> values) {
  double sum = 0;
  int64_t count = 0;
  for (const double v : values) {
    if (std::isnan(v)) continue;  // not measured then
    sum += v;
    ++count;
  }
  return count == 0 || !std::isfinite(sum) ? kNone : sum / static_cast<double>(count);
}

// min, max, argmin, argmax over what is finite, the first of equals; epochs count from 1.
double extreme_of(std::span<const double> values, bool largest, bool epoch) {
  double best = kNone;
  size_t at = 0;
  for (size_t i = 0; i < values.size(); ++i) {
    if (!std::isfinite(values[i])) continue;
    if (std::isnan(best) || (largest ? values[i] > best : values[i] < best)) {
      best = values[i];
      at = i + 1;
    }
  }
  return epoch && at > 0 ? static_cast<double>(at) : epoch ? kNone : best;
}

// Mean absolute change from one value to the next over the second half: how restless a curve still
// is.
double roughness_of(std::span<const double> values) {
  double sum = 0, before = kNone;
  int64_t count = 0;
  for (const double v : values.subspan(values.size() / 2)) {
    if (std::isnan(v)) continue;  // not measured then
    if (!std::isnan(before)) {
      sum += std::abs(v - before);
      ++count;
    }
    before = v;
  }
  return count == 0 || !std::isfinite(sum) ? kNone : sum / static_cast<double>(count);
}

double of_the_end(const MetricQuery& query, const Trial& trial) {
  for (const auto& [name, value] : trial.metrics)
    if (name == query.name) return std::isfinite(value) ? value : kNone;
  const std::vector<double>* column = trial.history.find(query.name);
  if (column == nullptr || column->empty() || !std::isfinite(column->back())) return kNone;
  return column->back();
}

}  // namespace

std::string text(const AxisValue& value) {
  if (const bool* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
  if (const int64_t* whole = std::get_if<int64_t>(&value)) return std::to_string(*whole);
  if (const double* real = std::get_if<double>(&value)) return number_text(*real);
  return std::get<std::string>(value);
}

std::string text(const VariantKey& key) {
  std::string all;
  for (const auto& [axis, value] : key) {
    if (!all.empty()) all += ", ";
    const bool by_name = std::holds_alternative<std::string>(value) &&
                         std::count_if(key.begin(), key.end(), [&](const auto& other) {
                           return other.second == value;
                         }) == 1;  // "relu, relu" would not say which is which
    if (!by_name) all += axis + " ";
    all += text(value);
  }
  return all;
}

std::string MetricQuery::text() const {
  return (reduce == "last" ? "" : reduce + " ") + name +
         (epoch ? "@" + std::to_string(*epoch) : "");
}

double value_of(const MetricQuery& query, const Trial& trial, bool has_until) {
  const History& history = trial.history;
  const bool converged = history.status == Status::kConverged;
  if (query.name == "epochs")
    return has_until && !converged ? kNone : static_cast<double>(history.epochs);
  if (query.name == "seconds") return history.seconds;
  if (query.name == "converged") return converged ? 1 : 0;
  if (query.name == "diverged") return history.status == Status::kDiverged ? 1 : 0;
  if (query.name == "learned") return history.learned ? 1 : 0;

  // A training that blew up has neither an end nor a mean, whatever it showed before.
  const bool blew_up = history.where != Where{};
  const bool last = query.reduce == "last";
  if (last && !query.epoch) return blew_up ? kNone : of_the_end(query, trial);
  const std::vector<double>* column = history.find(query.name);
  if (column == nullptr) return kNone;
  std::span<const double> values(*column);
  if (query.epoch) {
    // A full-batch solver's first evaluation is at the start.
    const int64_t until = *query.epoch == 0 && history.solver ? 1 : *query.epoch;
    if (until < 1 || until > static_cast<int64_t>(values.size())) return kNone;
    values = values.first(static_cast<size_t>(until));
  }
  if (last) return std::isfinite(values.back()) ? values.back() : kNone;
  if (query.reduce == "mean") return blew_up && !query.epoch ? kNone : mean_of(values);
  if (query.reduce == "roughness") return blew_up && !query.epoch ? kNone : roughness_of(values);
  const bool epoch = query.reduce.starts_with("arg");
  return extreme_of(values, query.reduce.ends_with("max"), epoch);
}

}  // namespace gradus::study
