#pragma once

#include <filesystem>

#include "data/known_sets.hpp"
#include "gradus/data/catalogue.hpp"

namespace gradus::data {

/// What `fetch` does, for a set given as a value.
std::filesystem::path fetch_set(const KnownSet& set, const std::filesystem::path& into,
                                const FetchOptions& options);

}  // namespace gradus::data
