#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/threads.hpp"
#include "engine/batch.hpp"
#include "engine/cpu/kernels.hpp"
#include "engine/plan.hpp"
#include "gradus/base/tensor.hpp"

namespace gradus::engine {

/// The sums of a step over the rows present, in double, made shard by shard: divide by rows for
/// means.
struct Sums {
  static constexpr size_t kMostMetrics = 8;
  double loss = 0;  ///< of the data, weighted
  double metrics[kMostMetrics] = {};
  int64_t rows = 0;
};

/// One optimizer step: the rule and this step's scalars. Slots are arrays as long as the weights,
/// padded alike.
template <class T>
struct Update {
  cpu::UpdateKind kind = cpu::UpdateKind::kSgd;
  bool flag_a = false, flag_b = false, flag_c = false;
  T scalar[8] = {};
  double clipvalue = 0, clipnorm = 0, global_clipnorm = 0;  ///< 0 is off
};

/// Weights and optimizer state: flat, padded to a multiple of 16 with zeros.
template <class T>
struct State {
  AlignedVector<T> weights;
  AlignedVector<T> slots[4];
};
/// Sixteen partial sums by a fixed tree: 0 + 8, 1 + 9 ..., then 0 + 4 ...
[[nodiscard]] double lane_tree(const double* lanes);
/// Number of values after padding.
[[nodiscard]] inline size_t padded(int64_t n) {
  return (static_cast<size_t>(n) + 15) / 16 * 16;
}

/// A graph made ready to run: a static plan for one batch capacity. Between construction and
/// destruction it allocates nothing and takes no lock. Not to be run from two threads at once;
/// several programs may share one State as long as one runs at a time.
template <class T>
class Program {
 public:
  /// `team` runs the shards and must outlive the program; nullptr runs them on the caller.
  Program(Graph graph, const CompileOptions& options, ThreadTeam* team = nullptr);

  [[nodiscard]] const Graph& graph() const { return graph_; }
  [[nodiscard]] const Plan& plan() const { return plan_; }

  /// Forward and backward: leaves the gradient of the mean loss, penalties included, in gradient(),
  /// and returns the sums. Nothing is changed in the weights. Where the loss is not finite the
  /// gradient is not completed.
  /// `out`, where given, receives the predictions as rows, [count][outputs].
  Sums gradient(const T* weights, const Batch& batch, uint64_t seed, uint32_t step,
                T* out = nullptr);
  /// Clips, then updates weights and slots from gradient(), then applies the constraints.
  void update(State<T>& state, const Update<T>& rule);
  /// Forward and sums alone.
  Sums evaluate(const T* weights, const Batch& batch, T* out = nullptr);
  /// Forward alone; predictions as rows, [count][outputs].
  void predict(const T* weights, const Batch& batch, T* out);

  /// After gradient() of a program compiled with `inspect`: the values of an op for the first
  /// `rows` rows of that batch, [rows][op's size], and the gradient of the batch's mean loss with
  /// respect to them; op 0 is the network's input. Where the loss works on the logits beneath the
  /// output, its gradient is that of the logits. Nothing is promised where the loss was not finite.
  void read_values(int op, size_t rows, T* out) const;
  /// False, and nothing written, where no gradient reaches the op.
  bool read_gradient(int op, size_t rows, T* out) const;

  [[nodiscard]] std::span<T> gradient() { return {gradients_.data(), stride_}; }
  /// Sum of all penalties on these weights.
  [[nodiscard]] double penalty(const T* weights) const;

  /// Name of the first op, in the order of computation, whose value is not finite for some row of
  /// the batch; "loss" if all are. The program must have been compiled with training and without
  /// fusing.
  [[nodiscard]] std::string first_not_finite(const T* weights, const Batch& batch, uint64_t seed,
                                             uint32_t step);

 private:
  struct Worker {
    AlignedVector<T> arena;       // all buffers of a chunk
    AlignedVector<T> rows;        // a transposed delta
    AlignedVector<T> target;      // [group][outputs][16]
    AlignedVector<T> labels;      // [group][16]
    AlignedVector<T> weights;     // [group][16]
    AlignedVector<T> sums;        // lane vectors that a kernel adds up
    std::vector<double> scratch;  // what a user's op sees
  };
  struct Call {
    const T* weights;
    const Batch* batch;
    uint64_t seed;
    uint32_t step;
    bool backward;
    bool measure;  // false for prediction alone
    T* out;
  };
  struct Chunk {
    Worker* worker;
    size_t first, samples, groups;  // rows first .. first+samples-1 of the batch
  };
  // An op that maps each channel by itself: y = x scale + shift, and what that came from.
  struct ChannelNorm {
    int op;
    AlignedVector<T> mean, inverse, scale, shift;  // [channels]
    AlignedVector<T> down, back, off;              // backward: dx = dy down + (x back + off)
    AlignedVector<T> shard_mean, shard_m2;         // [shard][channels]; sum and dot on the way down
    std::vector<double> batch_mean, batch_variance;
  };

  T* value(const Chunk& c, int op) const {
    return c.worker->arena.data() + plan_.ops[static_cast<size_t>(op)].value_at;
  }
  T* grad(const Chunk& c, int op) const {
    return c.worker->arena.data() + plan_.ops[static_cast<size_t>(op)].grad_at;
  }

  void run_shards(const Call& call, Sums& sums);
  void run_shard(const Call& call, int shard, Worker& worker);
  void load(const Call& call, const Chunk& c);
  void load_targets(const RowSource& source, const uint32_t* rows, size_t first, const Chunk& c);
  void write_rows(const Call& call, const Chunk& c) const;
  void forward(const Call& call, const Chunk& c, int first = 1, int end = -1);
  void forward_op(const Call& call, const Chunk& c, int i);
  void measure(const Call& call, const Chunk& c, double* sums);
  void backward(const Call& call, const Chunk& c, T* gradient, bool first, int from = -1,
                int end = 0);
  void backward_op(const Call& call, const Chunk& c, int i, T* gradient, bool first);
  void backward_dense(const Call& call, const Chunk& c, int i, T* gradient, bool first);
  void forward_image(const Call& call, const Chunk& c, int i);
  void backward_convolution(const Call& call, const Chunk& c, int i, T* gradient, bool first);
  void backward_image(const Call& call, const Chunk& c, int i, T* gradient, bool first, size_t k,
                      T* dx);
  void read_rows(size_t at, size_t features, size_t rows, T* out) const;
  void backward_norm_sums(const Chunk& c, int i, T* gradient, int shard);
  void pool(const Chunk& c, int i, const T* dy, T* dx) const;
  void concat(const Chunk& c, int i) const;
  void pad(const Chunk& c, int i, const T* dy, T* dx) const;
  void make_norms();
  [[nodiscard]] ChannelNorm& norm(int op);
  void fix_norm(ChannelNorm& n, const T* weights);
  void run_synced(const Call& call, Sums& sums);
  void set_map(ChannelNorm& n, const T* weights, size_t channel, double mean, double inverse);
  void merge_moments(ChannelNorm& n, const Call& call);
  void frozen_norm_backward(const Chunk& c, int i, T* gradient, T* dx);
  void merge_norm_sums(ChannelNorm& n, const Call& call);
  [[nodiscard]] Chunk shard_chunk(const Call& call, int shard);
  template <class F>
  void over_shards(bool merge, F&& f);
  [[nodiscard]] int runner(int shard) const;
  void clear_sums(int shard);
  void total(int shard);
  void add_up(const Call& call, Sums& sums) const;
  void move_statistics(T* values) const;
  [[nodiscard]] static size_t scratch_size(const Graph& graph);
  void custom_forward(const Call& call, const Chunk& c, int i);
  void custom_backward(const Call& call, const Chunk& c, int i, T* gradient, bool first);
  void merge_own(int member);
  template <class F>
  void over_pairs(F&& f);
  void reduce(const T* weights, size_t begin, size_t end);
  template <class F>
  void over_weights(F&& f);
  [[nodiscard]] int members() const;

  Graph graph_;
  CompileOptions options_;
  Plan plan_;
  cpu::Kernels<T> kernels_;
  ThreadTeam* team_;
  size_t stride_;  // padded number of weights
  std::vector<Worker> workers_;
  AlignedVector<T> gradients_;          // [shard][stride_]
  AlignedVector<double> shard_sums_;    // [shard][1 + metrics][16]
  AlignedVector<double> shard_totals_;  // [1 + metrics][16 shards]
  std::vector<ChannelNorm> norms_;      // of the ops that have one, in their order
  bool loaded_ = false;
};

extern template class Program<float>;
extern template class Program<double>;

}  // namespace gradus::engine
