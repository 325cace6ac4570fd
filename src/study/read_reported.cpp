#include <fmt/core.h>

#include <algorithm>

#include "gradus/study/reader.hpp"
#include "study/known.hpp"
#include "study/scalars.hpp"

namespace gradus::study {
namespace {

Condition condition_of(const VariantKey& key) {
  Condition out;
  for (const auto& [axis, value] : key) out.push_back({axis, {value}});
  return out;
}

// A row stands for one training: more than one that fits is a question, none is a mistake.
void check_fit(const Known& known, const Node& node, const Path& path, const Reported& row) {
  const Condition where = without_refit(condition_of(row.variant));
  std::vector<const Variant*> fitting;
  for (const Variant& variant : known.variants)
    if (!variant.same_as && matches(where, variant.key)) fitting.push_back(&variant);
  // A row may name a variant that is another's equal.
  for (const Variant& variant : known.variants)
    if (fitting.empty() && matches(where, variant.key)) fitting.push_back(&variant);
  // In a search it stands for the best of those that fit.
  if (fitting.size() == 1 || (known.search && !fitting.empty())) return;
  if (fitting.empty()) {
    if (known.context.overlaid) throw LeftOut{"no variant fits"};
    known.context.fail(node, path, "fits no variant", "name values that go together");
  }
  std::vector<std::string> missing;
  for (const Axis& axis : known.axes) {
    const auto value = [&](const Variant* v) {
      for (const auto& [name, chosen] : v->key)
        if (name == axis.name) return text(chosen);
      return std::string();
    };
    if (std::any_of(fitting.begin(), fitting.end(),
                    [&](const Variant* v) { return value(v) != value(fitting[0]); }))
      missing.push_back(axis.name);
  }
  known.context.fail(node, path, fmt::format("fits {} variants", fitting.size()),
                     "add " + joined_names(missing, " and "));
}

Reported read_row(const Known& known, const Node& node, const Path& path) {
  const Context& c = known.context;
  if (!node.is_table())
    c.fail(node, path, fmt::format("expected a row, got {}", show(node)),
           "write { axis = value, metric = value }");
  Reported row;
  std::vector<size_t> metrics;
  for (size_t i = 0; i < node.keys.size(); ++i) {
    const std::string& key = node.keys[i].name;
    const Node& value = node.items[i];
    const Path here = beneath(path, key, value);
    const bool declared = find_axis(known.declared, key) != nullptr;
    if (known.axis(key) || declared) {
      const Axis& axis = known_axis(known, value, here, key);
      row.variant.emplace_back(key, known_value(known, axis, value, here));
    } else if (key == "note") {
      read_field(c, value, here, Rule{}, row.note);
    } else if (key == "source") {
      read_field(c, value, here, Rule{}, row.source);
    } else {
      metrics.push_back(i);
    }
  }
  for (const size_t i : metrics) {
    const std::string& key = node.keys[i].name;
    const Node& value = node.items[i];
    const Path here = beneath(path, key, value);
    std::string name = split_words(key).empty() ? "" : split_words(key).back();
    name = name.substr(0, name.find('@'));
    if (!known.is_metric(name) && !name.starts_with("val_") && !name.starts_with("test_")) {
      std::vector<std::string> names = known.axis_names();
      const std::vector<std::string> others = known.metric_names();
      names.insert(names.end(), others.begin(), others.end());
      c.fail(value, here, fmt::format("no axis or metric {}", quote(name)), suggest(name, names));
    }
    const MetricQuery query = read_metric(known, value, here, key, condition_of(row.variant));
    double number = 0;
    read_field(c, value, here, Rule{}, number);
    row.values.emplace_back(query, number);
  }
  if (row.values.empty()) c.fail(node, path, "reports no metric", "add one, as in { loss = 0.1 }");
  check_fit(known, node, path, row);
  return row;
}

// A metric as findings ask for it: "argmin val_loss".
bool is_query(const Known& known, const std::string& key) {
  try {
    return known.is_metric(parse_metric(key).name);
  } catch (const Error&) {
    return false;
  }
}

}  // namespace

void read_reported(const Known& known, Node& study, Study& out) {
  Node* rows = study.find("reported");
  if (!rows) return;
  const Path path{nullptr, "reported"};
  if (!rows->is_list())
    known.context.fail(*rows, path, fmt::format("expected a list of rows, got {}", show(*rows)),
                       "put them in [ ]");
  std::vector<Node> kept;
  for (const Node& node : rows->items) {
    try {
      out.reported.push_back(read_row(known, node, path));
      kept.push_back(node);
    } catch (const LeftOut& left) {
      std::string what;
      for (size_t i = 0; node.is_table() && i < node.keys.size(); ++i)
        if (find_axis(known.declared, node.keys[i].name))
          what += (what.empty() ? "" : ", ") + node.items[i].joined();
      out.notes.push_back(fmt::format("a reported row{} is left out: {}",
                                      what.empty() ? "" : " (" + what + ")", left.why));
    }
  }
  rows->items = std::move(kept);
}

void read_labels(const Known& known, Node& study, Study& out) {
  Node* labels = study.find("labels");
  if (!labels) return;
  const Path path{nullptr, "labels"};
  if (!labels->is_table())
    known.context.fail(*labels, path, fmt::format("expected a table, got {}", show(*labels)),
                       "write [labels] and a line for each name");
  std::vector<std::string> gone;
  for (size_t i = 0; i < labels->keys.size(); ++i) {
    const std::string& key = labels->keys[i].name;
    const Node& value = labels->items[i];
    const Path here = beneath(path, key, value);
    const bool instrument = std::find(known.instruments.begin(), known.instruments.end(), key) !=
                            known.instruments.end();
    const bool drawn_over = key == "epoch" || key == "step";
    if (!drawn_over && !known.axis(key) && !instrument && !known.is_metric(key) &&
        !is_query(known, key)) {
      if (known.context.overlaid && find_axis(known.declared, key)) {
        gone.push_back(key);
        continue;
      }
      std::vector<std::string> names = known.axis_names();
      const std::vector<std::string> metrics = known.metric_names();
      names.insert(names.end(), metrics.begin(), metrics.end());
      names.insert(names.end(), known.instruments.begin(), known.instruments.end());
      if (is_top_value(key)) unknown_key(known.context, value, path, key, names);
      known.context.fail(value, here, "names nothing in this study", suggest(key, names));
    }
    std::string label;
    read_field(known.context, value, here, Rule{}, label);
    if (label.find_first_not_of(" \t\n") == std::string::npos)
      known.context.fail(value, here, "is empty", "write a name, or leave the line out");
    out.labels.emplace_back(key, label);
  }
  for (const std::string& key : gone) labels->erase(key);
}

}  // namespace gradus::study
