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

// All that is left of members that were trained.
inline std::vector<double> bits_of_all(const std::vector<Member>& members) {
  std::vector<double> all;
  for (const Member& m : members) {
    const std::vector<double> bits = bits_of(m.history, *m.model);
    all.insert(all.end(), bits.begin(), bits.end());
  }
  return all;
}

// Trains them as lanes and alone and compares all that training leaves.
inline void expect_as_alone(const std::vector<Model>& models, const data::Dataset& set,
                            const OptionsOf& options_of, bool packed = true) {
  const std::vector<double> together = on_limited_targets([&] {
    std::vector<Model> copies = models;
    std::vector<Member> members;
    for (size_t i = 0; i < copies.size(); ++i)
      members.push_back({&copies[i], set, options_of(static_cast<int64_t>(i)), {}});
    train_all(members, 2, Lanes::kNetworks);
    return bits_of_all(members);
  });
  std::vector<double> alone;
  for (size_t i = 0; i < models.size(); ++i) {
    Model model = models[i];
    FitOptions options = options_of(static_cast<int64_t>(i));
    EXPECT_EQ(!Together::pack_key(model, set, options).empty(), packed);
    options.threads = 1;
    const History history = model.fit(set, options);
    const std::vector<double> bits = bits_of(history, model);
    alone.insert(alone.end(), bits.begin(), bits.end());
  }
  ASSERT_EQ(together.size(), alone.size());
  for (size_t i = 0; i < alone.size(); ++i) {
    if (std::isnan(alone[i])) {
      EXPECT_TRUE(std::isnan(together[i])) << i;
    } else {
      ASSERT_EQ(together[i], alone[i]) << "value " << i << " of " << alone.size();
    }
  }
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
