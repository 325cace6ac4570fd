#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>

#include "gradus/nn/field.hpp"
#include "gradus/nn/layers_image.hpp"

namespace gradus::data {

/// Where samples come from. Paths are tried beside the study, then in GRADUS_DATA, then in the
/// cache.
namespace sources {

/// The four rows of exclusive or, as numbers: targets 0, 1, 1, 0.
struct Xor {
  static constexpr std::string_view kKind = "xor";
  template <class Self, class V>
  static void fields(Self&, V&&) {}
  bool operator==(const Xor&) const = default;
};

/// Two interleaving half circles, as scikit-learn's make_moons: two classes, normal noise.
struct Moons {
  static constexpr std::string_view kKind = "moons";
  double noise = 0;
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("noise", s.noise, kOption.at_least(0));
  }
  bool operator==(const Moons&) const = default;
};

/// A circle within a circle, as make_circles.
struct Circles {
  static constexpr std::string_view kKind = "circles";
  double noise = 0;
  double factor = 0.8;
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("noise", s.noise, kOption.at_least(0));
    visit("factor", s.factor, kOption.above(0).below(1));
  }
  bool operator==(const Circles&) const = default;
};

/// Normal clouds around centres drawn in [-10, 10]^features, as make_blobs.
struct Blobs {
  static constexpr std::string_view kKind = "blobs";
  int64_t centers = 3;
  double cluster_std = 1;
  int64_t features = 2;
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("centers", s.centers, kOption.at_least(1));
    visit("cluster_std", s.cluster_std, kOption.at_least(0));
    visit("features", s.features, kOption.at_least(1));
  }
  bool operator==(const Blobs&) const = default;
};

/// Interleaved spiral arms, one a class.
struct Spirals {
  static constexpr std::string_view kKind = "spirals";
  int64_t classes = 2;
  double noise = 0;
  double turns = 1;
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("classes", s.classes, kOption.at_least(2));
    visit("noise", s.noise, kOption.at_least(0));
    visit("turns", s.turns, kOption.above(0));
  }
  bool operator==(const Spirals&) const = default;
};

/// How the points of a sampled function lie.
enum class Draw { kEven, kUniform };

/// y(x) on [x0, x1]: an expression in x; "even" points from end to end, or "uniform" random ones.
struct Function {
  static constexpr std::string_view kKind = "function";
  std::string y = {};
  std::array<double, 2> x = {0, 1};
  Draw draw = Draw::kEven;
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("y", s.y, kRequired);
    visit("x", s.x, kRequired);
    visit("draw", s.draw, kOption);
  }
  bool operator==(const Function&) const = default;
};

/// Rows of numbers; `target` names the target column (default the last). Whole-number or text
/// targets are classes, unless `regression` takes whole numbers for quantities to be predicted.
struct Csv {
  static constexpr std::string_view kKind = "csv";
  std::string file = {};
  std::string target = {};
  std::string weight = {};
  bool header = true;
  std::string separator = ",";
  bool regression = false;
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("file", s.file, kRequiredWord);
    visit("target", s.target, kOption);
    visit("weight", s.weight, kOption);
    visit("header", s.header, kOption);
    visit("separator", s.separator, kOption);
    visit("regression", s.regression, kOption);
  }
  bool operator==(const Csv&) const = default;
};

/// Images and labels in IDX or IDX.gz files, of one body.
struct Idx {
  static constexpr std::string_view kKind = "idx";
  std::string images = {};
  std::string labels = {};
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("images", s.images, kRequired);
    visit("labels", s.labels, kRequired);
  }
  bool operator==(const Idx&) const = default;
};

/// Arrays of a MATLAB file: the rows of `x` are samples, each flattened in MATLAB's order, and
/// those of `y` their targets. Whole numbers in a single column are classes by their order, after
/// `relabel` (10 -> 0, say) has changed some.
struct Mat {
  static constexpr std::string_view kKind = "mat";
  std::string file = {};
  std::string x = "X";
  std::string y = "y";
  std::map<int64_t, int64_t> relabel = {};
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("file", s.file, kRequiredWord);
    visit("x", s.x, kOption);
    visit("y", s.y, kOption);
    visit("relabel", s.relabel, kOption);
  }
  bool operator==(const Mat&) const = default;
};

/// train/LABEL/*.png and test/LABEL/*.png.
struct Folder {
  static constexpr std::string_view kKind = "folder";
  std::string folder = {};
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("folder", s.folder, kRequiredWord);
  }
  bool operator==(const Folder&) const = default;
};

/// MNIST, 60000 and 10000 images of 28 x 28; `part` "train" or "test" makes one body of it.
struct Mnist {
  static constexpr std::string_view kKind = "mnist";
  std::string part = {};
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("part", s.part, kWord);
  }
  bool operator==(const Mnist&) const = default;
};

/// Fashion-MNIST, likewise.
struct FashionMnist {
  static constexpr std::string_view kKind = "fashion_mnist";
  std::string part = {};
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("part", s.part, kWord);
  }
  bool operator==(const FashionMnist&) const = default;
};

}  // namespace sources

using Source = std::variant<sources::Xor, sources::Moons, sources::Circles, sources::Blobs,
                            sources::Spirals, sources::Function, sources::Csv, sources::Idx,
                            sources::Folder, sources::Mat, sources::Mnist, sources::FashionMnist>;

/// Done to the features, in order; fitted on training samples only.
namespace transforms {

/// Maps 0..255 for pixels, each feature's own range for numbers, to [low, high].
struct Scale {
  static constexpr std::string_view kKind = "scale";
  double low = 0;
  double high = 1;
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("low", s.low, kRequiredWord);
    visit("high", s.high, kRequiredWord);
  }
  bool operator==(const Scale&) const = default;
};

/// Each feature to mean 0 and standard deviation 1 (a constant feature to 0).
struct Standardize {
  static constexpr std::string_view kKind = "standardize";
  template <class Self, class V>
  static void fields(Self&, V&&) {}
  bool operator==(const Standardize&) const = default;
};

/// Samples become rows of numbers.
struct Flatten {
  static constexpr std::string_view kKind = "flatten";
  template <class Self, class V>
  static void fields(Self&, V&&) {}
  bool operator==(const Flatten&) const = default;
};

/// The centre of an image, rows x columns; what is left over is one more below and to the right
/// where it cannot be halved.
struct Crop {
  static constexpr std::string_view kKind = "crop";
  Size2D size = 1;
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("size", s.size, kRequiredWord.at_least(1));
  }
  bool operator==(const Crop&) const = default;
};

}  // namespace transforms

using Transform =
    std::variant<transforms::Scale, transforms::Standardize, transforms::Flatten, transforms::Crop>;

}  // namespace gradus::data
