#include "report/figure_legend.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "report/figure_text.hpp"
#include "report/style.hpp"

namespace gradus {
namespace {

constexpr double kGapToText = 7, kGapBetween = 22, kGapAfterTitle = 16;

double text_width_of(const LegendEntry& entry) {
  return text_width(entry.text, style::kLabelSize);
}

double width_of(const LegendEntry& entry) {
  return entry.sample.box.width + kGapToText + text_width_of(entry);
}

LegendEntry entry_of(const figure::Series& series, bool bands) {
  LegendSample sample;
  sample.style = series;
  sample.style.x.clear();
  sample.style.y.clear();
  // Whether there is a band is all that the sample needs to know of it.
  sample.style.low.assign(series.low.empty() || !bands ? 0 : 1, 0.0);
  sample.style.high.clear();
  sample.box = {0, 0, series.draw == figure::Draw::kPoints ? 10.0 : 30.0, 12};
  return {sample, clean_text(series.label)};
}

LegendEntry entry_of(const figure::Shape& shape) {
  LegendSample sample;
  sample.kind = LegendSample::Kind::kBox;
  sample.style.colour = shape.colour;
  sample.opacity = shape.opacity;
  sample.box = {0, 0, 16, 12};
  return {sample, clean_text(shape.series)};
}

LegendEntry entry_of(LegendSample::Kind kind, double width, std::string text, int label = 0) {
  LegendSample sample;
  sample.kind = kind;
  sample.box = {0, 0, width, 12};
  sample.label = label;
  return {sample, std::move(text)};
}

}  // namespace

std::string class_label(int label) {
  return "class " + std::to_string(label);
}

std::vector<LegendEntry> legend_entries(const Figure& figure) {
  std::vector<LegendEntry> entries;
  std::set<std::string> known;
  std::set<int> classes;
  bool mesh = false, many = false;
  for (const figure::Panel& panel : figure.panels) {
    for (const figure::Shape& shape : panel.shapes)
      if (!shape.series.empty() && known.insert(shape.series).second)
        entries.push_back(entry_of(shape));
    for (const figure::Series& series : panel.series)
      if (!series.label.empty() && known.insert(series.label).second)
        entries.push_back(entry_of(series, figure.bands));
    classes.insert(panel.points.label.begin(), panel.points.label.end());
    mesh = mesh || panel.mesh.has_value();
    many = many || (panel.mesh && panel.mesh->classes > 2);
  }
  for (const int label : classes)
    entries.push_back(entry_of(LegendSample::Kind::kClass, 10, class_label(label), label));
  if (mesh)
    entries.push_back(entry_of(LegendSample::Kind::kMeshLine, 24,
                               many ? "boundary of the classes" : "boundary (0.5)"));
  if (mesh && !many)
    entries.push_back(
        entry_of(LegendSample::Kind::kMeshScale, 110, "predicted probability, 0 to 1"));
  if (!figure.shades.empty())
    entries.push_back(entry_of(LegendSample::Kind::kShades, 90, clean_text(figure.shades)));
  return entries;
}

double place_legend(std::vector<LegendEntry> entries, const std::string& title, double x, double y,
                    double width, Layout& layout) {
  for (LegendEntry& entry : entries)
    if (width > 0)
      entry.text =
          shorten_text(entry.text, width - entry.sample.box.width - kGapToText, style::kLabelSize);
  const std::string head = entries.empty() ? "" : clean_text(title);
  const double before = head.empty() ? 0 : text_width(head, style::kLabelSize) + kGapAfterTitle;
  double whole = before - kGapBetween;
  for (const LegendEntry& entry : entries) whole += width_of(entry) + kGapBetween;
  // Entries that do not fit into one row stand below each other in columns.
  const double column = whole > width ? legend_width(entries) + kGapBetween : 0;
  const auto columns = column > 0
                           ? static_cast<size_t>(std::max(1.0, (width + kGapBetween) / column))
                           : entries.size();
  double at_x = x, at_y = y;
  if (!head.empty()) {
    TextLine line;
    line.x = x;
    line.y = y + kLegendRow / 2;
    line.text = head;
    line.size = style::kLabelSize;
    line.colour = style::kQuiet;
    layout.texts.push_back(line);
    // Before a single row, above several.
    if (column > 0)
      at_y += kLegendRow;
    else
      at_x += before;
  }
  for (size_t k = 0; k < entries.size(); ++k) {
    const LegendEntry& entry = entries[k];
    if (k > 0 && k % columns == 0) {
      at_x = x;
      at_y += kLegendRow;
    }
    LegendSample sample = entry.sample;
    sample.box.x = at_x;
    // On whole pixels, or the parts of a scale show seams.
    sample.box.y = std::round(at_y + (kLegendRow - sample.box.height) / 2);
    layout.samples.push_back(sample);
    TextLine line;
    line.x = at_x + sample.box.width + kGapToText;
    line.y = at_y + kLegendRow / 2;
    line.text = entry.text;
    line.size = style::kLabelSize;
    line.colour = style::kInk;
    layout.texts.push_back(line);
    at_x += column > 0 ? column : width_of(entry) + kGapBetween;
  }
  return entries.empty() ? 0 : at_y + kLegendRow - y;
}

double legend_width(const std::vector<LegendEntry>& entries) {
  double widest = 0;
  for (const LegendEntry& entry : entries) widest = std::max(widest, width_of(entry));
  return widest;
}

}  // namespace gradus
