#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace gradus::data {

/// Brings the body of a http or https address, followed through redirections, into a file. What
/// lies there already counts as the body's beginning: only the rest is asked for, and a server that
/// sends everything anyway begins the file anew, as does one that has nothing beyond what is there.
/// Throws Error for no answer, an answer other than 200 and 206, a body above `limit` bytes (the
/// file is then removed) and one that broke off (what came is kept, to be gone on with). The file
/// and its folder appear with the first byte.
void http_get(const std::string& url, const std::filesystem::path& file, uint64_t limit);

}  // namespace gradus::data
