#include "data/points.hpp"

#include <memory>
#include <utility>

namespace gradus::data {

void Points::add(double x, double y, int32_t label) {
  values.push_back(x);
  values.push_back(y);
  labels.push_back(label);
}

void Points::blur(double deviation, Random noise) {
  if (deviation == 0) return;
  for (double& v : values) v += deviation * noise.normal();
}

Dataset Points::shuffled(Random order) const {
  const auto rows = static_cast<int64_t>(labels.size());
  auto body = std::make_shared<Body>();
  Tensor tensor(rows, Shape{features});
  body->labels.reserve(labels.size());
  body->classes = classes;
  int64_t to = 0;
  for (uint32_t from : order.permutation(static_cast<uint32_t>(rows))) {
    for (int64_t i = 0; i < features; ++i)
      tensor.row(to)[static_cast<size_t>(i)] =
          static_cast<float>(values[static_cast<size_t>(from * features + i)]);
    body->labels.push_back(labels[from]);
    ++to;
  }
  body->features = std::move(tensor);
  return Dataset(std::move(body));
}

double linspace(double low, double high, int64_t n, int64_t i, bool ends) {
  if (ends && i == n - 1 && n > 1) return high;
  const int64_t gaps = ends ? n - 1 : n;
  const double step = (high - low) / static_cast<double>(gaps < 1 ? 1 : gaps);
  return low + static_cast<double>(i) * step;
}

}  // namespace gradus::data
