// A pack's chain of dense layers: a few samples at a time go up and down through all of it.
#include <algorithm>
#include <vector>

#include "engine/pack.hpp"

namespace gradus::engine {
namespace {

// A block's length: the kernels have tiles for these.
size_t block_of(size_t left) {
  return left >= cpu::kPackBlock ? cpu::kPackBlock : left >= 2 ? 2 : 1;
}

}  // namespace

// Dense layers one above the other, each with at most one activation, which works in place, and
// perhaps one more that the loss takes along; else none.
template <class T>
std::vector<cpu::PackLayer<T>> Pack<T>::chain_layers() const {
  std::vector<cpu::PackLayer<T>> layers;
  const int last = static_cast<int>(graph_.ops.size()) - 1;
  if (graph_.output != last) return {};
  const auto start_of = [&](int param) {
    return static_cast<size_t>(graph_.params[static_cast<size_t>(param)].offset) * kLanes;
  };
  for (int i = 1; i <= last; ++i) {
    const Op& o = op(i);
    const Placed& p = plan_.ops[static_cast<size_t>(i)];
    if (o.inputs.size() != 1 || o.inputs[0] != i - 1) return {};
    if (o.kind == OpKind::kDense) {
      cpu::PackLayer<T> layer{};
      layer.inputs = static_cast<size_t>(op(i - 1).size());
      layer.outputs = static_cast<size_t>(o.size());
      layer.kernel_at = start_of(o.kernel);
      layer.biased = o.bias >= 0;
      layer.bias_at = layer.biased ? start_of(o.bias) : 0;
      layer.act = Act::kLinear;
      layers.push_back(layer);
    } else if (plan_.absorbed && i == last) {
      // The loss leaves probabilities where an activation below would look for its value.
      if (layers.empty() || layers.back().act != Act::kLinear) return {};
    } else if (o.kind == OpKind::kActivation && p.in_place) {
      layers.back().act = o.act;
      layers.back().alpha = static_cast<T>(o.alpha);
    } else if (!p.skip) {
      return {};
    }
  }
  return layers;
}

template <class T>
void Pack<T>::make_chain() {
  chain_ = chain_layers();
  size_t features = 0, widest = 0;
  for (const cpu::PackLayer<T>& layer : chain_) {
    features += layer.outputs;
    widest = std::max(widest, layer.outputs);
  }
  constexpr size_t kBlock = cpu::kPackBlock * kLanes;
  block_.assign((features + 2 * widest) * kBlock, T(0));
  T* y = block_.data();
  for (size_t i = 0; i < chain_.size(); ++i) {
    chain_[i].y = y;
    y += chain_[i].outputs * kBlock;
    // A layer's gradient lasts until the one below has its own.
    chain_[i].dy = block_.data() + (features + i % 2 * widest) * kBlock;
  }
}

// SGD alone, and nothing that looks at a whole gradient or at the weights that come of it.
template <class T>
bool Pack<T>::moves_at_once() const {
  const Update<T>& rule = rules_[shown_];
  return !chain_.empty() && rule.kind == cpu::UpdateKind::kSgd && plan_.shards.count == 1 &&
         !penalised_ && !constrained_ && !clipped_;
}

template <class T>
bool Pack<T>::run_chain(const PackBatch& batch, const Chunk& c, double* sums, T* gradient,
                        bool first, bool move) {
  const cpu::PackLayer<T>& top = chain_.back();
  cpu::PackChainArgs<T> args{chain_.data(), chain_.size(), nullptr, weights_.data(), gradient, 0,
                             false,         nullptr};
  for (size_t s = 0; s < c.samples; s += args.samples) {
    args.samples = block_of(c.samples - s);
    args.x = value(0) + s * chain_.front().inputs * kLanes;
    args.accumulate = !first || s > 0;
    kernels_.pack_up(args);
    measure(batch, s, args.samples, top.y, top.dy, sums + s % kLanes * kLanes);
    if (c.first + s + args.samples == batch.count) {
      add_up(batch.count);
      if (move && finite_) args.rates = scalars_.data();
    }
    kernels_.pack_down(args);
  }
  return args.rates != nullptr;
}

#define GRADUS_INSTANTIATE(T)                                            \
  template std::vector<cpu::PackLayer<T>> Pack<T>::chain_layers() const; \
  template void Pack<T>::make_chain();                                   \
  template bool Pack<T>::moves_at_once() const;                          \
  template bool Pack<T>::run_chain(const PackBatch&, const Chunk&, double*, T*, bool, bool);
GRADUS_INSTANTIATE(float)
GRADUS_INSTANTIATE(double)
#undef GRADUS_INSTANTIATE

}  // namespace gradus::engine
