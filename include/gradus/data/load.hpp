#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gradus/data/dataset.hpp"
#include "gradus/data/sources.hpp"

namespace gradus::data {

/// What a source gave.
struct Loaded {
  Dataset train;                   ///< all samples, where the source has no test set of its own
  Dataset test;                    ///< empty where nothing was asked for or is there
  bool has_own_test = false;       ///< the source's own division into training and test set
  std::vector<std::string> notes;  ///< sentences that a reader of the results should know
  /// Name and SHA-256 of each file that was read (IDX files unpacked, others as they lie there).
  std::vector<std::pair<std::string, std::string>> checksums;
};

struct LoadOptions {
  std::filesystem::path beside = {};  ///< the study's folder: where files are looked for first
  uint64_t seed = 0;                  ///< of generated sources; files do not depend on it
  /// How many samples a generated source draws: `train` is required, `test` is 0 without a value.
  /// Sources that read files ignore both.
  std::optional<int64_t> train = {};
  std::optional<int64_t> test = {};
};

/// True for a source that draws its samples (xor, moons, circles, blobs, spirals, function); the
/// others give the same samples for every seed and count, so that one `load` serves all trials.
[[nodiscard]] bool is_generated(const Source& source);

/// The source's name in study files: "moons".
[[nodiscard]] std::string kind_of(const Source& source);

/// Draws or reads the samples. Training and test samples of a generated source come from streams of
/// their own: asking for more of one moves no other. Throws Error where a file is missing, broken
/// or not what it should be, and where a count is missing or out of range.
[[nodiscard]] Loaded load(const Source& source, const LoadOptions& options);

}  // namespace gradus::data
