#pragma once

#include <filesystem>
#include <string_view>

#include "gradus/base/error.hpp"
#include "gradus/study/reader.hpp"
#include "study/variant_error.hpp"

namespace gradus::study {

/// The mistake with the line of its key, or of the axis that brought the value there: the study is
/// read again for it. `toml` is the file's text.
[[nodiscard]] Error located(const VariantError& mistake, std::string_view toml,
                            const std::string& file_name, const Overrides& overrides);

}  // namespace gradus::study
