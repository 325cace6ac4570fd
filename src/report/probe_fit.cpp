#include "report/probe_fit.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace gradus {
namespace {

// Whether y is a smooth function of x, rather than scattered samples: its ups and downs add up to
// no more than a few times its range.
bool is_curve(const std::vector<double>& y) {
  if (y.size() < 16) return false;
  double walk = 0;
  for (size_t i = 1; i < y.size(); ++i) walk += std::abs(y[i] - y[i - 1]);
  const auto [low, high] = std::minmax_element(y.begin(), y.end());
  return walk <= 12 * (*high - *low);
}

std::vector<double> ordered(const std::vector<double>& values, const std::vector<size_t>& order) {
  std::vector<double> out;
  for (const size_t i : order) out.push_back(values[i]);
  return out;
}

}  // namespace

FitProbe fit_probe(const Model& model, const data::Dataset& samples) {
  const Tensor out = model.predict(samples, 1);
  std::vector<int64_t> order(static_cast<size_t>(samples.rows()));
  std::iota(order.begin(), order.end(), int64_t{0});
  std::sort(order.begin(), order.end(), [&](int64_t a, int64_t b) {
    return std::pair(samples.feature(a, 0), a) < std::pair(samples.feature(b, 0), b);
  });
  FitProbe probe;
  for (const int64_t r : order) {
    probe.x.push_back(static_cast<double>(samples.feature(r, 0)));
    probe.target.push_back(static_cast<double>(samples.target(r)[0]));
    probe.prediction.push_back(static_cast<double>(out.row(r)[0]));
  }
  return probe;
}

void draw_fit(const FitProbe& probe, figure::Panel& panel) {
  std::vector<size_t> order(probe.x.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    return probe.x[a] != probe.x[b] ? probe.x[a] < probe.x[b] : a < b;
  });
  figure::Series target, prediction;
  target.label = "target";
  target.colour = figure::kGrey;
  target.x = ordered(probe.x, order);
  target.y = ordered(probe.target, order);
  // A broad grey line shows under a thin one wherever both agree.
  if (is_curve(target.y))
    target.width = 5;
  else
    target.draw = figure::Draw::kPoints;
  prediction.label = "prediction";
  prediction.x = target.x;
  prediction.y = ordered(probe.prediction, order);
  panel.series = {std::move(target), std::move(prediction)};
}

}  // namespace gradus
