#include "report/figure_check.hpp"

#include "gradus/base/error.hpp"
#include "gradus/data/augment.hpp"
#include "report/network_images.hpp"
#include "report/probe_confusion.hpp"
#include "report/probe_mesh.hpp"
#include "study/figure_points.hpp"

namespace gradus {
namespace {

void check_inputs(const std::string& place, const study::FigureSpec& spec,
                  const data::Dataset& samples, int64_t needs) {
  if (samples.shape().size() == needs) return;
  throw Error(place,
              "a " + spec.kind + " needs " + (needs == 2 ? "two inputs" : "one input") +
                  ", the data has " + samples.shape().text(),
              "remove the figure");
}

void check_figure(const std::string& place, const study::FigureSpec& spec, const Model& model,
                  const data::Dataset& samples) {
  if (spec.kind == "mesh") {
    check_inputs(place, spec, samples, 2);
    (void)mesh_grid(reach_of(samples), spec.step, spec.margin, place);
  }
  if (spec.kind == "fit") check_inputs(place, spec, samples, 1);
  if (spec.kind == "images" && !data::has_images(samples))
    throw Error(place, "the samples are no images but " + samples.shape().text(),
                "remove the figure");
  if (spec.kind == "images" && spec.predictions && !samples.has_classes())
    throw Error(place, "predictions need class labels, and the targets are numbers",
                "remove predictions");
  if (spec.kind == "confusion_matrix") check_labels(samples, place);
  if (spec.kind == "filters") check_filters(model, spec.layer);
  if (spec.kind == "feature_maps") check_feature_maps(model, samples, spec.sample, spec.layer);
}

}  // namespace

const data::Dataset& shown_samples(const study::FigureSpec& spec, const study::Prepared& data) {
  if (spec.data == "train" || data.test.empty()) return data.train;
  return spec.data == "validation" && !data.validation.empty() ? data.validation : data.test;
}

std::string place_of(const study::Study& study, const study::FigureSpec& spec) {
  return (study.file.empty() ? "" : study.file + ": ") + "figure." + spec.name;
}

void check_figures(const study::Study& study, size_t variant, const Model& model,
                   const study::Prepared& data) {
  for (const study::FigureSpec& spec : study.figures) {
    if (!study::shows_trials(study, spec, variant)) continue;
    try {
      check_figure(place_of(study, spec), spec, model, shown_samples(spec, data));
    } catch (const Error& e) {
      // What looks into networks knows no study.
      const std::string place = place_of(study, spec);
      throw Error(e.place().starts_with(place) ? e.place() : place, e.reason(), e.mend());
    }
  }
}

}  // namespace gradus
