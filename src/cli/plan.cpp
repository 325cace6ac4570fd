#include "cli/plan.hpp"

#include <algorithm>

#include "report/figure_check.hpp"
#include "study/trial_count.hpp"
#include "study/trial_work.hpp"

namespace gradus::cli {
namespace {

// Forward, the gradient of every kernel and the one that goes down: three products, two operations
// a multiply-add.
double work_of(const study::TrainPlan& plan, double multiply_adds, int64_t rows) {
  const int64_t batch = plan.batch_size == kAll ? rows : std::min(plan.batch_size, rows);
  const double seen = plan.steps > 0 ? static_cast<double>(plan.steps) * static_cast<double>(batch)
                                     : static_cast<double>(plan.epochs) * static_cast<double>(rows);
  return 6.0 * multiply_adds * seen;
}

}  // namespace

std::filesystem::path folder_of_files(const std::filesystem::path& file,
                                      const study::Study& study) {
  return file.parent_path() / study.beside;
}

PlanFacts plan_facts(const study::Study& study, const study::DataShelf& shelf) {
  PlanFacts facts;
  for (size_t v = 0; v < study.variants.size(); ++v) {
    const study::Variant& variant = study.variants[v];
    if (variant.same_as) continue;
    study::TrialWork work(study, shelf, study::jobs_of(study, v).front(), 1);
    check_figures(study, v, work.model(), work.data());
    const Member& trial = work.member();
    PlanFacts::Row row{v, trial.model->summary(), 0};
    row.flops = work_of(variant.plan.train, row.summary.multiply_adds, trial.train.rows()) *
                static_cast<double>(study::jobs_of(study, v).size());
    facts.flops += row.flops;
    facts.networks += static_cast<int64_t>(study::jobs_of(study, v).size());
    facts.rows.push_back(std::move(row));
  }
  // Points still to be suggested and refits are taken to cost what the others do on average.
  const double all = study::count_trials(study).all();
  if (facts.networks > 0) facts.flops *= all / static_cast<double>(facts.networks);
  facts.networks = static_cast<int64_t>(all);
  return facts;
}

}  // namespace gradus::cli
