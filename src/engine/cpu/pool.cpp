#include <algorithm>

#include "engine/cpu/fill.hpp"
#include "engine/cpu/targets.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/cpu/pool.cpp"
#include <hwy/foreach_target.h>
// After foreach_target, which sets the target.
#include "engine/cpu/activation_rules-inl.hpp"
#include "engine/cpu/lanes-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gradus::engine::cpu::HWY_NAMESPACE {
#if GRADUS_TARGET_HAS_FMA

// The part of a window that lies inside the image, along one axis: the first index and how many,
// `step` apart.
struct Inside {
  size_t first, count, step;
};
inline Inside InsideOf(int64_t out, int64_t taps, int64_t stride, int64_t dilation, int64_t before,
                       size_t extent) {
  int64_t at = out * stride - before;
  while (taps > 0 && at < 0) at += dilation, --taps;
  while (taps > 0 && at + (taps - 1) * dilation >= static_cast<int64_t>(extent)) --taps;
  return {static_cast<size_t>(std::max<int64_t>(at, 0)), static_cast<size_t>(taps),
          static_cast<size_t>(dilation)};
}

// Calls f(rows, columns, output position) for every window.
template <class T, class F>
HWY_INLINE void EachWindow(const PoolArgs<T>& a, F&& f) {
  const Window& w = a.window;
  for (size_t i = 0; i < a.out_height; ++i) {
    const Inside rows =
        InsideOf(static_cast<int64_t>(i), w.height, w.stride_y, w.dilation_y, w.top, a.height);
    for (size_t j = 0; j < a.out_width; ++j) {
      const Inside columns =
          InsideOf(static_cast<int64_t>(j), w.width, w.stride_x, w.dilation_x, w.left, a.width);
      f(rows, columns, i * a.out_width + j);
    }
  }
}

// The larger of two, or the NaN of either, whatever the machine's maximum makes of it.
template <class T>
HWY_INLINE Vec<T> Larger(Vec<T> a, Vec<T> b) {
  return hn::IfThenElse(hn::Or(hn::Ge(a, b), hn::IsNaN(a)), a, b);
}

template <class T>
HWY_INLINE Vec<T> CountOf(const Inside& rows, const Inside& columns) {
  return hn::Set(Tag<T>(), static_cast<T>(rows.count * columns.count));
}

template <class T, bool kMaximum>
void Forward(const PoolArgs<T>& a) {
  const Tag<T> d;
  const size_t channels = a.channels * kLanes, row = a.width * channels;
  for (size_t g = 0; g < a.groups; ++g) {
    const T* image = a.x + g * a.height * row;
    T* out = a.y + g * a.out_height * a.out_width * channels;
    EachWindow(a, [&](const Inside& rows, const Inside& columns, size_t position) {
      const T* from = image + rows.first * row + columns.first * channels;
      T* to = out + position * channels;
      const Vec<T> share = hn::Div(hn::Set(d, T(1)), CountOf<T>(rows, columns));
      for (size_t c = 0; c < channels; c += kWidth<T>) {
        Vec<T> sum = hn::Load(d, from + c);
        for (size_t i = 0; i < rows.count; ++i) {
          const T* at = from + i * rows.step * row + c;
          for (size_t j = i == 0 ? 1 : 0; j < columns.count; ++j) {
            const Vec<T> v = hn::Load(d, at + j * columns.step * channels);
            sum = kMaximum ? Larger<T>(sum, v) : hn::Add(sum, v);
          }
        }
        hn::Store(kMaximum ? sum : hn::Mul(sum, share), d, to + c);
      }
    });
  }
}

// A window's gradient, to its first maximum or in equal shares to all. Where windows overlap it is
// added to what others have left.
template <class T, class Rule, bool kMaximum, bool kOverlap>
void Backward(const PoolArgs<T>& a) {
  const Tag<T> d;
  const Vec<T> alpha = hn::Set(d, a.alpha);
  const size_t channels = a.channels * kLanes, row = a.width * channels;
  for (size_t g = 0; g < a.groups; ++g) {
    const T* image = a.x + g * a.height * row;
    T* gradient = a.dx + g * a.height * row;
    const size_t out = g * a.out_height * a.out_width * channels;
    EachWindow(a, [&](const Inside& rows, const Inside& columns, size_t position) {
      const size_t corner = rows.first * row + columns.first * channels;
      const Vec<T> share = hn::Div(hn::Set(d, T(1)), CountOf<T>(rows, columns));
      for (size_t c = 0; c < channels; c += kWidth<T>) {
        const size_t to = out + position * channels + c;
        Vec<T> dy = hn::Load(d, a.dy + to);
        const Vec<T> y = kMaximum ? hn::Load(d, a.y + to) : hn::Zero(d);
        const auto nan = hn::IsNaN(y);
        if constexpr (kMaximum) {
          dy = hn::Mul(dy, Rule::Slope(d, y, y, alpha));
        } else {
          dy = hn::Mul(dy, share);
        }
        for (size_t i = 0; i < rows.count; ++i) {
          size_t at = corner + i * rows.step * row + c;
          for (size_t j = 0; j < columns.count; ++j, at += columns.step * channels) {
            const Vec<T> x = hn::Load(d, image + at);
            Vec<T> mine = dy;
            if constexpr (kMaximum) {
              const auto here = hn::Or(hn::Eq(x, y), hn::And(nan, hn::IsNaN(x)));
              mine = hn::IfThenElseZero(here, dy);
              dy = hn::IfThenZeroElse(here, dy);
            } else {
              mine = hn::Mul(dy, Rule::Slope(d, x, x, alpha));
            }
            if constexpr (kOverlap) mine = hn::Add(mine, hn::Load(d, gradient + at));
            hn::Store(mine, d, gradient + at);
          }
        }
      }
    });
  }
}

// What no window covers has no gradient.
template <class T>
void ClearRest(const PoolArgs<T>& a) {
  const Window& w = a.window;
  const size_t channels = a.channels * kLanes, row = a.width * channels;
  const Inside rows =
      InsideOf(static_cast<int64_t>(a.out_height) - 1, w.height, w.stride_y, 1, w.top, a.height);
  const Inside columns =
      InsideOf(static_cast<int64_t>(a.out_width) - 1, w.width, w.stride_x, 1, w.left, a.width);
  const size_t height = rows.first + rows.count, width = columns.first + columns.count;
  for (size_t g = 0; g < a.groups; ++g) {
    T* image = a.dx + g * a.height * row;
    for (size_t i = 0; i < height; ++i)
      std::fill(image + i * row + width * channels, image + (i + 1) * row, T(0));
    std::fill(image + height * row, image + a.height * row, T(0));
  }
}

template <class T, class Rule, bool kMaximum>
void BackwardOf(const PoolArgs<T>& a) {
  const Window& w = a.window;
  const bool tiles =
      w.stride_y == w.height && w.stride_x == w.width && w.dilation_y == 1 && w.dilation_x == 1;
  if (tiles) {
    Backward<T, Rule, kMaximum, false>(a);
    ClearRest(a);
  } else {
    std::fill(a.dx, a.dx + a.groups * a.height * a.width * a.channels * kLanes, T(0));
    Backward<T, Rule, kMaximum, true>(a);
  }
}

template <class T>
void Pool(const PoolArgs<T>& a) {
  if (!a.dy) return a.maximum ? Forward<T, true>(a) : Forward<T, false>(a);
  WithRule<T>(a.act, a.alpha, [&](auto rule) {
    using Rule = decltype(rule);
    a.maximum ? BackwardOf<T, Rule, true>(a) : BackwardOf<T, Rule, false>(a);
  });
}

void FillPool(Kernels<float>* f, Kernels<double>* d) {
  f->pool = Pool<float>;
  d->pool = Pool<double>;
}
#else
void FillPool(Kernels<float>*, Kernels<double>*) {}
#endif
}  // namespace gradus::engine::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace gradus::engine::cpu {
HWY_EXPORT(FillPool);
void fill_pool(Kernels<float>* f, Kernels<double>* d) {
  HWY_DYNAMIC_DISPATCH(FillPool)(f, d);
}
}  // namespace gradus::engine::cpu
#endif
