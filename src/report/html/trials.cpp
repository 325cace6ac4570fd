#include "report/html/trials.hpp"

#include <algorithm>
#include <limits>
#include <map>

#include "report/figure_names.hpp"
#include "report/findings/words.hpp"
#include "report/html/text.hpp"
#include "study/trial_index.hpp"

namespace gradus::html {
namespace {

struct Row {
  size_t number = 0;  // as history.csv counts
  size_t variant = 0;
  const study::Trial* trial = nullptr;
};

bool has_trouble(const study::Trial& trial) {
  return trial.history.status == Status::kDiverged || trial.history.status == Status::kFailed ||
         trial.pruned || !trial.history.learned;
}

// At most so many, those in trouble first; in their order.
std::vector<Row> chosen(const std::vector<Row>& all, size_t most) {
  if (all.size() <= most) return all;
  std::vector<bool> keep(all.size());
  size_t kept = 0;
  for (const bool trouble : {true, false})
    for (size_t i = 0; i < all.size() && kept < most; ++i)
      if (has_trouble(*all[i].trial) == trouble) {
        keep[i] = true;
        ++kept;
      }
  std::vector<Row> out;
  for (size_t i = 0; i < all.size(); ++i)
    if (keep[i]) out.push_back(all[i]);
  return out;
}

std::vector<std::string> metric_names(const std::vector<Row>& rows) {
  std::vector<std::string> names;
  for (const Row& row : rows)
    for (const auto& [name, value] : row.trial->metrics)
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  return names;
}

std::string status_words(const study::Trial& trial) {
  std::string text = status_name(trial.history.status);
  if (trial.pruned) text += ", pruned";
  const bool over =
      trial.history.status == Status::kDiverged || trial.history.status == Status::kFailed;
  if (!trial.history.learned && !over && !trial.pruned) text += ", did not learn";
  return text;
}

std::string remark(const study::Study& study, const Row& row) {
  std::string text;
  const auto add = [&](const std::string& words) { text += (text.empty() ? "" : "; ") + words; };
  const Where& where = row.trial->history.where;
  if (where.step >= 0) {
    add("not finite at step " + std::to_string(where.step) +
        (where.layer.empty() ? "" : ", " + where.layer));
  }
  if (row.trial->history.solver) add(row.trial->history.solver->stopped_by);
  if (const auto& same = study.variants[row.variant].same_as)
    add("the trial of " + finding::written(study, study.variants[*same].key));
  return text;
}

std::string value_json(const study::AxisValue& value) {
  if (const auto* name = std::get_if<std::string>(&value)) return json_string(*name);
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "\"true\"" : "\"false\"";
  if (const auto* real = std::get_if<double>(&value)) return json_number(*real);
  return study::text(value);
}

class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}
  void add(const std::string& json) {
    if (!first_) out_ += ',';
    first_ = false;
    out_ += json;
  }

 private:
  std::string& out_;
  bool first_ = true;
};

std::string left_out(size_t rows, size_t all_rows, size_t metrics, size_t all_metrics) {
  std::string text;
  if (rows < all_rows)
    text = "Here are " + std::to_string(rows) + " of " + std::to_string(all_rows) +
           " trials, those that ended badly among them; results.json has all.";
  if (metrics < all_metrics)
    text += std::string(text.empty() ? "" : " ") + "Here are " + std::to_string(metrics) + " of " +
            std::to_string(all_metrics) + " metrics; results.json has all.";
  return text;
}

}  // namespace

TrialRows trial_rows(const study::Study& study, const study::Results& results, size_t most) {
  const study::TrialIndex index(study, results);
  std::vector<Row> all;
  for (size_t v = 0; v < study.variants.size(); ++v)
    for (const study::Trial* trial : index.of(v)) all.push_back({all.size(), v, trial});
  const std::vector<Row> rows = chosen(all, most);
  std::vector<std::string> metrics = metric_names(rows);
  const size_t all_metrics = metrics.size();
  metrics.resize(std::min(metrics.size(), kMostMetrics));
  const auto any = [&](auto&& holds) { return std::any_of(rows.begin(), rows.end(), holds); };
  const bool folds = any([](const Row& row) { return row.trial->fold.has_value(); });
  const bool remarks = any([&](const Row& row) { return !remark(study, row).empty(); });

  TrialRows out;
  out.trials = all.size();
  out.left_out = left_out(rows.size(), all.size(), metrics.size(), all_metrics);
  out.json = "{\"columns\":[";
  {
    Writer columns(out.json);
    columns.add("\"trial\"");
    for (const study::Axis& axis : study.axes)
      columns.add(json_string(name_label(study, axis.name)));
    if (folds) columns.add("\"fold\"");
    for (const char* name : {"seed", "status"}) columns.add(json_string(name));
    // Beside the status, where one sees it however many metrics there are.
    if (remarks) columns.add("\"remark\"");
    columns.add("\"epochs\"");
    for (const std::string& name : metrics) columns.add(json_string(name));
    columns.add("\"seconds\"");
  }
  out.json += "],\n\"rows\":[";
  for (size_t r = 0; r < rows.size(); ++r) {
    const Row& row = rows[r];
    out.json += r == 0 ? "\n[" : ",\n[";
    Writer cells(out.json);
    cells.add(std::to_string(row.number));
    for (const study::Axis& axis : study.axes) {
      const study::VariantKey& key = study.variants[row.variant].key;
      const auto at = std::find_if(key.begin(), key.end(),
                                   [&](const auto& entry) { return entry.first == axis.name; });
      cells.add(at == key.end() ? "null" : value_json(at->second));
    }
    if (folds) cells.add(row.trial->fold ? std::to_string(*row.trial->fold) : "null");
    const std::string seed = std::to_string(row.trial->seed);
    cells.add(row.trial->seed > (uint64_t{1} << 53) ? json_string(seed) : seed);
    cells.add(json_string(status_words(*row.trial)));
    if (remarks) cells.add(json_string(remark(study, row)));
    cells.add(std::to_string(row.trial->history.epochs));
    for (size_t m = 0; m < metrics.size(); ++m) {
      const auto& own = row.trial->metrics;
      // Nearly always in the same place.
      auto at = m < own.size() && own[m].first == metrics[m]
                    ? own.begin() + static_cast<std::ptrdiff_t>(m)
                    : std::find_if(
                          own.begin(), own.end(),
                          [&](const auto& entry) { return entry.first == metrics[m]; });
      cells.add(at == own.end() ? "null" : json_number(at->second));
    }
    cells.add(json_number(row.trial->history.seconds));
    out.json += ']';
  }
  out.json += "\n]}";
  return out;
}

}  // namespace gradus::html
