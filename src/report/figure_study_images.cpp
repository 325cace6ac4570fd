// Image grids: samples with their labels, with what networks take them for, what layers have
// learned, and what they make of a sample.
#include <fmt/core.h>

#include <algorithm>

#include "report/figure_images.hpp"
#include "report/figure_names.hpp"
#include "report/figure_probes.hpp"
#include "report/network_images.hpp"

namespace gradus {

Groups one_variant_each(const FigureContext& context) {
  const Groups dealt = group_variants(context.study, context.spec, "");
  const bool single = std::all_of(dealt.panels.begin(), dealt.panels.end(),
                                  [](const PanelGroup& p) { return p.series.size() < 2; });
  if (single) return dealt;
  Groups groups;
  for (const PanelGroup& panel : dealt.panels)
    for (const SeriesGroup& series : panel.series) {
      const char* comma = panel.label.empty() || series.label.empty() ? "" : ", ";
      groups.panels.push_back({panel.label + comma + series.label, {series}, series.variants});
    }
  return groups;
}

std::string mishap_of_shown(const FigureContext& context, const PanelGroup& panel) {
  const uint64_t seed = probe_seed(context.study, context.spec);
  for (const study::Trial* trial : context.trials_of(panel.variants)) {
    if (trial->seed != seed) continue;
    if (trial->history.status == Status::kDiverged) return "diverged";
    return trial->history.status == Status::kFailed ? "failed" : "";
  }
  return {};
}

namespace {

// Samples are the same whatever is trained on them: the first trial that has them shows them.
Figure samples_figure(const FigureContext& context, const Probes& probes) {
  const study::FigureSpec& spec = context.spec;
  std::vector<size_t> variants;
  std::vector<figure::Image> images;
  for (const PanelGroup& panel : group_variants(context.study, spec, "").panels) {
    variants.insert(variants.end(), panel.variants.begin(), panel.variants.end());
    if (!images.empty()) continue;
    if (const ImagesProbe* probe = find_probe(probes.images, context, panel))
      images = probe->images;
  }
  Figure figure = image_grid(std::move(images));
  if (figure.panels.empty()) {
    figure.panels.emplace_back();  // "no data"
  } else {
    figure.note = fmt::format("The first {} of the {} samples of seed {}, with their labels.",
                              figure.panels.size(), spec.data == "train" ? "training" : spec.data,
                              probe_seed(context.study, spec));
  }
  figure.title = fill_title(spec.title, context.study, variants, context.trials_of(variants));
  return figure;
}

// What the networks of the panels show, a group of images each.
Figure networks_figure(const FigureContext& context, const Probes& probes) {
  const study::FigureSpec& spec = context.spec;
  const Groups groups = one_variant_each(context);
  std::vector<std::pair<std::string, NetworkImages>> shown;
  std::vector<size_t> variants;
  std::string note;
  for (const PanelGroup& panel : groups.panels) {
    variants.insert(variants.end(), panel.variants.begin(), panel.variants.end());
    NetworkImages images;
    if (const ImagesProbe* probe = find_probe(probes.images, context, panel)) {
      images.images = probe->images;
      const bool told = note.find(probe->note) != std::string::npos;
      if (!told)
        note += (note.empty() ? "" : " ") + (panel.label.empty() ? "" : panel.label + ": ") +
                probe->note;
      const std::string mishap = mishap_of_shown(context, panel);
      if (!mishap.empty())
        note += fmt::format(" {} {}.",
                            panel.label.empty() ? "The network" : "That of " + panel.label, mishap);
    }
    shown.emplace_back(panel.label, std::move(images));
  }
  Figure figure = grouped_images(std::move(shown));
  if (!note.empty())
    figure.note = fmt::format("{} {}Seed {}.", note,
                              spec.kind == "filters" ? ""
                              : spec.data == "train" ? "Training samples. "
                              : spec.data == "test"  ? "Test samples. "
                                                     : "Validation samples. ",
                              probe_seed(context.study, spec));
  figure.title = fill_title(spec.title, context.study, variants, context.trials_of(variants));
  return figure;
}

}  // namespace

Figure images_figure(const FigureContext& context, const Probes& probes) {
  const bool plain = context.spec.kind == "images" && !context.spec.predictions;
  return plain ? samples_figure(context, probes) : networks_figure(context, probes);
}

}  // namespace gradus
