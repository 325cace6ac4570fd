#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace gradus::data {

/// The folder of downloaded data: $XDG_CACHE_HOME/gradus, or ~/.cache/gradus.
[[nodiscard]] std::filesystem::path cache_folder();

/// The folders in which data are looked for, in order: `beside` (the study's own; "" means the
/// current one), GRADUS_DATA where it is set, the cache.
[[nodiscard]] std::vector<std::filesystem::path> data_folders(const std::filesystem::path& beside);

/// The first of these folders that has `name`, a file; an absolute name stands for itself. Throws
/// Error where none has.
[[nodiscard]] std::filesystem::path find_file(const std::string& name,
                                              const std::filesystem::path& beside);

/// The same for a folder.
[[nodiscard]] std::filesystem::path find_folder(const std::string& name,
                                                const std::filesystem::path& beside);

}  // namespace gradus::data
