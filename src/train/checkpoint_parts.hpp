#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/program.hpp"
#include "gradus/train/model.hpp"
#include "io/checkpoint.hpp"
#include "nn/network.hpp"

/// What the checkpoints of all trainings have in common.
namespace gradus {

/// What a training is, as words that another of its checkpoints must repeat: the network's shape,
/// the optimizer's kind, the numbers' type, rows, batch size, seed, and what is measured.
[[nodiscard]] io::Checkpoint fingerprint(const Network& network, const CompileOptions& compile,
                                         const FitOptions& fit, const History& history,
                                         int64_t rows, int64_t batch_size);
/// Copies all entries.
void put_all(io::Checkpoint& to, const io::Checkpoint& from);
/// Throws Error, in one line, where `from` says anything else than this fingerprint.
void check_fingerprint(const io::Checkpoint& from, const io::Checkpoint& own);

/// All that was measured so far.
void save_history(io::Checkpoint& to, const History& history);
/// Into a history with the same columns. Throws Error where the counts do not fit each other.
void restore_history(const io::Checkpoint& from, History& history);

void save_listeners(io::Checkpoint& to, const std::vector<Callback>& callbacks);
/// A listener more than were saved begins here, at `training`.
void restore_listeners(const io::Checkpoint& from, const std::vector<Callback>& callbacks,
                       Training& training);

/// Weights, statistics and the optimizer's slots.
template <class T>
void save_state(io::Checkpoint& to, const engine::State<T>& state) {
  to.put("weights", std::span<const T>(state.weights));
  for (size_t k = 0; k < 4; ++k)
    to.put("slot." + std::to_string(k), std::span<const T>(state.slots[k]));
}
/// Into a state of the same sizes.
template <class T>
void restore_state(const io::Checkpoint& from, engine::State<T>& state) {
  from.get_into("weights", std::span<T>(state.weights));
  for (size_t k = 0; k < 4; ++k)
    from.get_into("slot." + std::to_string(k), std::span<T>(state.slots[k]));
}

/// Weights that a listener has asked to remember: none, or as many as there are.
template <class T>
void restore_kept(const io::Checkpoint& from, size_t size, AlignedVector<T>& kept) {
  kept.resize(from.text("kept").empty() ? 0 : size);
  from.get_into("kept", std::span<T>(kept));
}

/// Visitors of numbers and flags by name, under a prefix.
struct PutNumbers {
  io::Checkpoint& to;
  std::string prefix;
  template <class N>
  void operator()(const char* name, const N& number) const {
    to.put(prefix + name, number);
  }
  void operator()(const char* name, const bool& flag) const {
    to.put(prefix + name, static_cast<uint8_t>(flag));
  }
};
struct GetNumbers {
  const io::Checkpoint& from;
  std::string prefix;
  template <class N>
  void operator()(const char* name, N& number) const {
    number = from.value<N>(prefix + name);
  }
  void operator()(const char* name, bool& flag) const {
    flag = from.value<uint8_t>(prefix + name) != 0;
  }
};

}  // namespace gradus
