#pragma once

#include <filesystem>
#include <string>

namespace gradus {

/// Throws Error at `path`: "cannot ACTION: the system's reason" and what to do about it. `code` is
/// an errno.
[[noreturn]] void throw_file_error(const std::filesystem::path& path, const std::string& action,
                                   int code);

}  // namespace gradus
