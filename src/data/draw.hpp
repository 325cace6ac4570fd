#pragma once

#include <cstdint>

#include "data/points.hpp"
#include "gradus/data/dataset.hpp"
#include "gradus/data/sources.hpp"

namespace gradus::data {

/// Draws n samples, n >= 1, each from the streams given; one file a source.
[[nodiscard]] Dataset draw(const sources::Moons& source, int64_t n, const DrawStreams& streams);
[[nodiscard]] Dataset draw(const sources::Circles& source, int64_t n, const DrawStreams& streams);
[[nodiscard]] Dataset draw(const sources::Blobs& source, int64_t n, const DrawStreams& streams);
[[nodiscard]] Dataset draw(const sources::Spirals& source, int64_t n, const DrawStreams& streams);
[[nodiscard]] Dataset draw(const sources::Function& source, int64_t n, const DrawStreams& streams);
/// The first n of the four rows; all of them for n > 4.
[[nodiscard]] Dataset draw(const sources::Xor& source, int64_t n, const DrawStreams& streams);

}  // namespace gradus::data
