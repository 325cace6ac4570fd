#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gradus::data {

/// A published body of images whose bytes are known.
struct KnownSet {
  struct File {
    std::string_view name;    ///< unpacked; ".gz" is added for the packed one
    std::string_view sha256;  ///< of the unpacked content
  };
  std::string_view name;      ///< in study files
  std::string_view what;      ///< for people
  std::string_view mend;      ///< how to get it
  std::array<File, 4> files;  ///< training images and labels, test images and labels
  std::array<std::string_view, 10> class_names;
  std::array<std::string_view, 2> folders;  ///< its names within a folder of data
  std::string_view system_folder;           ///< where a package of the system puts it, or ""
  std::string_view package;                 ///< that package, or ""
  std::array<std::string_view, 4> homes;    ///< addresses to fetch it from, or ""
};

/// Every one there is.
[[nodiscard]] std::span<const KnownSet> known_sets();
/// By name; throws std::logic_error for another name.
[[nodiscard]] const KnownSet& known_set(std::string_view name);

/// Where a file of the set lies, packed or not: in one of `set.folders` beside the study or in
/// GRADUS_DATA, in the system's folder, in the cache, in GRADUS_DATA itself.
[[nodiscard]] std::optional<std::filesystem::path> find_known_file(
    const KnownSet& set, size_t file, const std::filesystem::path& beside);

}  // namespace gradus::data
