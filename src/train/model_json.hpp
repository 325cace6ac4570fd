#pragma once

#include <string>
#include <vector>

#include "gradus/train/model.hpp"

namespace gradus {

/// A model's description as JSON: input, layers, loss, optimizer, metrics, written from the field
/// lists of the option structs. Throws Error where a part is the user's own code and cannot be
/// written.
[[nodiscard]] std::string describe_model(const Shape& input, const std::vector<Layer>& layers,
                                         const CompileOptions& options);

struct ModelDescription {
  Shape input;
  std::vector<Layer> layers;
  CompileOptions options;
};
/// Reads such a description. Throws Error, placed at `place`, where it is broken.
[[nodiscard]] ModelDescription parse_model(const std::string& json, const std::string& place);

}  // namespace gradus
