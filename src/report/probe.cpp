#include "report/probe.hpp"

#include <algorithm>
#include <optional>
#include <tuple>

#include "gradus/base/error.hpp"
#include "report/figure_check.hpp"
#include "report/figure_groups.hpp"
#include "report/figure_images.hpp"
#include "report/figure_regions.hpp"
#include "report/network_images.hpp"
#include "report/probe_confusion.hpp"
#include "report/probe_fit.hpp"
#include "report/probe_mesh.hpp"
#include "study/figure_points.hpp"

namespace gradus {
namespace {

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

// All networks of a figure are asked over one plane: that of the samples that its panels show. What
// another seed drew reaches elsewhere, and its boundary would end within the picture or beyond it.
Reach Prober::reach_for(size_t figure, const data::Dataset& own) {
  // Refits are dealt otherwise than their points.
  if (shelf_ == nullptr || study::shows_refits(study_.figures[figure])) return reach_of(own);
  const std::lock_guard guard(lock_);
  if (const auto known = reaches_.find(figure); known != reaches_.end()) return known->second;
  const study::FigureSpec& spec = study_.figures[figure];
  const uint64_t seed = probe_seed(study_, spec);
  std::optional<Reach> reach;
  for (size_t v = 0; v < study_.variants.size(); ++v) {
    if (!study::shows_trials(study_, spec, v)) continue;
    const Reach shown =
        reach_of(shown_samples(spec, shelf_->prepare(study_.variants[v].plan.data, seed, 0)));
    if (reach)
      reach->add(shown);
    else
      reach = shown;
  }
  return reaches_[figure] = *reach;
}

void Prober::trained(const study::Trial& trial, const Model& model, const study::Prepared& data) {
  for (size_t f = 0; f < study_.figures.size(); ++f) {
    const study::FigureSpec& spec = study_.figures[f];
    if (!shows(study_, spec, trial)) continue;
    if (spec.kind == "confusion_matrix") {
      ConfusionProbe probe =
          confusion_probe(model, shown_samples(spec, data), place_of(study_, spec));
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
      ImagesProbe probe = images_probe(spec, model, shown_samples(spec, data));
      probe.variant = trial.variant;
      probe.seed = trial.seed;
      probe.figure = f;
      const std::lock_guard guard(lock_);
      probes_.images.push_back(std::move(probe));
      continue;
    }
    const bool mesh = spec.kind == "mesh";
    const data::Dataset& samples = shown_samples(spec, data);
    const int64_t needs = mesh ? 2 : 1;
    if (samples.shape().size() != needs) {
      throw Error(place_of(study_, spec),
                  "a " + spec.kind + " needs " + (mesh ? "two inputs" : "one input") +
                      ", the data has " + samples.shape().text(),
                  "remove the figure");
    }
    if (mesh) {
      MeshProbe probe;
      probe.mesh = mesh_on(
          mesh_grid(reach_for(f, samples), spec.step, spec.margin, place_of(study_, spec)), model);
      const bool shown = trial.seed == probe_seed(study_, spec);
      if (spec.spread) probe.boundary = boundaries(probe.mesh);
      if (shown)
        probe.points = points_of(samples);
      else
        probe.mesh = {};
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
