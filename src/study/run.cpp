#include "gradus/study/run.hpp"

#include <algorithm>
#include <string>
#include <tuple>

#include "gradus/base/error.hpp"
#include "gradus/study/metric_names.hpp"
#include "study/runner/ledger.hpp"
#include "study/runner/search.hpp"
#include "study/variant_error.hpp"

namespace gradus::study {

Model build_model(const Study& study, const Variant& variant, const Shape& input) {
  if (variant.plan.input && *variant.plan.input != input) {
    throw VariantError(study, variant, "model.input",
                       variant.plan.input->text() + ", but the data has " + input.text(),
                       "remove it, or change the data");
  }
  try {
    Model model(Input(input), variant.plan.layers);
    const TrainPlan& train = variant.plan.train;
    model.compile({.loss = train.loss,
                   .optimizer = train.optimizer,
                   .metrics = metrics_of(train),
                   .float64 = train.float64});
    return model;
  } catch (const Error& e) {
    throw misfit(study, variant, "model", e);
  }
}

Results run(Study& study, const DataShelf& shelf, const RunOptions& options) {
  Results results;
  Ledger ledger(study, shelf, options);
  results.lock = ledger.lock();
  Search(study, shelf, options, ledger, results).run();
  if (study.search && !study.search->refit.empty() && !results.interrupted)
    refit(study, shelf, options, ledger, results);
  std::sort(results.trials.begin(), results.trials.end(), [](const Trial& a, const Trial& b) {
    return std::tuple(a.variant, a.fold, a.seed) < std::tuple(b.variant, b.fold, b.seed);
  });
  if (!results.interrupted) ledger.close();
  return results;
}

}  // namespace gradus::study
