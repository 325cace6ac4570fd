#include "gradus/data/dataset.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "gradus/base/error.hpp"

namespace gradus::data {
namespace {

std::vector<uint32_t> all_rows(const Body& body) {
  std::vector<uint32_t> rows(static_cast<size_t>(body.rows()));
  std::iota(rows.begin(), rows.end(), 0u);
  return rows;
}

void expect_rows(const Body& body, size_t given, const char* of) {
  if (static_cast<int64_t>(given) == body.rows()) return;
  throw Error("[Dataset]",
              std::to_string(body.rows()) + " rows of features, but " + std::to_string(given) + of,
              "give one for each row");
}

void check_body(const Body& body) {
  if (body.rows() > int64_t{UINT32_MAX})
    throw Error("[Dataset]", std::to_string(body.rows()) + " rows are more than 2^32 - 1");
  if (body.classes > 0) {
    expect_rows(body, body.labels.size(), " labels");
    for (int32_t label : body.labels) {
      if (label >= 0 && label < body.classes) continue;
      throw Error(
          "[Dataset]",
          "label " + std::to_string(label) + " is outside 0.." + std::to_string(body.classes - 1),
          "number the classes from 0");
    }
  } else if (body.targets.row_size() > 0 && body.targets.rows() > 0) {
    expect_rows(body, static_cast<size_t>(body.targets.rows()), " rows of targets");
  }
  if (!body.weights.empty()) expect_rows(body, body.weights.size(), " weights");
  if (!body.class_names.empty() && std::ssize(body.class_names) != body.classes)
    throw Error("[Dataset]", std::to_string(body.class_names.size()) + " class names for " +
                                 std::to_string(body.classes) + " classes");
}

std::shared_ptr<const Body> body_of(Tensor features, Tensor targets) {
  auto body = std::make_shared<Body>();
  body->features = std::move(features);
  body->targets = std::move(targets);
  return body;
}

}  // namespace

int64_t Body::rows() const {
  return std::visit([](const auto& f) { return f.rows(); }, features);
}

const Shape& Body::shape() const {
  return std::visit([](const auto& f) -> const Shape& { return f.shape(); }, features);
}

Dataset::Dataset(std::shared_ptr<const Body> body) : body_(std::move(body)) {
  check_body(*body_);
  rows_ = std::make_shared<const std::vector<uint32_t>>(all_rows(*body_));
  shape_ = body_->shape();
}

Dataset::Dataset(Tensor features, Tensor targets)
    : Dataset(body_of(std::move(features), std::move(targets))) {}

int64_t Dataset::outputs() const {
  if (!body_) return 0;
  if (body_->classes > 0) return body_->classes;
  return body_->targets.empty() ? 0 : body_->targets.row_size();
}

float Dataset::feature(int64_t row, int64_t i) const {
  const int64_t stored = row_index()[static_cast<size_t>(row)];
  const float value = std::visit(
      [&](const auto& f) { return static_cast<float>(f.data()[stored * f.row_size() + i]); },
      body_->features);
  if (scale_.empty()) return value;
  const size_t at = scale_.size() == 1 ? 0 : static_cast<size_t>(i);
  return std::fma(value, scale_[at], offset_[at]);
}

std::vector<float> Dataset::target(int64_t row) const {
  std::vector<float> out(static_cast<size_t>(outputs()), 0.0f);
  if (body_->classes > 0) {
    out[static_cast<size_t>(label(row))] = 1;
  } else if (!out.empty()) {
    const auto from = body_->targets.row(row_index()[static_cast<size_t>(row)]);
    out.assign(from.begin(), from.end());
  }
  return out;
}

Dataset Dataset::select(const std::vector<uint32_t>& rows) const {
  std::vector<uint32_t> chosen;
  chosen.reserve(rows.size());
  for (uint32_t row : rows) {
    if (row >= row_index().size())
      throw Error("[Dataset]", "row " + std::to_string(row) + " is outside the " +
                                   std::to_string(row_index().size()) + " rows");
    chosen.push_back(row_index()[row]);
  }
  Dataset out = *this;
  out.rows_ = std::make_shared<const std::vector<uint32_t>>(std::move(chosen));
  return out;
}

Dataset Dataset::first(int64_t n) const {
  Dataset out = *this;
  if (n >= rows()) return out;
  const auto begin = row_index().begin();
  out.rows_ = std::make_shared<const std::vector<uint32_t>>(begin, begin + std::max<int64_t>(n, 0));
  return out;
}

Dataset Dataset::reshaped(Shape shape) const {
  if (shape.size() != shape_.size())
    throw Error("[Dataset]",
                "samples of " + shape_.text() + " do not fit the shape " + shape.text(),
                "give a shape of " + std::to_string(shape_.size()) + " values");
  Dataset out = *this;
  out.shape_ = std::move(shape);
  return out;
}

Dataset Dataset::mapped(const std::vector<float>& scale, const std::vector<float>& offset) const {
  const auto fits = [&](const std::vector<float>& v) {
    return v.size() == scale.size() && (v.size() == 1 || std::ssize(v) == shape_.size());
  };
  if (scale.empty() && offset.empty()) return *this;
  if (!fits(scale) || !fits(offset))
    throw Error("[Dataset]",
                "an affine map of " + std::to_string(scale.size()) + " scales and " +
                    std::to_string(offset.size()) + " offsets for " +
                    std::to_string(shape_.size()) + " features",
                "give one of each, or one a feature");
  Dataset out = *this;
  if (scale_.empty()) {
    out.scale_ = scale;
    out.offset_ = offset;
    return out;
  }
  // after(before(x)) = x * (s1 s2) + (o1 s2 + o2), in double, rounded once.
  const size_t n = std::max(scale.size(), scale_.size());
  out.scale_.resize(n);
  out.offset_.resize(n);
  for (size_t i = 0; i < n; ++i) {
    const size_t before = scale_.size() == 1 ? 0 : i, after = scale.size() == 1 ? 0 : i;
    out.scale_[i] = static_cast<float>(double{scale_[before]} * double{scale[after]});
    out.offset_[i] = static_cast<float>(
        std::fma(double{offset_[before]}, double{scale[after]}, double{offset[after]}));
  }
  return out;
}

}  // namespace gradus::data
