#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gradus/data/dataset.hpp"
#include "gradus/io/idx.hpp"

namespace gradus::data {

/// Images (extents: how many, then the image) and as many labels as one set of `classes` classes,
/// pixels as bytes; images without a channel axis get one. `images_place` and `labels_place` stand
/// in the errors for arrays that do not belong together.
[[nodiscard]] Dataset image_set(const io::ByteArray& images, const io::ByteArray& labels,
                                int32_t classes, std::vector<std::string> class_names,
                                const std::string& images_place, const std::string& labels_place);

}  // namespace gradus::data
