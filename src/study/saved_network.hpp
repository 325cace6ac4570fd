#pragma once

#include <filesystem>
#include <optional>

#include "gradus/data/transform.hpp"
#include "gradus/train/model.hpp"

namespace gradus::study {

/// Model::save, and the transforms of the samples that the network was trained on, so that it can
/// be given samples as the source has them. Model::load reads the file as any other.
void save_network(const Model& model, const std::optional<data::Fitted>& transform,
                  const std::filesystem::path& file);

/// The transforms in a file of save_network; none in one of Model::save. Throws Error for what is
/// broken.
[[nodiscard]] std::optional<data::Fitted> saved_transform(const std::filesystem::path& file);

}  // namespace gradus::study
