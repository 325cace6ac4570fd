#include "gradus/train/rate_suggestion.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "gradus/base/math.hpp"

namespace gradus {
namespace {

constexpr double kInfinite = std::numeric_limits<double>::infinity();
/// A loss above so many starts has diverged, finite or not.
constexpr double kDivergedStarts = 2;
constexpr double kBinsPerDecade = 5;

bool diverged(double loss, double start) {
  return !std::isfinite(loss) || (start > 0 && loss > kDivergedStarts * start);
}

std::string at_next(const RatePoint& next) {
  const std::string rate = rate_text(next.rate);
  return std::isfinite(next.loss) ? fmt::format("; at {} it is {}", rate, rate_text(next.loss))
                                  : fmt::format("; at {} it is no longer finite", rate);
}

bool changes_within_epochs(const History& history) {
  const std::vector<double>& rates = history.batch_learning_rate;
  int64_t stretches = rates.empty() ? 0 : 1;
  for (size_t i = 1; i < rates.size(); ++i) stretches += rates[i] != rates[i - 1];
  return stretches > std::max<int64_t>(history.epochs, 1);
}

// Means over fifths of decades: the same places for every seed, however far each came.
std::vector<RatePoint> points_of_batches(const History& history) {
  const double decade = math::log(10.0);
  std::map<double, std::pair<double, double>> bins;  // sum and count of losses
  for (size_t i = 0; i < history.batch_loss.size(); ++i) {
    const double rate = history.batch_learning_rate[i];
    if (!(rate > 0)) continue;  // the first of a warm-up
    auto& [sum, count] = bins[std::floor(kBinsPerDecade * math::log(rate) / decade)];
    sum += history.batch_loss[i];
    ++count;
  }
  std::vector<RatePoint> points;
  for (const auto& [bin, losses] : bins)
    points.push_back({math::pow(10.0, (bin + 0.5) / kBinsPerDecade), losses.first / losses.second});
  return points;
}

std::vector<RatePoint> points_of_epochs(const History& history) {
  std::vector<RatePoint> points;
  const std::vector<double>* rates = history.find("learning_rate");
  const std::vector<double>* losses = history.find("loss");
  if (rates == nullptr || losses == nullptr) return points;
  for (size_t i = 0; i < std::min(rates->size(), losses->size()); ++i) {
    if (points.empty() || points.back().rate != (*rates)[i]) points.push_back({(*rates)[i], 0});
    points.back().loss = (*losses)[i];
  }
  return points;
}

}  // namespace

// C's exponents have two digits: "1e-9" rather than "1e-09".
std::string rate_text(double value) {
  std::string out = fmt::format("{:.3g}", value);
  const size_t e = out.find('e');
  if (e == std::string::npos) return out;
  const size_t digit = out.find_first_not_of("+-0", e + 1);
  return out.substr(0, e + 1) + (out[e + 1] == '-' ? "-" : "") + out.substr(digit);
}

RateSuggestion suggest_rates(std::span<const RatePoint> points, std::optional<double> start) {
  RateSuggestion out;
  if (points.empty()) {
    out.reason = "its rate falls on the way, so that no range can be read off its losses";
    return out;
  }
  const double first = start.value_or(points[0].loss);
  const std::string at = start ? "before training" : "at " + rate_text(points[0].rate);
  const auto end = std::find_if(points.begin(), points.end(),
                                [&](const RatePoint& p) { return diverged(p.loss, first); });
  if (end == points.begin()) {
    out.reason =
        fmt::format("training diverges at {} already, the smallest rate tested; test smaller ones",
                    rate_text(points[0].rate));
    return out;
  }
  const auto best = std::min_element(
      points.begin(), end, [](const RatePoint& a, const RatePoint& b) { return a.loss < b.loss; });
  const double noticed = first - kNoticeableFall * std::abs(first);
  if (!(best->loss < noticed)) {
    out.reason = fmt::format(
        "no rate tested brings the loss more than 5 % below its start, {} {}{}; test {} rates",
        rate_text(first), at, end == points.end() ? std::string() : at_next(*end),
        end == points.end() ? "larger" : "more");
    return out;
  }
  auto lowest = best;
  while (lowest != points.begin() && (lowest - 1)->loss < noticed) --lowest;
  out.lr_min = lowest->rate;
  out.lr_max = best->rate;
  out.reason = fmt::format(
      "the loss is {} {}, lies more than 5 % below that from {} on, and is lowest, {}, at {}",
      rate_text(first), at, rate_text(lowest->rate), rate_text(best->loss), rate_text(best->rate));
  out.reason += best + 1 == points.end()
                    ? ", the largest rate tested: larger ones may do better still"
                    : at_next(*(best + 1));
  return out;
}

std::vector<RatePoint> rate_points(const History& history, std::optional<double> rate) {
  const bool batches = changes_within_epochs(history);
  const std::vector<double>* epochs = history.find("learning_rate");
  const std::vector<double> none;
  const std::vector<double>& rates = batches  ? history.batch_learning_rate
                                     : epochs ? *epochs
                                              : none;
  if (!std::is_sorted(rates.begin(), rates.end())) return {};
  std::vector<RatePoint> points = batches ? points_of_batches(history) : points_of_epochs(history);
  if (history.where == Where{}) return points;
  // The rate of the update that failed: the last one kept, or that of the last epoch.
  double blown = rate.value_or(points.empty() ? 0 : points.back().rate);
  if (!history.batch_learning_rate.empty()) blown = history.batch_learning_rate.back();
  if (!points.empty() && (batches || points.back().rate >= blown))
    points.back().loss = kInfinite;
  else if (blown > 0)
    points.push_back({blown, kInfinite});
  return points;
}

}  // namespace gradus
