#pragma once

#include <cstdint>
#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gradus/data/augment.hpp"
#include "gradus/data/dataset.hpp"
#include "gradus/nn/layer_list.hpp"
#include "gradus/nn/layers.hpp"
#include "gradus/nn/losses.hpp"
#include "gradus/nn/metrics.hpp"
#include "gradus/nn/optimizers.hpp"
#include "gradus/nn/summary.hpp"
#include "gradus/train/backup.hpp"
#include "gradus/train/callback.hpp"
#include "gradus/train/history.hpp"

namespace gradus {

/// A batch size that means all samples at once.
inline constexpr int64_t kAll = 0;

/// What and how a model learns.
struct CompileOptions {
  Loss loss = mse;
  Optimizer optimizer = SGD{};
  std::vector<Metric> metrics = {};
  bool float64 = false;  ///< compute in double; full-batch solvers set it by themselves
};

/// A full-batch solver trains on all samples for as many evaluations as it is allowed: it looks at
/// neither batch_size, epochs, steps nor shuffle. Where it ends stands in History::solver.
struct FitOptions {
  int64_t batch_size = 32;  ///< or kAll
  int64_t epochs = 1;
  int64_t steps =
      0;  ///< instead of epochs, if above 0: updates; the last epoch may be a part of one
  uint64_t seed = 0;  ///< of the weights' start, the order of samples, dropout, noise, augments
  std::vector<data::Augment> augment = {};  ///< of the training images, drawn anew each epoch
  data::Dataset validation = {};            ///< what val_ metrics are measured on
  double validation_split =
      0;  ///< without `validation`: the last share of the samples, held back before shuffling
  int64_t validation_freq = 1;  ///< in epochs
  std::vector<Callback> callbacks = {};
  std::optional<Until> until = {};  ///< ends the training as converged
  /// Saves the training, and goes on from its file where that exists. Throws Error where the file
  /// is of another training: it must be the same network, optimizer, data and options, but for the
  /// number of epochs where no schedule depends on it.
  std::optional<BackupAndRestore> backup = {};
  bool shuffle = true;  ///< a new order each epoch; a batch of all samples keeps theirs
  std::vector<double> class_weight = {};  ///< one a class
  bool verbose = false;        ///< a progress line on standard error when that is a terminal
  bool batch_history = false;  ///< also keep loss and learning rate of every batch
  int threads = 0;             ///< 0 for all processors; results do not depend on it
  bool keep_weights =
      false;  ///< go on from the present weights instead of drawing new ones from the seed
};

/// Means over a data set, by name: "loss" (penalties included), "data_loss", metrics.
struct Evaluation {
  std::vector<std::pair<std::string, double>> values;
  /// The value of that name. Throws Error naming those there are.
  [[nodiscard]] double operator[](const std::string& name) const;
};

/// A network that trains and predicts. Copies are deep. Not to be used from two threads at once.
class Model {
 public:
  /// Lowers the layers at once: throws Error naming the layer that does not fit.
  Model(const Input& input, std::vector<Layer> layers);
  template <class... L>
    requires(sizeof...(L) > 0 && (LayerOrKind<L> && ...))
  Model(const Input& input, const L&... layers) : Model(LayerList(layers...), input) {}
  Model(const Model&);
  Model& operator=(const Model&);
  Model(Model&&) noexcept;
  Model& operator=(Model&&) noexcept;
  ~Model();

  /// Sets loss, optimizer and metrics. Optimizer state starts anew at the next fit.
  void compile(const CompileOptions& options);

  /// Trains from weights drawn by the seed (or the present ones, see keep_weights) and returns what
  /// was measured. Normalization layers adapt to the samples first, unless they have before and
  /// their numbers are kept. Throws Error where the data do not fit the network. A value that is
  /// not finite ends the training as diverged: a result, not an error.
  History fit(const data::Dataset& train, const FitOptions& options = {});
  /// Throws what fit would throw of these samples and options, and does nothing else.
  void check(const data::Dataset& train, const FitOptions& options = {}) const;
  /// One update on these rows, from the present weights; the mean loss before it, penalties
  /// included. Optimizer state carries over from call to call.
  double train_on_batch(const data::Dataset& batch);

  /// Means over a data set. fit or compile must have set the loss.
  [[nodiscard]] Evaluation evaluate(const data::Dataset& dataset, int threads = 0) const;
  /// The network's outputs, [rows, outputs].
  [[nodiscard]] Tensor predict(const data::Dataset& dataset, int threads = 0) const;
  /// The same for plain rows of numbers.
  [[nodiscard]] Tensor predict(const Tensor& rows, int threads = 0) const;

  /// Draws the weights anew.
  void initialize(uint64_t seed);

  [[nodiscard]] const Summary& summary() const;
  [[nodiscard]] const Shape& input_shape() const;
  [[nodiscard]] int64_t outputs() const;
  /// Number of all weights, those that are kept but not trained included, as Keras counts them.
  [[nodiscard]] int64_t parameters() const;
  /// A tensor of weights by name, as in "dense_1/kernel" [inputs, units] (rows are the inputs) or
  /// "batch_normalization/moving_mean"; tensors that are no matrix have one row. Throws Error for
  /// an unknown name.
  [[nodiscard]] Tensor weights(const std::string& name) const;
  void set_weights(const std::string& name, const Tensor& values);
  /// Names of all tensors of weights, in order; those that are not trained come last.
  [[nodiscard]] std::vector<std::string> weight_names() const;

  /// One safetensors file: weights, and the description in its metadata. Custom layers cannot be
  /// saved.
  void save(const std::string& file) const;
  /// Throws Error for a file that is broken, or not a model.
  [[nodiscard]] static Model load(const std::string& file);

  [[nodiscard]] const std::vector<Layer>& layers() const;
  [[nodiscard]] const CompileOptions& options() const;

 private:
  Model(LayerList layers, const Input& input);
  friend class Instruments;
  friend class Together;
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace gradus
