#pragma once

#include <cstdint>
#include <string>

namespace gradus::data {

/// The body of a http or https address, followed through redirections. Throws Error for no answer,
/// an answer other than 200, and a body above `limit` bytes.
[[nodiscard]] std::string http_get(const std::string& url, uint64_t limit);

}  // namespace gradus::data
