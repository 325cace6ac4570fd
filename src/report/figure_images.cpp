#include "report/figure_images.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <limits>

#include "gradus/base/error.hpp"
#include "gradus/data/augment.hpp"

namespace gradus {
namespace {

// The label of that very row.
std::string label_of(const data::Dataset& samples, int64_t row) {
  if (samples.has_classes()) {
    const auto label = static_cast<size_t>(samples.label(row));
    const std::vector<std::string>& names = samples.body().class_names;
    return names.empty() ? fmt::format("class {}", label) : names[label];
  }
  std::string text;
  for (const float t : samples.target(row))
    text += fmt::format("{}{:g}", text.empty() ? "" : " ", t);
  return text;
}

// Grey levels of one row.
class Shades {
 public:
  Shades(const data::Dataset& samples, int64_t rows) : samples_(samples) {
    const auto* numbers = std::get_if<Tensor>(&samples.body().features);
    for (int64_t r = 0; numbers != nullptr && r < rows; ++r)
      for (const float v : numbers->row(body_row(r))) {
        low_ = std::min(low_, v);
        high_ = std::max(high_, v);
      }
  }
  [[nodiscard]] uint8_t at(int64_t row, int64_t i) const {
    return std::visit(
        [&]<class T>(const BasicTensor<T>& stored) {
          const T v = stored.row(body_row(row))[static_cast<size_t>(i)];
          if constexpr (std::is_same_v<T, uint8_t>) return v;
          const float share = high_ > low_ ? (static_cast<float>(v) - low_) / (high_ - low_) : 0;
          return static_cast<uint8_t>(std::clamp(share, 0.0F, 1.0F) * 255 + 0.5F);
        },
        samples_.body().features);
  }

 private:
  [[nodiscard]] int64_t body_row(int64_t row) const {
    return samples_.row_index()[static_cast<size_t>(row)];
  }
  const data::Dataset& samples_;
  float low_ = std::numeric_limits<float>::infinity(), high_ = -low_;
};

}  // namespace

std::vector<figure::Image> first_images(const data::Dataset& samples, int64_t count) {
  if (!data::has_images(samples))
    throw Error("figure images",
                samples.shared_body()
                    ? "the samples are no images but " + samples.body().shape().text()
                    : "there are no samples",
                "give samples of height x width x channels");
  const Shape& shape = samples.body().shape();
  const int64_t rows = std::min(count, samples.rows()), channels = shape[2] == 3 ? 3 : 1;
  const Shades shades(samples, rows);
  std::vector<figure::Image> images;
  for (int64_t r = 0; r < rows; ++r) {
    figure::Image image;
    image.height = static_cast<size_t>(shape[0]);
    image.width = static_cast<size_t>(shape[1]);
    image.channels = static_cast<size_t>(channels);
    image.label = label_of(samples, r);
    for (int64_t pixel = 0; pixel < shape[0] * shape[1]; ++pixel)
      for (int64_t c = 0; c < channels; ++c)
        image.pixels.push_back(shades.at(r, pixel * shape[2] + c));
    images.push_back(std::move(image));
  }
  return images;
}

Figure image_grid(std::vector<figure::Image> images) {
  Figure figure;
  figure.name = "images";
  const size_t n = images.size();
  figure.columns = std::max<size_t>(n, 1);
  while (n > 5 && (figure.columns - 1) * (figure.columns - 1) >= n) --figure.columns;
  for (figure::Image& image : images) figure.panels.emplace_back().image = std::move(image);
  return figure;
}

namespace figure {

Figure images(const data::Dataset& samples, int64_t count) {
  return image_grid(first_images(samples, count));
}

}  // namespace figure
}  // namespace gradus
