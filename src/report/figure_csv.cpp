#include "report/figure_csv.hpp"

#include <array>
#include <charconv>
#include <cmath>

#include "report/figure_regions.hpp"

namespace gradus {
namespace {

// A float has no more, and a mesh has many.
constexpr int kMeshDigits = 7;

std::string field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? "\"\"" : std::string(1, c);
  return out + "\"";
}

class Table {
 public:
  // Begins rows of one panel and series.
  void start(const std::string& panel, const char* kind, const std::string& series) {
    head_ = field(panel) + "," + kind + "," + field(series);
  }
  void row(double x, double y, double low, double high, double value, int digits = 0) {
    text_ += head_;
    for (const double number : {x, y, low, high, value}) add(number, digits);
    text_ += '\n';
  }
  // A row whose places have names.
  void row(const std::string& panel, const figure::Datum& d) {
    start(panel, d.kind.c_str(), d.series);
    text_ += head_ + "," + field(d.x) + "," + field(d.y);
    for (const double number : {d.low, d.high, d.value}) add(number, 0);
    text_ += '\n';
  }
  std::string text_ = "panel,kind,series,x,y,low,high,value\n";

 private:
  // NaN is an empty field.
  void add(double number, int digits) {
    text_ += ',';
    if (!std::isfinite(number)) return;
    std::array<char, 32> text{};
    char* const last = text.data() + text.size();
    const auto end =
        digits == 0 ? std::to_chars(text.data(), last, number)
                    : std::to_chars(text.data(), last, number, std::chars_format::general, digits);
    text_.append(text.data(), end.ptr);
  }

  std::string head_;
};

// Of an image what its pixels show, or the pixels: its grey, or each of its colours.
void add_image(Table& table, const std::string& panel, const figure::Image& image) {
  static constexpr std::array<const char*, 3> kColours{"red", "green", "blue"};
  const size_t pixels = image.width * image.height;
  const size_t each = image.values.empty() ? image.channels : image.values.size() / pixels;
  for (size_t c = 0; c < each; ++c) {
    const char* space = image.label.empty() ? "" : " ";
    table.start(panel, "image", each == 1 ? image.label : image.label + space + kColours[c]);
    for (size_t k = 0; k < pixels; ++k)
      table.row(static_cast<double>(k % image.width), static_cast<double>(k / image.width), NAN,
                NAN,
                image.values.empty() ? static_cast<double>(image.pixels[k * each + c])
                                     : image.values[k * each + c]);
  }
}

// Lines, markers and shapes that are the data themselves.
void add_drawn(Table& table, const std::string& name, const figure::Panel& panel) {
  for (const figure::Series& s : panel.series) {
    table.start(name, s.draw == figure::Draw::kPoints ? "points" : "line",
                s.label.empty() ? s.name : s.label);
    for (size_t i = 0; i < s.x.size(); ++i)
      table.row(s.x[i], s.y[i], s.low.empty() ? NAN : s.low[i], s.high.empty() ? NAN : s.high[i],
                NAN);
  }
  for (const figure::Shape& s : panel.shapes) {
    table.start(name, "shape", s.label);
    for (size_t i = 0; i < s.x.size(); ++i)
      table.row(s.x[i], s.y[i], NAN, NAN, s.shade ? *s.shade : NAN);
  }
}

}  // namespace

std::string figure_csv(const Figure& figure) {
  Table table;
  for (size_t p = 0; p < figure.panels.size(); ++p) {
    const figure::Panel& panel = figure.panels[p];
    const std::string name = panel.title.empty() ? std::to_string(p + 1) : panel.title;
    for (const figure::Datum& datum : panel.data) table.row(name, datum);
    if (panel.data.empty()) add_drawn(table, name, panel);
    table.start(name, "points", "");
    for (size_t i = 0; i < panel.points.x.size(); ++i)
      table.row(panel.points.x[i], panel.points.y[i], NAN, NAN, panel.points.label[i]);
    if (panel.mesh) {
      const figure::Mesh& mesh = *panel.mesh;
      const auto at = [](double low, double high, size_t i, size_t n) {
        return n < 2 ? low
                     : low + (high - low) * static_cast<double>(i) / static_cast<double>(n - 1);
      };
      for (size_t k = 0; k < grids_of(mesh); ++k) {
        table.start(name, "mesh", mesh.classes > 2 ? "class " + std::to_string(k) : "");
        for (size_t j = 0; j < mesh.ny; ++j)
          for (size_t i = 0; i < mesh.nx; ++i)
            table.row(at(mesh.x0, mesh.x1, i, mesh.nx), at(mesh.y0, mesh.y1, j, mesh.ny), NAN, NAN,
                      mesh.z[(k * mesh.ny + j) * mesh.nx + i], kMeshDigits);
      }
    }
    if (panel.image) add_image(table, name, *panel.image);
  }
  return std::move(table.text_);
}

}  // namespace gradus
