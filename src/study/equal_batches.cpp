#include "study/equal_batches.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <set>

#include "gradus/data/load.hpp"
#include "gradus/study/reader.hpp"
#include "study/context.hpp"
#include "study/toml_text.hpp"
#include "study/train_rows.hpp"
#include "study/variant_error.hpp"
#include "study/variants.hpp"

namespace gradus::study {
namespace {

bool batches_vary(const Study& study) {
  return std::any_of(study.variants.begin(), study.variants.end(), [&](const Variant& v) {
    return v.plan.train.batch_size != study.variants.front().plan.train.batch_size;
  });
}

// Training samples in the fold that leaves most of them: the last one, since the first ones hold
// out the samples that are left over.
int64_t most_rows(const Study& study, const Variant& variant, const DataShelf& shelf) {
  const int64_t folds = std::max<int64_t>(1, variant.plan.data.folds());
  try {
    return shelf.prepare(variant.plan.data, study.seeds.front(), folds - 1).train.rows();
  } catch (const Error& e) {
    throw misfit(study, variant, "data", e);
  }
}

bool may_be_inert(const Study& study, const std::string& axis) {
  const Node tree = parse_toml(study.resolved, Context{study.file});
  const Node* allowed = tree.find("allow_inert");
  if (!allowed) return false;
  if (!allowed->is_list()) return allowed->joined() == axis;
  return std::any_of(allowed->items.begin(), allowed->items.end(),
                     [&](const Node& item) { return item.joined() == axis; });
}

}  // namespace

void name_equal_batches(Study& study, const DataShelf& shelf) {
  if (!batches_vary(study)) return;
  std::map<std::string, int64_t> rows_of;  // by what the plans say of the data
  std::vector<Variant> settled = study.variants;
  bool changed = false;
  for (Variant& variant : settled) {
    const TrainPlan& train = variant.plan.train;
    if (told_rows(variant.plan.data) > 0 || train.batch_size == 0) continue;
    const std::string data = variant.canonical.substr(0, variant.canonical.find('\n'));
    const auto known = rows_of.find(data);
    const int64_t rows = known == rows_of.end() ? most_rows(study, variant, shelf) : known->second;
    rows_of[data] = rows;
    if (train.batch_size < rows) continue;
    variant.plan.train.batch_size = 0;
    variant.canonical = canonical(variant.plan);
    changed = true;
  }
  if (!changed) return;
  std::swap(settled, study.variants);
  // Points that were drawn are too few to tell.
  const bool crossed = !study.search || study.search->method == SearchSpec::Method::kGrid;
  const std::vector<std::string> inert = crossed ? inert_axes(study) : std::vector<std::string>{};
  std::swap(settled, study.variants);
  for (const std::string& axis : inert) {
    if (may_be_inert(study, axis)) continue;
    throw VariantError(study, Variant{}, "vary." + axis,
                       fmt::format("changes nothing in all {} variants (every value takes all "
                                   "training samples at once)",
                                   study.variants.size()),
                       fmt::format("remove it, or allow_inert = [\"{}\"]", axis));
  }
  for (size_t v = 0; v < settled.size(); ++v)
    std::swap(settled[v].canonical, study.variants[v].canonical);
  name_equal_plans(study);
  for (size_t v = 0; v < settled.size(); ++v)
    std::swap(settled[v].canonical, study.variants[v].canonical);
}

}  // namespace gradus::study
