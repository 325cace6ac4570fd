#include "gradus/study/reader.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "gradus/study/metric_names.hpp"
#include "study/drawing.hpp"
#include "study/known.hpp"
#include "study/overlay.hpp"
#include "study/read_search.hpp"
#include "study/scalars.hpp"
#include "study/toml_text.hpp"
#include "study/trial_count.hpp"
#include "study/variants.hpp"

namespace gradus::study {
namespace {

constexpr double kMostTrials = 10'000'000;

void read_top(const Context& c, const Node& study, Study& out) {
  const auto words = [&](std::string_view key, std::string& target) {
    if (const Node* node = study.find(key))
      read_field(c, *node, Path{nullptr, key}, Rule{}, target);
  };
  out.question = out.name;
  words("question", out.question);
  words("expect", out.expect);
  out.seeds = read_seeds(c, study.find("seeds"), Path{nullptr, "seeds"});
  if (const Node* node = study.find("save_weights"))
    read_field(c, *node, Path{nullptr, "save_weights"}, Rule{}, out.save_weights);
}

std::vector<std::string> read_allow_inert(const Context& c, const Node& study,
                                          const std::vector<AxisNode>& axes,
                                          const std::vector<AxisNode>& declared) {
  std::vector<std::string> out;
  const Node* node = study.find("allow_inert");
  if (!node) return out;
  const Path path{nullptr, "allow_inert"};
  std::vector<std::string> names;
  for (const AxisNode& axis : axes) names.push_back(axis.name);
  for (const Node* item : one_or_list(*node)) {
    read_field(c, *item, path, Rule{}, out.emplace_back());
    if (!find_axis(axes, out.back()) && !find_axis(declared, out.back()))
      c.fail(*item, path, fmt::format("no axis {}", quote(out.back())),
             names.empty() ? "this study has none" : suggest(out.back(), names));
  }
  return out;
}

// data, model and train: all that a plan is read from.
Node core_of(const Context& c, const Node& study, Study& out) {
  Node core = Node::of_table();
  for (const char* key : {"data", "model", "train"}) {
    const Node* section = study.find(key);
    if (!section) continue;
    if (!section->is_table())
      c.fail(*section, Path{nullptr, key}, fmt::format("expected a table, got {}", show(*section)),
             fmt::format("write [{}]", key));
    core.set(key, *section);
  }
  out.has_data = core.find("data") != nullptr;
  out.has_train = core.find("train") != nullptr;
  const Node* model = core.find("model");
  if (!model) c.fail({}, "model.layers", "is missing", "give the layers in order");
  if (!out.has_data && !model->find("input"))
    c.fail({}, "data.source", "is missing",
           "give [data], or model.input for a network that is only summarised");
  if (out.has_data && !out.has_train)
    c.fail({}, "train.loss", "is missing", "give [train] with loss, optimizer and epochs");
  return core;
}

// An axis that no variant crosses is an error, unless what named it was taken away by an overlay.
void handle_unused(const Context& c, const std::vector<AxisNode>& axes,
                   const std::vector<AxisNode>& declared, const Crossed& crossed, Node& study,
                   Study& out) {
  for (const std::string& name : crossed.unused) {
    const bool fewer = std::any_of(declared.begin(), declared.end(), [&](const AxisNode& before) {
      const AxisNode* now = find_axis(axes, before.name);
      return before.name != name && (!now || now->values.size() < before.values.size());
    });
    if (c.overlaid && fewer && find_axis(declared, name)) {
      study.find("vary")->erase(name);
      out.notes.push_back(fmt::format("axis {} is left out: nothing that is left names it", name));
      continue;
    }
    c.fail(find_axis(axes, name)->origin, "vary." + name,
           fmt::format("changes nothing: no \"${}\" in data, model or train", name),
           "write it where it belongs, or remove the axis");
  }
}

std::vector<AxisNode> axes_of(const Context& c, const Node& study, bool drawing) {
  const Node* vary = study.find("vary");
  return vary ? read_axes(c, *vary, drawing) : std::vector<AxisNode>{};
}

// The axes of the file alone. A mistake there may be one that the overlay mends.
std::vector<AxisNode> declared_axes(const Context& c, const Node& study) {
  const Node* search = study.find("search");
  const Node* method = search ? search->find("method") : nullptr;
  try {
    return axes_of(c, study, method && method->joined() != "grid");
  } catch (const Error&) {
    return {};
  }
}

void add_names(std::vector<std::string>& names, const std::vector<std::string>& more) {
  for (const std::string& name : more)
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

// The variants of a grid, or the points of a search that draws.
void read_points(const Context& c, const Node& core, const std::vector<AxisNode>& axes,
                 const std::vector<AxisNode>& declared, Node& study, Study& out) {
  const std::vector<std::string> allow_inert = read_allow_inert(c, study, axes, declared);
  const bool drawing = out.search && out.search->method != SearchSpec::Method::kGrid;
  std::optional<Drawing> points;
  Crossed crossed;
  if (drawing) {
    points.emplace(c, core, axes);
    check_points(c, different_points(*points, static_cast<size_t>(out.search->points)), study, out);
    crossed.variants = draw_points(*points, *out.search);
    crossed.axes = drawn_axes(*points, crossed.variants, crossed.unused);
  } else {
    crossed = read_variants(c, core, axes);
  }
  handle_unused(c, axes, declared, crossed, study, out);
  out.axes = std::move(crossed.axes);
  out.variants = std::move(crossed.variants);
  if (drawing) {
    probe_axes(*points, c, core, allow_inert, out);
    points->reader().check_all();
  } else {
    check_axes_act(c, core, axes, allow_inert, out);
  }
  name_equal_plans(out);
}

// Whether a set of its own is dealt from what the source holds: neither drawn anew for each seed,
// nor there already.
bool deals_test(const Node& data) {
  const Node* source = data.find("source");
  if (!source || !data.find("test")) return false;
  const Node* kind = source->is_table() ? source->find("kind") : source;
  const std::vector<std::string> words = split_words(kind ? kind->joined() : "");
  if (words.empty()) return false;
  const auto is = [&](std::initializer_list<std::string_view> kinds) {
    return std::find(kinds.begin(), kinds.end(), words[0]) != kinds.end();
  };
  const bool own = is({"folder"}) || (is({"mnist", "fashion_mnist"}) && words.size() == 1);
  return !own && !is({"xor", "moons", "circles", "blobs", "spirals", "function"});
}

// What a refit is tested on must be what no training of the search has seen, whatever their seeds:
// one test set for all of them.
void deal_once(Node& core, const Node& study, Study& out) {
  const Node* search = study.find("search");
  Node* data = core.find("data");
  if (!search || !search->find("refit") || !data || data->find("seed") || !deals_test(*data))
    return;
  data->set("seed", Node::of_integer(static_cast<int64_t>(out.seeds.front())));
  out.notes.push_back(
      fmt::format("all trainings share the test set and folds that seed {} deals, so that no refit "
                  "is tested on what the search has seen",
                  out.seeds.front()));
}

Axis refit_axis(const SearchSpec& search) {
  Axis axis{kRefitAxis, {}, true};
  for (const std::string& refit : search.refit) axis.values.emplace_back(refit);
  return axis;
}

void check_trials(const Context& c, const Study& out) {
  const TrialCount count = count_trials(out);
  if (count.all() > kMostTrials)
    throw Error(c.place({}, "seeds"),
                fmt::format("{} variants with {} seeds are too many trials", count_points(out),
                            out.seeds.size()),
                fmt::format("ask for at most {:.0f}", kMostTrials));
}

}  // namespace

Study read_text(std::string_view toml, const std::string& file_name, const Overrides& overrides) {
  Context c{file_name};
  Study out;
  out.file = file_name;
  out.name = std::filesystem::path(file_name).stem().string();
  Node study = parse_toml(toml, c);
  out.quick = overrides.quick && study.find("quick") != nullptr;
  if (const Node* record = study.find("record"); record && record->is_table()) {
    if (const Node* quick = record->find("quick"))
      out.quick = out.quick || (quick->type == Node::Type::kBool && quick->boolean);
    if (const Node* beside = record->find("beside"); beside && beside->is_string())
      out.beside = beside->joined();
  }
  study.erase("record");
  const std::vector<AxisNode> declared = declared_axes(c, study);
  if (overrides.quick && !study.find("quick"))
    out.notes.emplace_back("the file has no [quick], so --quick changes nothing");
  apply_overlays(c, study, overrides);
  const Path root{};
  const Keys keys(c, study, root, top_keys());
  read_top(c, study, out);

  out.search = read_search_method(c, study);
  const std::vector<AxisNode> axes =
      axes_of(c, study, out.search && out.search->method != SearchSpec::Method::kGrid);
  Node core = core_of(c, study, out);
  deal_once(core, study, out);
  check_references(c, core, axes);
  read_points(c, core, axes, declared, study, out);
  if (out.search) read_refit(c, study, out);

  Known known{c, declared, out.axes, out.variants};
  known.has_data = out.has_data;
  for (const Variant& variant : out.variants) {
    add_names(known.epoch_metrics, epoch_metrics(variant.plan));
    add_names(known.end_metrics, end_metrics(variant.plan));
  }
  if (out.search) {
    known.search = &*out.search;
    if (out.search->refit.empty())
      std::erase_if(known.end_metrics, [](const auto& m) { return m.starts_with("test_"); });
    else
      out.axes.push_back(refit_axis(*out.search));
    read_search(known, study, out);
    if (out.search->method == SearchSpec::Method::kTpe)
      out.suggester = make_suggester(c, core, axes, *out.search);
  }
  check_trials(c, out);
  read_instruments(known, study, out);
  read_reported(known, study, out);
  read_labels(known, study, out);
  read_figures(known, study, out);
  read_findings(known, study, out);
  out.resolved = write_toml(study);
  return out;
}

Study read(const std::filesystem::path& file, const Overrides& overrides) {
  std::error_code failed;
  if (!std::filesystem::is_regular_file(file, failed)) {
    const bool there = std::filesystem::exists(file, failed);
    throw Error(file.string(), there ? "is no file" : "no such file", "give a study file");
  }
  if (std::filesystem::file_size(file, failed) > kLargestFile)
    throw Error(file.string(), "is too large for a study",
                fmt::format("give at most {} bytes", kLargestFile));
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  if (std::filesystem::file_size(file, failed) == 0)
    throw Error(file.string(), "is empty", "write a study into it");
  if (!in || !(text << in.rdbuf()))
    throw Error(file.string(), "cannot be read", "check its rights");
  return read_text(text.str(), file.string(), overrides);
}

}  // namespace gradus::study
