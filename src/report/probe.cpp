#include "report/probe.hpp"

#include <algorithm>
#include <tuple>

#include "gradus/base/error.hpp"
#include "report/figure_groups.hpp"
#include "report/figure_images.hpp"
#include "report/network_images.hpp"
#include "report/probe_confusion.hpp"
#include "report/probe_fit.hpp"
#include "report/probe_mesh.hpp"
#include "study/figure_points.hpp"

namespace gradus {
namespace {

const data::Dataset& chosen(const study::FigureSpec& spec, const study::Prepared& sets) {
  if (spec.data == "train" || sets.test.empty()) return sets.train;
  return spec.data == "validation" && !sets.validation.empty() ? sets.validation : sets.test;
}

bool is_images(const study::FigureSpec& spec) {
  return spec.kind == "images" || spec.kind == "filters" || spec.kind == "feature_maps";
}

ImagesProbe images_probe(const study::FigureSpec& spec, const Model& model,
                         const data::Dataset& samples) {
  ImagesProbe probe;
  if (spec.kind == "images" && !spec.predictions) {
    probe.images = first_images(samples, spec.count);
    return probe;
  }
  NetworkImages shown = spec.kind == "filters" ? filter_images(model, spec.layer)
                        : spec.kind == "feature_maps"
                            ? feature_map_images(model, samples, spec.sample, spec.layer)
                            : predicted_images(model, samples, spec.count, spec.wrong);
  probe.images = std::move(shown.images);
  probe.note = std::move(shown.note);
  return probe;
}

bool is_probe(const study::FigureSpec& spec) {
  return spec.kind == "mesh" || spec.kind == "fit" || spec.kind == "confusion_matrix" ||
         is_images(spec);
}

// Whether a figure that looks into networks shows that of this trial. A confusion matrix sums over
// all that count; of several folds the others show the first. The spread of a boundary is over all
// seeds that count.
bool shows(const study::Study& study, const study::FigureSpec& spec, const study::Trial& trial) {
  if (!is_probe(spec) || !study::shows_trials(study, spec, trial.variant)) return false;
  if (spec.kind == "confusion_matrix") return is_sound(trial);
  if (trial.fold.value_or(0) != 0) return false;
  return probe_seed(study, spec) == trial.seed || (spec.spread && is_sound(trial));
}

}  // namespace

bool Prober::wants(const study::Trial& trial) const {
  return std::any_of(study_.figures.begin(), study_.figures.end(),
                     [&](const auto& spec) { return shows(study_, spec, trial); });
}

void Prober::trained(const study::Trial& trial, const Model& model, const study::Prepared& data) {
  for (size_t f = 0; f < study_.figures.size(); ++f) {
    const study::FigureSpec& spec = study_.figures[f];
    if (!shows(study_, spec, trial)) continue;
    if (spec.kind == "confusion_matrix") {
      ConfusionProbe probe = confusion_probe(model, chosen(spec, data), spec.name);
      probe.variant = trial.variant;
      probe.figure = f;
      const std::lock_guard guard(lock_);
      const auto at = std::find_if(
          probes_.confusions.begin(), probes_.confusions.end(),
          [&](const auto& other) { return other.figure == f && other.variant == trial.variant; });
      if (at == probes_.confusions.end())
        probes_.confusions.push_back(std::move(probe));
      else
        add(*at, probe);
      continue;
    }
    if (is_images(spec)) {
      ImagesProbe probe = images_probe(spec, model, chosen(spec, data));
      probe.variant = trial.variant;
      probe.seed = trial.seed;
      probe.figure = f;
      const std::lock_guard guard(lock_);
      probes_.images.push_back(std::move(probe));
      continue;
    }
    const bool mesh = spec.kind == "mesh";
    const data::Dataset& samples = chosen(spec, data);
    const int64_t needs = mesh ? 2 : 1;
    if (samples.shape().size() != needs) {
      throw Error("figure." + spec.name,
                  "a " + spec.kind + " needs " + (mesh ? "two inputs" : "one input") +
                      ", the data has " + samples.shape().text(),
                  "remove the figure");
    }
    if (mesh) {
      MeshProbe probe = mesh_probe(spec, model, samples);
      if (spec.spread) keep_boundary(probe, trial.seed == probe_seed(study_, spec));
      probe.variant = trial.variant;
      probe.seed = trial.seed;
      probe.figure = f;
      const std::lock_guard guard(lock_);
      probes_.meshes.push_back(std::move(probe));
    } else {
      FitProbe probe = fit_probe(model, samples);
      probe.variant = trial.variant;
      probe.seed = trial.seed;
      probe.figure = f;
      const std::lock_guard guard(lock_);
      probes_.fits.push_back(std::move(probe));
    }
  }
}

Probes Prober::take() {
  const auto by_place = [](const auto& a, const auto& b) {
    return std::tuple(a.figure, a.variant, a.seed) < std::tuple(b.figure, b.variant, b.seed);
  };
  std::sort(probes_.meshes.begin(), probes_.meshes.end(), by_place);
  std::sort(probes_.fits.begin(), probes_.fits.end(), by_place);
  std::sort(probes_.images.begin(), probes_.images.end(), by_place);
  std::sort(probes_.confusions.begin(), probes_.confusions.end(), [](const auto& a, const auto& b) {
    return std::tuple(a.figure, a.variant) < std::tuple(b.figure, b.variant);
  });
  return std::move(probes_);
}

}  // namespace gradus
