#pragma once

#include <cstddef>

namespace gradus::test {

/// Bytes that operator new has out now.
[[nodiscard]] size_t live_memory();
/// The most that were out at once since the last call of this.
[[nodiscard]] size_t take_peak_memory();

}  // namespace gradus::test
