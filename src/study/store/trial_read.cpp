#include <algorithm>

#include "study/store/numbers.hpp"
#include "study/store/seal.hpp"
#include "study/store/trial_rows.hpp"

namespace gradus::study {
namespace {

Status status_of(const Database& database, const std::string& name) {
  for (const Status status : {Status::kCompleted, Status::kConverged, Status::kStopped,
                              Status::kDiverged, Status::kFailed})
    if (name == status_name(status)) return status;
  database.damaged("a trial has a status that none can have");
}

}  // namespace

TrialReader::TrialReader(Database& database)
    : database_(database),
      trial_(database,
             "SELECT id, number, status, pruned, learned, epochs, steps, best_epoch, where_step,"
             " where_layer, where_batch, stopped_by, evaluations, iterations, gradient_norm,"
             " gradient_norm_bits, seconds, seal"
             " FROM trial WHERE plan = ? AND fold = ? AND seed = ?"),
      metric_(database, "SELECT name, value, bits FROM metric WHERE trial = ? ORDER BY place"),
      history_(database, "SELECT per, name, numbers FROM history WHERE trial = ? ORDER BY place"),
      sample_(database,
              "SELECT instrument, epoch, step FROM sample WHERE trial = ? ORDER BY place"),
      reading_(database,
               "SELECT layer, quantity, count, distribution, at, density, numbers FROM reading"
               " WHERE trial = ? AND sample = ? ORDER BY place"),
      weights_(database, "SELECT numbers FROM weights WHERE trial = ?") {}

std::optional<StoredTrial> TrialReader::find(const TrialKey& key) {
  Transaction one_moment(database_, Transaction::Kind::kRead);
  trial_.set(key.plan, key.fold, key.seed);
  if (!trial_.step()) return std::nullopt;
  StoredTrial stored;
  Trial& trial = stored.trial;
  History& h = trial.history;
  const int64_t id = trial_.integer(0);
  trial.variant = static_cast<size_t>(trial_.integer(1));
  if (key.fold >= 0) trial.fold = key.fold;
  trial.seed = key.seed;
  h.status = status_of(database_, trial_.text(2));
  trial.pruned = trial_.integer(3) != 0;
  h.learned = trial_.integer(4) != 0;
  h.epochs = trial_.integer(5);
  h.steps = trial_.integer(6);
  h.best_epoch = trial_.integer(7);
  h.where = {trial_.integer(8), trial_.text(9), trial_.integer(10)};
  if (!trial_.is_null(11))
    h.solver =
        SolverFacts{trial_.text(11), trial_.integer(12), trial_.integer(13), exact(trial_, 14, 15)};
  h.seconds = trial_.real(16);
  const std::string seal = trial_.text(17);
  trial_.reset();
  read_metrics(id, trial);
  read_history(id, h);
  read_sampled(id, trial);
  weights_.set(id);
  if (weights_.step()) stored.weights = from_blob<double>(database_, weights_.blob(0));
  weights_.reset();
  if (seal_of(key, trial, stored.weights) != seal)
    database_.damaged("trial " + std::to_string(id) + " is not what was written");
  return stored;
}

void TrialReader::read_metrics(int64_t id, Trial& trial) {
  metric_.set(id);
  while (metric_.step()) trial.metrics.emplace_back(metric_.text(0), exact(metric_, 1, 2));
}

void TrialReader::read_history(int64_t id, History& history) {
  history_.set(id);
  while (history_.step()) {
    const std::string per = history_.text(0), name = history_.text(1);
    std::vector<double> numbers = from_blob<double>(database_, history_.blob(2));
    if (per == "epoch") {
      history.columns.push_back({name, std::move(numbers)});
    } else {
      (name == "loss" ? history.batch_loss : history.batch_learning_rate) = std::move(numbers);
    }
  }
}

void TrialReader::read_sampled(int64_t id, Trial& trial) {
  sample_.set(id);
  while (sample_.step()) {
    trial.sampled.push_back({.instrument = static_cast<size_t>(sample_.integer(0)),
                             .epoch = sample_.integer(1),
                             .step = sample_.integer(2),
                             .readings = {}});
  }
  for (size_t s = 0; s < trial.sampled.size(); ++s) read_readings(id, s, trial.sampled[s].readings);
}

void TrialReader::read_readings(int64_t id, size_t sample, std::vector<Reading>& readings) {
  reading_.set(id, sample);
  while (reading_.step()) {
    Reading r{.layer = reading_.text(0),
              .quantity = reading_.text(1),
              .distribution = {},
              .silhouette = {},
              .values = from_blob<double>(database_, reading_.blob(6))};
    Distribution& d = r.distribution;
    const auto said = from_blob<double>(database_, reading_.blob(3));
    if (said.size() != 4 + d.quantiles.size()) database_.damaged("a distribution is cut");
    d.count = reading_.integer(2);
    d.mean = said[0];
    d.std = said[1];
    d.norm = said[2];
    d.zeros = said[3];
    std::copy(said.begin() + 4, said.end(), d.quantiles.begin());
    r.silhouette.at = from_blob<double>(database_, reading_.blob(4));
    r.silhouette.density = from_blob<double>(database_, reading_.blob(5));
    readings.push_back(std::move(r));
  }
}

}  // namespace gradus::study
