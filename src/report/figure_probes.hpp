#pragma once

#include <vector>

#include "report/figure_study.hpp"

namespace gradus {

/// A panel for each variant, for figures that show one network each: what would be lines elsewhere
/// are panels here.
[[nodiscard]] Groups one_variant_each(const FigureContext& context);

/// Whether a probe is of a panel's variant, and for this figure.
template <class Probe>
[[nodiscard]] bool is_of(const Probe& probe, const FigureContext& context,
                         const PanelGroup& panel) {
  if (probe.figure && *probe.figure != context.index) return false;
  for (const size_t v : panel.variants)
    if (probe.variant == v || probe.variant == context.trials_of.computed(v)) return true;
  return false;
}

/// The probe of the network that a panel shows, nullptr where there is none.
template <class Probe>
[[nodiscard]] const Probe* find_probe(const std::vector<Probe>& probes,
                                      const FigureContext& context, const PanelGroup& panel) {
  const uint64_t seed = probe_seed(context.study, context.spec);
  for (const Probe& probe : probes)
    if (probe.seed == seed && is_of(probe, context, panel)) return &probe;
  return nullptr;
}

/// "diverged" or "failed" where the network that a panel shows ended so; else "".
[[nodiscard]] std::string mishap_of_shown(const FigureContext& context, const PanelGroup& panel);

}  // namespace gradus
