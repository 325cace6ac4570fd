#include "data/augmenter.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "gradus/base/error.hpp"
#include "gradus/base/random.hpp"

namespace gradus::data {
namespace {

const std::array<std::string, 3> kModes{"horizontal", "vertical", "horizontal_and_vertical"};

// A study's reader has looked already; C++ options come as they are.
void check(const Augment& augment) {
  std::visit(
      []<class S>(const S& s) {
        S::fields(s, [](std::string_view name, const auto& value, const Rule& rule) {
          if constexpr (requires { value < rule.low; }) {
            if (value >= rule.low && (rule.open_high ? value < rule.high : value <= rule.high) &&
                std::isfinite(value))
              return;
            throw Error("[" + std::string(S::kKind) + "]",
                        std::string(name) + " = " + std::to_string(value) + " is out of range",
                        S::kKind == "gaussian_noise" ? "give a number from 0"
                        : S::kKind == "random_zoom"  ? "give a number from 0, below 1"
                                                     : "give a number from 0 to 1");
          } else if (std::find(kModes.begin(), kModes.end(), value) == kModes.end()) {
            throw Error("[" + std::string(S::kKind) + "]", "unknown mode \"" + value + "\"",
                        suggest(value, kModes));
          }
        });
      },
      augment);
}

// A key of its own for each place among the augments, so that their streams, whose counters hold
// the row and the epoch, have nothing in common.
uint64_t key_of(uint64_t seed, uint32_t place) {
  const auto words = philox4x32({place, 0, 0, static_cast<uint32_t>(Purpose::kAugment) << 16 | 1},
                                {static_cast<uint32_t>(seed), static_cast<uint32_t>(seed >> 32)});
  return uint64_t{words[1]} << 32 | words[0];
}

// One augment on one image. `image` holds it before and after, `other` is room for another.
struct Apply {
  const ImageSize& size;
  Random& random;
  std::span<float>& image;
  std::span<float>& other;

  void warped(const PixelMap& map) const {
    warp(image, size, map, other);
    std::swap(image, other);
  }
  void operator()(const augments::RandomFlip& a) const {
    const bool left = random.uniform() < 0.5, upside = random.uniform() < 0.5;
    if (left && a.mode != "vertical") flip_horizontally(image, size);
    if (upside && a.mode != "horizontal") flip_vertically(image, size);
  }
  void operator()(const augments::RandomRotation& a) const {
    warped(rotation(size, 2 * std::numbers::pi * random.uniform(-a.factor, a.factor)));
  }
  void operator()(const augments::RandomTranslation& a) const {
    const double down = random.uniform(-a.height_factor, a.height_factor),
                 right = random.uniform(-a.width_factor, a.width_factor);
    warped(translation(down * static_cast<double>(size.height),
                       right * static_cast<double>(size.width)));
  }
  void operator()(const augments::RandomZoom& a) const {
    warped(zoom(size, random.uniform(1 - a.height_factor, 1 + a.height_factor)));
  }
  void operator()(const augments::GaussianNoise& a) const {
    for (float& v : image) v = static_cast<float>(std::fma(a.stddev, random.normal(), double{v}));
  }
};

}  // namespace

bool acts(const Augment& augment) {
  return std::visit(
      []<class S>(const S& s) {
        if constexpr (requires { s.width_factor; })
          return s.height_factor != 0 || s.width_factor != 0;
        else if constexpr (requires { s.height_factor; })
          return s.height_factor != 0;
        else if constexpr (requires { s.factor; })
          return s.factor != 0;
        else if constexpr (requires { s.stddev; })
          return s.stddev != 0;
        else
          return true;
      },
      augment);
}

bool has_images(const Dataset& samples) {
  return samples.shared_body() && samples.body().shape().rank() == 3;
}

Augmenter::Augmenter(const Dataset& samples, const std::vector<Augment>& augments, uint64_t seed)
    : samples_(samples) {
  for (const Augment& augment : augments) {
    check(augment);
    if (!gradus::data::acts(augment)) continue;
    augments_.push_back({augment, key_of(seed, static_cast<uint32_t>(augments_.size()))});
  }
  if (augments.empty()) return;
  if (!has_images(samples))
    throw Error("augment",
                "needs images, but the samples are " +
                    (samples.shared_body() ? "of shape " + samples.body().shape().text()
                                           : std::string("none")),
                "give samples of height x width x channels, or remove it");
  const Shape& shape = samples.body().shape();
  size_ = {shape[0], shape[1], shape[2]};
}

void Augmenter::load(uint32_t body_row, std::span<float> to) const {
  const std::vector<float>&scale = samples_.scale(), &offset = samples_.offset();
  std::visit(
      [&](const auto& stored) {
        const auto from = stored.row(body_row);
        for (size_t i = 0; i < to.size(); ++i) to[i] = static_cast<float>(from[i]);
      },
      samples_.body().features);
  if (scale.empty()) return;
  const size_t step = scale.size() == 1 ? 0 : 1;
  for (size_t i = 0; i < to.size(); ++i) to[i] = std::fma(to[i], scale[i * step], offset[i * step]);
}

void Augmenter::sample(uint32_t body_row, int64_t epoch, std::span<float> to,
                       std::vector<float>& scratch) const {
  scratch.resize(to.size());
  std::span<float> image = to, other = scratch;
  load(body_row, image);
  for (const Numbered& numbered : augments_) {
    Random random(numbered.key, Purpose::kAugment, body_row, static_cast<uint32_t>(epoch));
    std::visit(Apply{size_, random, image, other}, numbered.augment);
  }
  if (image.data() != to.data()) std::copy(image.begin(), image.end(), to.begin());
}

Dataset augmented(const Dataset& samples, const std::vector<Augment>& augments, uint64_t seed,
                  int64_t epoch) {
  const Augmenter augmenter(samples, augments, seed);
  if (!augmenter.acts()) return samples;
  const Body& stored = samples.body();
  auto body = std::make_shared<Body>();
  Tensor features(samples.rows(), stored.shape());
  body->classes = stored.classes;
  body->class_names = stored.class_names;
  const int64_t outputs = samples.has_classes() ? 0 : samples.outputs();
  if (outputs > 0) body->targets = Tensor(samples.rows(), stored.targets.shape());
  std::vector<float> scratch;
  for (int64_t r = 0; r < samples.rows(); ++r) {
    const uint32_t row = samples.row_index()[static_cast<size_t>(r)];
    augmenter.sample(row, epoch, features.row(r), scratch);
    if (samples.has_classes()) body->labels.push_back(stored.labels[row]);
    if (!stored.weights.empty()) body->weights.push_back(stored.weights[row]);
    if (outputs == 0) continue;
    const std::span<const float> target = stored.targets.row(row);
    std::copy(target.begin(), target.end(), body->targets.row(r).begin());
  }
  body->features = std::move(features);
  return Dataset(std::move(body)).reshaped(samples.shape());
}

}  // namespace gradus::data
