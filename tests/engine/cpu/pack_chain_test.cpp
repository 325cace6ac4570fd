// A chain's kernels against the kernels of its ops, one after the other: the same bits.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "support/lanes.hpp"
#include "support/targets.hpp"

namespace gradus::engine {
namespace {

using namespace gradus::test;

struct Unit {
  size_t outputs;
  Act act;
  bool biased = true;
  double alpha = 1;
};

template <class T>
class Chain {
 public:
  Chain(size_t inputs, const std::vector<Unit>& units, size_t samples, bool accumulate, bool move)
      : samples_(samples), accumulate_(accumulate), move_(move) {
    Numbers numbers(11);
    size_t at = 0, below = inputs, features = 0;
    for (const Unit& u : units) {
      cpu::PackLayer<T> layer{};
      layer.inputs = below;
      layer.outputs = u.outputs;
      layer.act = u.act;
      layer.alpha = static_cast<T>(u.alpha);
      layer.biased = u.biased;
      layer.kernel_at = at;
      at += below * u.outputs * kLanes;
      layer.bias_at = at;
      if (u.biased) at += u.outputs * kLanes;
      features += below = u.outputs;
      layers_.push_back(layer);
    }
    const auto fill = [&](AlignedVector<T>& values, size_t count) {
      values.resize(count);
      for (T& v : values) v = static_cast<T>(numbers.one());
    };
    fill(x_, samples * inputs * kLanes);
    fill(weights_, at);
    fill(gradient_, at);
    fill(top_, samples * below * kLanes);
    fill(rates_, kLanes);
    y_.resize(cpu::kPackBlock * features * kLanes);
    dy_.resize(y_.size());
    size_t start = 0;
    for (cpu::PackLayer<T>& layer : layers_) {
      layer.y = y_.data() + start;
      layer.dy = dy_.data() + start;
      start += cpu::kPackBlock * layer.outputs * kLanes;
    }
  }

  // Weights, gradients where they are kept, and the output.
  std::vector<T> in_one(const cpu::Kernels<T>& kernels) {
    Guarded<T> w(weights_.size()), g(gradient_.size());
    std::copy(weights_.begin(), weights_.end(), w.data());
    std::copy(gradient_.begin(), gradient_.end(), g.data());
    const cpu::PackChainArgs<T> args{
        layers_.data(), layers_.size(), x_.data(),   w.data(),
        g.data(),       samples_,       accumulate_, move_ ? rates_.data() : nullptr};
    kernels.pack_up(args);
    std::copy(top_.begin(), top_.end(), layers_.back().dy);
    kernels.pack_down(args);
    EXPECT_TRUE(w.intact() && g.intact());
    return together(w.values(), g.values());
  }

  std::vector<T> one_by_one(const cpu::Kernels<T>& kernels) {
    AlignedVector<T> w = weights_, g = gradient_;
    const auto input = [&](size_t i) -> const T* { return i == 0 ? x_.data() : layers_[i - 1].y; };
    for (size_t i = 0; i < layers_.size(); ++i) {
      const cpu::PackLayer<T>& l = layers_[i];
      kernels.pack_product({input(i), &w[l.kernel_at], l.biased ? &w[l.bias_at] : nullptr, l.y,
                            samples_, l.inputs, l.outputs, l.outputs, 1, false, false});
      kernels.activate(l.act, l.alpha, l.y, l.y, samples_ * l.outputs * kLanes);
    }
    std::copy(top_.begin(), top_.end(), layers_.back().dy);
    for (size_t i = layers_.size(); i-- > 0;) {
      const cpu::PackLayer<T>& l = layers_[i];
      kernels.activate_backward(l.act, l.alpha, nullptr, l.y, l.dy, l.dy,
                                samples_ * l.outputs * kLanes);
      kernels.pack_gradient({input(i), l.dy, &g[l.kernel_at], l.biased ? &g[l.bias_at] : nullptr,
                             samples_, l.inputs, l.outputs, accumulate_});
      if (i > 0)
        kernels.pack_product({l.dy, &w[l.kernel_at], nullptr, layers_[i - 1].dy, samples_,
                              l.outputs, l.inputs, 1, l.outputs, false, false});
    }
    if (move_) {
      AlignedVector<T> scalars(8 * kLanes);
      std::copy(rates_.begin(), rates_.end(), scalars.begin());
      cpu::UpdateArgs<T> update{};
      update.kind = cpu::UpdateKind::kSgd;
      update.lanes = scalars.data();
      update.w = w.data();
      update.g = g.data();
      update.count = w.size();
      kernels.update(update);
    }
    return together({w.begin(), w.end()}, {g.begin(), g.end()});
  }

 private:
  std::vector<T> together(std::vector<T> all, const std::vector<T>& gradient) const {
    if (!move_) all.insert(all.end(), gradient.begin(), gradient.end());
    const cpu::PackLayer<T>& top = layers_.back();
    all.insert(all.end(), top.y, top.y + samples_ * top.outputs * kLanes);
    return all;
  }

  std::vector<cpu::PackLayer<T>> layers_;
  AlignedVector<T> x_, weights_, gradient_, top_, rates_, y_, dy_;
  size_t samples_;
  bool accumulate_, move_;
};

template <class T>
void check(size_t inputs, const std::vector<Unit>& units) {
  for (const size_t samples : {size_t{1}, size_t{2}, cpu::kPackBlock}) {
    for (const auto& [accumulate, move] : {std::pair(false, false), std::pair(true, false),
                                           std::pair(false, true), std::pair(true, true)}) {
      SCOPED_TRACE(testing::Message() << inputs << " inputs, " << units.size() << " layers, "
                                      << samples << " samples, accumulate " << accumulate
                                      << " move " << move << " bytes " << sizeof(T));
      Chain<T> chain(inputs, units, samples, accumulate, move);
      const auto run = [&](auto way) {
        return on_targets<T>([&](const cpu::Kernels<T>& kernels) { return (chain.*way)(kernels); });
      };
      EXPECT_TRUE(same_bits(run(&Chain<T>::in_one), run(&Chain<T>::one_by_one)));
    }
  }
}

TEST(PackChain, DoesWhatItsLayersDoOneByOne) {
  const std::vector<std::pair<size_t, std::vector<Unit>>> chains = {
      {1, {{1, Act::kLinear}}},
      {2, {{8, Act::kRelu}, {1, Act::kSigmoid}}},
      {3, {{2, Act::kRelu, false}, {5, Act::kRelu}, {3, Act::kLinear}}},
      {1, {{7, Act::kTanh}, {4, Act::kLeakyRelu, true, 0.2}, {2, Act::kRelu, false}}},
      {5, {{3, Act::kLinear}, {6, Act::kElu}, {1, Act::kRelu}}},
  };
  for (const auto& [inputs, units] : chains) {
    check<float>(inputs, units);
    check<double>(inputs, units);
  }
}

// relu lets NaN pass, has no slope there, and none at 0 either; times an infinity that is NaN.
TEST(PackChain, TakesReluSlopeAsAFactor) {
  for (const cpu::Kernels<float>& kernels : kernel_tables<float>()) {
    AlignedVector<float> w(2 * kLanes, 1.0F), g(2 * kLanes), x(kLanes), y(8 * kLanes),
        dy(8 * kLanes);
    const float nan = std::numeric_limits<float>::quiet_NaN(),
                infinity = std::numeric_limits<float>::infinity();
    x = {1, 0, -1, nan, 1, 0, -1, 2, 1, 1, 1, 1, 1, 1, 1, 1};
    const cpu::PackLayer<float> layers[2] = {
        {1, 1, 0, 0, false, Act::kRelu, 0, y.data(), dy.data()},
        {1, 1, kLanes, 0, false, Act::kLinear, 0, y.data() + 4 * kLanes, dy.data() + 4 * kLanes}};
    const cpu::PackChainArgs<float> args{layers,   2, x.data(), w.data(),
                                         g.data(), 1, false,    nullptr};
    kernels.pack_up(args);
    for (size_t l = 0; l < kLanes; ++l) layers[1].dy[l] = l < 4 ? 3.0F : infinity;
    kernels.pack_down(args);
    EXPECT_EQ(dy[0], 3);
    EXPECT_EQ(dy[1], 0);
    EXPECT_EQ(dy[2], 0);
    EXPECT_EQ(dy[3], 0);
    EXPECT_EQ(dy[4], infinity);
    EXPECT_TRUE(std::isnan(dy[5]) && std::isnan(dy[6]));
    EXPECT_EQ(dy[7], infinity);
    EXPECT_TRUE(std::isnan(y[3]));
  }
}

}  // namespace
}  // namespace gradus::engine
