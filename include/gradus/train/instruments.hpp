#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "gradus/data/dataset.hpp"
#include "gradus/train/model.hpp"

namespace gradus {

/// What is said of many values, in double, in their order. All NaN, but for the count, where a
/// value is not finite or there is none.
struct Distribution {
  int64_t count = 0;
  double mean = 0;
  double std = 0;    ///< of the population: divided by the count
  double norm = 0;   ///< the square root of the sum of squares
  double zeros = 0;  ///< share of values that are exactly 0
  /// At kShares, linear between neighbours as NumPy's default.
  std::array<double, 7> quantiles = {};
  static constexpr std::array<double, 7> kShares = {0, 0.05, 0.25, 0.5, 0.75, 0.95, 1};
};
[[nodiscard]] Distribution distribution(std::span<const double> values);

/// How dense values lie from the 1st to the 99th percentile: a Gaussian kernel, its width by
/// Silverman's rule (Density Estimation, 1986, 3.31), at 64 even places; the largest is 1. Empty
/// where the values are all one, or not finite.
struct Silhouette {
  std::vector<double> at, density;
};
[[nodiscard]] Silhouette silhouette(std::span<const double> values);

/// What an instrument read of one layer.
struct Reading {
  std::string layer;     ///< its name; "input" for the network's input; "" for all layers at once
  std::string quantity;  ///< the tensor ("kernel", "gamma"), or what the instrument is called
  Distribution distribution;
  Silhouette silhouette;       ///< where asked for, and there are at least 20 values
  std::vector<double> values;  ///< where asked for; else only where there are fewer than 20
};

struct InstrumentOptions {
  int64_t samples = 1000;  ///< of a data set, the first; 0 for all
  std::vector<std::string> layers =
      {};  ///< names; default: all that have something to show. Layers that hand on what they get
           ///< when the network predicts (flatten, reshape, dropout, noise) are left out unless
           ///< named
  bool silhouettes = false;
  bool values = false;  ///< keep all values, sample by sample
  int threads = 0;      ///< 0 for all processors; results do not depend on it
};

/// What gradients are taken with respect to.
enum class GradientOf { kWeights, kActivations, kInputs };

/// Whether a network predicts one and the same for every sample.
struct Collapse {
  bool equal = false;      ///< exactly, in the numbers it computes with
  double span = 0;         ///< largest less smallest prediction, of the output that spans most
  double target_span = 0;  ///< of the targets likewise
  /// The span is below this share of the targets'.
  [[nodiscard]] bool within(double share) const { return equal || span < share * target_span; }
};

/// Reads what happens inside a network as it predicts: dropout and noise act on nothing, batch
/// normalisation goes by its moving statistics. Works on a copy; the model is never changed. Names
/// of layers that are not there throw Error, as do data that do not fit.
///
/// In C++ you look when you call. A study's [[instrument]] that does not say when looks at the end,
/// and before at the ends of epochs 1, 2, 4, 8 ... where all looks of such instruments come to at
/// most 5 % of the training so far, the one at the end included. Both are counted in multiply-adds,
/// so that no clock decides what is looked at. Where it does not say at how many samples, there are
/// 1000 or as many as leave the end within those 5 % (or within half a millisecond), at least 16;
/// dead_units, saturated_units and collapse count over the whole set, which costs at the end about
/// what evaluating it does.
class Instruments {
 public:
  explicit Instruments(const Model& model);

  /// The copy that is looked at.
  [[nodiscard]] const Model& model() const { return model_; }

  /// All values of the network, as Training::values() gives them.
  [[nodiscard]] std::vector<double> values() const;
  /// Moves the copy to another state of its training.
  void set_values(std::span<const double> values);

  /// What every layer puts out, [samples, its shape].
  [[nodiscard]] std::vector<Reading> activations(const data::Dataset& samples,
                                                 const InstrumentOptions& options = {}) const;
  /// Gradients of the mean loss over the samples, penalties included. Of activations: of each
  /// layer's output; where the loss is worked out on logits (cross-entropy after softmax or
  /// sigmoid), of the logits. All NaN where the loss is not finite. The model must be compiled.
  [[nodiscard]] std::vector<Reading> gradients(const data::Dataset& samples,
                                               GradientOf of = GradientOf::kWeights,
                                               const InstrumentOptions& options = {}) const;
  /// Every tensor that is trained.
  [[nodiscard]] std::vector<Reading> weights(const InstrumentOptions& options = {}) const;
  /// gamma, beta, moving_mean and moving_variance of the batch normalisations.
  [[nodiscard]] std::vector<Reading> batch_normalization(
      const InstrumentOptions& options = {}) const;
  /// For each unit (of an image: each channel) of the layers that end in an activation, 1 where its
  /// output is exactly 0 for every sample, else 0.
  [[nodiscard]] std::vector<Reading> dead_units(const data::Dataset& samples,
                                                const InstrumentOptions& options = {}) const;
  /// The same for tanh beyond -0.99 .. 0.99 and sigmoids outside 0.01 .. 0.99.
  [[nodiscard]] std::vector<Reading> saturated_units(const data::Dataset& samples,
                                                     const InstrumentOptions& options = {}) const;
  /// Norm of what has changed since `before` over the norm of the weights before, of each layer
  /// and, last, of all. NaN where all weights were 0.
  [[nodiscard]] std::vector<Reading> update_ratio(std::span<const double> before,
                                                  const InstrumentOptions& options = {}) const;
  [[nodiscard]] Collapse collapse(const data::Dataset& samples, int threads = 0) const;

 private:
  template <class Counts>
  [[nodiscard]] std::vector<Reading> units(const data::Dataset& samples,
                                           const InstrumentOptions& options,
                                           const char* name) const;
  Model model_;
};

}  // namespace gradus
