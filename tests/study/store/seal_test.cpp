#include "study/store/seal.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <set>

#include "study/store/trials.hpp"

namespace gradus::study {
namespace {

// Each field by itself changes the seal, and no two in the same way.
TEST(Seal, SeesEveryField) {
  const std::vector<double> weights = {1, 2};
  std::set<std::string> seals;
  const auto seal = [&](const std::function<void(Trial&)>& change) {
    Trial trial = full_trial();
    change(trial);
    return seal_of(key_of(full_trial()), trial, weights);
  };
  const std::vector<std::function<void(Trial&)>> changes = {
      [](Trial&) {},
      [](Trial& t) { t.variant = 8; },
      [](Trial& t) { t.pruned = false; },
      [](Trial& t) { t.history.columns[0].name = "lost"; },
      [](Trial& t) { t.history.columns[0].values[1] = 0.0; },
      [](Trial& t) { t.history.columns[1].values.push_back(0); },
      [](Trial& t) { t.history.columns.pop_back(); },
      [](Trial& t) { t.history.batch_loss.pop_back(); },
      [](Trial& t) { t.history.batch_learning_rate[1] = 0.0; },
      [](Trial& t) { t.history.epochs++; },
      [](Trial& t) { t.history.steps++; },
      [](Trial& t) { t.history.status = Status::kFailed; },
      [](Trial& t) { t.history.where.step++; },
      [](Trial& t) { t.history.where.layer = "loss"; },
      [](Trial& t) { t.history.where.batch++; },
      [](Trial& t) { t.history.learned = false; },
      [](Trial& t) { t.history.best_epoch++; },
      [](Trial& t) { t.history.solver.reset(); },
      [](Trial& t) { t.history.solver->stopped_by = "no progress"; },
      [](Trial& t) { t.history.solver->evaluations++; },
      [](Trial& t) { t.history.solver->iterations++; },
      [](Trial& t) { t.history.solver->gradient_norm = 0; },
      [](Trial& t) { t.metrics[1].second = 0.0; },
      [](Trial& t) { t.metrics[1].first = "other"; },
      [](Trial& t) { t.metrics.pop_back(); },
      [](Trial& t) { t.sampled.pop_back(); },
      [](Trial& t) { t.sampled[0].instrument++; },
      [](Trial& t) { t.sampled[0].epoch++; },
      [](Trial& t) { t.sampled[0].step++; },
      [](Trial& t) { t.sampled[0].readings.pop_back(); },
      [](Trial& t) { t.sampled[0].readings[0].layer = "d"; },
      [](Trial& t) { t.sampled[0].readings[0].quantity = "bias"; },
      [](Trial& t) { t.sampled[0].readings[0].distribution.count++; },
      [](Trial& t) { t.sampled[0].readings[0].distribution.mean = 0.0; },
      [](Trial& t) { t.sampled[0].readings[0].distribution.std = 0; },
      [](Trial& t) { t.sampled[0].readings[0].distribution.norm = 0; },
      [](Trial& t) { t.sampled[0].readings[0].distribution.zeros = 0; },
      [](Trial& t) { t.sampled[0].readings[0].distribution.quantiles[6] = 0.0; },
      [](Trial& t) { t.sampled[0].readings[0].silhouette.at[0] = 0; },
      [](Trial& t) { t.sampled[0].readings[0].silhouette.density[0] = 0; },
      [](Trial& t) { t.sampled[0].readings[0].values.pop_back(); },
  };
  for (const auto& change : changes) seals.insert(seal(change));
  EXPECT_EQ(seals.size(), changes.size());
  const Trial full = full_trial();
  seals.insert(seal_of({"plan", 2, 1}, full, weights));
  seals.insert(seal_of({"plan", 1, full.seed}, full, weights));
  seals.insert(seal_of({"plot", 2, full.seed}, full, weights));
  seals.insert(seal_of(key_of(full), full, {}));
  EXPECT_EQ(seals.size(), changes.size() + 4);
  EXPECT_EQ(seals.begin()->size(), 32u);
  // Seconds may differ between two runs.
  EXPECT_EQ(seal([](Trial& t) { t.history.seconds = 9; }), seal([](Trial&) {}));
}

}  // namespace
}  // namespace gradus::study
