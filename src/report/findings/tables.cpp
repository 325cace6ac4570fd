#include <algorithm>

#include "report/findings.hpp"
#include "report/findings/answer.hpp"
#include "report/findings/digits.hpp"
#include "report/findings/reported.hpp"
#include "study/scores.hpp"

namespace gradus {
namespace {

using finding::Counts;
using finding::Sample;

// The metrics asked for, each once, in order.
std::vector<study::MetricQuery> metrics_asked(const study::Study& study) {
  std::vector<study::MetricQuery> out;
  for (const study::FindingSpec& spec : study.findings)
    if (std::none_of(out.begin(), out.end(),
                     [&](const auto& q) { return q.text() == spec.metric.text(); }))
      out.push_back(spec.metric);
  return out;
}

std::string cell(const Sample& sample, size_t variant) {
  if (sample.values.empty()) return "–";
  const Estimate value = finding::estimate(variant, sample);
  std::string text = sample.share ? finding::percent(value.value, value.interval)
                                  : finding::digits(value.value, value.interval,
                                                    finding::are_whole(sample.values));
  if (value.seeds < sample.by_seed.size()) text += " of " + std::to_string(value.seeds);
  return text;
}

std::string label_of(const study::Study& study, const study::MetricQuery& query) {
  study::FindingSpec spec;
  spec.metric = query;
  return finding::words_of(study, spec).label;
}

struct CountColumn {
  const char* head;
  size_t Counts::* count;
};

// Counts that say something: converged where there is a target, the others where there are any.
std::vector<CountColumn> count_columns(const study::Study& study, const std::vector<Counts>& counts,
                                       const std::vector<study::MetricQuery>& asked) {
  const auto is_asked = [&](const char* name) {
    return std::any_of(asked.begin(), asked.end(), [&](const auto& q) { return q.name == name; });
  };
  const auto any = [&](size_t Counts::* count) {
    return std::any_of(counts.begin(), counts.end(), [&](const Counts& c) { return c.*count > 0; });
  };
  const bool until = std::any_of(study.variants.begin(), study.variants.end(),
                                 [](const auto& v) { return v.plan.train.until.has_value(); });
  std::vector<CountColumn> out;
  if (until && !is_asked("converged")) out.push_back({"converged", &Counts::converged});
  if (any(&Counts::diverged) && !is_asked("diverged"))
    out.push_back({"diverged", &Counts::diverged});
  if (any(&Counts::not_learned)) out.push_back({"did not learn", &Counts::not_learned});
  if (any(&Counts::failed)) out.push_back({"failed", &Counts::failed});
  return out;
}

// What was trained again has no validation set, say.
void drop_empty_columns(TextTable& table) {
  for (size_t c = table.head.size(); c-- > 2;) {
    if (!std::all_of(table.rows.begin(), table.rows.end(),
                     [&](const auto& row) { return row[c] == "–"; }))
      continue;
    table.head.erase(table.head.begin() + static_cast<std::ptrdiff_t>(c));
    for (auto& row : table.rows) row.erase(row.begin() + static_cast<std::ptrdiff_t>(c));
  }
}

std::string name_of(const study::Study& study, size_t variant) {
  const study::Variant& v = study.variants[variant];
  if (v.key.empty()) return "all";
  std::string name = finding::written(study, v.key);
  if (v.same_as) name += " (is " + finding::written(study, study.variants[*v.same_as].key) + ")";
  return name;
}

}  // namespace

TextTable variant_table(const study::Study& study, const study::Results& results, size_t most) {
  const study::TrialIndex index(study, results);
  const std::vector<study::MetricQuery> asked = metrics_asked(study);
  std::vector<Counts> counts;
  for (size_t v = 0; v < study.variants.size(); ++v) counts.push_back(finding::count(index.of(v)));
  const std::vector<CountColumn> columns = count_columns(study, counts, asked);

  TextTable table;
  table.head = {"variant", "trials"};
  for (const study::MetricQuery& query : asked) table.head.push_back(label_of(study, query));
  for (const CountColumn& column : columns) table.head.emplace_back(column.head);
  // A search's points stand in the ranking; beneath it what was trained again.
  std::vector<size_t> rows;
  for (size_t v = 0; v < study.variants.size(); ++v)
    if (!study.search || study::is_refit(study.variants[v])) rows.push_back(v);
  if (rows.size() > most) {
    table.more = rows.size() - most;
    rows.resize(most);
  }
  for (const size_t v : rows) {
    std::vector<std::string> row{name_of(study, v), std::to_string(counts[v].trials)};
    for (const study::MetricQuery& query : asked)
      row.push_back(cell(finding::sample_of(study, index, v, query), v));
    for (const CountColumn& column : columns)
      row.push_back(std::to_string(counts[v].*column.count));
    table.rows.push_back(std::move(row));
  }
  if (study.search) drop_empty_columns(table);
  return table;
}

TextTable reported_table(const study::Study& study, const study::Results& results) {
  const study::TrialIndex index(study, results);
  TextTable table;
  table.head = {"variant", "figure", "reported", "ours", "the reported one lies"};
  const std::vector<finding::Beside> all = finding::beside_ours(study, index);
  const bool remarks =
      std::any_of(all.begin(), all.end(), [](const auto& one) { return !one.remark.empty(); });
  if (remarks) table.head.emplace_back("remark");
  for (const finding::Beside& one : all) {
    std::vector<std::string> row{one.variant.empty() ? "all" : one.variant, one.label, one.reported,
                                 one.ours, one.verdict};
    if (remarks) row.push_back(one.remark);
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace gradus
