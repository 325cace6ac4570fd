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

// Lane by lane within a sample: what is written is then in one line.
template <class T>
void Pack<T>::load_targets(const PackBatch& batch, const Chunk& c) {
  const RowSource& shared = *batch.source[0];
  const bool weighted = shared.weights || shared.class_weights;
  const size_t n = shared.outputs;
  for (size_t s = 0; s < c.samples; ++s) {
    size_t row[kLanes];
    for (size_t lane = 0; lane < kLanes; ++lane) {
      const uint32_t* rows = batch.rows[lane];
      row[lane] = rows ? rows[c.first + s] : batch.first + c.first + s;
    }
    if (shared.labels) {
      for (size_t lane = 0; lane < kLanes; ++lane)
        labels_[s * kLanes + lane] = static_cast<T>(batch.source[lane]->labels[row[lane]]);
    } else {
      for (size_t j = 0; j < n; ++j) {
        T* const to = &target_[(s * n + j) * kLanes];
        for (size_t lane = 0; lane < kLanes; ++lane)
          to[lane] = static_cast<T>(batch.source[lane]->targets[row[lane] * n + j]);
      }
    }
    for (size_t lane = 0; weighted && lane < kLanes; ++lane) {
      const RowSource& source = *batch.source[lane];
      const double own = source.weights ? static_cast<double>(source.weights[row[lane]]) : 1.0;
      sample_weights_[s * kLanes + lane] = static_cast<T>(
          source.class_weights ? own * source.class_weights[source.labels[row[lane]]] : own);
    }
  }
}

template <class T>
typename Pack<T>::Work Pack<T>::work_of(OpKind kind) {
  switch (kind) {
    case OpKind::kDense:
      return Work::kProduct;
    case OpKind::kActivation:
      return Work::kActivate;
    case OpKind::kSoftmax:
      return Work::kSoftmax;
    case OpKind::kDropout:
      return Work::kDropout;
    case OpKind::kGaussianNoise:
      return Work::kNoise;
    default:
      return Work::kCopy;
  }
}

template <class T>
void Pack<T>::make_steps() {
  for (int i = 1; i < static_cast<int>(graph_.ops.size()); ++i) {
    const Op& o = op(i);
    const Placed& p = plan_.ops[static_cast<size_t>(i)];
    for (size_t k = 0; k < o.inputs.size(); ++k) {
      const int input = o.inputs[k];
      const Placed& below = plan_.ops[static_cast<size_t>(input)];
      Step step{};
      step.act = o.act;
      step.op = i;
      step.alpha = static_cast<T>(o.alpha);
      step.inputs = static_cast<size_t>(op(input).size());
      step.features = static_cast<size_t>(o.size());
      step.relu = p.relu;
      step.adds = p.adds[k];
      step.x = value(input);
      step.y = value(i);
      if (o.kind == OpKind::kDense) {
        step.w = param(o.kernel);
        step.bias = o.bias < 0 ? nullptr : param(o.bias);
        step.kernel_at = graph_.params[static_cast<size_t>(o.kernel)].offset * 16;
        step.bias_at = o.bias < 0 ? -1 : graph_.params[static_cast<size_t>(o.bias)].offset * 16;
      }
      step.z = p.in_place ? nullptr : step.x;
      const bool absorbed = plan_.absorbed && i == graph_.output;
      const bool done = (!absorbed && !p.in_place && p.value == below.value) ||
                        (absorbed && step.x == step.y) || (p.in_place && o.act == Act::kRelu);
      step.work = k > 0      ? Work::kAdd   // one more of a sum
                  : absorbed ? Work::kCopy  // the loss does it
                             : work_of(o.kind);
      if (!done) up_.push_back(step);
      step.work = work_of(o.kind);
      const bool learns = p.grad >= 0 && (o.kind == OpKind::kDense || !p.skip);
      if (!learns || (below.grad < 0 && o.kind != OpKind::kDense)) continue;
      step.dy = grad(i);
      step.dx = below.grad < 0 ? nullptr : grad(input);
      if (step.adds && o.kind != OpKind::kDense) {
        step.sum = step.dx;
        step.dx = arena_.data() + plan_.temporary_at * kLanes;
      }
      down_.insert(down_.begin(), step);
    }
  }
}

template <class T>
void Pack<T>::forward(const PackBatch& batch, const Chunk& c, const Step& s) {
  const size_t count = c.samples * s.features * kLanes;
  switch (s.work) {
    case Work::kProduct:
      kernels_.pack_product(
          {s.x, s.w, s.bias, s.y, c.samples, s.inputs, s.features, s.features, 1, s.relu, false});
      break;
    case Work::kActivate:
      kernels_.activate(s.act, s.alpha, s.x, s.y, count);
      break;
    case Work::kSoftmax:
      kernels_.softmax(s.x, s.y, c.samples, s.features);
      break;
    case Work::kDropout:
    case Work::kNoise:
      draw(batch, c, s, s.x, s.y);
      break;
    case Work::kAdd:
      kernels_.add(s.y, s.x, count);
      break;
    default:
      std::copy(s.x, s.x + count, s.y);
  }
}

// Dropout both ways, and noise.
template <class T>
void Pack<T>::draw(const PackBatch& batch, const Chunk& c, const Step& step, const T* x, T* y) {
  const Op& o = op(step.op);
  const size_t units = o.spatial ? channels_of(o) : step.features;
  const cpu::PackNoiseArgs args{c.samples,
                                step.features / units,
                                units,
                                static_cast<uint32_t>(c.first),
                                o.layer,
                                batch.seeds.data(),
                                batch.steps.data(),
                                &strength_[static_cast<size_t>(step.op) * kLanes]};
  (step.work == Work::kDropout ? kernels_.pack_dropout : kernels_.pack_noise)(x, y, args);
}

template <class T>
void Pack<T>::measure(const PackBatch& batch, const Chunk& c, double* sums) {
  const int out = graph_.output;
  T* const dy = plan_.ops[static_cast<size_t>(out)].grad >= 0 ? grad(out) : nullptr;
  measure(batch, 0, c.samples, value(out), dy, sums);
}

template <class T>
void Pack<T>::measure(const PackBatch& batch, size_t first, size_t samples, T* y, T* dy,
                      double* sums) {
  const RowSource& source = *batch.source[0];
  const size_t outputs = static_cast<size_t>(op(graph_.output).size()), at = first * kLanes;
  const bool weighted = source.weights || source.class_weights;
  const T* target = source.labels ? nullptr : target_.data() + at * outputs;
  const T* labels = source.labels ? labels_.data() + at : nullptr;
  const T* weights = weighted ? sample_weights_.data() + at : nullptr;
  kernels_.loss({plan_.loss, y, target, labels, weights, dy, samples * kLanes, outputs,
                 static_cast<T>(1.0 / static_cast<double>(batch.count)), sums, true});
  for (size_t k = 0; k < options_.metrics.size(); ++k) {
    kernels_.metric({options_.metrics[k], y, target, labels, weights, samples * kLanes, outputs,
                     sums + (1 + k) * kLanes * kLanes, true});
  }
}

template <class T>
void Pack<T>::backward(const PackBatch& batch, const Chunk& c, const Step& s, T* gradient,
                       bool first) {
  const size_t count = c.samples * s.features * kLanes;
  switch (s.work) {
    case Work::kProduct:
      kernels_.pack_gradient({s.x, s.dy, gradient + s.kernel_at,
                              s.bias_at < 0 ? nullptr : gradient + s.bias_at, c.samples, s.inputs,
                              s.features, !first});
      if (s.dx)
        kernels_.pack_product({s.dy, s.w, nullptr, s.dx, c.samples, s.features, s.inputs, 1,
                               s.features, false, s.adds});
      return;
    case Work::kActivate:
      kernels_.activate_backward(s.act, s.alpha, s.z, s.y, s.dy, s.dx, count);
      break;
    case Work::kSoftmax:
      kernels_.softmax_backward(s.y, s.dy, s.dx, c.samples, s.features);
      break;
    case Work::kDropout:
      draw(batch, c, s, s.dy, s.dx);
      break;
    default:  // add, noise and reshape pass the gradient on
      if (s.dx != s.dy) std::copy(s.dy, s.dy + count, s.dx);
  }
  if (s.sum) kernels_.add(s.sum, s.dx, count);
}

#define GRADUS_INSTANTIATE(T)                                                             \
  template typename Pack<T>::Work Pack<T>::work_of(OpKind);                               \
  template void Pack<T>::make_steps();                                                    \
  template void Pack<T>::load(const PackBatch&, const Chunk&);                            \
  template void Pack<T>::load_input(const PackBatch&, const Chunk&);                      \
  template void Pack<T>::load_targets(const PackBatch&, const Chunk&);                    \
  template void Pack<T>::forward(const PackBatch&, const Chunk&, const Step&);            \
  template void Pack<T>::draw(const PackBatch&, const Chunk&, const Step&, const T*, T*); \
  template void Pack<T>::measure(const PackBatch&, const Chunk&, double*);                \
  template void Pack<T>::measure(const PackBatch&, size_t, size_t, T*, T*, double*);      \
  template void Pack<T>::backward(const PackBatch&, const Chunk&, const Step&, T*, bool);
GRADUS_INSTANTIATE(float)
GRADUS_INSTANTIATE(double)
#undef GRADUS_INSTANTIATE

}  // namespace gradus::engine
