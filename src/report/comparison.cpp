#include "report/comparison.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <optional>

#include "gradus/base/error.hpp"
#include "gradus/study/reader.hpp"
#include "report/findings/digits.hpp"
#include "report/findings/sample.hpp"
#include "report/findings/words.hpp"
#include "study/results_json.hpp"
#include "study/scores.hpp"
#include "study/statistics/rank_sum.hpp"

namespace gradus {
namespace {

using finding::Sample;
using study::Trial;

// One row before its p-value is corrected.
struct Row {
  ComparedMetric shown;
  finding::Words words;
  bool paired = false;
  statistics::PairedSample pairs;
  statistics::RankSum ranks;
  bool equal = false;      // over all of the seeds that either has
  bool enough = false;     // values to compare
  std::string basis = {};  // of the pairs, where not all seeds are
  double spread = 0;
};

std::vector<study::MetricQuery> asked(const study::Study& first, const study::Study& second) {
  std::vector<study::MetricQuery> out;
  for (const study::Study* study : {&first, &second})
    for (const study::FindingSpec& spec : study->findings)
      if (std::none_of(out.begin(), out.end(),
                       [&](const auto& q) { return q.text() == spec.metric.text(); }))
        out.push_back(spec.metric);
  return out;
}

std::string value_text(size_t variant, const Sample& sample) {
  const Estimate value = finding::estimate(variant, sample);
  std::string text = sample.share ? finding::percent(value.value, value.interval)
                                  : finding::digits(value.value, value.interval,
                                                    finding::are_whole(sample.values));
  if (value.seeds < sample.by_seed.size()) text += " of " + std::to_string(value.seeds);
  return text;
}

bool same_number(double a, double b) {
  return std::bit_cast<uint64_t>(a) == std::bit_cast<uint64_t>(b) ||
         (std::isnan(a) && std::isnan(b));
}

bool same_numbers(const std::vector<double>& a, const std::vector<double>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), same_number);
}

bool same_results(const Trial& a, const Trial& b) {
  const History &x = a.history, &y = b.history;
  return x.status == y.status && x.epochs == y.epochs && x.learned == y.learned &&
         x.where == y.where && a.pruned == b.pruned &&
         std::equal(a.metrics.begin(), a.metrics.end(), b.metrics.begin(), b.metrics.end(),
                    [](const auto& m, const auto& n) {
                      return m.first == n.first && same_number(m.second, n.second);
                    }) &&
         std::equal(x.columns.begin(), x.columns.end(), y.columns.begin(), y.columns.end(),
                    [](const auto& c, const auto& d) {
                      return c.name == d.name && same_numbers(c.values, d.values);
                    });
}

// One matched pair of variants at a time.
class Comparer {
 public:
  Comparer(const NamedRun& first, const NamedRun& second)
      : a_(first.run),
        b_(second.run),
        in_a_(a_.study, a_.results),
        in_b_(b_.study, b_.results),
        queries_(asked(a_.study, b_.study)) {}

  void variants(size_t v, size_t w, RunComparison& out) {
    for (const study::MetricQuery& query : queries_) metric(v, w, query);
    if (a_.study.variants[v].canonical == b_.study.variants[w].canonical) trials(v, w, out);
  }

  void finish(RunComparison& out) {
    std::vector<statistics::PairedSample> pairs;
    std::vector<double> p;
    for (const Row& row : rows_) {
      if (!row.enough) continue;
      if (row.paired)
        pairs.push_back(row.pairs);
      else
        p.push_back(row.ranks.p);
    }
    const std::vector<statistics::Comparison> paired = statistics::compare(pairs);
    const std::vector<double> unpaired = statistics::holm(p);
    size_t at = 0, alone = 0;
    for (Row& row : rows_) {
      if (row.enough && row.paired)
        judge(row, paired[at].difference, paired[at].differs(), paired[at].visible), ++at;
      else if (row.enough)
        judge(row, row.ranks.difference, unpaired[alone++] <= 0.05, INFINITY);
      out.metrics.push_back(std::move(row.shown));
    }
  }

 private:
  void metric(size_t v, size_t w, const study::MetricQuery& query) {
    const Sample first = finding::sample_of(a_.study, in_a_, v, query);
    const Sample second = finding::sample_of(b_.study, in_b_, w, query);
    if (first.values.empty() && second.values.empty()) return;
    Row row;
    study::FindingSpec spec;
    spec.metric = query;
    row.words = finding::words_of(a_.study, spec);
    const study::VariantKey& key = a_.study.variants[v].key;
    row.shown.variant = key.empty() ? "all" : finding::written(a_.study, key);
    row.shown.spoken = key.empty() ? "all" : finding::spoken(a_.study, key);
    row.shown.metric = row.words.label;
    row.shown.first = first.values.empty() ? "–" : value_text(v, first);
    row.shown.second = second.values.empty() ? "–" : value_text(w, second);
    const std::vector<uint64_t>& seeds = study::seeds_of(a_.study, v);
    const std::vector<uint64_t>& others = study::seeds_of(b_.study, w);
    row.paired =
        seeds == others && first.units.size() == second.units.size() && first.folds == second.folds;
    row.equal = row.paired && same_numbers(first.units, second.units);
    if (row.paired)
      row.pairs = finding::paired(first, second);
    else if (first.folds == 1 && second.folds == 1)
      row.pairs = common(seeds, first, others, second);
    if (!row.paired && row.pairs.first.size() > 1) {
      row.paired = true;
      row.basis = finding::many(row.pairs.first.size(), "seed") + " that both have";
    }
    if (row.paired) {
      row.enough = row.pairs.first.size() > 1;
    } else {
      row.enough = first.values.size() > 1 && second.values.size() > 1 && first.folds == 1 &&
                   second.folds == 1;
      if (row.enough) row.ranks = statistics::rank_sum(first.values, second.values);
    }
    const auto interval = [](const Estimate& e) { return e.interval.high - e.interval.low; };
    row.spread =
        std::max(interval(finding::estimate(v, first)), interval(finding::estimate(w, second)));
    if (row.equal)
      row.shown.verdict = "the same, bit for bit";
    else if (!row.enough)
      row.shown.verdict = "not compared: fewer than two values on a side, or other folds";
    rows_.push_back(std::move(row));
  }

  // The values of the seeds that both have.
  static statistics::PairedSample common(const std::vector<uint64_t>& seeds, const Sample& first,
                                         const std::vector<uint64_t>& others,
                                         const Sample& second) {
    statistics::PairedSample out;
    out.share = first.share;
    for (size_t i = 0; i < seeds.size() && i < first.by_seed.size(); ++i) {
      const auto at = std::find(others.begin(), others.end(), seeds[i]);
      const auto j = static_cast<size_t>(at - others.begin());
      if (j >= others.size() || j >= second.by_seed.size()) continue;
      if (!std::isfinite(first.by_seed[i]) || !std::isfinite(second.by_seed[j])) continue;
      out.first.push_back(first.by_seed[i]);
      out.second.push_back(second.by_seed[j]);
    }
    return out;
  }

  static void judge(Row& row, double difference, bool differs, double visible) {
    row.shown.difference = finding::digits(difference, row.spread);
    if (row.equal) return;
    if (row.paired && row.pairs.first == row.pairs.second) {
      row.shown.verdict = "the same on each of the ";
      row.shown.verdict += row.basis.empty() ? finding::many(row.pairs.first.size(), "pair") +
                                                   " where both have a value"
                                             : row.basis;
      return;
    }
    const std::string basis = row.basis.empty() ? "" : " (over " + row.basis + ")";
    if (!differs) {
      row.shown.verdict = "cannot be told apart";
      if (std::isfinite(visible))
        row.shown.verdict += "; " + finding::digits(visible, visible) + " would have been seen";
      row.shown.verdict += basis;
      return;
    }
    row.shown.verdict = difference > 0 ? "the first is higher" : "the first is lower";
    if (row.words.higher)
      row.shown.verdict +=
          *row.words.higher == (difference > 0) ? ", which is better" : ", which is worse";
    row.shown.verdict += row.paired ? basis : " (other seeds: not in pairs)";
  }

  void trials(size_t v, size_t w, RunComparison& out) {
    std::map<std::pair<int64_t, uint64_t>, const Trial*> there;
    for (const Trial* trial : in_b_.of(w)) there[{trial->fold.value_or(-1), trial->seed}] = trial;
    for (const Trial* trial : in_a_.of(v)) {
      const auto other = there.find({trial->fold.value_or(-1), trial->seed});
      if (other == there.end()) continue;
      if (same_results(*trial, *other->second)) {
        ++out.same_trials;
        continue;
      }
      std::string name = finding::spoken(a_.study, a_.study.variants[v].key);
      if (!name.empty()) name += ", ";
      if (trial->fold) name += "fold " + std::to_string(*trial->fold) + ", ";
      out.other_trials.push_back(name + "seed " + std::to_string(trial->seed));
    }
  }

  const study::Reopened &a_, &b_;
  study::TrialIndex in_a_, in_b_;
  std::vector<study::MetricQuery> queries_;
  std::vector<Row> rows_;
};

}  // namespace

RunComparison compare_runs(const NamedRun& first, const NamedRun& second) {
  RunComparison out;
  out.first = first.name;
  out.second = second.name;
  out.keys = study::differences(first.run.plan, second.run.plan);
  out.same_plan = first.run.plan == second.run.plan;
  Comparer comparer(first, second);
  const study::Study &a = first.run.study, &b = second.run.study;
  std::vector<bool> met(b.variants.size());
  for (size_t v = 0; v < a.variants.size(); ++v) {
    const std::optional<size_t> w = study::variant_named(b, a.variants[v].key, v);
    if (!w) {
      out.only_first.push_back(finding::spoken(a, a.variants[v].key));
      continue;
    }
    met[*w] = true;
    comparer.variants(v, *w, out);
  }
  for (size_t w = 0; w < met.size(); ++w)
    if (!met[w]) out.only_second.push_back(finding::spoken(b, b.variants[w].key));
  if (out.only_first.size() == a.variants.size()) {
    throw Error(second.name, "has no variant in common with " + first.name,
                "give two runs of one study");
  }
  comparer.finish(out);
  return out;
}

}  // namespace gradus
