#pragma once

#include <cstdint>

#include "gradus/data/dataset.hpp"

/// Small problems drawn on the spot, for C++ without a study file. Names and meanings are those of
/// scikit-learn's functions; the same seed gives the same samples on every machine.
namespace gradus::data {

struct MoonsOptions {
  int64_t train = 100;
  int64_t test = 0;
  double noise = 0;  ///< standard deviation of the normal noise on both coordinates
  uint64_t seed = 0;
};
/// Two interleaving half circles, two classes.
[[nodiscard]] Split make_moons(const MoonsOptions& options = {});

struct CirclesOptions {
  int64_t train = 100;
  int64_t test = 0;
  double noise = 0;
  double factor = 0.8;  ///< radius of the inner circle over that of the outer, in (0, 1)
  uint64_t seed = 0;
};
/// A circle within a circle, two classes.
[[nodiscard]] Split make_circles(const CirclesOptions& options = {});

struct BlobsOptions {
  int64_t train = 100;
  int64_t test = 0;
  int64_t centers = 3;
  double cluster_std = 1;
  int64_t features = 2;
  uint64_t seed = 0;
};
/// Normal clouds around centres drawn uniformly in [-10, 10]^features, a class each.
[[nodiscard]] Split make_blobs(const BlobsOptions& options = {});

struct SpiralsOptions {
  int64_t train = 100;
  int64_t test = 0;
  int64_t classes = 2;
  double noise = 0;
  double turns = 1;  ///< revolutions from the centre to radius 1
  uint64_t seed = 0;
};
/// Interleaved spiral arms, a class each.
[[nodiscard]] Split make_spirals(const SpiralsOptions& options = {});

/// The four rows of exclusive or, as numbers: targets 0, 1, 1, 0 in one column.
[[nodiscard]] Dataset make_xor();

}  // namespace gradus::data
