#include "report/findings/reported.hpp"

#include <algorithm>
#include <cmath>

#include "report/findings/digits.hpp"
#include "report/findings/groups.hpp"
#include "report/findings/sample.hpp"
#include "report/findings/words.hpp"
#include "study/number_text.hpp"
#include "study/scores.hpp"

namespace gradus::finding {
namespace {

// A reported figure is rounded to decimals, ours may be a float's: 0.9725 is 0.97250003.
constexpr double kRounding = 1e-6;

std::vector<size_t> fitting(const study::Study& study, const study::VariantKey& row) {
  study::Condition where;
  for (const auto& [axis, value] : row) where.push_back({axis, {value}});
  std::vector<size_t> out;
  for (size_t v = 0; v < study.variants.size(); ++v)
    if (meets(study.variants[v], where) &&
        (names_refit(where) || !study::is_refit(study.variants[v])))
      out.push_back(v);
  return out;
}

// Of several variants that a row fits, the best by its metric; the first without a direction.
size_t best_of(const study::Study& study, const study::TrialIndex& index,
               const std::vector<size_t>& variants, const study::MetricQuery& query) {
  const std::optional<bool> higher = direction(query);
  size_t best = variants.front();
  double best_value = NAN;
  for (const size_t v : variants) {
    const double value = estimate(v, sample_of(study, index, v, query)).value;
    if (!higher || !std::isfinite(value)) continue;
    if (std::isfinite(best_value) && (*higher ? value <= best_value : value >= best_value))
      continue;
    best = v;
    best_value = value;
  }
  return best;
}

std::string share_or_number(bool share, double value) {
  return share ? percent(value, 0) : study::number_text(value);
}

// What of our trials could explain a difference.
std::string circumstances(const study::Study& study, const Sample& sample, size_t variant) {
  std::string text;
  const auto add = [&](size_t n, const std::string& what) {
    if (n > 0)
      text += "; " + std::to_string(n) + " of our " + std::to_string(sample.counts.trials) + what;
  };
  add(sample.counts.diverged, " trials diverged");
  add(sample.counts.not_learned, " trials did not learn");
  if (study.variants[variant].plan.train.until)
    add(sample.counts.trials - sample.counts.converged, " trials did not converge");
  return text;
}

void judge(const study::Study& study, const study::MetricQuery& query, double reported,
           const Sample& sample, size_t variant, Beside& out) {
  const Estimate ours = estimate(variant, sample);
  out.finding.estimates = {ours};
  if (sample.values.empty()) {
    out.ours = "–";
    out.verdict = "not compared, because none of our trials has a value" +
                  circumstances(study, sample, variant);
    return;
  }
  const bool folds = sample.unit != study::Scores::Unit::kSeed && !sample.share;
  std::vector<double> values = folds ? sample.units : sample.values;
  std::erase_if(values, [](double v) { return !std::isfinite(v); });
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  const double low = sample.share ? ours.interval.low : *least;
  const double high = sample.share ? ours.interval.high : *most;
  const double spread = are_whole(values) ? 10 : high - low;
  const auto text = [&](double v) {
    return sample.share ? percent(v, high - low) : digits(v, spread);
  };
  if (values.size() == 1 && !sample.share) {
    out.ours = digits(ours.value, 0);
    out.verdict = "not compared, because one seed has no spread";
    return;
  }
  out.ours = text(low) + " to " + text(high);
  const double slack = kRounding * std::abs(reported);
  if (reported >= low - slack && reported <= high + slack) {
    out.verdict = sample.share ? "inside our interval" : "inside our spread";
    return;
  }
  const bool above = low > reported;  // ours
  const std::optional<bool> higher = direction(query);
  out.verdict =
      "outside, because " +
      (sample.share ? std::string("our interval lies")
                    : "all " + many(values.size(), folds ? "fold" : "seed") + " of ours lie") +
      (above ? " above it" : " below it");
  if (higher) out.verdict += *higher == above ? ", which is better" : ", which is worse";
  out.verdict += circumstances(study, sample, variant);
}

}  // namespace

std::vector<Beside> beside_ours(const study::Study& study, const study::TrialIndex& index) {
  std::vector<Beside> all;
  if (study.quick) return all;
  for (const study::Reported& row : study.reported) {
    const std::vector<size_t> variants = fitting(study, row.variant);
    if (variants.empty()) continue;
    for (const auto& [query, value] : row.values) {
      const size_t variant = best_of(study, index, variants, query);
      const Sample sample = sample_of(study, index, variant, query);
      Beside one;
      one.variant = spoken(study, study.variants[variant].key);
      study::FindingSpec spec;
      spec.metric = query;
      one.label = words_of(study, spec).label;
      one.reported = share_or_number(sample.share, value);
      one.remark = row.note;
      if (!row.source.empty()) one.remark += (row.note.empty() ? "" : "; ") + row.source;
      one.finding.kind = Finding::Kind::kReported;
      one.finding.metric = query.text();
      judge(study, query, value, sample, variant, one);
      const std::string whose = one.variant.empty() ? "" : " for " + one.variant;
      one.finding.sentence = "Reported " + one.label + whose + ", " + one.reported + ": " +
                             one.verdict + (one.ours == "–" ? "" : " (" + one.ours + ")") + ".";
      all.push_back(std::move(one));
    }
  }
  return all;
}

}  // namespace gradus::finding
