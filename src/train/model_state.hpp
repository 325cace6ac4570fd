#pragma once

#include <memory>
#include <span>
#include <type_traits>
#include <vector>

#include "base/threads.hpp"
#include "engine/program.hpp"
#include "gradus/train/model.hpp"
#include "nn/network.hpp"

namespace gradus {

/// A fit made ready: its options completed, and the samples that it will see.
struct FitSetup {
  FitOptions options;
  data::Dataset samples, validation;
};

/// What a Model holds: a value, but for the thread teams that its methods make.
struct Model::State {
  Shape input;
  std::vector<Layer> layers;
  Network network;
  CompileOptions options;
  bool compiled = false;
  engine::State<float> single;  // the one of the two that options.float64 says
  engine::State<double> twofold;
  int64_t step = 0;  // updates done, for train_on_batch

  template <class T>
  engine::State<T>& weights_as() {
    if constexpr (std::is_same_v<T, float>) {
      return single;
    } else {
      return twofold;
    }
  }
  template <class F>
  auto with_type(F&& f) {
    return options.float64 ? f(double{}) : f(float{});
  }
  /// Draws all values from the seed.
  void initialize(uint64_t seed);
  /// Checks options and samples against the network. Throws what Model::fit does.
  void check(const data::Dataset& train, const FitOptions& given) const;
  /// Checks, holds back validation samples, draws the
  /// weights, and adapts what learns from data. Throws what Model::fit does.
  [[nodiscard]] FitSetup set_up(const data::Dataset& train, const FitOptions& given);
  // All values of the network, as many as Graph::values(): weights and statistics.
  void fill(std::span<const double> values);
  [[nodiscard]] std::vector<double> values() const;
  // A tensor, of weights or of statistics, and where it begins among the values.
  struct Piece {
    const engine::Param* param;
    int64_t at;
  };
  [[nodiscard]] std::vector<Piece> tensors() const;
  [[nodiscard]] Piece find(const std::string& name) const;  // throws Error for an unknown name
  /// Threads for batches of so many rows; nullptr where one will do.
  [[nodiscard]] std::unique_ptr<ThreadTeam> team(int threads, int64_t rows) const {
    const int count = std::min(threads > 0 ? threads : processors(),
                               engine::shards_for(rows, network.graph).count);
    return count > 1 ? std::make_unique<ThreadTeam>(count) : nullptr;
  }
};

}  // namespace gradus
