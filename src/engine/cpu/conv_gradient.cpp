#include <algorithm>

#include "engine/cpu/fill.hpp"
#include "engine/cpu/targets.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/cpu/conv_gradient.cpp"
#include <hwy/foreach_target.h>
// After foreach_target, which sets the target.
#include "engine/cpu/lane_sums-inl.hpp"
#include "engine/cpu/lanes-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gradus::engine::cpu::HWY_NAMESPACE {
#if GRADUS_TARGET_HAS_FMA

// Where a tile reads: lines x width positions, some more before and after on every line, and the
// steps between them in values.
template <class T>
struct Field {
  const T* x;
  const T* dy;
  size_t lines, width, before, after;
  ptrdiff_t x_line, x_column, dy_line, dy_column;
};

// A tile of K rows x O outputs sums the positions of a field, each lane by itself. The lane vectors
// stay in `sums`, [K][O][16], where the next field takes them up again or the sum over samples
// finds them. With kEdges, a line has columns that only some of the rows know.
template <class T, size_t K, size_t O, bool kEdges>
HWY_INLINE void Tile(const Field<T>& f, const ConvRow* rows, bool go_on, T* HWY_RESTRICT sums) {
  const Tag<T> d;
  const T* HWY_RESTRICT x[K];
  GRADUS_UNROLL for (size_t k = 0; k < K; ++k) {
    x[k] = f.x + rows[k].x * kLanes;
  }
  Vec<T> sum[K][O];
  GRADUS_UNROLL for (size_t k = 0; k < K; ++k) {
    GRADUS_UNROLL for (size_t o = 0; o < O; ++o) {
      sum[k][o] = go_on ? hn::Load(d, sums + (k * O + o) * kLanes) : hn::Zero(d);
    }
  }
  // The rows of one position, or those of them that know it.
  const auto add = [&](ptrdiff_t at, const T* HWY_RESTRICT dy, auto knows) HWY_ATTR {
    Vec<T> in[O];
    GRADUS_UNROLL for (size_t o = 0; o < O; ++o) {
      in[o] = hn::Load(d, dy + o * kLanes);
    }
    GRADUS_UNROLL for (size_t k = 0; k < K; ++k) {
      if (!knows(rows[k])) continue;
      const Vec<T> v = hn::Load(d, x[k] + at);
      GRADUS_UNROLL for (size_t o = 0; o < O; ++o) {
        sum[k][o] = hn::MulAdd(v, in[o], sum[k][o]);
      }
    }
  };
  for (ptrdiff_t i = 0; i < static_cast<ptrdiff_t>(f.lines); ++i) {
    const T* HWY_RESTRICT dy = f.dy + i * f.dy_line;
    ptrdiff_t at = i * f.x_line;
    for (ptrdiff_t j = kEdges ? static_cast<ptrdiff_t>(f.before) : 0; j > 0; --j) {
      add(at - j * f.x_column, dy - j * f.dy_column,
          [j](const ConvRow& row) { return static_cast<ptrdiff_t>(row.before) >= j; });
    }
    for (size_t j = 0; j < f.width; ++j, at += f.x_column, dy += f.dy_column)
      add(at, dy, [](const ConvRow&) { return true; });
    for (size_t j = 0; kEdges && j < f.after; ++j, at += f.x_column, dy += f.dy_column)
      add(at, dy, [j](const ConvRow& row) { return row.after > j; });
  }
  GRADUS_UNROLL for (size_t k = 0; k < K; ++k) {
    GRADUS_UNROLL for (size_t o = 0; o < O; ++o) {
      hn::Store(sum[k][o], d, sums + (k * O + o) * kLanes);
    }
  }
}

// The sum over samples of some rows. Four outputs lie side by side in dw as well.
template <class T, size_t O>
HWY_INLINE void AddSamples(const ConvGradientArgs<T>& a, const ConvRow* rows, size_t count,
                           size_t o0, size_t samples, bool go_on, const T* sums) {
  HWY_ALIGN T total[24];  // the most sums of a tile
  for (size_t k = 0; k < count; ++k) {
    T* const to = O == 4 ? a.dw + rows[k].w + o0 : total + k * O;
    for (size_t o = 0; o < O; ++o) to[o] = go_on ? a.dw[rows[k].w + o0 + o] : T(0);
    if (O == 4) LaneSums(sums + k * O * kLanes, O, samples, to);
  }
  if (O == 4) return;
  LaneSums(sums, count * O, samples, total);
  for (size_t k = 0; k < count; ++k) {
    for (size_t o = 0; o < O; ++o) a.dw[rows[k].w + o0 + o] = total[k * O + o];
  }
}

// The taps of a 3 x 3 kernel on a gray image: all of them in one tile, so that the long delta is
// read once.
constexpr size_t kFewRows = 9;
// A copy of the delta pays where so many rows go over it.
constexpr size_t kPackRows = 26;

// Outputs of the next strip where so many are left. Rows of neighbouring taps read the same
// columns, which the first cache keeps, so that few outputs and many rows need the least of the
// second.
size_t OutputsOf(size_t left, size_t rows) {
  if (rows <= kFewRows && rows > 3 && left >= 2) return 2;
  if (left >= 6 && left % 6 == 0 && left % 4 != 0) return 6;
  return left >= 4 ? 4 : left >= 2 ? 2 : 1;
}

// One group and O outputs from o0 on.
template <class T, size_t O>
struct Strip {
  const ConvGradientArgs<T>& a;
  const T* image;
  const T* delta;
  size_t o0, samples;
  bool go_on;

  // Many rows go over as many output lines at a time as keep their delta in the first cache, and
  // that copied together: in place, what a strip needs of it lies apart by all outputs, mostly a
  // power of two, and would evict itself. Few rows go in one piece.
  void Run() const {
    const bool pack = a.row_count >= kPackRows;
    const size_t lines =
        pack
            ? std::clamp<size_t>(kConvBlock / std::max<size_t>(a.out_width * O, 1), 1, a.out_height)
            : a.out_height;
    T* const packed = a.scratch + a.row_count * O * kLanes;
    for (size_t begin = 0; begin < a.out_height; begin += lines) {
      const size_t end = std::min(a.out_height, begin + lines);
      if (pack) Pack(begin, end, packed);
      for (size_t i = 0; i < a.part_count; ++i)
        OverPart(a.parts[i], begin, end, pack ? packed : nullptr, lines < a.out_height);
    }
  }

  void Pack(size_t begin, size_t end, T* to) const {
    const T* from = delta + (begin * a.out_width * a.outputs + o0) * kLanes;
    for (size_t n = (end - begin) * a.out_width; n > 0; --n, from += a.outputs * kLanes)
      to = std::copy_n(from, O * kLanes, to);
  }

  void OverPart(const ConvPart& part, size_t begin, size_t end, const T* packed, bool keep) const {
    const size_t first = std::max(begin, part.line), last = std::min(end, part.line + part.height);
    const bool ends = end >= part.line + part.height && begin <= part.line + part.height;
    if (first >= last && !(part.height == 0 && begin == 0)) return;
    Field<T> f{};
    f.lines = last > first ? last - first : 0;
    f.width = part.width;
    f.before = part.before;
    f.after = part.after;
    const size_t dy_column = (packed ? O : a.outputs) * kLanes;
    f.x_line = static_cast<ptrdiff_t>(part.x_row * kLanes);
    f.x_column = static_cast<ptrdiff_t>(part.x_column * kLanes);
    f.dy_column = static_cast<ptrdiff_t>(dy_column);
    f.dy_line = static_cast<ptrdiff_t>(a.out_width * dy_column);
    f.x = image + (part.x + (first - part.line) * part.x_row) * kLanes;
    f.dy = packed ? packed + ((first - begin) * a.out_width + part.column) * dy_column
                  : delta + o0 * kLanes + (first * a.out_width + part.column) * dy_column;
    OverRows(part, f, first > part.line, ends || part.height == 0, keep);
  }

  void OverRows(const ConvPart& part, const Field<T>& f, bool take_up, bool ends, bool keep) const {
    constexpr size_t kSums = kRegisters == 32 ? 24 : 12;
    constexpr size_t K = kSums >= 18 && O == 2 ? kFewRows : kSums / O > 6 ? 6 : kSums / O;
    const ConvRow* rows = a.rows + part.first_row;
    T* sums = a.scratch + (keep ? part.first_row * O * kLanes : 0);
    const auto tile = [&]<size_t N>() {
      for (size_t p = 0; p < kLanes; p += kWidth<T>) {
        Field<T> lanes = f;
        lanes.x += p;
        lanes.dy += p;
        if (part.before + part.after > 0)
          Tile<T, N, O, true>(lanes, rows, take_up, sums + p);
        else
          Tile<T, N, O, false>(lanes, rows, take_up, sums + p);
      }
      if (ends) AddSamples<T, O>(a, rows, N, o0, samples, go_on, sums);
      rows += N;
      if (keep) sums += N * O * kLanes;
    };
    size_t left = part.rows;
    for (; left >= K; left -= K) tile.template operator()<K>();
    if constexpr (K > 6) {
      for (; left >= 6; left -= 6) tile.template operator()<6>();
    }
    if constexpr (K > 3) {
      for (; left >= 3; left -= 3) tile.template operator()<3>();
    }
    if constexpr (K > 2) {
      for (; left >= 2; left -= 2) tile.template operator()<2>();
    }
    if constexpr (K > 1) {
      for (; left > 0; --left) tile.template operator()<1>();
    }
  }
};

// The bias's gradient of O outputs from o0 on: an input that is always 1, at every position.
template <class T, size_t O>
void Bias(const ConvGradientArgs<T>& a, const T* delta, size_t o0, size_t samples, bool go_on) {
  const Tag<T> d;
  HWY_ALIGN T sums[O * kLanes];
  for (size_t p = 0; p < kLanes; p += kWidth<T>) {
    const T* at = delta + o0 * kLanes + p;
    Vec<T> sum[O];
    GRADUS_UNROLL for (size_t o = 0; o < O; ++o) sum[o] = hn::Zero(d);
    for (size_t i = 0; i < a.out_height * a.out_width; ++i, at += a.outputs * kLanes) {
      GRADUS_UNROLL for (size_t o = 0; o < O; ++o) {
        sum[o] = hn::Add(sum[o], hn::Load(d, at + o * kLanes));
      }
    }
    GRADUS_UNROLL for (size_t o = 0; o < O; ++o) hn::Store(sum[o], d, sums + o * kLanes + p);
  }
  if (!go_on) std::fill_n(a.db + o0, O, T(0));
  LaneSums(sums, O, samples, a.db + o0);
}

template <class T>
void Biases(const ConvGradientArgs<T>& a, const T* delta, size_t samples, bool go_on) {
  size_t o = 0;
  for (; a.outputs - o >= 8; o += 8) Bias<T, 8>(a, delta, o, samples, go_on);
  for (; a.outputs - o >= 2; o += 2) Bias<T, 2>(a, delta, o, samples, go_on);
  for (; o < a.outputs; ++o) Bias<T, 1>(a, delta, o, samples, go_on);
}

template <class T>
void ConvGradient(const ConvGradientArgs<T>& a) {
  for (size_t first = 0; first < a.samples; first += kLanes) {
    const size_t samples = std::min(a.samples - first, size_t{kLanes});
    const T* image = a.x + first * a.x_features;
    const T* delta = a.dy + first * a.y_features;
    const bool go_on = a.accumulate || first > 0;
    for (size_t o = 0, width = 0; o < a.outputs; o += width) {
      width = OutputsOf(a.outputs - o, a.row_count);
      switch (width) {
        case 6:
          Strip<T, 6>{a, image, delta, o, samples, go_on}.Run();
          break;
        case 4:
          Strip<T, 4>{a, image, delta, o, samples, go_on}.Run();
          break;
        case 2:
          Strip<T, 2>{a, image, delta, o, samples, go_on}.Run();
          break;
        default:
          Strip<T, 1>{a, image, delta, o, samples, go_on}.Run();
      }
    }
    if (a.db) Biases(a, delta, samples, go_on);
  }
}

void FillConvGradient(Kernels<float>* f, Kernels<double>* d) {
  f->conv_gradient = ConvGradient<float>;
  d->conv_gradient = ConvGradient<double>;
}
#else
void FillConvGradient(Kernels<float>*, Kernels<double>*) {}
#endif
}  // namespace gradus::engine::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace gradus::engine::cpu {
HWY_EXPORT(FillConvGradient);
void fill_conv_gradient(Kernels<float>* f, Kernels<double>* d) {
  HWY_DYNAMIC_DISPATCH(FillConvGradient)(f, d);
}
}  // namespace gradus::engine::cpu
#endif
