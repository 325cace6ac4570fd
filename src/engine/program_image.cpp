// Ops of images and normalisations: what each needs of the plan, handed to its kernel.
#include <algorithm>

#include "engine/program.hpp"

namespace gradus::engine {
namespace {

constexpr size_t kLanes = cpu::kLanes;

size_t u(int64_t v) {
  return static_cast<size_t>(v);
}

}  // namespace

template <class T>
void Program<T>::forward_image(const Call& call, const Chunk& c, int i) {
  const Op& op = graph_.ops[static_cast<size_t>(i)];
  const Placed& p = plan_.ops[static_cast<size_t>(i)];
  const int input = op.inputs[0];
  const size_t inputs = u(graph_.ops[static_cast<size_t>(input)].size());
  const size_t features = u(op.size()), channels = channels_of(op);
  const auto weight = [&](int param) {
    return param < 0 ? nullptr : call.weights + graph_.params[static_cast<size_t>(param)].offset;
  };
  const T* x = value(c, input);
  T* y = value(c, i);
  switch (op.kind) {
    case OpKind::kConv2D: {
      const ConvPath& path = plan_.convolutions[static_cast<size_t>(p.geometry)].forward;
      kernels_.convolve({x, weight(op.kernel), weight(op.bias), y, c.groups, inputs, features,
                         channels, channels, 1, path.classes.data(), path.classes.size(),
                         path.positions.data(), path.taps.data(), p.relu, false});
      break;
    }
    case OpKind::kMaxPool:
    case OpKind::kAveragePool:
      pool(c, i, nullptr, nullptr);
      break;
    case OpKind::kBatchNorm:
    case OpKind::kNormalize: {
      const ChannelNorm& n = norm(i);
      kernels_.channel_map({x, nullptr, y, nullptr, n.scale.data(), n.shift.data(), c.groups,
                            features / channels, channels});
      break;
    }
    case OpKind::kLayerNorm:
      kernels_.layer_norm({x, weight(op.kernel), weight(op.bias), y, nullptr, nullptr, nullptr,
                           nullptr, c.worker->sums.data(), c.samples, features / channels, channels,
                           static_cast<T>(op.epsilon), false});
      break;
    case OpKind::kPRelu:
      kernels_.prelu(
          {x, weight(op.kernel), y, nullptr, nullptr, nullptr, c.samples, features, false});
      break;
    case OpKind::kConcat:
      concat(c, i);
      break;
    default:
      pad(c, i, nullptr, nullptr);
  }
}

template <class T>
void Program<T>::pool(const Chunk& c, int i, const T* dy, T* dx) const {
  const Op& op = graph_.ops[static_cast<size_t>(i)];
  const Placed& p = plan_.ops[static_cast<size_t>(i)];
  const Shape& in = graph_.ops[static_cast<size_t>(op.inputs[0])].shape;
  const Op* below = p.pool_down < 0 ? nullptr : &graph_.ops[static_cast<size_t>(p.pool_down)];
  kernels_.pool({value(c, op.inputs[0]), value(c, i), dy, dx, c.groups, u(in[0]), u(in[1]),
                 u(in[2]), u(op.shape[0]), u(op.shape[1]), op.window, op.kind == OpKind::kMaxPool,
                 below ? below->act : Act::kLinear, below ? static_cast<T>(below->alpha) : T(0)});
}

template <class T>
void Program<T>::concat(const Chunk& c, int i) const {
  const Op& op = graph_.ops[static_cast<size_t>(i)];
  const size_t width = channels_of(op) * kLanes;
  const size_t places = c.groups * u(op.size()) / channels_of(op);
  T* to = value(c, i);
  for (const int input : op.inputs) {
    const size_t part = channels_of(graph_.ops[static_cast<size_t>(input)]) * kLanes;
    const T* from = value(c, input);
    for (size_t n = 0; n < places; ++n) std::copy_n(from + n * part, part, to + n * width);
    to += part;
  }
}

// Forward where dy is null: the image amid zeros; else the image's part of the gradient.
template <class T>
void Program<T>::pad(const Chunk& c, int i, const T* dy, T* dx) const {
  const Op& op = graph_.ops[static_cast<size_t>(i)];
  const Shape& in = graph_.ops[static_cast<size_t>(op.inputs[0])].shape;
  const size_t channels = channels_of(op) * kLanes;
  const size_t row = u(in[1]) * channels, wide = u(op.shape[1]) * channels;
  const size_t corner = u(op.window.top) * wide + u(op.window.left) * channels;
  const size_t image = u(in[0]) * row, padded_image = u(op.shape[0]) * wide;
  if (!dy) std::fill_n(value(c, i), c.groups * padded_image, T(0));
  for (size_t g = 0; g < c.groups; ++g) {
    for (size_t y = 0; y < u(in[0]); ++y) {
      const size_t inner = g * image + y * row, outer = g * padded_image + corner + y * wide;
      if (dy) {
        std::copy_n(dy + outer, row, dx + inner);
      } else {
        std::copy_n(value(c, op.inputs[0]) + inner, row, value(c, i) + outer);
      }
    }
  }
}

template <class T>
void Program<T>::backward_convolution(const Call& call, const Chunk& c, int i, T* gradient,
                                      bool first) {
  const Op& op = graph_.ops[static_cast<size_t>(i)];
  const Placed& p = plan_.ops[static_cast<size_t>(i)];
  const ConvGeometry& geometry = plan_.convolutions[static_cast<size_t>(p.geometry)];
  const int input = op.inputs[0];
  const Op& below = graph_.ops[static_cast<size_t>(input)];
  const int64_t kernel = graph_.params[static_cast<size_t>(op.kernel)].offset;
  T* const db =
      op.bias < 0 ? nullptr : gradient + graph_.params[static_cast<size_t>(op.bias)].offset;
  const size_t inputs = u(below.size()), features = u(op.size()), filters = channels_of(op);
  const T* dy = grad(c, i);
  kernels_.conv_gradient({value(c, input), dy, gradient + kernel, db, c.samples, inputs, features,
                          filters, u(op.shape[0]), u(op.shape[1]), geometry.parts.data(),
                          geometry.parts.size(), geometry.rows.data(), geometry.rows.size(),
                          c.worker->sums.data(), !first});
  if (plan_.ops[static_cast<size_t>(input)].grad < 0) return;
  const ConvPath& path = geometry.backward;
  kernels_.convolve({dy, call.weights + kernel, nullptr, grad(c, input), c.groups, features, inputs,
                     channels_of(below), 1, filters, path.classes.data(), path.classes.size(),
                     path.positions.data(), path.taps.data(), false, p.adds[0]});
}

// The gradient of input k into dx, null where nobody asks for it; weights' gradients with the
// first.
template <class T>
void Program<T>::backward_image(const Call& call, const Chunk& c, int i, T* gradient, bool first,
                                size_t k, T* dx) {
  const Op& op = graph_.ops[static_cast<size_t>(i)];
  const T *x = value(c, op.inputs[0]), *dy = grad(c, i);
  const size_t features = u(op.size()), channels = channels_of(op);
  const auto weight = [&](int param) {
    return param < 0 ? nullptr : call.weights + graph_.params[static_cast<size_t>(param)].offset;
  };
  const auto slope = [&](int param) {
    return param < 0 ? nullptr : gradient + graph_.params[static_cast<size_t>(param)].offset;
  };
  switch (op.kind) {
    case OpKind::kMaxPool:
    case OpKind::kAveragePool:
      if (dx) pool(c, i, dy, dx);
      break;
    case OpKind::kBatchNorm: {
      const ChannelNorm& n = norm(i);
      if (options_.frozen) {
        frozen_norm_backward(c, i, gradient, dx);
        break;
      }
      if (dx)
        kernels_.channel_map({x, dy, dx, n.down.data(), n.back.data(), n.off.data(), c.groups,
                              features / channels, channels});
      break;
    }
    case OpKind::kNormalize: {
      const ChannelNorm& n = norm(i);
      if (dx)
        kernels_.channel_map({dy, nullptr, dx, nullptr, n.scale.data(), n.off.data(), c.groups,
                              features / channels, channels});
      break;
    }
    case OpKind::kLayerNorm:
      kernels_.layer_norm({x, weight(op.kernel), weight(op.bias), nullptr, dy, dx, slope(op.kernel),
                           slope(op.bias), c.worker->sums.data(), c.samples, features / channels,
                           channels, static_cast<T>(op.epsilon), !first});
      break;
    case OpKind::kPRelu:
      kernels_.prelu(
          {x, weight(op.kernel), nullptr, dy, dx, slope(op.kernel), c.samples, features, !first});
      break;
    case OpKind::kConcat: {
      size_t before = 0;
      for (size_t j = 0; j < k; ++j)
        before += channels_of(graph_.ops[static_cast<size_t>(op.inputs[j])]) * kLanes;
      const size_t part = channels_of(graph_.ops[static_cast<size_t>(op.inputs[k])]) * kLanes;
      const size_t places = c.groups * features / channels;
      for (size_t n = 0; dx && n < places; ++n)
        std::copy_n(dy + n * channels * kLanes + before, part, dx + n * part);
      break;
    }
    default:
      if (dx) pad(c, i, dy, dx);
  }
}

#define GRADUS_INSTANTIATE(T)                                                                     \
  template void Program<T>::forward_image(const Call&, const Chunk&, int);                        \
  template void Program<T>::backward_convolution(const Call&, const Chunk&, int, T*, bool);       \
  template void Program<T>::backward_image(const Call&, const Chunk&, int, T*, bool, size_t, T*); \
  template void Program<T>::pool(const Chunk&, int, const T*, T*) const;                          \
  template void Program<T>::concat(const Chunk&, int) const;                                      \
  template void Program<T>::pad(const Chunk&, int, const T*, T*) const;
GRADUS_INSTANTIATE(float)
GRADUS_INSTANTIATE(double)
#undef GRADUS_INSTANTIATE

}  // namespace gradus::engine
