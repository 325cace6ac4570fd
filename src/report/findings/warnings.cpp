#include "report/findings/warnings.hpp"

#include <algorithm>
#include <numeric>

#include "report/figure_groups.hpp"
#include "report/findings/sample.hpp"
#include "report/findings/words.hpp"

namespace gradus::finding {
namespace {

constexpr size_t kVariantsInWords = 6;

Finding plain(Finding::Kind kind, std::string sentence) {
  Finding finding;
  finding.kind = kind;
  finding.sentence = std::move(sentence);
  return finding;
}

// What all of these variants have in common and not all of the study: ", all with learning rate 1".
std::string in_common(const study::Study& study, const std::vector<size_t>& variants) {
  std::vector<std::string> shared;
  for (const auto& [axis, value] : study.variants[variants.front()].key) {
    const auto has = [&, &name = axis, &wanted = value](size_t v) {
      const study::AxisValue* own = value_on(study.variants[v], name);
      return own != nullptr && study::text(*own) == study::text(wanted);
    };
    std::vector<size_t> all(study.variants.size());
    std::iota(all.begin(), all.end(), size_t{0});
    if (std::all_of(variants.begin(), variants.end(), has) &&
        !std::all_of(all.begin(), all.end(), has))
      shared.push_back(spoken(study, axis, value));
  }
  return shared.empty() ? "" : ", all with " + listed(shared);
}

// "sgd: 3 of 32 trials diverged." for each variant with any, or one sentence for many.
std::vector<Finding> count_each(const study::Study& study, const study::TrialIndex& index,
                                size_t Counts::* what, Finding::Kind kind, const std::string& did) {
  std::vector<Finding> each;
  std::vector<size_t> where;
  size_t sum = 0, trials = 0;
  for (size_t v = 0; v < study.variants.size(); ++v) {
    if (study.variants[v].same_as) continue;
    const Counts counts = count(index.of(v));
    trials += counts.trials;
    const size_t n = counts.*what;
    if (n == 0) continue;
    sum += n;
    where.push_back(v);
    const std::string name = spoken(study, study.variants[v].key);
    const std::string share =
        n == counts.trials && n > 1
            ? "all " + many(n, "trial") + " " + did
            : std::to_string(n) + " of " + many(counts.trials, "trial") + " " + did;
    each.push_back(plain(kind, (name.empty() ? sentence_case(share) : name + ": " + share) + "."));
  }
  if (each.size() <= kVariantsInWords) return each;
  return {plain(kind, std::to_string(sum) + " of " + many(trials, "trial") + " " + did + ", in " +
                          many(each.size(), study.search ? "point" : "variant") +
                          in_common(study, where) +
                          (study.search ? "." : "; the table counts them."))};
}

bool watches_validation(const std::string& monitor) {
  return monitor.starts_with("val_");
}

// What the validation set decided in this variant: "when to stop", "the learning rate".
std::vector<std::string> decided(const study::TrainPlan& train) {
  std::vector<std::string> out;
  for (const CallbackSpec& callback : train.callbacks) {
    const auto* stop = std::get_if<EarlyStopping>(&callback);
    const auto* reduce = std::get_if<ReduceLROnPlateau>(&callback);
    if (stop && watches_validation(stop->monitor)) out.emplace_back("when to stop");
    if (reduce && watches_validation(reduce->monitor)) out.emplace_back("the learning rate");
  }
  if (train.until && watches_validation(train.until->metric))
    out.emplace_back("what counts as converged");
  return out;
}

// "in a and b ", "in 12 variants ", or "" where it is all of them.
std::string in_variants(const study::Study& study, const std::vector<std::string>& names) {
  if (names.size() == study.variants.size()) return "";
  if (names.size() > kVariantsInWords) return "in " + many(names.size(), "variant") + " ";
  return "in " + listed(names) + " ";
}

bool never_adapts(const Layer& layer) {
  const auto* normalization = std::get_if<Normalization>(&layer);
  return normalization && !normalization->adapt && normalization->layer.repeat > 0;
}

// Whether the layer makes a training loss differ from that of the same network at rest.
bool disturbs(const Layer& layer) {
  return std::holds_alternative<Dropout>(layer) ||
         std::holds_alternative<SpatialDropout2D>(layer) ||
         std::holds_alternative<GaussianNoise>(layer);
}

}  // namespace

std::vector<Finding> troubles(const study::Study& study, const study::TrialIndex& index) {
  std::vector<Finding> out =
      count_each(study, index, &Counts::diverged, Finding::Kind::kDiverged, "diverged");
  for (Finding& finding : count_each(study, index, &Counts::failed, Finding::Kind::kDiverged,
                                     "failed by an error of Gradus"))
    out.push_back(std::move(finding));
  for (Finding& finding : count_each(study, index, &Counts::not_learned, Finding::Kind::kNotLearned,
                                     "did not learn")) {
    finding.with_dropout =
        std::any_of(study.variants.begin(), study.variants.end(), [](const study::Variant& v) {
          return std::any_of(v.plan.layers.begin(), v.plan.layers.end(), disturbs);
        });
    out.push_back(std::move(finding));
  }
  return out;
}

std::vector<Finding> test_set_warnings(const study::Study& study) {
  // The same decision in several variants is one warning.
  std::vector<std::pair<std::vector<std::string>, std::vector<std::string>>> found;
  for (const study::Variant& variant : study.variants) {
    if (!variant.plan.data.validation_is_test) continue;
    const std::vector<std::string> what = decided(variant.plan.train);
    if (what.empty()) continue;
    auto same = std::find_if(found.begin(), found.end(),
                             [&](const auto& entry) { return entry.first == what; });
    if (same == found.end()) same = found.insert(found.end(), {what, {}});
    same->second.push_back(spoken(study, variant.key));
  }
  std::vector<Finding> out;
  for (const auto& [what, names] : found) {
    out.push_back(
        plain(Finding::Kind::kWarning,
              sentence_case(in_variants(study, names) + "the test set also chose " + listed(what)) +
                  " (validation = \"test\"), so its figures are better than new data "
                  "would give."));
  }
  return out;
}

std::vector<Finding> passing_warnings(const study::Study& study) {
  std::vector<std::string> names;
  for (const study::Variant& variant : study.variants) {
    if (std::any_of(variant.plan.layers.begin(), variant.plan.layers.end(), never_adapts))
      names.push_back(spoken(study, variant.key));
  }
  if (names.empty()) return {};
  return {plain(Finding::Kind::kWarning,
                sentence_case(in_variants(study, names) +
                              "normalization never adapts to the data (adapt = false): it passes "
                              "everything through."))};
}

}  // namespace gradus::finding
