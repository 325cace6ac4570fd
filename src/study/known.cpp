#include "study/known.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "gradus/study/metric_names.hpp"
#include "gradus/study/reader.hpp"
#include "study/scalars.hpp"

namespace gradus::study {
namespace {

double number_in(const AxisValue& v, bool& is) {
  is = true;
  if (const auto* i = std::get_if<int64_t>(&v)) return static_cast<double>(*i);
  if (const auto* d = std::get_if<double>(&v)) return *d;
  is = false;
  return 0;
}

AxisValue value_of(const Node& n) {
  switch (n.type) {
    case Node::Type::kBool:
      return n.boolean;
    case Node::Type::kInteger:
      return n.integer;
    case Node::Type::kFloat:
      return n.number;
    default:
      return n.text;
  }
}

bool contains(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::vector<std::string> texts(const std::vector<AxisValue>& values) {
  std::vector<std::string> out;
  for (const AxisValue& v : values) out.push_back(text(v));
  return out;
}

}  // namespace

const Axis* Known::axis(std::string_view name) const {
  for (const Axis& a : axes)
    if (a.name == name) return &a;
  return nullptr;
}

std::vector<std::string> Known::axis_names() const {
  std::vector<std::string> names;
  for (const Axis& a : axes) names.push_back(a.name);
  return names;
}

std::vector<std::string> Known::metric_names() const {
  std::vector<std::string> names = epoch_metrics;
  names.insert(names.end(), end_metrics.begin(), end_metrics.end());
  return names;
}

bool Known::is_metric(std::string_view name) const {
  return contains(epoch_metrics, name) || contains(end_metrics, name);
}

bool is_drawn(const Axis& axis) {
  return axis.range && axis.range->kind != Draw::Kind::kInteger;
}

bool same_value(const AxisValue& a, const AxisValue& b) {
  bool numeric_a = false, numeric_b = false;
  const double x = number_in(a, numeric_a), y = number_in(b, numeric_b);
  if (numeric_a && numeric_b) return x == y;
  return a == b;
}

bool matches(const Condition& condition, const VariantKey& key) {
  return std::all_of(condition.begin(), condition.end(), [&](const auto& asked) {
    const auto at = std::find_if(key.begin(), key.end(),
                                 [&](const auto& entry) { return entry.first == asked.first; });
    return at != key.end() &&
           std::any_of(asked.second.begin(), asked.second.end(),
                       [&](const AxisValue& v) { return same_value(v, at->second); });
  });
}

const Axis& known_axis(const Known& known, const Node& node, const Path& path,
                       const std::string& name) {
  if (const Axis* axis = known.axis(name)) return *axis;
  if (known.context.overlaid && find_axis(known.declared, name))
    throw LeftOut{fmt::format("no axis {}", name)};
  const std::vector<std::string> names = known.axis_names();
  known.context.fail(node, path, fmt::format("no axis {}", quote(name)),
                     names.empty() ? "this study has none" : suggest(name, names));
}

AxisValue known_value(const Known& known, const Axis& axis, const Node& node, const Path& path) {
  if (node.is_list() || node.is_table())
    known.context.fail(node, path,
                       fmt::format("expected a value of {}, got {}", axis.name, show(node)),
                       "give one of " + joined_names(texts(axis.values)));
  const AxisValue value = value_of(node);
  for (const AxisValue& v : axis.values)
    if (!axis.range && same_value(v, value)) return v;
  const AxisNode* before = find_axis(known.declared, axis.name);
  if (known.context.overlaid && before)
    for (const AxisValue& v : before->shown)
      if (same_value(v, value))
        throw LeftOut{fmt::format("no value {} of {}", show(node), axis.name)};
  if (axis.range)
    known.context.fail(node, path, fmt::format("{} is drawn from a range", axis.name),
                       "leave it out");
  known.context.fail(node, path, fmt::format("no value {} of {}", show(node), axis.name),
                     suggest(text(value), texts(axis.values)));
}

Condition read_condition(const Known& known, const Node& node, const Path& path) {
  if (!node.is_table())
    known.context.fail(node, path, fmt::format("expected a condition, got {}", show(node)),
                       "write { axis = value }");
  Condition out;
  for (size_t i = 0; i < node.keys.size(); ++i) {
    const Node& item = node.items[i];
    const Path here = beneath(path, node.keys[i].name, item);
    const Axis& axis = known_axis(known, item, here, node.keys[i].name);
    std::vector<AxisValue> values;
    // Of a list, the values that an overlay left are enough.
    std::string gone;
    for (const Node* value : one_or_list(item)) {
      try {
        values.push_back(known_value(known, axis, *value, here));
      } catch (const LeftOut& left) {
        gone = left.why;
      }
    }
    if (values.empty() && !gone.empty()) throw LeftOut{gone};
    if (values.empty()) known.context.fail(item, here, "holds no value", "give at least one");
    out.emplace_back(axis.name, std::move(values));
  }
  return out;
}

MetricQuery parse_metric(std::string_view written) {
  static const std::vector<std::string> reductions = {"last",   "min",    "max",      "mean",
                                                      "argmin", "argmax", "roughness"};
  const std::vector<std::string> words = split_words(written);
  if (words.empty() || words.size() > 2)
    throw Error("", fmt::format("{} is no metric", quote(written)),
                "the form is [last|min|max|mean|argmin|argmax|roughness] NAME[@EPOCH]");
  MetricQuery query;
  if (words.size() == 2) {
    query.reduce = words[0];
    if (!contains(reductions, query.reduce))
      throw Error("", fmt::format("unknown reduction {}", quote(query.reduce)),
                  suggest(query.reduce, reductions));
  }
  const std::string& name = words.back();
  const size_t at = name.find('@');
  query.name = name.substr(0, at);
  if (at != std::string::npos) {
    const std::optional<Node> epoch = number_of(name.substr(at + 1));
    if (!epoch || !epoch->is(Node::Type::kInteger) || epoch->integer < 0)
      throw Error("", fmt::format("{} is no epoch", quote(name.substr(at + 1))),
                  "give a whole number from 0, as in loss@10");
    query.epoch = epoch->integer;
  }
  return query;
}

Condition without_refit(const Condition& condition) {
  Condition out = condition;
  std::erase_if(out, [](const auto& asked) { return asked.first == kRefitAxis; });
  return out;
}

int64_t longest(const Known& known, const Condition& asked) {
  int64_t epochs = 0;
  const Condition where = without_refit(asked);
  for (const Variant& variant : known.variants) {
    if (!matches(where, variant.key)) continue;
    if (variant.plan.train.epochs == 0) return 0;
    epochs = std::max(epochs, variant.plan.train.epochs);
  }
  return epochs;
}

MetricQuery read_metric(const Known& known, const Node& node, const Path& path,
                        const std::string& written, const Condition& where) {
  const Context& c = known.context;
  MetricQuery query;
  try {
    query = parse_metric(written);
  } catch (const Error& error) {
    c.fail(node, path, error.reason(), error.mend());
  }
  if (!known.is_metric(query.name)) {
    const std::vector<std::string> names = known.metric_names();
    const std::string base =
        query.name.substr(std::min<size_t>(query.name.find('_') + 1, query.name.size()));
    if (query.name.starts_with("val_") && known.is_metric(base))
      c.fail(node, path, fmt::format("{} needs validation samples", query.name),
             "give data.validation");
    const bool tested = std::all_of(known.variants.begin(), known.variants.end(),
                                    [](const Variant& v) { return has_test_set(v.plan.data); });
    if (query.name.starts_with("test_") && known.is_metric(base) && known.search && tested)
      c.fail(node, path, fmt::format("{} is measured of refits alone", query.name),
             "give search.refit");
    if (query.name.starts_with("test_") && known.is_metric(base))
      c.fail(node, path, fmt::format("{} needs a test set", query.name), "give data.test");
    c.fail(node, path, fmt::format("no metric {}", quote(query.name)), suggest(query.name, names));
  }
  const bool once = !contains(known.epoch_metrics, query.name);
  if (once && (query.reduce != "last" || query.epoch))
    c.fail(node, path, fmt::format("{} is measured once, at the end", query.name),
           fmt::format("write \"{}\"", query.name));
  // Before the first step only a solver has looked: its first evaluation is at the start.
  const bool solver = std::any_of(known.variants.begin(), known.variants.end(),
                                  [](const auto& v) { return is_solver(v.plan.train.optimizer); });
  if (query.epoch == 0 && !solver && c.overlaid) throw LeftOut{"no value before the first step"};
  if (query.epoch == 0 && !solver)
    c.fail(node, path, fmt::format("{}: no value before the first step", query.text()),
           "only a full-batch solver has one; give an epoch from 1");
  const int64_t epochs = longest(known, where);
  if (query.epoch && epochs > 0 && *query.epoch > epochs) {
    const std::string why = fmt::format("training ends after epoch {}", epochs);
    if (c.overlaid) throw LeftOut{why};
    c.fail(node, path, fmt::format("{}: {}", query.text(), why), "give an epoch that is reached");
  }
  return query;
}

}  // namespace gradus::study
