#include "gradus/base/error.hpp"
#include "gradus/report/network_figures.hpp"
#include "gradus/report/plots.hpp"
#include "report/figure_confusion.hpp"
#include "report/figure_mesh.hpp"
#include "report/figure_regions.hpp"
#include "report/findings/words.hpp"
#include "report/network_images.hpp"
#include "report/probe_confusion.hpp"
#include "report/probe_fit.hpp"
#include "report/probe_mesh.hpp"

namespace gradus::figure {
namespace {

Figure of_images(NetworkImages images, const char* name) {
  std::string note = images.note;
  std::vector<std::pair<std::string, NetworkImages>> groups;
  groups.emplace_back("", std::move(images));
  Figure figure = grouped_images(std::move(groups));
  figure.name = name;
  figure.note = std::move(note);
  return figure;
}

void check_inputs(const char* place, const data::Dataset& samples, int64_t wanted) {
  if (samples.empty() || samples.shape().size() != wanted)
    throw Error(place,
                samples.empty() ? "there are no samples"
                                : "the samples have " + samples.shape().text() + " inputs",
                wanted == 2 ? "give samples of two inputs" : "give samples of one input");
}

Figure of_counts(const ConfusionProbe& counts) {
  Figure figure;
  figure.name = "confusion_matrix";
  figure.width = figure.height = 520;
  const double worst = worst_share(counts);
  draw_confusion(counts, figure.width, worst, figure.panels.emplace_back());
  figure.note = "Counts, and percent of their row. Blue: right; orange: wrong, the darkest " +
                row_percent(worst) + " % of a row.";
  return figure;
}

}  // namespace

Figure mesh(const Model& model, const data::Dataset& samples, const MeshOptions& options) {
  check_inputs("figure::mesh", samples, 2);
  const MeshGrid grid = mesh_grid(reach_of(samples), options.step, options.margin, "figure::mesh");
  return mesh(mesh_on(grid, model), points_of(samples));
}

Figure mesh(std::span<const Model> models, const data::Dataset& samples,
            const MeshOptions& options) {
  if (models.empty()) throw Error("figure::mesh", "there is no network", "give at least one");
  Figure figure = mesh(models[0], samples, options);
  const MeshGrid grid = mesh_grid(reach_of(samples), options.step, options.margin, "figure::mesh");
  std::vector<std::vector<Path>> lines;
  for (const Model& model : models.subspan(1)) lines.push_back(boundaries(mesh_on(grid, model)));
  add_boundaries(lines, figure.panels[0]);
  if (!lines.empty())
    figure.note =
        "Thin lines: the boundaries of " + finding::many(lines.size(), "other network") + ".";
  return figure;
}

Figure fit(const Model& model, const data::Dataset& samples) {
  check_inputs("figure::fit", samples, 1);
  const FitProbe probe = fit_probe(model, samples);
  Figure figure;
  figure.name = "fit";
  Panel& panel = figure.panels.emplace_back();
  panel.x.label = "x";
  panel.y.label = "y";
  draw_fit(probe, panel);
  return figure;
}

Figure images(const Model& model, const data::Dataset& samples, int64_t count, bool wrong) {
  return of_images(predicted_images(model, samples, count, wrong), "images");
}

Figure filters(const Model& model, const std::string& layer) {
  return of_images(filter_images(model, layer), "filters");
}

Figure feature_maps(const Model& model, const data::Dataset& samples, int64_t sample,
                    const std::string& layer) {
  return of_images(feature_map_images(model, samples, sample, layer), "feature_maps");
}

Figure confusion_matrix(const Model& model, const data::Dataset& samples) {
  return of_counts(confusion_probe(model, samples, "figure::confusion_matrix"));
}

Figure confusion_matrix(const std::vector<int64_t>& counts,
                        const std::vector<std::string>& classes) {
  if (counts.size() != classes.size() * classes.size() || classes.empty())
    throw Error("figure::confusion_matrix",
                "has " + std::to_string(counts.size()) + " counts for " +
                    std::to_string(classes.size()) + " classes",
                "give a count for each pair of classes");
  ConfusionProbe probe;
  probe.counts = counts;
  probe.classes = classes;
  probe.networks = 1;
  return of_counts(probe);
}

}  // namespace gradus::figure
