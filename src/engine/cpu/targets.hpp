#pragma once

// Every kernel file includes this before Highway. Only targets with a fused multiply-add give
// Gradus's bits: AVX2, AVX-512 and NEON. Highway's baseline is compiled by its rules but left empty
// here, and a machine without FMA is refused with a reason. AVX3_DL adds instructions that no
// kernel uses.
#define HWY_DISABLED_TARGETS (HWY_SSSE3 | HWY_SSE4 | HWY_AVX3_DL)
#define GRADUS_TARGET_HAS_FMA (HWY_TARGET != HWY_EMU128 && HWY_TARGET != HWY_SCALAR)
