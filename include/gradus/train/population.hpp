#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "gradus/train/model.hpp"

namespace gradus {

/// Many networks that are trained at once, each with its own seed and options. Small ones of one
/// architecture train as lanes of one pack, sixteen for little more than the price of one; what
/// comes of each is, bit for bit, what Model::fit makes of it alone.
class Population {
 public:
  /// `size` copies of a model, weights and compile options included. Throws Error for a negative
  /// size.
  Population(const Model& model, int64_t size);
  /// Networks that may differ in anything; those of one architecture train together.
  explicit Population(std::vector<Model> models) : models_(std::move(models)) {}

  [[nodiscard]] int64_t size() const { return static_cast<int64_t>(models_.size()); }
  /// A network by its number, from 0: to compile it differently, to look at it, to predict.
  [[nodiscard]] Model& operator[](int64_t i) { return models_[static_cast<size_t>(i)]; }
  [[nodiscard]] const Model& operator[](int64_t i) const { return models_[static_cast<size_t>(i)]; }

  /// Trains every network on the same samples with the same options, network i with the seed
  /// options.seed + i. Callbacks of a class of one's own are shared by all networks and called from
  /// several threads; specs (EarlyStopping ...) are each network's own. Returns one history a
  /// network. Throws what Model::fit does.
  std::vector<History> fit(const data::Dataset& train, const FitOptions& options = {});
  /// The same, each network with options of its own; `options_of` is called once for each, in
  /// order.
  std::vector<History> fit(const data::Dataset& train,
                           const std::function<FitOptions(int64_t)>& options_of, int threads = 0);

 private:
  std::vector<Model> models_;
};

}  // namespace gradus
