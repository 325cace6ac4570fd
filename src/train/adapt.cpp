#include "train/adapt.hpp"

#include <algorithm>
#include <vector>

namespace gradus {
namespace {

// The values of a tensor of statistics.
template <class T>
std::span<T> tensor(const engine::Graph& graph, int statistic, std::span<T> values) {
  const engine::Param& p = graph.statistics[static_cast<size_t>(statistic)];
  return values.subspan(static_cast<size_t>(graph.statistics_at() + p.offset),
                        static_cast<size_t>(p.size()));
}

struct Moments {
  std::vector<double> mean, variance;
};

// f(channel, value) for every value of the samples.
template <class F>
void each_value(const data::Dataset& samples, size_t channels, F&& f) {
  const int64_t size = samples.shape().size();
  for (int64_t row = 0; row < samples.rows(); ++row) {
    size_t channel = 0;
    for (int64_t i = 0; i < size; ++i) {
      f(channel, static_cast<double>(samples.feature(row, i)));
      channel = channel + 1 == channels ? 0 : channel + 1;
    }
  }
}

Moments measure(const data::Dataset& samples, size_t channels) {
  const double count = static_cast<double>(samples.rows()) *
                       static_cast<double>(samples.shape().size()) / static_cast<double>(channels);
  Moments m{std::vector<double>(channels), std::vector<double>(channels)};
  each_value(samples, channels, [&](size_t c, double x) { m.mean[c] += x; });
  for (double& mean : m.mean) mean /= count;
  each_value(samples, channels,
             [&](size_t c, double x) { m.variance[c] += (x - m.mean[c]) * (x - m.mean[c]); });
  for (double& variance : m.variance) variance /= count;
  return m;
}

}  // namespace

bool awaits_data(const Network& network, std::span<const double> values) {
  const engine::Graph& graph = network.graph;
  return std::ranges::any_of(graph.ops, [&](const engine::Op& op) {
    if (op.kind != engine::OpKind::kNormalize) return false;
    const auto is = [](double start) { return [=](double v) { return v == start; }; };
    return std::ranges::all_of(tensor(graph, op.mean, values), is(0)) &&
           std::ranges::all_of(tensor(graph, op.variance, values), is(1));
  });
}

void adapt(const Network& network, const data::Dataset& samples, std::span<double> values) {
  const engine::Graph& graph = network.graph;
  Moments moments;  // every such layer reads the input
  for (const engine::Op& op : graph.ops) {
    if (op.kind != engine::OpKind::kNormalize) continue;
    if (moments.mean.empty()) moments = measure(samples, engine::channels_of(op));
    std::ranges::copy(moments.mean, tensor(graph, op.mean, values).begin());
    std::ranges::copy(moments.variance, tensor(graph, op.variance, values).begin());
  }
}

}  // namespace gradus
