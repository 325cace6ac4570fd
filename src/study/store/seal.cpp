#include "study/store/seal.hpp"

#include <bit>
#include <concepts>
#include <vector>

#include "data/sha256.hpp"

namespace gradus::study {
namespace {

// Everything with its length before it, so that no two trials give the same bytes.
class Seal {
 public:
  template <class... T>
  void add(const T&... values) {
    (one(values), ...);
  }
  [[nodiscard]] std::string finish() {
    sum_.add(bytes_);
    return sum_.finish().substr(0, 32);
  }

 private:
  template <std::integral T>
  void one(T value) {
    const auto wide = static_cast<uint64_t>(value);
    bytes_.append(reinterpret_cast<const char*>(&wide), sizeof wide);
  }
  void one(double value) { one(std::bit_cast<uint64_t>(value)); }
  void one(const std::string& text) {
    one(text.size());
    bytes_ += text;
  }
  void one(std::span<const double> values) {
    one(values.size());
    sum_.add(bytes_);
    bytes_.clear();
    sum_.add(std::string_view(reinterpret_cast<const char*>(values.data()), values.size_bytes()));
  }
  void one(const std::vector<double>& values) { one(std::span<const double>(values)); }

  data::Sha256 sum_;
  std::string bytes_;
};

void add_history(Seal& seal, const History& h) {
  seal.add(h.columns.size());
  for (const History::Column& column : h.columns) seal.add(column.name, column.values);
  seal.add(h.batch_loss, h.batch_learning_rate, h.epochs, h.steps);
  seal.add(std::string(status_name(h.status)), h.where.step, h.where.layer, h.where.batch);
  seal.add(h.learned, h.best_epoch, h.solver.has_value());
  if (h.solver) {
    const SolverFacts& facts = *h.solver;
    seal.add(facts.stopped_by, facts.evaluations, facts.iterations, facts.gradient_norm);
  }
}

void add_sampled(Seal& seal, const Sampled& sampled) {
  seal.add(sampled.instrument, sampled.epoch, sampled.step, sampled.readings.size());
  for (const Reading& reading : sampled.readings) {
    const Distribution& d = reading.distribution;
    seal.add(reading.layer, reading.quantity, d.count, d.mean, d.std, d.norm, d.zeros);
    seal.add(std::span<const double>(d.quantiles), reading.silhouette.at,
             reading.silhouette.density, reading.values);
  }
}

}  // namespace

std::string seal_of(const TrialKey& key, const Trial& trial, std::span<const double> weights) {
  Seal seal;
  seal.add(key.plan, key.fold, key.seed, trial.variant, trial.pruned);
  add_history(seal, trial.history);
  seal.add(trial.metrics.size());
  for (const auto& [name, value] : trial.metrics) seal.add(name, value);
  seal.add(trial.sampled.size());
  for (const Sampled& sampled : trial.sampled) add_sampled(seal, sampled);
  seal.add(weights);
  return seal.finish();
}

}  // namespace gradus::study
