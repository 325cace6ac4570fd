#include "gradus/data/transform.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <string>

#include "data/crop.hpp"
#include "gradus/base/error.hpp"

namespace gradus::data {
namespace {

// What the features of the training samples are before any of the transforms.
struct Measured {
  std::vector<double> mean, deviation, low, high;
};

void visit_rows(const Dataset& samples, auto&& each) {
  std::vector<float> row(static_cast<size_t>(samples.shape().size()));
  const std::vector<float>&scale = samples.scale(), &offset = samples.offset();
  std::visit(
      [&](const auto& stored) {
        for (uint32_t r : samples.row_index()) {
          const auto from = stored.row(r);
          for (size_t i = 0; i < row.size(); ++i) {
            const auto value = static_cast<float>(from[i]);
            const size_t at = scale.size() == 1 ? 0 : i;
            row[i] = scale.empty() ? value : std::fma(value, scale[at], offset[at]);
          }
          each(std::span<const float>(row));
        }
      },
      samples.body().features);
}

// Two passes, in the order of the rows: the mean, then the squares about it (population).
Measured measure(const Dataset& train) {
  if (train.empty()) throw Error("[transform]", "no training samples to fit to", "give data.train");
  const auto features = static_cast<size_t>(train.shape().size());
  const auto rows = static_cast<double>(train.rows());
  Measured m;
  m.mean.assign(features, 0);
  m.deviation.assign(features, 0);
  m.low.assign(features, std::numeric_limits<double>::infinity());
  m.high.assign(features, -std::numeric_limits<double>::infinity());
  visit_rows(train, [&](std::span<const float> row) {
    for (size_t i = 0; i < features; ++i) {
      const double v = row[i];
      m.mean[i] += v;
      m.low[i] = std::min(m.low[i], v);
      m.high[i] = std::max(m.high[i], v);
    }
  });
  for (double& v : m.mean) v /= rows;
  visit_rows(train, [&](std::span<const float> row) {
    for (size_t i = 0; i < features; ++i) {
      const double d = row[i] - m.mean[i];
      m.deviation[i] += d * d;
    }
  });
  // Sums of up to 2^29 equal floats are exact in double: a constant feature has deviation 0.
  for (double& d : m.deviation) d = std::sqrt(d / rows);
  return m;
}

// The map so far, value * scale + offset, in double; one entry for all features, or one each.
struct Affine {
  std::vector<double> scale{1}, offset{0};

  void crop(const std::vector<uint32_t>& kept) {
    if (scale.size() == 1) return;
    Affine out{{}, {}};
    for (const uint32_t i : kept) {
      out.scale.push_back(scale[i]);
      out.offset.push_back(offset[i]);
    }
    *this = std::move(out);
  }
  void widen(size_t features) {
    scale.resize(features, scale[0]);
    offset.resize(features, offset[0]);
  }
  void then(size_t i, double s, double o) {
    scale[i] *= s;
    offset[i] = std::fma(offset[i], s, o);
  }
};

class Fitter {
 public:
  explicit Fitter(const Dataset& train)
      : train_(train),
        shape_(train.shape()),
        pixels_(std::holds_alternative<BasicTensor<uint8_t>>(train.body().features) &&
                train.scale().empty()) {}

  void operator()(const transforms::Scale& t) {
    if (!(t.low < t.high))
      throw Error("[scale]", "LOW must be below HIGH", "the form is scale LOW HIGH");
    touched_ = true;
    if (!pixels_) need_measures();
    for (size_t i = 0; i < map_.scale.size(); ++i) {
      double from = 0, to = 255;
      if (!pixels_) {
        from = measured_.low[i];
        to = measured_.high[i];
      }
      // The range as the transforms before this one left it.
      const double low = std::fma(map_.scale[i], from, map_.offset[i]);
      const double high = std::fma(map_.scale[i], to, map_.offset[i]);
      if (low == high) {
        map_.scale[i] = 0;
        map_.offset[i] = t.low;
      } else {
        const double s = (t.high - t.low) / (high - low);
        map_.then(i, s, t.low - low * s);
      }
    }
  }

  void operator()(const transforms::Standardize&) {
    touched_ = true;
    need_measures();
    for (size_t i = 0; i < map_.scale.size(); ++i) {
      const double mean = std::fma(map_.scale[i], measured_.mean[i], map_.offset[i]);
      const double deviation = std::abs(map_.scale[i]) * measured_.deviation[i];
      if (deviation == 0) {
        map_.scale[i] = 0;
        map_.offset[i] = 0;
      } else {
        map_.then(i, 1 / deviation, -mean / deviation);
      }
    }
  }

  void operator()(const transforms::Flatten&) { flatten_ = true; }

  void operator()(const transforms::Crop& t) {
    map_.crop(kept_by_crop(train_, t.size));
    train_ = cropped(train_, t.size);
    measured_ = {};
    crop_.push_back(t.size);
  }

  [[nodiscard]] Fitted fitted() const {
    Fitted out;
    out.shape = shape_;
    out.crop = crop_;
    out.flatten = flatten_;
    if (!touched_) return out;
    for (double s : map_.scale) out.scale.push_back(static_cast<float>(s));
    for (double o : map_.offset) out.offset.push_back(static_cast<float>(o));
    return out;
  }

 private:
  void need_measures() {
    if (measured_.mean.empty()) measured_ = measure(train_);
    map_.widen(static_cast<size_t>(train_.shape().size()));
  }

  Dataset train_;
  Shape shape_;  // before any crop
  std::vector<Size2D> crop_;
  bool pixels_;
  bool touched_ = false, flatten_ = false;
  Affine map_;
  Measured measured_;
};

}  // namespace

Fitted fit_transforms(const std::vector<Transform>& transforms, const Dataset& train) {
  if (!train.shared_body()) {
    throw Error("[transform]", "no training samples to fit to", "give data.train");
  }
  Fitter fitter(train);
  for (const Transform& t : transforms) std::visit(fitter, t);
  return fitter.fitted();
}

Dataset apply(const Fitted& fitted, const Dataset& samples) {
  if (!samples.shared_body()) return samples;
  if (samples.shape() != fitted.shape)
    throw Error("[transform]", "fitted to samples of " + fitted.shape.text() + " but received " +
                                   samples.shape().text());
  Dataset out = samples;
  for (const Size2D& size : fitted.crop) out = cropped(out, size);
  out = out.mapped(fitted.scale, fitted.offset);
  return fitted.flatten ? out.reshaped(Shape{out.shape().size()}) : out;
}

}  // namespace gradus::data
