// How a chunk of samples goes through the networks of a pack: rows in, up, loss, and down again.
#include <algorithm>

#include "engine/pack.hpp"

namespace gradus::engine {

template <class T>
void Pack<T>::load(const PackBatch& batch, const Chunk& c) {
  // Only a batch that goes through in one piece stays where it is.
  const bool whole = plan_.shards.count == 1 && c.samples == batch.count;
  if (whole && batch.same_as_before && loaded_) return;
  loaded_ = whole;
  load_input(batch, c);
  load_targets(batch, c);
}

template <class T>
void Pack<T>::load_input(const PackBatch& batch, const Chunk& c) {
  const RowSource& shared = *batch.source[0];
  const size_t features = shared.features;
  T* const x = value(0);
  const auto row_of = [&](size_t lane, size_t s) {
    const uint32_t* rows = batch.rows[lane];
    return rows ? rows[c.first + s] : static_cast<uint32_t>(batch.first + c.first + s);
  };
  if (batch.together) {
    // Sixteen rows of one data set, one a network.
    uint32_t rows[kLanes];
    for (size_t s = 0; s < c.samples; ++s) {
      for (size_t lane = 0; lane < kLanes; ++lane) rows[lane] = row_of(lane, s);
      kernels_.load({shared.numbers, shared.pixels, shared.scale, shared.offset, shared.affine,
                     rows, 0, kLanes, features, x + s * features * kLanes});
    }
    return;
  }
  for (size_t lane = 0; lane < kLanes; ++lane) {
    const RowSource& own = *batch.source[lane];
    const uint32_t* rows = batch.rows[lane] ? batch.rows[lane] + c.first : nullptr;
    kernels_.load({own.numbers, own.pixels, own.scale, own.offset, own.affine, rows,
                   batch.first + c.first, c.samples, features, one_network_.data()});
    for (size_t s = 0; s < c.samples; ++s) {
      const T* from = &one_network_[s / kLanes * features * kLanes + s % kLanes];
      T* to = x + s * features * kLanes + lane;
      for (size_t f = 0; f < features; ++f) to[f * kLanes] = from[f * kLanes];
    }
  }
}

template <class T>
void Pack<T>::load_targets(const PackBatch& batch, const Chunk& c) {
  for (size_t lane = 0; lane < kLanes; ++lane) {
    const RowSource& source = *batch.source[lane];
    const uint32_t* rows = batch.rows[lane];
    for (size_t s = 0; s < c.samples; ++s) {
      const size_t row = rows ? rows[c.first + s] : batch.first + c.first + s;
      if (source.labels) {
        labels_[s * kLanes + lane] = static_cast<T>(source.labels[row]);
      } else {
        const size_t n = source.outputs;
        for (size_t j = 0; j < n; ++j)
          target_[(s * n + j) * kLanes + lane] = static_cast<T>(source.targets[row * n + j]);
      }
      if (!source.weights && !source.class_weights) continue;
      const double own = source.weights ? static_cast<double>(source.weights[row]) : 1.0;
      sample_weights_[s * kLanes + lane] = static_cast<T>(
          source.class_weights ? own * source.class_weights[source.labels[row]] : own);
    }
  }
}

template <class T>
void Pack<T>::forward(const PackBatch& batch, const Chunk& c, int i) {
  const Op& o = op(i);
  const Placed& p = plan_.ops[static_cast<size_t>(i)];
  const int input = o.inputs[0];
  const bool absorbed = plan_.absorbed && i == graph_.output;
  if (!absorbed && !p.in_place && p.value == plan_.ops[static_cast<size_t>(input)].value) return;
  const T* x = value(input);
  T* y = value(i);
  const size_t features = static_cast<size_t>(o.size()), count = c.samples * features * kLanes;
  if (absorbed) {  // the loss does it
    if (x != y) std::copy(x, x + count, y);
    return;
  }
  switch (o.kind) {
    case OpKind::kDense: {
      const size_t inputs = static_cast<size_t>(op(input).size());
      kernels_.pack_product({x, param(o.kernel), o.bias < 0 ? nullptr : param(o.bias), y, c.samples,
                             inputs, features, features, 1, p.relu, false});
      break;
    }
    case OpKind::kActivation:
      if (!p.in_place || o.act != Act::kRelu)
        kernels_.activate(o.act, static_cast<T>(o.alpha), x, y, count);
      break;
    case OpKind::kSoftmax:
      kernels_.softmax(x, y, c.samples, features);
      break;
    case OpKind::kDropout:
    case OpKind::kGaussianNoise:
      draw(batch, c, i, x, y);
      break;
    case OpKind::kAdd:
      std::copy(x, x + count, y);
      for (size_t k = 1; k < o.inputs.size(); ++k) kernels_.add(y, value(o.inputs[k]), count);
      break;
    default:
      break;
  }
}

// Dropout both ways, and noise.
template <class T>
void Pack<T>::draw(const PackBatch& batch, const Chunk& c, int i, const T* x, T* y) {
  const Op& o = op(i);
  const size_t features = static_cast<size_t>(o.size());
  const size_t units = o.spatial ? channels_of(o) : features;
  const cpu::PackNoiseArgs args{c.samples,
                                features / units,
                                units,
                                static_cast<uint32_t>(c.first),
                                o.layer,
                                batch.seeds.data(),
                                batch.steps.data(),
                                &strength_[static_cast<size_t>(i) * kLanes]};
  (o.kind == OpKind::kDropout ? kernels_.pack_dropout : kernels_.pack_noise)(x, y, args);
}

template <class T>
void Pack<T>::measure(const PackBatch& batch, const Chunk& c, double* sums) {
  const RowSource& source = *batch.source[0];
  const int out = graph_.output;
  const size_t outputs = static_cast<size_t>(op(out).size());
  const bool weighted = source.weights || source.class_weights;
  const T* target = source.labels ? nullptr : target_.data();
  const T* labels = source.labels ? labels_.data() : nullptr;
  const T* weights = weighted ? sample_weights_.data() : nullptr;
  T* const dy = plan_.ops[static_cast<size_t>(out)].grad >= 0 ? grad(out) : nullptr;
  kernels_.loss({plan_.loss, value(out), target, labels, weights, dy, c.samples * kLanes, outputs,
                 static_cast<T>(1.0 / static_cast<double>(batch.count)), sums, true});
  for (size_t k = 0; k < options_.metrics.size(); ++k) {
    kernels_.metric({options_.metrics[k], value(out), target, labels, weights, c.samples * kLanes,
                     outputs, sums + (1 + k) * kLanes * kLanes, true});
  }
}

template <class T>
void Pack<T>::backward(const PackBatch& batch, const Chunk& c, int i, T* gradient, bool first) {
  const Op& o = op(i);
  const Placed& p = plan_.ops[static_cast<size_t>(i)];
  if (o.kind == OpKind::kDense) return backward_dense(c, i, gradient, first);
  if (p.skip) return;
  const T* dy = grad(i);
  const size_t features = static_cast<size_t>(o.size()), count = c.samples * features * kLanes;
  for (size_t k = 0; k < o.inputs.size(); ++k) {
    const int input = o.inputs[k];
    if (plan_.ops[static_cast<size_t>(input)].grad < 0) continue;
    T* const dx = p.adds[k] ? arena_.data() + plan_.temporary_at * kLanes : grad(input);
    switch (o.kind) {
      case OpKind::kActivation:
        kernels_.activate_backward(o.act, static_cast<T>(o.alpha),
                                   p.in_place ? nullptr : value(input), value(i), dy, dx, count);
        break;
      case OpKind::kSoftmax:
        kernels_.softmax_backward(value(i), dy, dx, c.samples, features);
        break;
      case OpKind::kDropout:
        draw(batch, c, i, dy, dx);
        break;
      default:  // add, noise and reshape pass the gradient on
        if (dx != dy) std::copy(dy, dy + count, dx);
    }
    if (p.adds[k]) kernels_.add(grad(input), dx, count);
  }
}

template <class T>
void Pack<T>::backward_dense(const Chunk& c, int i, T* gradient, bool first) {
  const Op& o = op(i);
  const int input = o.inputs[0];
  const size_t inputs = static_cast<size_t>(op(input).size());
  const size_t outputs = static_cast<size_t>(o.size());
  const auto of = [&](int index) {
    return gradient + graph_.params[static_cast<size_t>(index)].offset * cpu::kLanes;
  };
  kernels_.pack_gradient({value(input), grad(i), of(o.kernel), o.bias < 0 ? nullptr : of(o.bias),
                          c.samples, inputs, outputs, !first});
  if (plan_.ops[static_cast<size_t>(input)].grad < 0) return;
  kernels_.pack_product({grad(i), param(o.kernel), nullptr, grad(input), c.samples, outputs, inputs,
                         1, outputs, false, plan_.ops[static_cast<size_t>(i)].adds[0]});
}

#define GRADUS_INSTANTIATE(T)                                                            \
  template void Pack<T>::load(const PackBatch&, const Chunk&);                           \
  template void Pack<T>::load_input(const PackBatch&, const Chunk&);                     \
  template void Pack<T>::load_targets(const PackBatch&, const Chunk&);                   \
  template void Pack<T>::forward(const PackBatch&, const Chunk&, int);                   \
  template void Pack<T>::draw(const PackBatch&, const Chunk&, int, const T*, T*);        \
  template void Pack<T>::measure(const PackBatch&, const Chunk&, double*);               \
  template void Pack<T>::backward(const PackBatch&, const Chunk&, int, T*, bool);        \
  template void Pack<T>::backward_dense(const Chunk&, int, T*, bool);
GRADUS_INSTANTIATE(float)
GRADUS_INSTANTIATE(double)
#undef GRADUS_INSTANTIATE

}  // namespace gradus::engine
