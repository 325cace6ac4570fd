// Elementary functions on vectors of float or double: see the four parts for algorithms and errors.
// Additions, multiplications, divisions and fused multiply-adds in one order only, so that AVX2,
// AVX-512 and NEON give the same bits. NaN passes through all of them. Included once per target.
#if defined(GRADUS_ENGINE_CPU_LANE_MATH_INL_HPP_) == defined(HWY_TARGET_TOGGLE)
#ifdef GRADUS_ENGINE_CPU_LANE_MATH_INL_HPP_
#undef GRADUS_ENGINE_CPU_LANE_MATH_INL_HPP_
#else
#define GRADUS_ENGINE_CPU_LANE_MATH_INL_HPP_
#endif

#include "engine/cpu/lane_erf-inl.hpp"
#include "engine/cpu/lane_exp-inl.hpp"
#include "engine/cpu/lane_log-inl.hpp"
#include "engine/cpu/lane_sin-inl.hpp"

#endif
