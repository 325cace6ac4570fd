#pragma once

#include <filesystem>
#include <string>

#include "gradus/data/load.hpp"
#include "gradus/data/sources.hpp"

namespace gradus::data {

/// Reads the samples of a source that lies in files; one file a source.
[[nodiscard]] Loaded read(const sources::Csv& source, const LoadOptions& options);
[[nodiscard]] Loaded read(const sources::Idx& source, const LoadOptions& options);
[[nodiscard]] Loaded read(const sources::Folder& source, const LoadOptions& options);
[[nodiscard]] Loaded read(const sources::Mnist& source, const LoadOptions& options);
[[nodiscard]] Loaded read(const sources::FashionMnist& source, const LoadOptions& options);

}  // namespace gradus::data
