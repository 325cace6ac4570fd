#include "report/figure_layout.hpp"

#include <algorithm>
#include <cmath>

#include "report/figure_legend.hpp"
#include "report/figure_text.hpp"
#include "report/style.hpp"

namespace gradus {
namespace {

using Align = TextLine::Align;
constexpr double kEdge = 12, kTickGap = 9, kLineHeight = 1.35;

// Columns where the figure does not say: few enough that numbers stay legible across a page.
size_t automatic_columns(size_t panels, bool images) {
  if (images) return std::clamp<size_t>(panels, 1, 5);
  if (panels <= 3) return std::max<size_t>(panels, 1);
  if (panels == 4) return 2;
  return panels <= 12 ? 3 : 4;
}

double plot_width(size_t columns, bool images) {
  if (images) return 140;
  if (columns == 1) return 560;
  return columns == 2   ? 400
         : columns == 3 ? 285
                        : std::max(120.0, 1000.0 / static_cast<double>(columns) - 30);
}

// Meshes and images keep the proportions of what they show, within reason.
double plot_height(const Figure& figure, const std::vector<PanelScales>& scales, size_t columns,
                   double width) {
  for (size_t p = 0; p < figure.panels.size(); ++p) {
    const figure::Panel& panel = figure.panels[p];
    double ratio = 0;
    if (panel.mesh) {
      ratio = (scales[p].y[1] - scales[p].y[0]) / (scales[p].x[1] - scales[p].x[0]);
    } else if (panel.image && panel.image->width > 0) {
      ratio = static_cast<double>(panel.image->height) / static_cast<double>(panel.image->width);
    }
    if (ratio > 0) return width * std::clamp(ratio, 0.4, 1.3);
  }
  return columns == 1 ? 330 : columns == 2 ? 250 : columns == 3 ? 205 : width * 0.75;
}

double widest(const Ticks& ticks) {
  double width = 0;
  for (const auto& [value, text] : ticks.major)
    width = std::max(width, text_width(text, style::kTickSize));
  return width;
}

Ticks ticks_for(const figure::Axis& axis, figure::Scale scale, std::array<double, 2> range,
                double count) {
  if (axis.hidden) return {range[0], range[1], {}, {}};
  if (axis.ticks.empty()) return make_ticks(scale, range[0], range[1], count, axis.whole);
  Ticks ticks{range[0], range[1], axis.ticks, {}};
  for (auto& [value, text] : ticks.major) text = clean_text(text);
  return ticks;
}

TextLine text_line(double x, double y, std::string text, double size, Align align,
                   const char* colour, bool bold = false) {
  return {x, y, std::move(text), size, align, colour, bold, false};
}

std::string one_line(const std::string& text) {
  std::string clean = clean_text(text);
  std::replace(clean.begin(), clean.end(), '\n', ' ');
  return clean;
}

// The figure on its way to a layout: columns and rows first, then positions.
class Arrangement {
 public:
  explicit Arrangement(const Figure& figure) : figure_(figure) {
    images_ = std::all_of(figure.panels.begin(), figure.panels.end(),
                          [](const figure::Panel& panel) { return panel.image.has_value(); });
    columns_ =
        figure.columns > 0 ? figure.columns : automatic_columns(figure.panels.size(), images_);
    rows_ = std::max<size_t>({(figure.panels.size() + columns_ - 1) / columns_, figure.rows, 1});
    const std::vector<PanelScales> scales = panel_scales(figure);
    width_ = figure.width > 0 ? figure.width : plot_width(columns_, images_);
    height_ = figure.height > 0 ? figure.height : plot_height(figure, scales, columns_, width_);
    layout_.panels.resize(figure.panels.size());
    for (size_t p = 0; p < figure.panels.size(); ++p) set_up_panel(p, scales[p]);
  }

  Layout place() {
    measure_columns();
    place_head();
    for (size_t row = 0; row < rows_; ++row) place_row(row);
    place_note();
    layout_.height = std::ceil(y_ + kEdge);
    return std::move(layout_);
  }

 private:
  void set_up_panel(size_t p, const PanelScales& scales) {
    PanelLayout& panel = layout_.panels[p];
    const figure::Panel& source = figure_.panels[p];
    panel.scales = scales;
    panel.x_labels = !source.image && (!figure_.share_x || p + columns_ >= figure_.panels.size());
    panel.y_labels = !source.image && (!figure_.share_y || p % columns_ == 0);
    panel.plot.width = width_;
    panel.plot.height = height_;
    const bool blank =
        source.image || source.blank || (scales.empty && !figure_.share_x && !figure_.share_y);
    if (blank) return;
    panel.x = ticks_for(source.x, scales.x_scale, scales.x, width_ / 75);
    panel.y = ticks_for(source.y, scales.y_scale, scales.y, height_ / 50);
  }

  [[nodiscard]] bool has_y_label(size_t p) const {
    return layout_.panels[p].y_labels && !figure_.panels[p].y.label.empty();
  }

  // Room left of each column for its ticks and labels; numbers below may reach beyond a plot.
  void measure_columns() {
    left_.assign(columns_, 0);
    double overhang = 0;
    for (size_t p = 0; p < layout_.panels.size(); ++p) {
      const PanelLayout& panel = layout_.panels[p];
      double room = 0;
      if (panel.y_labels) room = widest(panel.y) + kTickGap + 4;
      if (has_y_label(p)) room += style::kLabelSize + 8;
      if (p % columns_ > 0) room = std::max(room, 8.0) + 14;
      left_[p % columns_] = std::max(left_[p % columns_], room);
      if (panel.x_labels && !panel.x.major.empty())
        overhang =
            std::max(overhang, text_width(panel.x.major.back().second, style::kTickSize) / 2);
    }
    double x = kEdge;
    for (size_t c = 0; c < columns_; ++c) {
      x += left_[c];
      column_x_.push_back(x);
      x += width_;
    }
    const std::vector<LegendEntry> entries = legend_entries(figure_);
    right_ = x;
    if (figure_.legend == figure::Legend::kRight && !entries.empty())
      x += 16 + std::max(legend_width(entries),
                         text_width(clean_text(figure_.legend_title), style::kLabelSize));
    layout_.width = std::ceil(x + std::max(kEdge, overhang + 4));
  }

  void add_lines(const std::vector<std::string>& lines, double x, double size, Align align,
                 const char* colour, bool bold) {
    for (const std::string& line : lines) {
      layout_.texts.push_back(
          text_line(x, y_ + size * kLineHeight / 2, line, size, align, colour, bold));
      y_ += size * kLineHeight;
    }
  }

  void place_head() {
    y_ = kEdge;
    const double x = column_x_.front();
    if (!figure_.title.empty()) {
      add_lines(wrap_text(figure_.title, right_ - x, style::kHeadlineSize, true), x,
                style::kHeadlineSize, Align::kLeft, style::kInk, true);
      y_ += 4;
    }
    if (figure_.legend != figure::Legend::kTop) return;
    const double used =
        place_legend(legend_entries(figure_), figure_.legend_title, x, y_, right_ - x, layout_);
    y_ += used > 0 ? used + 4 : 0;
  }

  void place_row(size_t row) {
    const size_t begin = row * columns_, end = std::min(begin + columns_, layout_.panels.size());
    std::vector<std::vector<std::string>> titles, subtitles;
    double head = 0;
    for (size_t p = begin; p < end; ++p) {
      titles.push_back(wrap_text(figure_.panels[p].title, width_, style::kTitleSize, true));
      subtitles.push_back(wrap_text(figure_.panels[p].subtitle, width_, style::kNoteSize));
      head = std::max(
          head, static_cast<double>(titles.back().size()) * style::kTitleSize * kLineHeight +
                    static_cast<double>(subtitles.back().size()) * style::kNoteSize * kLineHeight);
    }
    const double top = y_ + (head > 0 ? head + 5 : 6);
    double bottom = 0;
    for (size_t p = begin; p < end; ++p) {
      PanelLayout& panel = layout_.panels[p];
      panel.plot.x = column_x_[p - begin];
      panel.plot.y = top;
      const double centre = panel.plot.x + width_ / 2;
      y_ = top - (head > 0 ? head + 5 : 0) + head -
           static_cast<double>(titles[p - begin].size()) * style::kTitleSize * kLineHeight -
           static_cast<double>(subtitles[p - begin].size()) * style::kNoteSize * kLineHeight;
      add_lines(titles[p - begin], centre, style::kTitleSize, Align::kCentre, style::kInk, true);
      add_lines(subtitles[p - begin], centre, style::kNoteSize, Align::kCentre, style::kQuiet,
                false);
      bottom = std::max(bottom, place_axes(p));
    }
    if (row == 0 && figure_.legend == figure::Legend::kRight)
      place_legend(legend_entries(figure_), figure_.legend_title, right_ + 16, top, 0, layout_);
    y_ = top + height_ + bottom + (row + 1 < rows_ ? 10 : 0);
  }

  // Labels of a panel's axes; returns the height used below the plot.
  double place_axes(size_t p) {
    const PanelLayout& panel = layout_.panels[p];
    const figure::Panel& source = figure_.panels[p];
    if (source.blank) return 0;
    const Box& plot = panel.plot;
    const double centre = plot.x + plot.width / 2, middle = plot.y + plot.height / 2;
    if (panel.scales.empty)
      layout_.texts.push_back(
          text_line(centre, middle, "no data", style::kLabelSize, Align::kCentre, style::kQuiet));
    double below = panel.x_labels && !panel.x.major.empty() ? kTickGap + style::kTickSize + 3 : 6;
    const std::string& label = source.image ? source.image->label : source.x.label;
    if (!label.empty() && (panel.x_labels || source.image)) {
      for (const std::string& line : wrap_text(label, plot.width, style::kLabelSize)) {
        below += style::kLabelSize * kLineHeight;
        layout_.texts.push_back(text_line(centre,
                                          plot.y + plot.height + below - style::kLabelSize / 2,
                                          line, style::kLabelSize, Align::kCentre, style::kInk));
      }
      below += 3;
    }
    if (has_y_label(p)) {
      TextLine line = text_line(
          plot.x - left_[p % columns_] + style::kLabelSize / 2 + (p % columns_ > 0 ? 10 : 0),
          middle, one_line(source.y.label), style::kLabelSize, Align::kCentre, style::kInk);
      line.upwards = true;
      // A label longer than the axis shrinks a little rather than run into its neighbours.
      const double room = plot.height + 30, wide = text_width(line.text, line.size);
      if (wide > room) line.size *= std::max(0.75, room / wide);
      line.text = shorten_text(line.text, room, line.size);
      layout_.texts.push_back(line);
    }
    return below;
  }

  void place_note() {
    if (figure_.note.empty()) return;
    y_ += 6;
    const double x = column_x_.front();
    add_lines(wrap_text(figure_.note, right_ - x, style::kNoteSize), x, style::kNoteSize,
              Align::kLeft, style::kQuiet, false);
  }

  const Figure& figure_;
  Layout layout_;
  bool images_ = false;  // nothing but images: small, without axes
  size_t columns_ = 1, rows_ = 1;
  double width_ = 0, height_ = 0;
  std::vector<double> left_, column_x_;
  double right_ = 0, y_ = 0;
};

}  // namespace

Layout lay_out(const Figure& figure) {
  return Arrangement(figure).place();
}

}  // namespace gradus
