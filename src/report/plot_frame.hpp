#pragma once

#include <string>

#include "gradus/report/plots.hpp"

namespace gradus::figure {

/// A figure of one empty panel with these labels and scales.
[[nodiscard]] inline Figure plot_frame(std::string name, const Labels& labels) {
  Figure figure;
  figure.name = std::move(name);
  figure.title = labels.title;
  Panel& panel = figure.panels.emplace_back();
  panel.x.label = labels.x;
  panel.y.label = labels.y;
  panel.x.scale = labels.x_scale;
  panel.y.scale = labels.y_scale;
  return figure;
}

}  // namespace gradus::figure
