#include <fmt/core.h>

#include <algorithm>

#include "gradus/study/metric_names.hpp"
#include "study/scalars.hpp"
#include "study/section_keys.hpp"
#include "study/sections.hpp"
#include "study/things.hpp"

namespace gradus::study {
namespace {

constexpr double kMostEpochs = 1e8;

const Node& required(const Keys& keys, std::string_view key,
                     const std::vector<std::string>& kinds) {
  if (const Node* node = keys.find(key)) return *node;
  keys.context().fail(keys.table().origin, "train." + std::string(key), "is missing",
                      "one of " + joined_names(kinds));
}

// val_ metrics without validation samples are told apart from names that mean nothing.
void check_metric(const Context& c, const Node& n, const Path& p, const std::string& metric,
                  const Plan& plan) {
  const std::vector<std::string> known = epoch_metrics(plan);
  if (std::find(known.begin(), known.end(), metric) != known.end()) return;
  if (metric.starts_with("val_") && !has_validation(plan.data)) {
    const std::string base = metric.substr(4);
    if (std::find(known.begin(), known.end(), base) != known.end())
      c.fail(n, p, fmt::format("{} needs validation samples", metric), "give data.validation");
  }
  c.fail(n, p, fmt::format("no metric {}", quote(metric)), suggest(metric, known));
}

Until read_until(const Keys& train, const Node& n, const Path& p, const Plan& plan) {
  const Context& c = train.context();
  if (!n.is_table())
    c.fail(n, p, fmt::format("expected a target, got {}", show(n)),
           "write { loss = 0.002, every = \"10 epochs\" }");
  Until until;
  std::vector<std::string> known = epoch_metrics(plan);
  known.emplace_back("every");
  for (size_t i = 0; i < n.keys.size(); ++i) {
    const std::string& key = n.keys[i].name;
    const Node& value = n.items[i];
    const Path here = beneath(p, key, value);
    if (key == "every") {
      until.every = read_epochs(c, value, here);
      continue;
    }
    if (key.starts_with("val_")) check_metric(c, value, here, key, plan);
    if (key == "learning_rate" || std::find(known.begin(), known.end(), key) == known.end()) {
      std::erase(known, "learning_rate");
      unknown_key(c, value, p, key, known);
    }
    if (!until.metric.empty()) c.fail(n, p, "names two metrics", "give one");
    until.metric = key;
    read_field(c, value, here, Rule{}, until.value);
  }
  if (until.metric.empty()) c.fail(n, p, "names no metric", "give one, as in { loss = 0.002 }");
  if (until.metric.starts_with("val_") && until.every % plan.train.validation_freq != 0)
    c.fail(n, p,
           fmt::format("{} is measured every {} epochs only", until.metric,
                       plan.train.validation_freq),
           fmt::format("write every = \"{} epochs\"", plan.train.validation_freq));
  return until;
}

// How solvers and other optimizers stand in one study, where an axis brought this optimizer: the
// lengths are fields of variants, and a field that a variant lacks leaves its key out. ""
// elsewhere.
std::string as_field(const Node& optimizer, const std::string& key) {
  if (!optimizer.from) return "";
  const std::string& from = *optimizer.from;  // vary.AXIS.VARIANT
  const size_t begin = from.find('.') + 1;
  const std::string axis = from.substr(begin, from.find('.', begin) - begin);
  return fmt::format("write optimizer = \"${0}.optimizer\" and {1} = \"${0}.{1}\"", axis, key);
}

void read_length(const Keys& keys, const Node& optimizer, TrainPlan& plan) {
  const Context& c = keys.context();
  const Node* epochs = keys.find("epochs");
  const Node* steps = keys.find("steps");
  if (!epochs == !steps) {
    const Node& at = epochs ? *epochs : keys.table();
    std::string mend = epochs ? "drop one" : "add epochs = 10, for example";
    if (const std::string field = as_field(optimizer, "epochs"); !epochs && !field.empty())
      mend += fmt::format("; beside a full-batch solver {}, which its variant leaves out", field);
    c.fail(at.origin, "train", "give exactly one of epochs and steps", mend);
  }
  const Rule rule = Rule{}.at_least(1).at_most(kMostEpochs);
  keys.with("epochs",
            [&](const Node& n, const Path& p) { read_field(c, n, p, rule, plan.epochs); });
  keys.with("steps", [&](const Node& n, const Path& p) { read_field(c, n, p, rule, plan.steps); });
}

// All samples at once, for as many evaluations as the solver may make: each counts as an epoch.
void read_solver_length(const Keys& keys, const Node& optimizer, TrainPlan& plan) {
  const Context& c = keys.context();
  for (const char* key : {"batch_size", "epochs", "steps", "shuffle"}) {
    keys.with(key, [&](const Node& n, const Path& p) {
      std::string mend = "remove it";
      if (const std::string field = as_field(optimizer, key); !n.from && !field.empty())
        mend += fmt::format(", or {} and give it to the other variants alone", field);
      c.fail(n, p, fmt::format("a full-batch solver takes no {}", key), mend);
    });
  }
  plan.batch_size = 0;
  plan.epochs = max_evaluations(plan.optimizer);
  plan.float64 = true;
}

void read_batch_size(const Context& c, const Node& n, const Path& p, TrainPlan& plan) {
  const std::string mend = "give a whole number from 1, or \"all\"";
  if (n.is_string()) {
    if (n.text != "all")
      c.fail(n, p, fmt::format("{} is no batch size", show(n)),
             number_of(n.text) ? "drop the quotes" : mend);
    plan.batch_size = 0;
    return;
  }
  if (!n.is(Node::Type::kInteger) || n.integer < 1 || n.as_double() > kLargestCount)
    c.fail(n, p, fmt::format("{} is no batch size", show(n)), mend);
  plan.batch_size = n.integer;
}

void read_class_weight(const Context& c, const Node& n, const Path& p, const Plan& plan,
                       TrainPlan& train) {
  if (n.is_string()) {
    (void)read_choice(c, n, p, {"balanced"});
    train.balanced = true;
  } else {
    read_field(c, n, p, Rule{}.at_least(0), train.class_weight);
  }
  const int64_t classes = known_classes(plan.data);
  const size_t weights = train.class_weight.size();
  if (!train.balanced && classes > 0 && weights != static_cast<size_t>(classes))
    c.fail(n, p, fmt::format("{} weights for {} classes", weights, classes),
           "give one for each class");
}

void read_callbacks(const Context& c, const Node& n, const Path& p, const Plan& plan,
                    TrainPlan& train) {
  for (const Node* item : one_or_list(n)) {
    const std::string name = written_kind(*item);
    const Path here = beneath(p, name, *item);
    read_thing(c, *item, here, train.callbacks.emplace_back());
    std::visit([&](const auto& callback) { check_metric(c, *item, here, callback.monitor, plan); },
               train.callbacks.back());
    if (is_solver(train.optimizer) &&
        std::holds_alternative<ReduceLROnPlateau>(train.callbacks.back()))
      c.fail(*item, here, "a full-batch solver has no learning rate", "remove it");
  }
}

void read_metrics(const Context& c, const Node& n, const Path& p, TrainPlan& train) {
  train.metrics.emplace();
  std::set<std::string> seen;
  for (const Node* item : one_or_list(n)) {
    const std::string name = written_kind(*item);
    const Path here = beneath(p, name, *item);
    read_thing(c, *item, here, train.metrics->emplace_back());
    if (!seen.insert(metric_name(train.metrics->back())).second)
      c.fail(*item, here, fmt::format("holds {} twice", name), "drop one");
  }
}

}  // namespace

TrainPlan read_train(const Context& c, const Node& node, const Plan& plan_so_far, bool has_data) {
  const Path path{nullptr, "train"};
  const Keys keys(c, node, path, key_names("train"));
  Plan plan;
  plan.data = plan_so_far.data;
  TrainPlan& train = plan.train;
  const Node& loss = required(keys, "loss", kinds<Loss>());
  read_thing(c, loss, beneath(path, "loss", loss), train.loss);
  const Node& optimizer = required(keys, "optimizer", kinds<Optimizer>());
  read_thing(c, optimizer, beneath(path, "optimizer", optimizer), train.optimizer);
  if (is_solver(train.optimizer)) {
    read_solver_length(keys, optimizer, train);
  } else {
    keys.with("batch_size", [&](const Node& n, const Path& p) { read_batch_size(c, n, p, train); });
    read_length(keys, optimizer, train);
  }
  keys.with("metrics", [&](const Node& n, const Path& p) { read_metrics(c, n, p, train); });
  keys.with("validation_freq", [&](const Node& n, const Path& p) {
    read_field(c, n, p, Rule{}.at_least(1), train.validation_freq);
    if (has_data && !has_validation(plan.data))
      c.fail(n, p, "needs validation samples", "give data.validation");
  });
  keys.with("until",
            [&](const Node& n, const Path& p) { train.until = read_until(keys, n, p, plan); });
  keys.with("callbacks",
            [&](const Node& n, const Path& p) { read_callbacks(c, n, p, plan, train); });
  keys.with("class_weight",
            [&](const Node& n, const Path& p) { read_class_weight(c, n, p, plan, train); });
  keys.with("shuffle",
            [&](const Node& n, const Path& p) { read_field(c, n, p, {}, train.shuffle); });
  keys.with("dtype", [&](const Node& n, const Path& p) {
    train.float64 = read_choice(c, n, p, {"float32", "float64"}) == 1;
    if (is_solver(train.optimizer) && !train.float64)
      c.fail(n, p, "a full-batch solver computes in float64", "remove it");
  });
  return train;
}

}  // namespace gradus::study
