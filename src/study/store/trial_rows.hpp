#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "gradus/study/results.hpp"
#include "study/store/database.hpp"
#include "study/store/trial_key.hpp"

namespace gradus::study {

struct StoredTrial {
  Trial trial;
  std::vector<double> weights;  ///< empty where they were not kept
  /// From another run: add() it, and it is this run's own. `trial.variant` and the instruments of
  /// `trial.sampled` count as in the study of that run.
  bool reused = false;
};

/// Puts trials into the tables.
class TrialWriter {
 public:
  explicit TrialWriter(Database& database);
  /// In a transaction of the caller's. A trial of the same key is replaced. The key's fold and seed
  /// are the trial's.
  void write(const TrialKey& key, const std::string& variant, const Trial& trial,
             std::span<const double> weights);

 private:
  void remove(const TrialKey& key);
  void write_history(int64_t id, const History& history);
  void write_sampled(int64_t id, const std::vector<Sampled>& sampled);

  Database& database_;
  Statement find_, trial_, metric_, history_, sample_, reading_, weights_;
};

/// Reads trials from the tables. Throws Error where a row is not what was written.
class TrialReader {
 public:
  explicit TrialReader(Database& database);
  [[nodiscard]] std::optional<StoredTrial> find(const TrialKey& key);

 private:
  void read_metrics(int64_t id, Trial& trial);
  void read_history(int64_t id, History& history);
  void read_sampled(int64_t id, Trial& trial);
  void read_readings(int64_t id, size_t sample, std::vector<Reading>& readings);

  Database& database_;
  Statement trial_, metric_, history_, sample_, reading_, weights_;
};

}  // namespace gradus::study
