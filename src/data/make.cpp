#include "gradus/data/make.hpp"

#include "data/draw.hpp"
#include "gradus/data/load.hpp"

namespace gradus::data {
namespace {

Split split_drawn(const Source& source, int64_t train, int64_t test, uint64_t seed) {
  Loaded drawn = load(source, {.seed = seed, .train = train, .test = test});
  return {std::move(drawn.train), std::move(drawn.test)};
}

}  // namespace

Split make_moons(const MoonsOptions& o) {
  return split_drawn(sources::Moons{.noise = o.noise}, o.train, o.test, o.seed);
}

Split make_circles(const CirclesOptions& o) {
  return split_drawn(sources::Circles{.noise = o.noise, .factor = o.factor}, o.train, o.test,
                     o.seed);
}

Split make_blobs(const BlobsOptions& o) {
  return split_drawn(
      sources::Blobs{.centers = o.centers, .cluster_std = o.cluster_std, .features = o.features},
      o.train, o.test, o.seed);
}

Split make_spirals(const SpiralsOptions& o) {
  return split_drawn(sources::Spirals{.classes = o.classes, .noise = o.noise, .turns = o.turns},
                     o.train, o.test, o.seed);
}

Dataset make_xor() {
  return draw(sources::Xor{}, 4, {});
}

}  // namespace gradus::data
