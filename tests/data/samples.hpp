#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "gradus/data/dataset.hpp"

namespace gradus::test {

/// All features of a row, as the network sees them.
inline std::vector<float> row_of(const data::Dataset& set, int64_t row) {
  std::vector<float> out;
  for (int64_t i = 0; i < set.shape().size(); ++i) out.push_back(set.feature(row, i));
  return out;
}

/// One feature of every row.
inline std::vector<float> column_of(const data::Dataset& set, int64_t i) {
  std::vector<float> out;
  for (int64_t row = 0; row < set.rows(); ++row) out.push_back(set.feature(row, i));
  return out;
}

inline std::vector<int32_t> labels_of(const data::Dataset& set) {
  std::vector<int32_t> out;
  for (int64_t row = 0; row < set.rows(); ++row) out.push_back(set.label(row));
  return out;
}

/// Rows of each class.
inline std::vector<int64_t> class_counts(const data::Dataset& set) {
  std::vector<int64_t> out(static_cast<size_t>(set.classes()), 0);
  for (int64_t row = 0; row < set.rows(); ++row) ++out[static_cast<size_t>(set.label(row))];
  return out;
}

/// A set of numbers: rows of `width` values each.
inline data::Dataset numbers(int64_t width, const std::vector<float>& values) {
  const auto rows = static_cast<int64_t>(values.size()) / width;
  Tensor features(rows, Shape{width}), targets(rows, Shape{1});
  std::copy(values.begin(), values.end(), features.data());
  return {std::move(features), std::move(targets)};
}

/// A set of classes: feature 0 of row r is r.
inline data::Dataset labelled(const std::vector<int32_t>& labels, int32_t classes) {
  auto body = std::make_shared<data::Body>();
  Tensor features(std::ssize(labels), Shape{1});
  for (size_t r = 0; r < labels.size(); ++r) features.data()[r] = static_cast<float>(r);
  body->features = std::move(features);
  body->labels = labels;
  body->classes = classes;
  return data::Dataset(std::move(body));
}

/// A set of images: `count` of the given shape, pixel p of image i being (i * 31 + p * 7) mod 256.
inline data::Dataset images(int64_t count, const Shape& shape) {
  auto body = std::make_shared<data::Body>();
  BasicTensor<uint8_t> pixels(count, shape);
  for (int64_t i = 0; i < count; ++i)
    for (int64_t p = 0; p < shape.size(); ++p)
      pixels.row(i)[static_cast<size_t>(p)] = static_cast<uint8_t>(i * 31 + p * 7);
  body->features = std::move(pixels);
  body->labels.assign(static_cast<size_t>(count), 0);
  body->classes = 2;
  return data::Dataset(std::move(body));
}

}  // namespace gradus::test
