// The way down: from the loss's gradient to each weight's, op by op in reverse.
#include <algorithm>

#include "engine/program.hpp"

namespace gradus::engine {
namespace {

constexpr size_t kLanes = cpu::kLanes;

}  // namespace

template <class T>
void Program<T>::backward(const Call& call, const Chunk& c, T* gradient, bool first, int from,
                          int end) {
  if (from < 0) from = static_cast<int>(graph_.ops.size()) - 1;
  for (int i = from; i > end; --i) {
    if (plan_.ops[static_cast<size_t>(i)].grad >= 0) backward_op(call, c, i, gradient, first);
  }
}

template <class T>
void Program<T>::backward_op(const Call& call, const Chunk& c, int i, T* gradient, bool first) {
  const Op& op = graph_.ops[static_cast<size_t>(i)];
  const Placed& p = plan_.ops[static_cast<size_t>(i)];
  if (op.kind == OpKind::kDense) return backward_dense(call, c, i, gradient, first);
  if (op.kind == OpKind::kConv2D) return backward_convolution(call, c, i, gradient, first);
  if (op.kind == OpKind::kCustom) return custom_backward(call, c, i, gradient, first);
  if (p.skip || p.done_above) return;
  const T* dy = grad(c, i);
  const size_t features = static_cast<size_t>(op.size()), count = c.groups * features * kLanes;
  for (size_t k = 0; k < op.inputs.size(); ++k) {
    const int input = op.inputs[k];
    const bool passes = plan_.ops[static_cast<size_t>(input)].grad >= 0;
    T* const dx = !passes     ? nullptr
                  : p.adds[k] ? c.worker->arena.data() + plan_.temporary_at
                              : grad(c, input);
    if (is_image_op(op.kind)) {
      backward_image(call, c, i, gradient, first, k, dx);
      const size_t inputs = static_cast<size_t>(graph_.ops[static_cast<size_t>(input)].size());
      if (dx && p.adds[k]) kernels_.add(grad(c, input), dx, c.groups * inputs * kLanes);
      continue;
    }
    if (!passes) continue;
    switch (p.copies ? OpKind::kReshape : op.kind) {
      case OpKind::kActivation: {
        const T* z = p.in_place ? nullptr : value(c, input);
        if (op.act == Act::kCustom) {
          const T* y = value(c, i);
          for (size_t n = 0; n < count; ++n) {
            const double slope =
                op.function->derivative(static_cast<double>(z[n]), static_cast<double>(y[n]));
            dx[n] = static_cast<T>(static_cast<double>(dy[n]) * slope);
          }
        } else {
          kernels_.activate_backward(op.act, static_cast<T>(op.alpha), z, value(c, i), dy, dx,
                                     count);
        }
        break;
      }
      case OpKind::kSoftmax:
        kernels_.softmax_backward(value(c, i), dy, dx, c.groups, features);
        break;
      case OpKind::kDropout:
        kernels_.dropout(dy, dx, c.groups, op.spatial ? features / channels_of(op) : 1,
                         op.spatial ? channels_of(op) : features, static_cast<uint32_t>(c.first),
                         call.step, op.layer, call.seed, op.alpha);
        break;
      default:  // add, noise and reshape pass the gradient on
        if (dx != dy) std::copy(dy, dy + count, dx);
    }
    if (p.adds[k]) kernels_.add(grad(c, input), dx, count);
  }
}

template <class T>
void Program<T>::backward_dense(const Call& call, const Chunk& c, int i, T* gradient, bool first) {
  const Op& op = graph_.ops[static_cast<size_t>(i)];
  const Placed& p = plan_.ops[static_cast<size_t>(i)];
  const int input = op.inputs[0];
  const size_t inputs = static_cast<size_t>(graph_.ops[static_cast<size_t>(input)].size());
  const size_t outputs = static_cast<size_t>(op.size());
  const int64_t kernel = graph_.params[static_cast<size_t>(op.kernel)].offset;
  const T* x = value(c, input);
  const T* dy = grad(c, i);
  T* const dw = gradient + kernel;
  T* const db =
      op.bias < 0 ? nullptr : gradient + graph_.params[static_cast<size_t>(op.bias)].offset;
  T* const rows = c.worker->rows.data();
  if (outputs == 1) {
    // A single column: vectors run along the inputs instead; dy lies sample after sample as it is.
    // Where a row has padding, a 1 in it sums the bias's gradient along with the rest, since the
    // bias lies right behind the column.
    const size_t stride = padded(static_cast<int64_t>(inputs));
    kernels_.lanes_to_rows(x, rows, c.samples, inputs, stride);
    const bool together = db == dw + inputs && stride > inputs;
    for (size_t s = 0; together && s < c.samples; ++s) rows[s * stride + inputs] = T(1);
    kernels_.weight_gradient(
        {dy, rows, dw, nullptr, c.samples, 1, inputs + (together ? 1 : 0), stride, !first});
    if (db && !together) {
      T sum = first ? T(0) : db[0];
      for (size_t s = 0; s < c.samples; ++s) sum += dy[s];
      db[0] = sum;
    }
  } else {
    const size_t stride = padded(static_cast<int64_t>(outputs));
    kernels_.lanes_to_rows(dy, rows, c.samples, outputs, stride);
    kernels_.weight_gradient({x, rows, dw, db, c.samples, inputs, outputs, stride, !first});
  }
  if (p.outer_down >= 0) {
    const Op& act = graph_.ops[static_cast<size_t>(p.outer_down)];
    kernels_.outer({dy, call.weights + kernel, nullptr, grad(c, input), c.groups, inputs, act.act,
                    static_cast<T>(act.alpha), value(c, input)});
  } else if (plan_.ops[static_cast<size_t>(input)].grad >= 0) {
    kernels_.product({dy, call.weights + kernel, nullptr, grad(c, input), c.groups, outputs, inputs,
                      1, outputs, false, p.adds[0]});
  }
}

#define GRADUS_INSTANTIATE(T)                                                        \
  template void Program<T>::backward(const Call&, const Chunk&, T*, bool, int, int); \
  template void Program<T>::backward_op(const Call&, const Chunk&, int, T*, bool);   \
  template void Program<T>::backward_dense(const Call&, const Chunk&, int, T*, bool);
GRADUS_INSTANTIATE(float)
GRADUS_INSTANTIATE(double)
#undef GRADUS_INSTANTIATE

}  // namespace gradus::engine
