#pragma once

#include <filesystem>
#include <string_view>

namespace gradus {

/// Replaces `path` by `content` so that after a crash the file is whole, old or new: writes a
/// neighbour, syncs it, renames it over `path`, syncs the folder. Throws Error naming the path and
/// the system's reason (no space left, permission denied); the neighbour is then removed.
void replace_file(const std::filesystem::path& path, std::string_view content);

/// Creates a folder with its parents. Throws Error naming the path and the reason.
void make_folder(const std::filesystem::path& path);

}  // namespace gradus
