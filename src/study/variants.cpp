#include "study/variants.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <unordered_map>

#include "gradus/study/reader.hpp"
#include "study/sections.hpp"

namespace gradus::study {
namespace {

constexpr size_t kMostNotes = 20;

Plan read_plan(const Context& c, const Node& study, DefaultsUse& use) {
  Plan plan;
  const Node* data = study.find("data");
  const Node* model = study.find("model");
  const Node* train = study.find("train");
  if (data) plan.data = read_data(c, *data);
  if (!model) c.fail({}, "model.layers", "is missing", "give the layers in order");
  read_model(c, *model, plan, use);
  if (train) plan.train = read_train(c, *train, plan, data != nullptr);
  if (data && train) check_targets(c, study, plan);
  return plan;
}

// Why an option that an axis sets cannot act, where its key says so.
std::string inert_reason(const Node& core, const std::vector<AxisNode>& axes,
                         const std::string& axis) {
  std::vector<Use> uses;
  collect_uses(core, Path{}, uses);
  for (const AxisNode& other : axes)
    for (const Node& value : other.values)
      if (value.from) collect_uses(value, Path{nullptr, *value.from, true}, uses);
  for (const Use& use : uses) {
    if (use.reference.axis != axis) continue;
    if (use.path.ends_with(".nesterov")) return " (nesterov needs momentum)";
    if (use.path.starts_with("model.defaults.")) return " (every layer gives its own)";
    if (use.path.find(".bias_") != std::string::npos) return " (no layer there has a bias)";
    if (use.path.find(".callbacks.") != std::string::npos) return " (it never comes to act)";
    if (use.path == "train.validation_freq")
      return " (it says what is measured, not what is trained)";
    if (use.path == "train.batch_size") return " (every value takes all training samples at once)";
    if (use.path.ends_with(".repeat")) return " (the layer passes everything through)";
  }
  return "";
}

}  // namespace

Variant VariantReader::read(const Choice& choice, const Node& study) {
  Variant variant;
  for (size_t a = 0; a < axes_.size(); ++a)
    if (choice[a] >= 0)
      variant.key.emplace_back(axes_[a].name, axes_[a].shown[static_cast<size_t>(choice[a])]);
  variant.plan = read_plan(context_, study, use_);
  variant.canonical = canonical(variant.plan);
  return variant;
}

Variant VariantReader::read(const Choice& choice) {
  const std::optional<Node> study = substitute(context_, axes_, choice, core_);
  values_ += study->size();
  if (values_ > kMostValues)
    context_.fail(axes_.empty() ? Origin{} : axes_[0].origin, "vary",
                  fmt::format("the plans hold more than {} values", kMostValues),
                  "give fewer values");
  return read(choice, *study);
}

Variant VariantReader::look_at(const Choice& choice) {
  return read(choice, *substitute(context_, axes_, choice, core_));
}

void VariantReader::check_all() const {
  if (const Node* model = core_.find("model"))
    if (const Node* defaults = model->find("defaults")) check_defaults(context_, *defaults, use_);
}

Crossed read_variants(const Context& c, const Node& core, const std::vector<AxisNode>& axes) {
  Crossed out;
  VariantReader reader(c, core, axes);
  std::vector<bool> crossed(axes.size(), false);
  for (const Choice& choice : cross(c, core, axes)) {
    for (size_t a = 0; a < axes.size(); ++a) crossed[a] = crossed[a] || choice[a] >= 0;
    out.variants.push_back(reader.read(choice));
  }
  reader.check_all();
  for (size_t a = 0; a < axes.size(); ++a) {
    if (crossed[a])
      out.axes.push_back({axes[a].name, axes[a].shown, axes[a].named});
    else
      out.unused.push_back(axes[a].name);
  }
  return out;
}

void refuse_inert(const Context& c, const Node& core, const std::vector<AxisNode>& axes,
                  const AxisNode& axis, size_t variants,
                  const std::vector<std::string>& allow_inert, Study& study) {
  if (std::find(allow_inert.begin(), allow_inert.end(), axis.name) != allow_inert.end()) {
    study.notes.push_back(fmt::format("{} changes nothing, as allow_inert says", axis.name));
    return;
  }
  c.fail(axis.origin, "vary." + axis.name,
         fmt::format("changes nothing in all {} variants{}", variants,
                     inert_reason(core, axes, axis.name)),
         fmt::format("remove it, or allow_inert = [\"{}\"]", axis.name));
}

namespace {

bool trained_alike(const Variant& a, const Variant& b) {
  if (a.canonical == b.canonical) return true;
  const bool same = a.plan.train.validation_freq == b.plan.train.validation_freq;
  return !same && trained_as(a) == trained_as(b);
}

// How many variants cross an axis where all of its values come to the same; 0 where it acts, or
// where no two variants differ in it alone.
size_t crossed_in_vain(const Study& study, const std::string& axis) {
  // Variants that differ in this axis alone have one text once it is taken out of their keys.
  std::unordered_map<std::string, const Variant*> plans;
  size_t count = 0;
  bool compared = false;
  for (const Variant& variant : study.variants) {
    std::string rest;
    bool has = false;
    for (const auto& [name, value] : variant.key) {
      if (name == axis)
        has = true;
      else
        rest += name + " " + text(value) + "\n";
    }
    if (!has) continue;
    ++count;
    const auto [it, first] = plans.emplace(std::move(rest), &variant);
    compared = compared || !first;
    if (!first && !trained_alike(*it->second, variant)) return 0;
  }
  return compared ? count : 0;
}

}  // namespace

std::string trained_as(const Variant& variant) {
  const TrainPlan& train = variant.plan.train;
  const auto watches = [](const std::string& metric) { return metric.starts_with("val_"); };
  if (train.validation_freq == 1 || (train.until && watches(train.until->metric)) ||
      std::any_of(train.callbacks.begin(), train.callbacks.end(), [&](const CallbackSpec& spec) {
        return std::visit([&](const auto& callback) { return watches(callback.monitor); }, spec);
      }))
    return variant.canonical;
  Plan plan = variant.plan;
  plan.train.validation_freq = 1;
  return canonical(plan);
}

std::vector<std::string> inert_axes(const Study& study) {
  std::vector<std::string> names;
  for (const Axis& axis : study.axes)
    if (crossed_in_vain(study, axis.name) > 0) names.push_back(axis.name);
  return names;
}

void check_axes_act(const Context& c, const Node& core, const std::vector<AxisNode>& axes,
                    const std::vector<std::string>& allow_inert, Study& study) {
  for (const Axis& axis : study.axes)
    if (const size_t count = crossed_in_vain(study, axis.name); count > 0)
      refuse_inert(c, core, axes, *find_axis(axes, axis.name), count, allow_inert, study);
}

void name_equal_plans(Study& study) {
  std::vector<Variant>& variants = study.variants;
  std::unordered_map<std::string, size_t> first_of;
  size_t same = 0;
  for (size_t i = 0; i < variants.size(); ++i) {
    const auto [it, first] = first_of.emplace(variants[i].canonical, i);
    if (first || variants[i].same_as == it->second) continue;
    variants[i].same_as = it->second;
    if (++same <= kMostNotes)
      study.notes.push_back(
          fmt::format("\"{}\" is \"{}\"", text(variants[i].key), text(variants[it->second].key)));
  }
  if (same > kMostNotes)
    study.notes.push_back(
        fmt::format("{} more variants have the plan of another", same - kMostNotes));
}

}  // namespace gradus::study
