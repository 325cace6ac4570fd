#pragma once

#include <string_view>
#include <variant>

#include "gradus/nn/field.hpp"

namespace gradus {
/// Starts of weights, as Keras 3 defines them. fan_in and fan_out of a Dense kernel are its inputs
/// and units.
namespace initializers {

/// All 0.
struct Zeros {
  static constexpr std::string_view kKind = "zeros";
  template <class Self, class V>
  static void fields(Self&, V&&) {}
  bool operator==(const Zeros&) const = default;
};

/// All 1.
struct Ones {
  static constexpr std::string_view kKind = "ones";
  template <class Self, class V>
  static void fields(Self&, V&&) {}
  bool operator==(const Ones&) const = default;
};

/// All `value`.
struct Constant {
  static constexpr std::string_view kKind = "constant";
  double value = 0;
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("value", s.value, kRequiredWord);
  }
  bool operator==(const Constant&) const = default;
};

/// Uniform in [minval, maxval).
struct RandomUniform {
  static constexpr std::string_view kKind = "random_uniform";
  double minval = -0.05;
  double maxval = 0.05;
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("minval", s.minval, kRequiredWord);
    visit("maxval", s.maxval, kRequiredWord);
  }
  bool operator==(const RandomUniform&) const = default;
};

/// Normal. The word is the standard deviation; Keras lists the mean first.
struct RandomNormal {
  static constexpr std::string_view kKind = "random_normal";
  double stddev = 0.05;
  double mean = 0;
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("stddev", s.stddev, kRequiredWord.at_least(0));
    visit("mean", s.mean, kOption);
  }
  bool operator==(const RandomNormal&) const = default;
};

/// Normal, redrawn beyond two standard deviations from the mean.
struct TruncatedNormal {
  static constexpr std::string_view kKind = "truncated_normal";
  double stddev = 0.05;
  double mean = 0;
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("stddev", s.stddev, kRequiredWord.at_least(0));
    visit("mean", s.mean, kOption);
  }
  bool operator==(const TruncatedNormal&) const = default;
};

/// Uniform within +-sqrt(6 / (fan_in + fan_out)) (Glorot, Bengio 2010).
struct GlorotUniform {
  static constexpr std::string_view kKind = "glorot_uniform";
  template <class Self, class V>
  static void fields(Self&, V&&) {}
  bool operator==(const GlorotUniform&) const = default;
};

/// Truncated normal of standard deviation sqrt(2 / (fan_in + fan_out)) after the cut.
struct GlorotNormal {
  static constexpr std::string_view kKind = "glorot_normal";
  template <class Self, class V>
  static void fields(Self&, V&&) {}
  bool operator==(const GlorotNormal&) const = default;
};

/// Uniform within +-sqrt(6 / fan_in) (He et al. 2015).
struct HeUniform {
  static constexpr std::string_view kKind = "he_uniform";
  template <class Self, class V>
  static void fields(Self&, V&&) {}
  bool operator==(const HeUniform&) const = default;
};

/// Truncated normal of standard deviation sqrt(2 / fan_in) after the cut.
struct HeNormal {
  static constexpr std::string_view kKind = "he_normal";
  template <class Self, class V>
  static void fields(Self&, V&&) {}
  bool operator==(const HeNormal&) const = default;
};

/// Uniform within +-sqrt(3 / fan_in).
struct LecunUniform {
  static constexpr std::string_view kKind = "lecun_uniform";
  template <class Self, class V>
  static void fields(Self&, V&&) {}
  bool operator==(const LecunUniform&) const = default;
};

/// Truncated normal of standard deviation sqrt(1 / fan_in) after the cut.
struct LecunNormal {
  static constexpr std::string_view kKind = "lecun_normal";
  template <class Self, class V>
  static void fields(Self&, V&&) {}
  bool operator==(const LecunNormal&) const = default;
};

/// Orthonormal rows or columns, times `gain` (Saxe et al. 2014).
struct Orthogonal {
  static constexpr std::string_view kKind = "orthogonal";
  double gain = 1;
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("gain", s.gain, kWord);
  }
  bool operator==(const Orthogonal&) const = default;
};

}  // namespace initializers

using Initializer =
    std::variant<initializers::Zeros, initializers::Ones, initializers::Constant,
                 initializers::RandomUniform, initializers::RandomNormal,
                 initializers::TruncatedNormal, initializers::GlorotUniform,
                 initializers::GlorotNormal, initializers::HeUniform, initializers::HeNormal,
                 initializers::LecunUniform, initializers::LecunNormal, initializers::Orthogonal>;

}  // namespace gradus
