#include <fmt/core.h>

#include "cli/commands.hpp"
#include "cli/plan.hpp"
#include "gradus/base/error.hpp"
#include "study/equal_batches.hpp"
#include "study/instrument_samples.hpp"

namespace gradus::cli {
namespace {

std::string operations(double flops) {
  const char* const units[] = {"", " thousand", " million", " billion", " trillion"};
  size_t unit = 0;
  while (flops >= 1000 && unit < 4) {
    flops /= 1000;
    ++unit;
  }
  return fmt::format("{:.3g}{}", flops, units[unit]);
}

}  // namespace

int check(const StudyArguments& arguments) {
  study::Study study = study::read(arguments.study, arguments.overrides);
  if (!study.has_data || !study.has_train) {
    fmt::print("{}", study::describe(study));
    return 0;
  }
  const study::DataShelf shelf(study, folder_of_files(arguments.study, study));
  study::name_equal_batches(study, shelf);
  study::note_short_sets(study, shelf);
  // What the data show to be a mistake is told in place of the plan.
  const PlanFacts facts = plan_facts(study, shelf);
  fmt::print("{}", study::describe(study));
  for (const PlanFacts::Row& row : facts.rows) {
    const std::string name = study::text(study.variants[row.variant].key);
    fmt::print("{}: {} parameters, at most {} operations\n", name.empty() ? "network" : name,
               row.summary.parameters, operations(row.flops));
  }
  fmt::print("{} networks, at most {} operations in all\n", facts.networks,
             operations(facts.flops));
  return 0;
}

int summary(const StudyArguments& arguments) {
  study::Study study = study::read(arguments.study, arguments.overrides);
  const auto print = [&](const study::Variant& variant, const Summary& table) {
    const std::string name = study::text(variant.key);
    if (!name.empty()) fmt::print("{}\n", name);
    fmt::print("{}\n", table.text());
  };
  if (study.has_data) {
    const study::DataShelf shelf(study, folder_of_files(arguments.study, study));
    study::name_equal_batches(study, shelf);
    for (const PlanFacts::Row& row : plan_facts(study, shelf).rows)
      print(study.variants[row.variant], row.summary);
    return 0;
  }
  for (const study::Variant& variant : study.variants) {
    if (variant.same_as) continue;
    if (!variant.plan.input)
      throw Error(study.file + ": model.input", "is missing",
                  "give the size of the input, such as input = 10");
    print(variant, build_model(study, variant, *variant.plan.input).summary());
  }
  return 0;
}

}  // namespace gradus::cli
