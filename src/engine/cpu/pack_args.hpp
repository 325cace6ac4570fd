#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/ops.hpp"

/// What the kernels of packs are given: lanes are networks, weights lie in lanes as well.
namespace gradus::engine::cpu {

inline constexpr int kLanes = 16;

/// The two products where lanes are networks and weights lie in lanes as well. y[s][o] = start +
/// sum_k x[s][k] w[k w_k + o w_o], k ascending, of lane vectors; the start is bias[o], the old y,
/// or 0.
template <class T>
struct PackProductArgs {
  const T* x;     ///< [samples][inputs][16]
  const T* w;     ///< [weights][16]
  const T* bias;  ///< [outputs][16] or nullptr
  T* y;           ///< [samples][outputs][16]
  size_t samples, inputs, outputs;
  size_t w_k, w_o;
  bool relu;        ///< y < 0 ? 0 : y at the end
  bool accumulate;  ///< start from the old y
};

/// dw[i][o] (+)= sum over samples, ascending, of x[s][i] dy[s][o]; db[o] (+)= sum of dy[s][o].
template <class T>
struct PackGradientArgs {
  const T* x;
  const T* dy;
  T* dw;  ///< [inputs][outputs][16]
  T* db;  ///< [outputs][16] or nullptr
  size_t samples, inputs, outputs;
  bool accumulate;
};

/// Samples that go up and down a chain of layers together.
inline constexpr size_t kPackBlock = 4;

/// A dense layer of a chain, with the activation on it.
template <class T>
struct PackLayer {
  size_t inputs, outputs;
  size_t kernel_at;  ///< of the kernel, [inputs][outputs][16], in weights and gradient
  size_t bias_at;    ///< of the bias, [outputs][16]; not looked at where there is none
  bool biased;
  Act act;  ///< its slope follows from its value
  T alpha;
  T* y;   ///< [kPackBlock][outputs][16]
  T* dy;  ///< the same: the gradient of y, then of what the activation is taken of
};

/// A block of samples in a chain of dense layers where lanes are networks. Up: every layer's y.
/// Down, from the last layer's dy: gradient (+)= sums over samples, ascending, layer by layer as
/// pack_gradient. With `rates` the weights move at once by SGD, w -= rate g, and the gradient is
/// not kept.
template <class T>
struct PackChainArgs {
  const PackLayer<T>* layers;
  size_t count;
  const T* x;  ///< [samples][inputs][16]
  T* w;        ///< [weights][16]
  T* gradient;
  size_t samples;  ///< kPackBlock, or 2 or 1 of them
  bool accumulate;
  const T* rates;  ///< [16], or nullptr
};

/// Sixteen networks' own dropout or noise at one layer.
struct PackNoiseArgs {
  size_t samples, positions, features;  ///< [samples][positions][features][16]
  uint32_t first_row, layer;
  const uint64_t* seeds;   ///< [16]
  const uint32_t* steps;   ///< [16]
  const double* strength;  ///< [16] rates, or standard deviations
};

}  // namespace gradus::engine::cpu
