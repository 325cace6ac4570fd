#include "study/store/numbers.hpp"
#include "study/store/seal.hpp"
#include "study/store/trial_rows.hpp"

namespace gradus::study {

TrialWriter::TrialWriter(Database& database)
    : database_(database),
      find_(database, "SELECT id FROM trial WHERE plan = ? AND fold = ? AND seed = ?"),
      trial_(database,
             "INSERT INTO trial VALUES (NULL, ?,?,?, ?,?, ?,?,?, ?,?,?, ?,?,?, ?,?,?,?,?, ?,?)"),
      metric_(database, "INSERT INTO metric VALUES (?,?,?,?,?)"),
      history_(database, "INSERT INTO history VALUES (?,?,?,?,?)"),
      sample_(database, "INSERT INTO sample VALUES (?,?,?,?,?)"),
      reading_(database, "INSERT INTO reading VALUES (?,?,?, ?,?,?, ?,?,?,?)"),
      weights_(database, "INSERT INTO weights VALUES (?,?)") {}

void TrialWriter::write(const TrialKey& key, const std::string& variant, const Trial& trial,
                        std::span<const double> weights) {
  remove(key);
  const History& h = trial.history;
  const auto of_solver = [&](auto member) {
    return h.solver ? std::optional(*h.solver.*member) : std::nullopt;
  };
  const auto stopped_by =
      h.solver ? std::optional<std::string_view>(h.solver->stopped_by) : std::nullopt;
  const auto norm = of_solver(&SolverFacts::gradient_norm);
  trial_.run(key.plan, key.fold, key.seed, trial.variant, variant, status_name(h.status),
             trial.pruned, h.learned, h.epochs, h.steps, h.best_epoch, h.where.step, h.where.layer,
             h.where.batch, stopped_by, of_solver(&SolverFacts::evaluations),
             of_solver(&SolverFacts::iterations), norm, norm ? lost_bits(*norm) : std::nullopt,
             h.seconds, seal_of(key, trial, weights));
  const int64_t id = database_.last_row();
  for (size_t i = 0; i < trial.metrics.size(); ++i) {
    const auto& [name, value] = trial.metrics[i];
    metric_.run(id, i, name, value, lost_bits(value));
  }
  write_history(id, h);
  write_sampled(id, trial.sampled);
  if (!weights.empty()) weights_.run(id, as_blob(weights));
}

void TrialWriter::remove(const TrialKey& key) {
  find_.set(key.plan, key.fold, key.seed);
  if (!find_.step()) return;
  const std::string id = std::to_string(find_.integer(0));
  find_.reset();
  for (const char* table : {"metric", "history", "sample", "reading", "weights"})
    database_.exec(std::string("DELETE FROM ") + table + " WHERE trial = " + id);
  database_.exec("DELETE FROM trial WHERE id = " + id);
}

void TrialWriter::write_history(int64_t id, const History& history) {
  int place = 0;
  for (const History::Column& column : history.columns)
    history_.run(id, place++, "epoch", column.name, as_blob(column.values));
  if (!history.batch_loss.empty())
    history_.run(id, place++, "update", "loss", as_blob(history.batch_loss));
  if (!history.batch_learning_rate.empty())
    history_.run(id, place++, "update", "learning_rate", as_blob(history.batch_learning_rate));
}

void TrialWriter::write_sampled(int64_t id, const std::vector<Sampled>& sampled) {
  for (size_t s = 0; s < sampled.size(); ++s) {
    sample_.run(id, s, sampled[s].instrument, sampled[s].epoch, sampled[s].step);
    for (size_t i = 0; i < sampled[s].readings.size(); ++i) {
      const Reading& r = sampled[s].readings[i];
      const Distribution& d = r.distribution;
      std::vector<double> said = {d.mean, d.std, d.norm, d.zeros};
      said.insert(said.end(), d.quantiles.begin(), d.quantiles.end());
      reading_.run(id, s, i, r.layer, r.quantity, d.count, as_blob(said), as_blob(r.silhouette.at),
                   as_blob(r.silhouette.density), as_blob(r.values));
    }
  }
}

}  // namespace gradus::study
