#include "study/instrument_samples.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "study/instrument_budget.hpp"
#include "study/variant_error.hpp"

namespace gradus::study {

void note_short_sets(Study& study, const DataShelf& shelf) {
  const auto asks = [](const InstrumentSpec& spec) { return spec.samples_given; };
  if (std::none_of(study.instruments.begin(), study.instruments.end(), asks)) return;
  std::vector<int64_t> largest(study.instruments.size(), 0);
  std::set<std::string> seen;  // what the plans say of the data
  for (const Variant& variant : study.variants) {
    if (!seen.insert(variant.canonical.substr(0, variant.canonical.find('\n'))).second) continue;
    Prepared sets;
    try {
      sets = shelf.prepare(variant.plan.data, study.seeds.front());
    } catch (const Error& e) {
      throw misfit(study, variant, "data", e);
    }
    for (size_t i = 0; i < largest.size(); ++i)
      largest[i] = std::max(largest[i], chosen_set(study.instruments[i], sets).rows());
  }
  for (size_t i = 0; i < largest.size(); ++i) {
    const InstrumentSpec& spec = study.instruments[i];
    if (spec.samples_given && spec.samples > largest[i])
      study.notes.push_back(
          fmt::format("instrument {} asks for {} of {} samples: it reads them all", spec.name,
                      spec.samples, largest[i]));
  }
}

}  // namespace gradus::study
