#include "report/probe.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>

#include "gradus/base/error.hpp"
#include "report/figure_groups.hpp"
#include "report/figure_images.hpp"
#include "report/probe_confusion.hpp"
#include "study/figure_points.hpp"

namespace gradus {
namespace {

const data::Dataset& chosen(const study::FigureSpec& spec, const study::Prepared& sets) {
  if (spec.data == "train" || sets.test.empty()) return sets.train;
  return spec.data == "validation" && !sets.validation.empty() ? sets.validation : sets.test;
}

// The largest grid that a picture can use: a finer step shows nothing and costs memory.
constexpr size_t kMostNodes = 2000;

size_t nodes(double low, double high, double step, const std::string& figure) {
  const double count = std::floor((high - low) / step + 1e-9) + 2;
  if (!(count >= 2 && count <= static_cast<double>(kMostNodes))) {
    throw Error("figure." + figure + ".step",
                "makes a grid of more than " + std::to_string(kMostNodes) + " points a side",
                "give a larger step");
  }
  return static_cast<size_t>(count);
}

MeshProbe mesh_probe(const study::FigureSpec& spec, const Model& model,
                     const data::Dataset& samples) {
  MeshProbe probe;
  figure::Mesh& mesh = probe.mesh;
  double low[2] = {samples.feature(0, 0), samples.feature(0, 1)}, high[2] = {low[0], low[1]};
  for (int64_t r = 0; r < samples.rows(); ++r) {
    for (int k = 0; k < 2; ++k) {
      const double v = static_cast<double>(samples.feature(r, k));
      low[k] = std::min(low[k], v);
      high[k] = std::max(high[k], v);
    }
    probe.points.x.push_back(static_cast<double>(samples.feature(r, 0)));
    probe.points.y.push_back(static_cast<double>(samples.feature(r, 1)));
    probe.points.label.push_back(samples.has_classes()         ? samples.label(r)
                                 : samples.target(r)[0] > 0.5F ? 1
                                                               : 0);
  }
  mesh.nx = nodes(low[0] - spec.margin, high[0] + spec.margin, spec.step, spec.name);
  mesh.ny = nodes(low[1] - spec.margin, high[1] + spec.margin, spec.step, spec.name);
  mesh.x0 = low[0] - spec.margin;
  mesh.y0 = low[1] - spec.margin;
  mesh.x1 = mesh.x0 + static_cast<double>(mesh.nx - 1) * spec.step;
  mesh.y1 = mesh.y0 + static_cast<double>(mesh.ny - 1) * spec.step;
  Tensor grid(static_cast<int64_t>(mesh.nx * mesh.ny), Shape{2});
  for (size_t j = 0; j < mesh.ny; ++j) {
    for (size_t i = 0; i < mesh.nx; ++i) {
      float* at = grid.data() + 2 * (j * mesh.nx + i);
      at[0] = static_cast<float>(mesh.x0 + static_cast<double>(i) * spec.step);
      at[1] = static_cast<float>(mesh.y0 + static_cast<double>(j) * spec.step);
    }
  }
  const Tensor out = model.predict(grid, 1);
  // Of several classes, the probability of the last: with two, that of class 1.
  for (int64_t r = 0; r < out.rows(); ++r) mesh.z.push_back(static_cast<double>(out.row(r).back()));
  return probe;
}

FitProbe fit_probe(const Model& model, const data::Dataset& samples) {
  const Tensor out = model.predict(samples, 1);
  std::vector<int64_t> order(static_cast<size_t>(samples.rows()));
  std::iota(order.begin(), order.end(), int64_t{0});
  std::sort(order.begin(), order.end(), [&](int64_t a, int64_t b) {
    return std::pair(samples.feature(a, 0), a) < std::pair(samples.feature(b, 0), b);
  });
  FitProbe probe;
  for (const int64_t r : order) {
    probe.x.push_back(static_cast<double>(samples.feature(r, 0)));
    probe.target.push_back(static_cast<double>(samples.target(r)[0]));
    probe.prediction.push_back(static_cast<double>(out.row(r)[0]));
  }
  return probe;
}

}  // namespace

namespace {

bool is_probe(const study::FigureSpec& spec) {
  return spec.kind == "mesh" || spec.kind == "fit" || spec.kind == "images" ||
         spec.kind == "confusion_matrix";
}

// Whether a figure that looks into networks shows that of this trial. A confusion matrix sums over
// all that count; of several folds the others show the first.
bool shows(const study::Study& study, const study::FigureSpec& spec, const study::Trial& trial) {
  if (!is_probe(spec) || !study::shows_trials(study, spec, trial.variant)) return false;
  if (spec.kind == "confusion_matrix") return is_sound(trial);
  return probe_seed(study, spec) == trial.seed && trial.fold.value_or(0) == 0;
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
    if (spec.kind == "images") {
      ImagesProbe probe{trial.variant, trial.seed, first_images(chosen(spec, data), spec.count), f};
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
