#pragma once

#include <algorithm>

#include "gradus/base/math.hpp"
#include "gradus/base/random.hpp"
#include "report/findings/questions.hpp"

/// Searches made by hand, in the likeness of one over optimizers of a small network.
namespace gradus::finding {

/// How a training's validation accuracy goes: from 0.1 towards `end`, still rising if `slow`.
inline History history_of(double end, bool slow, double noise, uint64_t stream) {
  Random random(stream, Purpose::kNoise);
  History history;
  history.epochs = 40;
  history.learned = end > 0.2;
  History::Column column{"val_accuracy", {}};
  for (int e = 1; e <= 40; ++e) {
    const double share = slow ? e / 40.0 : 1 - math::exp(-e / 4.0);
    column.values.push_back(0.1 + (end - 0.1) * share + noise * random.normal());
  }
  column.values.back() = end;
  history.columns.push_back(std::move(column));
  return history;
}

/// 36 points of adam, 36 of nadam and 16 of adadelta, 3 folds, `seeds` seeds: rate 0.001 does best
/// with adam and nadam, 0.1 hardly learns, 1 not at all; adadelta needs a large rate.
struct MnistSearch {
  study::Study study;
  study::Results results;

  explicit MnistSearch(size_t seeds, int64_t folds = 3) {
    using study::AxisValue;
    const std::vector<AxisValue> rates{0.001, 0.01, 0.1, 1.0}, beta_1{0.5, 0.7, 0.9},
        beta_2{0.8, 0.9, 0.999}, rho{0.001, 0.01, 0.1, 1.0};
    std::vector<study::VariantKey> keys;
    for (const char* name : {"adam", "nadam"})
      for (const AxisValue& rate : rates)
        for (const AxisValue& one : beta_1)
          for (const AxisValue& two : beta_2)
            keys.push_back({{"learning_rate", rate},
                            {"beta_1", one},
                            {"beta_2", two},
                            {"optimizer", std::string(name)}});
    for (const AxisValue& rate : rates)
      for (const AxisValue& r : rho)
        keys.push_back(
            {{"learning_rate", rate}, {"rho", r}, {"optimizer", std::string("adadelta")}});
    study = study::study_of(
        {{"learning_rate", rates},
         {"beta_1", beta_1},
         {"beta_2", beta_2},
         {"rho", rho},
         {"optimizer", {std::string("adam"), std::string("nadam"), std::string("adadelta")}, true}},
        keys, seeds);
    study.question = "Which optimizer, with which settings, trains the small CNN best?";
    study.search = study::SearchSpec{};
    study.search->objective.name = "val_accuracy";
    study.search->higher_is_better = true;
    study.findings = {ask("val_accuracy", "optimizer")};
    for (study::Variant& variant : study.variants)
      if (folds > 1) variant.plan.data.validation_folds = study::Folds{folds, 1};
    for (size_t v = 0; v < study.variants.size(); ++v) train(v, folds);
  }

  [[nodiscard]] double quality(size_t v) const {
    const study::VariantKey& key = study.variants[v].key;
    const double rate = std::get<double>(key[0].second);
    if (key.back().second == study::AxisValue(std::string("adadelta")))
      return rate < 0.005 ? 0.25 : rate < 0.05 ? 0.6 : rate < 0.5 ? 0.88 : 0.935;
    return rate < 0.005 ? 0.945 : rate < 0.05 ? 0.91 : rate < 0.5 ? 0.3 : 0.1;
  }

  void train(size_t v, int64_t folds) {
    const double good = quality(v);
    for (int64_t f = 0; f < std::max<int64_t>(1, folds); ++f)
      for (const uint64_t seed : study.seeds) {
        const uint64_t stream = v * 1000 + static_cast<uint64_t>(f) * 100 + seed;
        Random random(stream, Purpose::kNoise, 1), fold(static_cast<uint64_t>(f), Purpose::kSplit);
        const double noise = good > 0.2 ? 0.006 * random.normal() + 0.01 * fold.normal() : 0;
        const bool slow = good == 0.25 || good == 0.6;
        study::Trial trial;
        trial.variant = v;
        trial.fold = folds > 1 ? std::optional(f) : std::nullopt;
        trial.seed = seed;
        trial.history = history_of(std::min(1.0, good + noise), slow, 0.003, stream);
        trial.metrics = {{"val_accuracy", good + noise}};
        results.trials.push_back(std::move(trial));
      }
  }

  /// The points under these places of `order` trained again over ten seeds.
  void refit(const std::vector<std::pair<std::string, size_t>>& chosen) {
    for (uint64_t s = 0; s < 10; ++s) study.search->refit_seeds.push_back(s);
    std::vector<study::AxisValue> names;
    for (const auto& [name, variant] : chosen) {
      study::Variant again = study.variants[variant];
      again.key.push_back({"refit", name});
      again.plan.data.validation_folds.reset();
      study.variants.push_back(again);
      study.search->refit.push_back(name);
      names.emplace_back(name);
      for (uint64_t s = 0; s < 10; ++s) {
        Random random(variant * 50 + s, Purpose::kNoise, 2);
        const double test = quality(variant) - 0.004 + 0.005 * random.normal();
        results.trials.push_back(
            study::trial_of(study.variants.size() - 1, s, {{"test_accuracy", test}}));
      }
    }
    study.axes.push_back({"refit", names, true});
    ask_for_refits();
  }

  void ask_for_refits() {
    study::FindingSpec spec = ask("test_accuracy", "refit");
    spec.baseline = study::AxisValue(std::string("best"));
    study.findings.push_back(spec);
  }
};

}  // namespace gradus::finding
