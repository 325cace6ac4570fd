#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "gradus/train/model.hpp"
#include "train/watch.hpp"

namespace gradus {

/// One training among many: its model is trained in place.
struct Member {
  Model* model = nullptr;
  data::Dataset train;
  FitOptions options;
  History history = {};  ///< what came of it
  /// Asked before each step; between blocks of at most 64 where an epoch is one batch that nobody
  /// looks into. May be null.
  std::shared_ptr<Watch> watch = {};
  std::optional<io::Checkpoint> from = {};  ///< goes on from there
  /// It ended because its watch paused it: saved, nothing told of an end, the history as before.
  bool paused = false;
};

/// Trains a member on the caller's threads (FitOptions::threads), to its end or until it pauses.
/// Throws what Model::fit does, and Error where `from` is of another training.
void train_member(Member& member);

/// Trainings as lanes of one pack (engine/pack.hpp). What comes of each is, bit for bit, what
/// Model::fit makes of it alone.
class Together {
 public:
  /// Equal, and not empty, for trainings that can be lanes of one pack, and where a pack is faster
  /// (docs/engine.md): networks of one shape, as many rows a batch, one kind of optimizer, loss and
  /// metrics. Everything else may differ. Throws what Model::fit would.
  [[nodiscard]] static std::string pack_key(const Model& model, const data::Dataset& train,
                                            const FitOptions& options);

  /// How many networks of this kind a pack must have at least to be faster than one after the
  /// other, from 2; above 16 where none is. An estimate, after the measurements of docs/engine.md:
  /// nothing but time depends on it.
  [[nodiscard]] static int least_lanes(const Model& model, int64_t rows, int64_t batch_size);
  /// Lanes that so many networks of one key fill on each thread; 0 where fewer than `least` are
  /// left for one.
  [[nodiscard]] static int lanes_for(size_t networks, int threads, int least);

  /// All values of a network, weights and statistics, in double; and back, into one like it.
  [[nodiscard]] static std::vector<double> values(const Model& model);
  static void set_values(Model& model, std::span<const double> values);

  /// Trains members of one key on the caller, at most `lanes` (up to 16) at a time. `take` gives
  /// the next one, or nullptr; a lane that becomes free takes another where the others begin an
  /// epoch. `done` is told of each at its end, or when it has paused. A member that goes on within
  /// an epoch comes to that epoch's end alone, then joins the others.
  static void train(const std::function<Member*()>& take, const std::function<void(Member&)>& done,
                    int lanes);

 private:
  friend void train_member(Member& member);
  static void train_alone(Member& member);
  template <class T>
  class Runner;
};

/// Whether trainings become lanes where that is faster, or wherever they can.
enum class Lanes { kBest, kNetworks };

/// Trains all members on so many threads, those of one shape together. Throws what Model::fit does.
void train_all(std::vector<Member>& members, int threads, Lanes lanes);

/// The most weights of a network that is trained as a lane.
inline constexpr int64_t kMostPackWeights = 4096;

}  // namespace gradus
