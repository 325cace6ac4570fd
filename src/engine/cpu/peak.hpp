#pragma once

#include <cstdint>

namespace gradus::engine::cpu {

/// Runs `rounds` rounds of independent fused multiply-adds in float, from registers alone, and
/// returns how many floating point operations that was (an FMA is two). The time it takes is the
/// machine's limit.
[[nodiscard]] double spin_fma(int64_t rounds);

}  // namespace gradus::engine::cpu
