#include "engine/cpu/fill.hpp"
#include "engine/cpu/targets.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/cpu/pack_chain.cpp"
#include <hwy/foreach_target.h>
// After foreach_target, which sets the target.
#include "engine/cpu/activation_rules-inl.hpp"
#include "engine/cpu/lanes-inl.hpp"
#include "engine/cpu/pack_product-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gradus::engine::cpu::HWY_NAMESPACE {
#if GRADUS_TARGET_HAS_FMA

// A step of a small network is over in a few hundred cycles, of which calls and stores took most.
// On the way down a layer's inputs stay in registers while its outputs pass by once: the weight
// goes into the gradient below, its own gradient is summed over the block, and it moves, if it may.

// Inputs of a tile: their values and the sums below take twice as many registers as samples.
inline constexpr size_t kTileInputs = kRegisters == 32 ? 2 : 1;

template <class T>
struct DownLayer {
  const PackChainArgs<T>& a;
  const PackLayer<T>& layer;
  const T* x;
  T* dx;      // or nullptr
  bool relu;  // the slope of the relu below is taken along
};

template <class T, size_t S, size_t K, bool kDown, bool kBias, bool kMove>
HWY_INLINE void DownTile(const DownLayer<T>& l, size_t k0, size_t part) {
  const Tag<T> d;
  const PackChainArgs<T>& a = l.a;
  const size_t in_row = l.layer.inputs * kLanes, out_row = l.layer.outputs * kLanes;
  const bool accumulate = a.accumulate;
  const Vec<T> rate = kMove ? hn::Load(d, a.rates + part) : hn::Zero(d);
  Vec<T> in[S][K], down[S][K];
  GRADUS_UNROLL for (size_t s = 0; s < S; ++s) {
    GRADUS_UNROLL for (size_t k = 0; k < K; ++k) {
      in[s][k] = hn::Load(d, l.x + s * in_row + (k0 + k) * kLanes + part);
      down[s][k] = hn::Zero(d);
    }
  }
  const size_t kernel_at = l.layer.kernel_at + k0 * out_row + part;
  T* HWY_RESTRICT w = a.w + kernel_at;
  T* HWY_RESTRICT g = a.gradient + kernel_at;
  T* HWY_RESTRICT bias = kBias ? a.w + l.layer.bias_at + part : nullptr;
  T* HWY_RESTRICT bias_g = kBias ? a.gradient + l.layer.bias_at + part : nullptr;
  const T* HWY_RESTRICT dy = l.layer.dy + part;
  for (size_t o = 0; o < out_row; o += kLanes) {
    Vec<T> delta[S];
    GRADUS_UNROLL for (size_t s = 0; s < S; ++s) {
      delta[s] = hn::Load(d, dy + s * out_row + o);
    }
    GRADUS_UNROLL for (size_t k = 0; k < K; ++k) {
      const size_t at = k * out_row + o;
      Vec<T> sum = accumulate ? hn::Load(d, g + at) : hn::Zero(d);
      const Vec<T> weight = kDown || kMove ? hn::Load(d, w + at) : sum;
      GRADUS_UNROLL for (size_t s = 0; s < S; ++s) {
        if (kDown) down[s][k] = hn::MulAdd(delta[s], weight, down[s][k]);
        sum = hn::MulAdd(in[s][k], delta[s], sum);
      }
      if (kMove)
        hn::Store(hn::NegMulAdd(rate, sum, weight), d, w + at);
      else
        hn::Store(sum, d, g + at);
    }
    if (kBias) {
      Vec<T> sum = accumulate ? hn::Load(d, bias_g + o) : hn::Zero(d);
      GRADUS_UNROLL for (size_t s = 0; s < S; ++s) {
        sum = hn::Add(sum, delta[s]);
      }
      if (kMove)
        hn::Store(hn::NegMulAdd(rate, sum, hn::Load(d, bias + o)), d, bias + o);
      else
        hn::Store(sum, d, bias_g + o);
    }
  }
  if (!kDown) return;
  GRADUS_UNROLL for (size_t s = 0; s < S; ++s) {
    GRADUS_UNROLL for (size_t k = 0; k < K; ++k) {
      // Times relu's slope of 1 or 0.
      const Vec<T> none = hn::Mul(down[s][k], hn::Zero(d));
      const Vec<T> kept = hn::IfThenElse(hn::Gt(in[s][k], hn::Zero(d)), down[s][k], none);
      const Vec<T> dx = l.relu ? kept : down[s][k];
      hn::Store(dx, d, l.dx + s * in_row + (k0 + k) * kLanes + part);
    }
  }
}

template <class T, size_t S, bool kDown, bool kMove>
HWY_INLINE void DownPart(const DownLayer<T>& l, size_t part) {
  constexpr size_t K = kTileInputs;
  const size_t inputs = l.layer.inputs;
  size_t k = 0;
  if (l.layer.biased) {
    k = inputs >= K ? K : 1;
    if (inputs >= K)
      DownTile<T, S, K, kDown, true, kMove>(l, 0, part);
    else
      DownTile<T, S, 1, kDown, true, kMove>(l, 0, part);
  }
  for (; inputs - k >= K; k += K) DownTile<T, S, K, kDown, false, kMove>(l, k, part);
  for (; k < inputs; ++k) DownTile<T, S, 1, kDown, false, kMove>(l, k, part);
}

// dy of the values becomes that of what the activation was taken of.
template <class T>
void TakeSlope(const PackLayer<T>& layer, size_t samples) {
  const Tag<T> d;
  const size_t count = samples * layer.outputs * kLanes;
  WithRule<T>(layer.act, layer.alpha, [&](auto rule) {
    const Vec<T> alpha = hn::Set(d, layer.alpha);
    for (size_t i = 0; i < count; i += kWidth<T>) {
      const Vec<T> y = hn::Load(d, layer.y + i);
      const Vec<T> slope = decltype(rule)::Slope(d, y, y, alpha);
      hn::Store(hn::Mul(hn::Load(d, layer.dy + i), slope), d, layer.dy + i);
    }
  });
}

template <class T>
void TakeValue(const PackLayer<T>& layer, size_t samples) {
  const Tag<T> d;
  const size_t count = samples * layer.outputs * kLanes;
  WithRule<T>(layer.act, layer.alpha, [&](auto rule) {
    const Vec<T> alpha = hn::Set(d, layer.alpha);
    for (size_t i = 0; i < count; i += kWidth<T>)
      hn::Store(decltype(rule)::Value(d, hn::Load(d, layer.y + i), alpha), d, layer.y + i);
  });
}

// Outputs of a tile on the way up.
inline constexpr size_t kTileOutputs = kRegisters == 32 ? 4 : 2;

template <class T, size_t S>
HWY_INLINE void UpPart(const PackProductArgs<T>& a, size_t part) {
  size_t o = 0;
  for (; a.outputs - o >= kTileOutputs; o += kTileOutputs)
    ForwardTile<T, S, kTileOutputs>(a, 0, o, part);
  if (kTileOutputs > 2 && a.outputs - o >= 2) {
    ForwardTile<T, S, 2>(a, 0, o, part);
    o += 2;
  }
  if (a.outputs - o == 1) ForwardTile<T, S, 1>(a, 0, o, part);
}

template <class T, size_t S>
void UpBlock(const PackChainArgs<T>& a) {
  const T* x = a.x;
  for (size_t i = 0; i < a.count; ++i) {
    const PackLayer<T>& layer = a.layers[i];
    const bool relu = layer.act == Act::kRelu;
    const PackProductArgs<T> product{x,
                                     a.w + layer.kernel_at,
                                     layer.biased ? a.w + layer.bias_at : nullptr,
                                     layer.y,
                                     S,
                                     layer.inputs,
                                     layer.outputs,
                                     layer.outputs,
                                     1,
                                     relu,
                                     false};
    for (size_t part = 0; part < kLanes; part += kWidth<T>) UpPart<T, S>(product, part);
    if (!relu && layer.act != Act::kLinear) TakeValue(layer, S);
    x = layer.y;
  }
}

template <class T, size_t S, bool kMove>
void DownBlock(const PackChainArgs<T>& a) {
  bool taken = false;  // the layer's slope, by the one above
  for (size_t i = a.count; i-- > 0;) {
    const PackLayer<T>& layer = a.layers[i];
    if (!taken && layer.act != Act::kLinear) TakeSlope(layer, S);
    taken = i > 0 && a.layers[i - 1].act == Act::kRelu;
    const DownLayer<T> down{a, layer, i == 0 ? a.x : a.layers[i - 1].y,
                            i == 0 ? nullptr : a.layers[i - 1].dy, taken};
    for (size_t part = 0; part < kLanes; part += kWidth<T>) {
      if (i > 0)
        DownPart<T, S, true, kMove>(down, part);
      else
        DownPart<T, S, false, kMove>(down, part);
    }
  }
}

template <class T>
void PackUp(const PackChainArgs<T>& a) {
  if (a.samples == kPackBlock) return UpBlock<T, kPackBlock>(a);
  return a.samples == 2 ? UpBlock<T, 2>(a) : UpBlock<T, 1>(a);
}

template <class T, size_t S>
void DownOf(const PackChainArgs<T>& a) {
  return a.rates ? DownBlock<T, S, true>(a) : DownBlock<T, S, false>(a);
}

template <class T>
void PackDown(const PackChainArgs<T>& a) {
  if (a.samples == kPackBlock) return DownOf<T, kPackBlock>(a);
  return a.samples == 2 ? DownOf<T, 2>(a) : DownOf<T, 1>(a);
}

template <class T>
void Fill(Kernels<T>* k) {
  k->pack_up = PackUp<T>;
  k->pack_down = PackDown<T>;
}

void FillPackChain(Kernels<float>* f, Kernels<double>* d) {
  Fill(f);
  Fill(d);
}
#else
void FillPackChain(Kernels<float>*, Kernels<double>*) {}
#endif
}  // namespace gradus::engine::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace gradus::engine::cpu {
HWY_EXPORT(FillPackChain);
void fill_pack_chain(Kernels<float>* f, Kernels<double>* d) {
  HWY_DYNAMIC_DISPATCH(FillPackChain)(f, d);
}
}  // namespace gradus::engine::cpu
#endif
