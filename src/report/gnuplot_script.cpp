#include "report/gnuplot_script.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>

#include "report/figure_contour.hpp"
#include "report/figure_legend.hpp"
#include "report/figure_regions.hpp"
#include "report/figure_text.hpp"
#include "report/gnuplot_data.hpp"
#include "report/gnuplot_terminal.hpp"
#include "report/style.hpp"

namespace gradus {
namespace {

using figure::Draw;

// A tick's text goes through a printf-like formatter.
std::string tick_string(std::string_view text) {
  std::string doubled;
  for (const char c : text) doubled += c == '%' ? "%%" : std::string(1, c);
  return gnuplot_string(doubled);
}

class Writer {
 public:
  Writer(const Figure& figure, const Layout& layout, size_t number)
      : figure_(figure), layout_(layout), number_(number) {}

  FigureScript write() {
    add("set multiplot\nset style textbox opaque noborder fillcolor rgb '#ffffff' margins "
        "0.3,0.2\n");
    for (const LegendSample& sample : layout_.samples) legend_sample(sample);
    for (const TextLine& text : layout_.texts) text_line(text);
    for (size_t p = 0; p < layout_.panels.size(); ++p) {
      panel(p);
      if (p == 0) add("unset label\nunset arrow\nunset object\n");
    }
    add("unset multiplot\n");
    return std::move(script_);
  }

 private:
  template <class... Args>
  void add(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(script_.body), format, std::forward<Args>(args)...);
  }
  // A place on the page as gnuplot has it: shares of its size, from the lower left.
  [[nodiscard]] std::string screen(double x, double y) const {
    return fmt::format("screen {:.6f},{:.6f}", x / layout_.width, 1 - y / layout_.height);
  }

  void text_line(const TextLine& text) {
    const char* align = text.align == TextLine::Align::kLeft     ? "left"
                        : text.align == TextLine::Align::kCentre ? "center"
                                                                 : "right";
    add("set label {} at {} {} {} font '{}{},{}' textcolor rgb '{}' noenhanced front\n",
        gnuplot_string(text.text), screen(text.x, text.y), align,
        text.upwards ? "rotate by 90" : "norotate", style::kFont, text.bold ? ":Bold" : "",
        text.size, text.colour);
  }

  void rectangle(const Box& box, const char* fill, const std::string& colour) {
    add("set object rectangle from {} to {} fs {} noborder fc rgb '{}'\n",
        screen(box.x, box.y + box.height), screen(box.x + box.width, box.y), fill, colour);
  }
  void stroke(const Box& box, const char* colour, double width, const char* dash) {
    const double y = box.y + box.height / 2;
    add("set arrow from {} to {} nohead lw {} lc rgb '{}' dt {} front\n", screen(box.x, y),
        screen(box.x + box.width, y), width, colour, dash);
  }
  void marker(const Box& box, const char* colour, int shape, double size) {
    add("set label '' at {} point pt {} ps {} lc rgb '{}' front\n",
        screen(box.x + box.width / 2, box.y + box.height / 2), shape, size, colour);
  }

  void legend_sample(const LegendSample& sample) {
    switch (sample.kind) {
      case LegendSample::Kind::kSeries: {
        const figure::Series& s = sample.style;
        const char* colour = style::line_colour(s.colour);
        if (!s.low.empty())
          rectangle(sample.box, fmt::format("transparent solid {}", style::kBandOpacity).c_str(),
                    colour);
        if (s.draw != Draw::kPoints)
          stroke(sample.box, colour, s.width, style::dash_pattern(style::dash_of(s)));
        if (s.draw == Draw::kPoints || s.draw == Draw::kLinePoints)
          marker(sample.box, colour, style::class_marker(s.marker).shape, style::kMarkerSize);
        break;
      }
      case LegendSample::Kind::kClass: {
        const style::Marker m = style::class_marker(sample.label);
        marker(sample.box, m.colour, m.shape, style::kMarkerSize * m.size * 1.25);
        break;
      }
      case LegendSample::Kind::kBox:
        rectangle(sample.box, fmt::format("transparent solid {:.2f}", sample.opacity).c_str(),
                  style::line_colour(sample.style.colour));
        break;
      case LegendSample::Kind::kMeshLine:
        stroke(sample.box, style::kInk, 1.4, "solid");
        break;
      case LegendSample::Kind::kMeshScale:
        mesh_scale(sample.box);
        break;
      case LegendSample::Kind::kShades:
        shades(sample.box);
        break;
    }
  }

  void shades(const Box& box) {
    constexpr size_t kParts = 30;
    const double width = box.width / kParts;
    for (size_t k = 0; k < kParts; ++k) {
      const Box part{box.x + static_cast<double>(k) * width, box.y,
                     width + (k + 1 < kParts ? 0.5 : 0), box.height};
      rectangle(part, "solid 1", style::line_shade((static_cast<double>(k) + 0.5) / kParts));
    }
  }

  void mesh_scale(const Box& box) {
    for (const figure::Panel& panel : figure_.panels) {
      if (!panel.mesh) continue;
      const std::vector<double> ends = bands(*panel.mesh);
      const double width = box.width / static_cast<double>(ends.size() - 1);
      for (size_t k = 0; k + 1 < ends.size(); ++k) {
        // Half a pixel of overlap hides the seams.
        const Box part{box.x + static_cast<double>(k) * width, box.y,
                       width + (k + 2 < ends.size() ? 0.5 : 0), box.height};
        rectangle(part, "solid 1", style::mesh_colour((ends[k] + ends[k + 1]) / 2));
      }
      return;
    }
  }
  static std::vector<double> bands(const figure::Mesh& mesh) {
    std::vector<double> ends{0};
    ends.insert(ends.end(), mesh.levels.begin(), mesh.levels.end());
    ends.push_back(1);
    return ends;
  }

  void axis(char name, const PanelLayout& panel) {
    const bool is_x = name == 'x';
    const Ticks& ticks = is_x ? panel.x : panel.y;
    const figure::Scale scale = is_x ? panel.scales.x_scale : panel.scales.y_scale;
    const auto& range = is_x ? panel.scales.x : panel.scales.y;
    add("unset logscale {}\n", name);
    if (scale != figure::Scale::kLinear)
      add("set logscale {} {}\n", name, scale == figure::Scale::kLog ? 10 : 2);
    add("set {}range [{:.12g}:{:.12g}]\n", name, range[0], range[1]);
    if (ticks.major.empty() && ticks.minor.empty()) {
      add("unset {}tics\n", name);
      return;
    }
    std::string list;
    for (const auto& [value, text] : ticks.major)
      list +=
          fmt::format("{}{} {:.12g}", list.empty() ? "" : ", ",
                      (is_x ? panel.x_labels : panel.y_labels) ? tick_string(text) : "''", value);
    for (const double value : ticks.minor)
      list += fmt::format("{}'' {:.12g} 1", list.empty() ? "" : ", ", value);
    add("set {}tics out nomirror scale 0.5,0.25 offset {} font '{},{}' textcolor rgb '{}' ({})\n",
        name, is_x ? "0,0.35" : "0.5,0", style::kFont, style::kTickSize, style::kQuiet, list);
  }

  void panel(size_t p) {
    const PanelLayout& panel = layout_.panels[p];
    const figure::Panel& source = figure_.panels[p];
    const Box& plot = panel.plot;
    add("set lmargin at screen {:.6f}\nset rmargin at screen {:.6f}\n", plot.x / layout_.width,
        (plot.x + plot.width) / layout_.width);
    add("set tmargin at screen {:.6f}\nset bmargin at screen {:.6f}\n", 1 - plot.y / layout_.height,
        1 - (plot.y + plot.height) / layout_.height);
    plots_.clear();
    if (source.image) {
      image(*source.image);
    } else if (source.blank) {
      add("unset border\nunset xtics\nunset ytics\nunset grid\nunset logscale\n");
      add("set xrange [0:1]\nset yrange [0:1]\n");
    } else {
      const int border = (source.x.hidden ? 0 : 1) + (source.y.hidden ? 0 : 2);
      add("set border {} lw 0.8 lc rgb '{}'\n", source.mesh ? 15 : border, style::kFrame);
      axis('x', panel);
      axis('y', panel);
      add("unset grid\n");
      for (const char name : {'x', 'y'})
        if (!source.mesh && (name == 'x' ? source.x : source.y).grid)
          add("set grid {0}tics nom{0}tics back lt 1 dt solid lw 0.8 lc rgb '{1}'\n", name,
              style::kGrid);
      if (source.mesh) mesh(*source.mesh);
      shapes(source.shapes);
      all_series(p);
      points(source.points);
      texts(source.texts, panel.scales.y[0]);
    }
    if (plots_.empty()) script_.labels.emplace_back();
    add("plot {}\n", plots_.empty() ? "NaN notitle" : plots_);
  }

  // A data block, and its name; "" where there is nothing in it.
  std::string block(const std::string& rows) {
    if (rows.empty()) return {};
    std::string name = fmt::format("$d{}_{}", number_, blocks_++);
    script_.data += fmt::format("{} << EOD\n{}EOD\n", name, rows);
    return name;
  }
  void plot(const std::string& name, const std::string& how, const std::string& label = {}) {
    if (name.empty()) return;
    script_.labels.push_back(label);
    plots_ += fmt::format("{}{} {} notitle", plots_.empty() ? "" : ", \\\n  ", name, how);
  }

  void shapes(const std::vector<figure::Shape>& all) {
    for (const figure::Shape& shape : all) {
      const std::string colour =
          shape.shade ? style::shade_colour(*shape.shade) : style::line_colour(shape.colour);
      const std::string fill =
          shape.shade ? "solid 1" : fmt::format("transparent solid {:.2f}", shape.opacity);
      plot(block(shape_data(shape)),
           fmt::format("with filledcurves closed fs {} noborder fc rgb '{}'", fill, colour),
           clean_text(shape.series));
    }
    for (const figure::Shape& shape : all) {
      if (shape.text.empty() || shape.x.empty()) continue;
      const auto middle = [](const std::vector<double>& v) {
        const auto [low, high] = std::minmax_element(v.begin(), v.end());
        return (*low + *high) / 2;
      };
      plot(block(fmt::format("{:.7g} {:.7g} {}\n", middle(shape.x), middle(shape.y),
                             data_string(shape.text))),
           fmt::format("using 1:2:3 with labels center font '{},{}' textcolor rgb '{}'",
                       style::kFont, style::kTickSize,
                       shape.shade ? style::text_on_shade(*shape.shade) : style::kInk));
    }
  }

  // Bands first, so that none tints a line.
  void all_series(size_t p) {
    const std::vector<figure::Series>& all = figure_.panels[p].series;
    // Two points a pixel show all that a screen can; more would only swell the file.
    const size_t limit =
        std::min<size_t>(1000, static_cast<size_t>(2 * layout_.panels[p].plot.width));
    std::vector<std::string> rows, single;
    for (const figure::Series& source : all) {
      const SeriesData data = series_data(source, layout_.panels[p].scales, limit);
      rows.push_back(block(data.rows));
      single.push_back(block(data.single));
      if (!source.low.empty() && figure_.bands)
        plot(rows.back(),
             fmt::format(
                 "using 1:3:4 with filledcurves fs transparent solid {} noborder fc rgb '{}'",
                 style::kBandOpacity, style::line_colour(source.colour)),
             clean_text(source.label));
    }
    for (size_t s = 0; s < all.size(); ++s) line(all[s], rows[s], single[s]);
  }

  void texts(const std::vector<figure::Text>& all, double floor) {
    for (const TextData& sort : text_data(all, floor)) {
      const figure::Text& style = sort.style;
      const char* side = style.align == figure::Text::Align::kLeft    ? "left"
                         : style.align == figure::Text::Align::kRight ? "right"
                                                                      : "center";
      const bool small = style.small || style.quiet;
      plot(block(sort.rows),
           fmt::format("using 1:2:3 with labels {}{} font '{},{}' textcolor rgb '{}'{}", side,
                       style.above ? " offset 0,0.6" : "", style::kFont,
                       small ? style::kTickSize : style::kLabelSize - 0.5,
                       style.quiet ? style::kQuiet : style::kInk, style.boxed ? " boxed" : ""));
    }
  }

  void line(const figure::Series& source, const std::string& rows, const std::string& single) {
    const std::string colour =
        source.shade ? style::line_shade(*source.shade) : style::line_colour(source.colour);
    const std::string stroke = fmt::format("lw {} lc rgb '{}' dt {}", source.width, colour,
                                           style::dash_pattern(style::dash_of(source)));
    const std::string mark =
        fmt::format("pt {} ps {} lc rgb '{}'", style::class_marker(source.marker).shape,
                    style::kMarkerSize * source.mark, colour);
    const std::string label = clean_text(source.label);
    if (source.draw == Draw::kSteps) plot(rows, "using 1:2 with steps " + stroke, label);
    if (source.draw == Draw::kLine || source.draw == Draw::kLinePoints)
      plot(rows, "using 1:2 with lines " + stroke, label);
    if (source.draw == Draw::kPoints || source.draw == Draw::kLinePoints)
      plot(rows, "using 1:2 with points " + mark, label);
    plot(single, "using 1:2 with points " + mark, label);
  }

  // A region for each class, in three strengths.
  void regions(const figure::Mesh& mesh) {
    for (size_t k = 0; k < mesh.classes; ++k) {
      const figure::Mesh lead = lead_of(mesh, k);
      for (const double level : {0.0, 1.0 / 3, 2.0 / 3})
        plot(block(path_data(joined(contour(lead, level).rings))),
             fmt::format("with filledcurves closed fs solid 1 noborder fc rgb '{}'",
                         style::region_colour(static_cast<int>(k), level)));
    }
  }

  void mesh(const figure::Mesh& mesh) {
    if (mesh.classes > 2)
      regions(mesh);
    else
      shares(mesh);
    std::string boundary;
    for (const Path& line : boundaries(mesh)) boundary += path_data(line) + "\n";
    plot(block(boundary), fmt::format("with lines lw 1.4 lc rgb '{}'", style::kInk));
  }

  void shares(const figure::Mesh& mesh) {
    const std::vector<double> ends = bands(mesh);
    const Path all{{mesh.x0, mesh.y0}, {mesh.x1, mesh.y0}, {mesh.x1, mesh.y1}, {mesh.x0, mesh.y1}};
    for (size_t k = 0; k + 1 < ends.size(); ++k) {
      const Path region = k == 0 ? all : joined(contour(mesh, ends[k]).rings);
      plot(block(path_data(region)),
           fmt::format("with filledcurves closed fs solid 1 noborder fc rgb '{}'",
                       style::mesh_colour((ends[k] + ends[k + 1]) / 2)));
    }
  }

  void points(const figure::Points& points) {
    const std::set<int> classes(points.label.begin(), points.label.end());
    // White under each marker keeps neighbours and the colours below apart.
    struct Drawn {
      std::string name, label;
      style::Marker m;
    };
    std::vector<Drawn> drawn;
    for (const int label : classes)
      drawn.push_back(
          {block(class_data(points, label)), class_label(label), style::class_marker(label)});
    for (const auto& [name, label, m] : drawn)
      plot(name,
           fmt::format("with points pt {} ps {:.3f} lc rgb '#ffffff'", m.shape,
                       style::kMarkerSize * m.size * 1.2),
           label);
    for (const auto& [name, label, m] : drawn)
      plot(name,
           fmt::format("with points pt {} ps {:.3f} lc rgb '{}'", m.shape,
                       style::kMarkerSize * m.size * 0.8, m.colour),
           label);
  }

  void image(const figure::Image& image) {
    add("{}\nunset xtics\nunset ytics\nunset grid\nunset logscale\n",
        image.marked ? fmt::format("set border 15 lw 3 lc rgb '{}' front", style::line_colour(1))
                     : "unset border");
    add("set xrange [-0.5:{}]\nset yrange [{}:-0.5]\n", static_cast<double>(image.width) - 0.5,
        static_cast<double>(image.height) - 0.5);
    plot(block(image_data(image)), "using 1:2:3:4:5 with rgbimage");
  }

  const Figure& figure_;
  const Layout& layout_;
  size_t number_;
  size_t blocks_ = 0;
  FigureScript script_;
  std::string plots_;
};

}  // namespace

FigureScript figure_script(const Figure& figure, const Layout& layout, size_t number) {
  return Writer(figure, layout, number).write();
}

}  // namespace gradus
