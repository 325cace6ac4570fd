#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "gradus/data/dataset.hpp"
#include "gradus/nn/field.hpp"

namespace gradus::data {

/// Done to training images anew each epoch, as Keras's layers of these names do. Images are seen as
/// the network sees them, after the transforms. What comes from between pixels is interpolated
/// bilinearly; what comes from beyond the edge is the image reflected about the edge of its last
/// pixel (d c b a | a b c d | d c b a), Keras's default fill mode.
namespace augments {

/// Mirrors an image with probability 1/2 in each direction of `mode`: "horizontal" (left and right
/// change places), "vertical" or "horizontal_and_vertical".
struct RandomFlip {
  static constexpr std::string_view kKind = "random_flip";
  std::string mode = "horizontal_and_vertical";
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("mode", s.mode, kWord);
  }
  bool operator==(const RandomFlip&) const = default;
};

/// Turns about the image's centre by a uniform angle of at most `factor` times a full turn, either
/// way.
struct RandomRotation {
  static constexpr std::string_view kKind = "random_rotation";
  double factor = 0;
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("factor", s.factor, kRequiredWord.at_least(0).at_most(1));
  }
  bool operator==(const RandomRotation&) const = default;
};

/// Shifts by uniform amounts of at most these shares of the height and the width, either way.
struct RandomTranslation {
  static constexpr std::string_view kKind = "random_translation";
  double height_factor = 0;
  double width_factor = 0;
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("height_factor", s.height_factor, kRequiredWord.at_least(0).at_most(1));
    visit("width_factor", s.width_factor, kRequiredWord.at_least(0).at_most(1));
  }
  bool operator==(const RandomTranslation&) const = default;
};

/// Shows a uniform 1 - height_factor .. 1 + height_factor of the image's extent about its centre,
/// so that more than 1 is smaller, keeping the proportions.
struct RandomZoom {
  static constexpr std::string_view kKind = "random_zoom";
  double height_factor = 0;
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("height_factor", s.height_factor, kRequiredWord.at_least(0).below(1));
  }
  bool operator==(const RandomZoom&) const = default;
};

/// Adds normal noise to every value.
struct GaussianNoise {
  static constexpr std::string_view kKind = "gaussian_noise";
  double stddev = 0;
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("stddev", s.stddev, kRequiredWord.at_least(0));
  }
  bool operator==(const GaussianNoise&) const = default;
};

}  // namespace augments

using Augment =
    std::variant<augments::RandomFlip, augments::RandomRotation, augments::RandomTranslation,
                 augments::RandomZoom, augments::GaussianNoise>;

/// False for what changes nothing: a rotation of at most 0, say.
[[nodiscard]] bool acts(const Augment& augment);

/// Whether the set's samples are images, stored as height x width x channels, whatever shape the
/// network sees them in.
[[nodiscard]] bool has_images(const Dataset& samples);

/// The set as a training of this seed sees it in this epoch (from 0). Each draw follows from seed,
/// epoch, the sample's row in the body and the place among the augments that act, so that neither
/// order nor batch size moves one. Throws Error where the samples are not images, and for options
/// out of range.
[[nodiscard]] Dataset augmented(const Dataset& samples, const std::vector<Augment>& augments,
                                uint64_t seed, int64_t epoch = 0);

}  // namespace gradus::data
