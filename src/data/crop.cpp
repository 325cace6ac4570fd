#include "data/crop.hpp"

#include <fmt/core.h>

#include <memory>

#include "gradus/base/error.hpp"

namespace gradus::data {
namespace {

std::vector<float> kept_of(const std::vector<float>& map, const std::vector<uint32_t>& kept) {
  if (map.size() <= 1) return map;
  std::vector<float> out;
  for (const uint32_t i : kept) out.push_back(map[i]);
  return out;
}

}  // namespace

std::vector<uint32_t> kept_by_crop(const Dataset& samples, const Size2D& size) {
  const Shape& shape = samples.shape();
  if (shape.rank() != 3)
    throw Error("[crop]", "needs images, but the samples are of shape " + shape.text(),
                "give samples of height x width x channels");
  if (size.rows < 1 || size.columns < 1 || size.rows > shape[0] || size.columns > shape[1])
    throw Error("[crop]",
                fmt::format("no {}x{} in images of {}", size.rows, size.columns, shape.text()),
                "give a smaller size, from 1");
  const int64_t top = (shape[0] - size.rows) / 2, left = (shape[1] - size.columns) / 2;
  std::vector<uint32_t> kept;
  for (int64_t y = top; y < top + size.rows; ++y)
    for (int64_t i = left * shape[2]; i < (left + size.columns) * shape[2]; ++i)
      kept.push_back(static_cast<uint32_t>(y * shape[1] * shape[2] + i));
  return kept;
}

Dataset cropped(const Dataset& samples, const Size2D& size) {
  const std::vector<uint32_t> kept = kept_by_crop(samples, size);
  const Shape shape{size.rows, size.columns, samples.shape()[2]};
  const Body& stored = samples.body();
  auto body = std::make_shared<Body>();
  body->classes = stored.classes;
  body->class_names = stored.class_names;
  body->targets = Tensor(stored.targets.empty() ? 0 : samples.rows(), stored.targets.shape());
  std::visit(
      [&]<class T>(const BasicTensor<T>& from) {
        BasicTensor<T> to(samples.rows(), shape);
        for (int64_t r = 0; r < samples.rows(); ++r) {
          const uint32_t row = samples.row_index()[static_cast<size_t>(r)];
          for (size_t i = 0; i < kept.size(); ++i) to.row(r)[i] = from.row(row)[kept[i]];
        }
        body->features = std::move(to);
      },
      stored.features);
  for (int64_t r = 0; r < samples.rows(); ++r) {
    const uint32_t row = samples.row_index()[static_cast<size_t>(r)];
    if (!stored.labels.empty()) body->labels.push_back(stored.labels[row]);
    if (!stored.weights.empty()) body->weights.push_back(stored.weights[row]);
    if (body->targets.empty()) continue;
    const std::span<const float> target = stored.targets.row(row);
    std::copy(target.begin(), target.end(), body->targets.row(r).begin());
  }
  return Dataset(std::move(body))
      .mapped(kept_of(samples.scale(), kept), kept_of(samples.offset(), kept));
}

}  // namespace gradus::data
