#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <vector>

#include "gradus/data/make.hpp"
#include "support/histories.hpp"
#include "support/targets.hpp"
#include "train/together.hpp"

/// Networks that train as lanes against the same alone.
namespace gradus::test {

using OptionsOf = std::function<FitOptions(int64_t)>;

/// All that training leaves of each network, by itself.
inline std::vector<std::vector<double>> bits_alone(const std::vector<Model>& models,
                                                   const data::Dataset& set,
                                                   const OptionsOf& options_of,
                                                   bool packed = true) {
  std::vector<std::vector<double>> all;
  for (size_t i = 0; i < models.size(); ++i) {
    Model model = models[i];
    FitOptions options = options_of(static_cast<int64_t>(i));
    EXPECT_EQ(!Together::pack_key(model, set, options).empty(), packed);
    options.threads = 1;
    const History history = model.fit(set, options);
    all.push_back(bits_of(history, model));
  }
  return all;
}

/// Trains the first `count` as lanes of networks, on every target, and compares all that it leaves
/// with what each left alone. One thread keeps them in one pack.
inline void expect_alike(const std::vector<std::vector<double>>& alone,
                         const std::vector<Model>& models, size_t count, const data::Dataset& set,
                         const OptionsOf& options_of, int threads = 1) {
  for (const std::string& target : targets()) {
    const LimitTarget limit(target);
    std::vector<Model> copies(models.begin(), models.begin() + static_cast<std::ptrdiff_t>(count));
    std::vector<Member> members;
    for (size_t i = 0; i < count; ++i)
      members.push_back({&copies[i], set, options_of(static_cast<int64_t>(i)), {}});
    train_all(members, threads, Lanes::kNetworks);
    for (size_t i = 0; i < count; ++i) {
      const std::vector<double> lane = bits_of(members[i].history, copies[i]);
      ASSERT_EQ(lane.size(), alone[i].size()) << target << " network " << i << " of " << count;
      for (size_t k = 0; k < lane.size(); ++k)
        ASSERT_TRUE(lane[k] == alone[i][k] || (std::isnan(lane[k]) && std::isnan(alone[i][k])))
            << target << " network " << i << " of " << count << ", value " << k << " of "
            << lane.size() << ": " << lane[k] << ", alone " << alone[i][k];
    }
  }
}

/// Trains them as lanes and alone and compares all that training leaves.
inline void expect_as_alone(const std::vector<Model>& models, const data::Dataset& set,
                            const OptionsOf& options_of, bool packed = true) {
  const auto alone = bits_alone(models, set, options_of, packed);
  expect_alike(alone, models, models.size(), set, options_of, 2);
}

inline data::Dataset moons(int64_t rows) {
  return data::make_moons({.train = rows, .test = 10, .noise = 0.2, .seed = 3}).train;
}

inline Model small(const Optimizer& optimizer, const Loss& loss = binary_crossentropy,
                   bool float64 = false) {
  Model model{Input{2}, Dense{7, relu}, Dense{5, tanh}, Dense{1, sigmoid}};
  model.compile({.loss = loss, .optimizer = optimizer, .metrics = {accuracy}, .float64 = float64});
  return model;
}

inline OptionsOf seeds_from(uint64_t first, FitOptions options) {
  return [first, options](int64_t i) {
    FitOptions own = options;
    own.seed = first + static_cast<uint64_t>(i);
    return own;
  };
}

}  // namespace gradus::test
