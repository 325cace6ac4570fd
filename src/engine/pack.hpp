#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/batch.hpp"
#include "engine/cpu/kernels.hpp"
#include "engine/plan.hpp"
#include "engine/program.hpp"
#include "gradus/base/tensor.hpp"

namespace gradus::engine {

/// The rows of a step of a pack: as many for every network, each its own. Lanes without a network
/// repeat what another one sees.
struct PackBatch {
  std::array<const RowSource*, 16> source{};
  std::array<const uint32_t*, 16> rows{};  ///< row numbers; nullptr for first, first + 1, ...
  size_t first = 0, count = 0;
  bool same_as_before = false;  ///< the very rows of the call before, for every network
  bool together = false;        ///< all sources are the same rows, seen alike
  alignas(64) std::array<uint64_t, 16> seeds{};
  alignas(64) std::array<uint32_t, 16> steps{};
};

/// Up to sixteen networks of one shape that train together: a lane is a network, innermost in
/// memory, so that weights are vectors as the samples are. Every network has its own weights, rows,
/// seed, step, optimizer numbers, dropout rates and penalties; what happens to it is, bit for bit,
/// what a Program does to it alone, since sums go in one order: sample after sample within a shard,
/// shards by the same tree. A network that blows up stays in its lane. Runs on the caller.
template <class T>
class Pack {
 public:
  /// `graph` says the shape alone; the networks' numbers come with them.
  Pack(Graph graph, const CompileOptions& options);

  /// Whether networks of this graph can be lanes: dense layers, activations, softmax, dropout,
  /// noise, sums and reshapes.
  [[nodiscard]] static bool takes(const Graph& graph, const LossSpec& loss);
  /// Equal for graphs whose networks may share a pack: dropout rates, noise and penalties may
  /// differ, though not in whether they are 0.
  [[nodiscard]] static std::string shape_of(const Graph& graph);

  /// Puts a network into a lane. `own` has its numbers and must live while it is in there.
  void enter(int lane, const Graph& own, const State<T>& state);
  /// Copies a lane's weights, and with `slots` its optimizer state, into a state of that size.
  void leave(int lane, State<T>& state, bool slots) const;
  /// Forgets a lane's network.
  void vacate(int lane);
  /// Puts weights alone into a lane.
  void set_weights(int lane, const State<T>& state);

  /// As Program::gradient, for every lane; what it returns for one is read afterwards.
  void gradient(const PackBatch& batch) { run(batch, false); }
  /// gradient() and update() in one, if every lane's loss is finite. Else the weights stay, only
  /// the gradient is there, and it returns false.
  [[nodiscard]] bool step(const PackBatch& batch);
  [[nodiscard]] Sums sums(size_t lane) const;
  /// Losses of the last gradient(), lane by lane: Sums::loss.
  [[nodiscard]] const double* losses() const { return totals_.data(); }
  /// Each lane's rule for the updates to come, all of the kind and with the flags of `shown`'s.
  void set_rules(const std::array<Update<T>, 16>& rules, size_t shown);
  /// As Program::update.
  void update();
  /// Sum of a lane's penalties.
  [[nodiscard]] double penalty(int lane) const;

  [[nodiscard]] const Plan& plan() const { return plan_; }

 private:
  struct Chunk {
    size_t first, samples;  // rows of the batch
  };
  enum class Work : uint8_t { kProduct, kActivate, kSoftmax, kDropout, kNoise, kAdd, kCopy };
  // What is done for an op, with all that it touches, looked up once: small networks' steps are
  // short.
  struct Step {
    Work work;
    Act act;
    int op;
    T alpha;
    size_t inputs, features;  // values of a sample in and out
    bool relu, adds;
    const T *x, *w, *bias;
    T* y;
    const T *z, *dy;  // way down: the input's value or nullptr, the gradient of y
    T *dx, *sum;      // of x or nullptr; where dx is added to, or nullptr
    int64_t kernel_at, bias_at;
  };
  void make_steps();
  [[nodiscard]] std::vector<cpu::PackLayer<T>> chain_layers() const;
  void make_chain();
  // With `move` the weights move at once, if all losses are finite. Returns whether they have.
  bool run(const PackBatch& batch, bool move);
  bool run_chain(const PackBatch& batch, const Chunk& c, double* sums, T* gradient, bool first,
                 bool move);
  [[nodiscard]] bool moves_at_once() const;
  [[nodiscard]] static Work work_of(OpKind kind);
  void forward(const PackBatch& batch, const Chunk& c, const Step& step);
  void backward(const PackBatch& batch, const Chunk& c, const Step& step, T* gradient, bool first);
  T* value(int op) { return arena_.data() + plan_.ops[static_cast<size_t>(op)].value_at * kLanes; }
  T* grad(int op) { return arena_.data() + plan_.ops[static_cast<size_t>(op)].grad_at * kLanes; }
  [[nodiscard]] const Op& op(int i) const { return graph_.ops[static_cast<size_t>(i)]; }
  [[nodiscard]] const T* param(int index) const {
    return weights_.data() + graph_.params[static_cast<size_t>(index)].offset * kLanes;
  }
  void load(const PackBatch& batch, const Chunk& c);
  void load_input(const PackBatch& batch, const Chunk& c);
  void load_targets(const PackBatch& batch, const Chunk& c);
  void measure(const PackBatch& batch, const Chunk& c, double* sums);
  // Of samples that begin at one of the chunk's, with their own y and dy.
  void measure(const PackBatch& batch, size_t first, size_t samples, T* y, T* dy, double* sums);
  void draw(const PackBatch& batch, const Chunk& c, const Step& step, const T* x, T* y);
  void add_up(size_t rows);
  void reduce();

  static constexpr size_t kLanes = cpu::kLanes;

  Graph graph_;
  CompileOptions options_;
  Plan plan_;
  cpu::Kernels<T> kernels_;
  size_t stride_;  // padded number of weights of a network
  std::array<const Graph*, 16> own_{};
  std::vector<Step> up_, down_;
  std::vector<cpu::PackLayer<T>> chain_;  // instead of them, or empty
  AlignedVector<T> block_;                // what the chain's layers see of a few samples
  AlignedVector<T> weights_;              // [weight][16]
  AlignedVector<T> slots_[4];             // the same
  AlignedVector<T> gradients_;            // [shard][weight][16]
  AlignedVector<T> arena_;                // the chunk's values, [sample][features][16] each
  AlignedVector<T> target_;               // [sample][outputs][16]
  AlignedVector<T> labels_;               // [sample][16]
  AlignedVector<T> sample_weights_;       // [sample][16]
  AlignedVector<T> one_network_;          // its rows in sample lanes, on their way
  AlignedVector<T> l1_, l2_;              // [param][16]
  std::vector<double> strength_;          // [op][16] of dropout and noise
  AlignedVector<double> shard_sums_;      // [shard][1 + metrics][16 samples][16 networks]
  AlignedVector<double> totals_;          // [1 + metrics][16]
  size_t rows_ = 0;                       // of the last batch
  bool finite_ = true;                    // its losses
  AlignedVector<T> scalars_;              // [8][16]
  std::array<Update<T>, 16> rules_;
  size_t shown_ = 0;
  bool loaded_ = false, penalised_ = false, constrained_ = false, clipped_ = false;
};

extern template class Pack<float>;
extern template class Pack<double>;

}  // namespace gradus::engine
