#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace gradus::io {

/// Images sorted into folders by their label.
struct LabelledImages {
  int64_t height = 0, width = 0, channels = 1;
  std::vector<uint8_t> pixels;           ///< image after image, each row-major, channels last
  std::vector<std::string> label_names;  ///< all digits: by number; otherwise by the alphabet
  std::vector<int32_t> labels;           ///< of each image, an index of label_names
  std::vector<std::string> files;        ///< LABEL/NAME.png of each image
};

/// Reads FOLDER/LABEL/*.png, files in the order of label and name; anything else in it is left
/// alone. Throws Error where there is no image, a label's folder has none, or one differs in size
/// from the first (naming it).
[[nodiscard]] LabelledImages read_image_folder(const std::filesystem::path& folder);

}  // namespace gradus::io
