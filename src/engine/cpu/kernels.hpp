#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/cpu/pack_args.hpp"
#include "engine/loss_spec.hpp"
#include "engine/ops.hpp"

/// The kernels of one machine target, for float or double. Here and below live lanes: a value of F
/// features for a run of lane groups is stored [group][F][16], sixteen samples innermost.
namespace gradus::engine::cpu {

/// y[g][o] = start + sum_k x[g][k] w[k w_k + o w_o], k ascending; the start is bias[o], the old y,
/// or 0.
template <class T>
struct ProductArgs {
  const T* x;
  const T* w;
  const T* bias;  ///< or nullptr
  T* y;
  size_t groups, inputs, outputs;
  size_t w_k, w_o;  ///< strides; one of them is 1
  bool relu;        ///< y < 0 ? 0 : y at the end
  bool accumulate;  ///< start from the old y
};

/// One input or one output, with the activation in the same pass. Forward (`value` null): y[g][o] =
/// f(bias[o] + x[g] w[o]). Backward: y[g][o] = x[g] w[o] f', f' from `value` [g][o]; x is then the
/// one output's gradient.
template <class T>
struct OuterArgs {
  const T* x;  ///< [groups][16]
  const T* w;
  const T* bias;  ///< or nullptr
  T* y;           ///< [groups][outputs][16]
  size_t groups, outputs;
  Act act;
  T alpha;
  const T* value;
};

/// dw[i][o] (+)= sum over samples s = 0 .. samples-1, ascending, of x[s / 16][i][s % 16] *
/// dt[s][o]. dw is [inputs][outputs].
template <class T>
struct WeightGradientArgs {
  const T* x;   ///< lanes, [group][inputs][16]
  const T* dt;  ///< samples outermost: [samples][dt_stride]
  T* dw;
  T* db;  ///< db[o] (+)= sum of dt[s][o] in the same pass, or nullptr
  size_t samples, inputs, outputs, dt_stride;
  bool accumulate;  ///< go on from the old dw, or start at 0
};

/// Images lie as [group][height][width][channels][16]; offsets and steps below count values of a
/// sample, that is lane vectors.

/// One tap of a convolution: where its input lies, counted from its position's first, and its
/// weights.
struct ConvTap {
  size_t x, w;
};
/// Where an output position begins to read, and where it writes.
struct ConvPosition {
  size_t x, y;
};
/// Positions that see the same taps at the same distances.
struct ConvClass {
  size_t first_position, positions;  ///< in ConvArgs::positions
  size_t first_tap, taps;            ///< in ConvArgs::taps
  size_t length;                     ///< inputs of every tap, neighbours in x and w_k apart in w
};
/// y[g][position.y + o] = start + sum over its taps t, over k < length, of x[g][position.x + t.x +
/// k] w[t.w + k w_k + o w_o], in this order; the start is bias[o], the old y, or 0.
template <class T>
struct ConvArgs {
  const T* x;
  const T* w;
  const T* bias;  ///< or nullptr
  T* y;
  size_t groups, x_features, y_features;  ///< values of a sample
  size_t outputs;                         ///< channels that are made
  size_t w_k, w_o;
  const ConvClass* classes;
  size_t class_count;
  const ConvPosition* positions;
  const ConvTap* taps;
  bool relu;
  bool accumulate;
};

/// A row of a kernel's gradient, one value an output: the input of a tap, counted from its
/// position's first, the row's place in dw, and how many columns before and after the part's it has
/// besides.
struct ConvRow {
  size_t x, w, before, after;
};
/// Rows that sum over the same lines of output positions and have a rectangle of them in common,
/// which begins at (line, column): position (line + i, column + j) reads x at x + i x_row + j
/// x_column + row.x. `before` and `after` are the most of its rows.
struct ConvPart {
  size_t first_row, rows;  ///< in ConvGradientArgs::rows
  size_t line, column, height, width, before, after;
  size_t x, x_row, x_column;
};
/// Lane vectors of a delta that are gone over together: 26 KiB of floats.
inline constexpr size_t kConvBlock = 416;
/// dw[row.w + o] (+)= sum over samples, ascending, of the sum over the row's positions, line by
/// line, of x dy. db[o] (+)= the same of dy over all positions. Samples beyond the last are not
/// read into sums.
template <class T>
struct ConvGradientArgs {
  const T* x;
  const T* dy;
  T* dw;
  T* db;  ///< [outputs] or nullptr
  size_t samples, x_features, y_features, outputs, out_height, out_width;
  const ConvPart* parts;
  size_t part_count;
  const ConvRow* rows;
  size_t row_count;
  T* scratch;       ///< gradient_scratch() lane vectors
  bool accumulate;  ///< go on from the old dw, or start at 0
};

/// Pools of one window shape. Backward (dy given): dx becomes the gradient with respect to x, times
/// the slope of the activation that made x (from its value; kLinear for none). A maximum's gradient
/// goes to the first of equals; a NaN in the window is the maximum. dx may be x where the strides
/// are the window's extents and nothing is dilated.
template <class T>
struct PoolArgs {
  const T* x;  ///< [groups][height][width][channels][16]
  T* y;        ///< [groups][out_height][out_width][channels][16]; read by the backward of a maximum
  const T* dy;  ///< or nullptr
  T* dx;
  size_t groups, height, width, channels, out_height, out_width;
  Window window;
  bool maximum;  ///< or the mean of those inside the image
  Act act;
  T alpha;
};

/// Mean and sum of squared deviations of every channel over `samples` x `positions` values, in two
/// passes: lane by lane, the sixteen by a fixed tree.
template <class T>
struct MomentArgs {
  const T* x;  ///< [group][positions][channels][16]
  size_t samples, positions, channels;
  T* mean;  ///< [channels]
  T* m2;    ///< [channels]
};
/// Sums over `samples` x `positions` for a batch normalisation's backward: of dy, and of dy (x -
/// mean) inverse.
template <class T>
struct NormSumArgs {
  const T* x;
  const T* dy;
  const T* mean;     ///< [channels]
  const T* inverse;  ///< [channels], 1 / sqrt(variance + epsilon)
  size_t samples, positions, channels;
  T* sum;  ///< [channels]
  T* dot;  ///< [channels]
};
/// y = dy a[c] + (x b[c] + d[c]), or x b[c] + d[c] where dy is null; fused multiply-adds.
template <class T>
struct ChannelMapArgs {
  const T* x;
  const T* dy;  ///< or nullptr
  T* y;         ///< may be x or dy
  const T* a;   ///< [channels], not looked at without dy
  const T* b;
  const T* d;
  size_t groups, positions, channels;
};
/// Normalises the last axis of every position: y = (x - mean) / sqrt(variance + epsilon) gamma +
/// beta. Backward (dy given): dx, and dgamma and dbeta added up sample after sample, each sample's
/// positions first.
template <class T>
struct LayerNormArgs {
  const T* x;
  const T* gamma;  ///< [channels] or nullptr for 1
  const T* beta;   ///< [channels] or nullptr for 0
  T* y;
  const T* dy;  ///< or nullptr
  T* dx;        ///< may be dy; nullptr where nobody asks
  T* dgamma;    ///< or nullptr
  T* dbeta;     ///< or nullptr
  T* scratch;   ///< [2][channels][16]
  size_t samples, positions, channels;
  T epsilon;
  bool accumulate;  ///< of dgamma and dbeta
};
/// y = x < 0 ? alpha x : x. Backward (dy given): dx = dy (x < 0 ? alpha : 1), dalpha (+)= sum over
/// samples of x < 0 ? dy x : 0.
template <class T>
struct PReluArgs {
  const T* x;
  const T* alpha;  ///< [features]
  T* y;
  const T* dy;
  T* dx;  ///< may be dy; nullptr where nobody asks
  T* dalpha;
  size_t samples, features;
  bool accumulate;
};

/// Rows of a data set on their way into lanes.
template <class T>
struct LoadArgs {
  const float* numbers;   ///< [rows][features] or nullptr
  const uint8_t* pixels;  ///< the same as bytes, or nullptr
  const float*
      scale;  ///< value * scale + offset, one fused multiply-add in float; nullptr for none
  const float* offset;
  size_t affine;         ///< 1 for one map, else the number of features
  const uint32_t* rows;  ///< which rows, `samples` of them; nullptr means 0, 1, 2 ...
  size_t first;          ///< the first row where `rows` is nullptr
  size_t samples, features;
  T* x;  ///< [ceil(samples / 16)][features][16]; lanes beyond the samples become 0
};

template <class T>
struct LossArgs {
  LossSpec loss;
  T* y;  ///< [group][outputs][16] predictions or logits; *FromLogits leave probabilities here
  const T* target;  ///< [group][outputs][16], or nullptr where labels are given
  const T* labels;  ///< [group][16], the class as a number; with one output it is the target itself
  const T* weights;  ///< [group][16], or nullptr for 1
  T* dy;  ///< gradient with respect to y (or the logits), or nullptr; 0 in lanes beyond the samples
  size_t samples, outputs;
  T scale;             ///< of the gradient: 1 / rows of the step
  double* sums;        ///< [16] sums of weighted losses by lane, added to
  bool banks = false;  ///< group g adds to sums + g % 16 * 16 instead: lanes are networks, and the
                       ///< sixteen partial sums of each are those of its samples
};

template <class T>
struct MetricArgs {
  MetricKind kind;
  const T* y;
  const T* target;
  const T* labels;
  const T* weights;
  size_t samples, outputs;
  double* sums;        ///< [16], added to
  bool banks = false;  ///< as of LossArgs
};

enum class UpdateKind : uint8_t {
  kSgd,
  kMomentum,
  kNesterov,
  kRmsprop,
  kAdagrad,
  kAdadelta,
  kAdam,
  kAdamax,
  kNadam,
};

/// One step of an optimizer on a run of weights. What the scalars mean stands beside each rule in
/// update.cpp.
template <class T>
struct UpdateArgs {
  UpdateKind kind;
  bool flag_a, flag_b, flag_c;  ///< variants of the rule
  T scalar[8];
  T* w;
  const T* g;
  T* slots[4];
  size_t count;              ///< a multiple of 16; the arrays are padded
  const T* lanes = nullptr;  ///< [8][16] scalars of sixteen networks, instead of `scalar`
};

template <class T>
struct Kernels {
  void (*product)(const ProductArgs<T>&);
  void (*outer)(const OuterArgs<T>&);
  void (*weight_gradient)(const WeightGradientArgs<T>&);
  void (*convolve)(const ConvArgs<T>&);
  void (*conv_gradient)(const ConvGradientArgs<T>&);
  void (*pool)(const PoolArgs<T>&);
  void (*moments)(const MomentArgs<T>&);
  void (*norm_sums)(const NormSumArgs<T>&);
  void (*channel_map)(const ChannelMapArgs<T>&);
  void (*layer_norm)(const LayerNormArgs<T>&);
  void (*prelu)(const PReluArgs<T>&);
  /// Lanes [group][features][16] to rows [samples][stride] (whole blocks of 4 samples are written).
  void (*lanes_to_rows)(const T* x, T* rows, size_t samples, size_t features, size_t stride);
  void (*load)(const LoadArgs<T>&);
  /// y = f(z) on `count` values (a multiple of 16); y may be z.
  void (*activate)(Act act, T alpha, const T* z, T* y, size_t count);
  /// dz = dy f'(.), f' from z where z is given, else from y; dz may be dy.
  void (*activate_backward)(Act act, T alpha, const T* z, const T* y, const T* dy, T* dz,
                            size_t count);
  /// Softmax over the features of [groups][features][16], and its backward; in place is allowed.
  void (*softmax)(const T* z, T* y, size_t groups, size_t features);
  void (*softmax_backward)(const T* y, const T* dy, T* dz, size_t groups, size_t features);
  void (*loss)(const LossArgs<T>&);
  void (*metric)(const MetricArgs<T>&);
  /// y = x * (kept ? 1 / (1 - rate) : 0); the mask depends on (seed, step, layer, row, unit) alone.
  /// Each unit is dropped at all of its `positions`, [positions][features]. Backward is the same
  /// call.
  void (*dropout)(const T* x, T* y, size_t groups, size_t positions, size_t features,
                  uint32_t first_row, uint32_t step, uint32_t layer, uint64_t seed, double rate);
  void (*noise)(const T* x, T* y, size_t groups, size_t features, uint32_t first_row, uint32_t step,
                uint32_t layer, uint64_t seed, double stddev);
  void (*pack_product)(const PackProductArgs<T>&);
  void (*pack_gradient)(const PackGradientArgs<T>&);
  void (*pack_up)(const PackChainArgs<T>&);
  void (*pack_down)(const PackChainArgs<T>&);
  /// total[16] = (add ? total : 0) + the sum of `banks` rows of sixteen, a power of two, by
  /// lane_tree's tree; the rows are used up. Returns whether all totals are finite.
  bool (*pack_totals)(double* sums, size_t banks, double* total, bool add);
  /// penalty_gradient of `count` lane vectors, with l1[16] and l2[16].
  void (*pack_penalty)(const T* w, T* g, size_t count, const T* l1, const T* l2);
  void (*pack_dropout)(const T* x, T* y, const PackNoiseArgs&);
  void (*pack_noise)(const T* x, T* y, const PackNoiseArgs&);
  /// a += b on `count` values, a multiple of 16.
  void (*add)(T* a, const T* b, size_t count);
  /// g += 2 l2 w + l1 sign(w), on any count.
  void (*penalty_gradient)(const T* w, T* g, size_t count, T l1, T l2);
  void (*update)(const UpdateArgs<T>&);
};

/// The kernels for the best target of this machine, or of those allowed by limit_target. Throws
/// Error on a machine without a fused multiply-add.
template <class T>
[[nodiscard]] const Kernels<T>& kernels();

/// For tests: "avx2", "avx512" or "" for the best. Programs compiled afterwards use it. Throws
/// std::invalid_argument for a target that is unknown or not of this machine.
void limit_target(const char* name);

/// Names of the targets of this build that this machine can run, best first: "avx512", "avx2",
/// "neon".
[[nodiscard]] const char* target_name();

}  // namespace gradus::engine::cpu
