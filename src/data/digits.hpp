#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "gradus/data/catalogue.hpp"
#include "gradus/data/dataset.hpp"
#include "gradus/io/mat.hpp"

namespace gradus::data {

inline constexpr const char* kDigits = "digits";
inline constexpr const char* kDigitsFile = "digits.mat";
inline constexpr const char* kDigitsWhat =
    "5000 handwritten digits of 20 x 20 made from mnist, for: mat digits.mat";
inline constexpr const char* kDigitsMend = "get it with: gradus data get digits";

/// Where the file lies, if it does: beside the study, in GRADUS_DATA, in the cache.
[[nodiscard]] std::optional<std::filesystem::path> find_digits(const std::filesystem::path& beside);

/// X and y of the first `each` images of every class of `images` (28 x 28 bytes, labels 0..9), the
/// classes in the order 0, 1, .. 9, as the arrays of ex3data1.mat are: a row of X is the central
/// 20 x 20 of an image column by column, byte / 255; y is the label, 10 for zero. Throws Error for
/// images of another size and for too few.
[[nodiscard]] std::vector<io::NamedMatArray> make_digits(const Dataset& images, int64_t each);

/// What `fetch` does for "digits".
std::filesystem::path get_digits(const std::filesystem::path& into, const FetchOptions& options);

}  // namespace gradus::data
