#pragma once

#include <string>

#include "data/known_sets.hpp"
#include "gradus/data/load.hpp"
#include "gradus/data/sources.hpp"

namespace gradus::data {

/// Reads the samples of a source that lies in files; one file a source.
[[nodiscard]] Loaded read(const sources::Csv& source, const LoadOptions& options);
[[nodiscard]] Loaded read(const sources::Idx& source, const LoadOptions& options);
[[nodiscard]] Loaded read(const sources::Folder& source, const LoadOptions& options);
[[nodiscard]] Loaded read(const sources::Mat& source, const LoadOptions& options);
[[nodiscard]] Loaded read(const sources::Mnist& source, const LoadOptions& options);
[[nodiscard]] Loaded read(const sources::FashionMnist& source, const LoadOptions& options);

/// What the last two do: `part` is "", "train" or "test".
[[nodiscard]] Loaded read_known(const KnownSet& set, const std::string& part,
                                const LoadOptions& options);

}  // namespace gradus::data
