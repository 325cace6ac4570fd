#include "report/gnuplot_data.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "report/figure_text.hpp"
#include "report/figure_thin.hpp"

namespace gradus {
namespace {

// Seven digits place a point within a thousandth of a pixel.
template <class... Numbers>
void add_row(std::string& out, Numbers... numbers) {
  size_t left = sizeof...(numbers);
  ((fmt::format_to(std::back_inserter(out), "{:.7g}{}", numbers, --left > 0 ? ' ' : '\n')), ...);
}

// The stretch of indices to draw: what lies on the x axis and one neighbour on each side, so that
// lines run off the plot at the right slope. All, where x does not rise.
std::pair<size_t, size_t> visible(const std::vector<double>& position) {
  const auto outside = [](double p) { return p < 0; };
  const auto beyond = [](double p) { return p > 1; };
  if (!std::is_sorted(position.begin(), position.end())) return {0, position.size()};
  size_t begin = std::find_if_not(position.begin(), position.end(), outside) - position.begin();
  size_t end = std::find_if(position.begin(), position.end(), beyond) - position.begin();
  if (begin > 0) --begin;
  if (end < position.size()) ++end;
  return {begin, std::max(begin, end)};
}

}  // namespace

SeriesData series_data(const figure::Series& series, const PanelScales& scales, size_t limit) {
  const bool log_y = scales.y_scale != figure::Scale::kLinear;
  const bool band = !series.low.empty();
  std::vector<double> x, position, y, low, high;
  for (size_t i = 0; i < series.x.size(); ++i) {
    const double at = position_on(scales.x_scale, scales.x[0], scales.x[1], series.x[i]);
    if (!std::isfinite(at)) continue;  // no place on the axis: not a gap in time
    x.push_back(series.x[i]);
    position.push_back(at);
    y.push_back(log_y && series.y[i] <= 0 ? NAN : series.y[i]);
    if (!band) continue;
    low.push_back(std::clamp(series.low[i], scales.y[0], scales.y[1]));
    high.push_back(std::clamp(series.high[i], scales.y[0], scales.y[1]));
  }
  const auto [begin, end] = visible(position);
  const size_t n = end - begin;
  std::vector<std::span<const double>> curves{{y.data() + begin, n}};
  if (band) {
    curves.emplace_back(low.data() + begin, n);
    curves.emplace_back(high.data() + begin, n);
  }
  // A line that turns back, such as a boundary, is drawn whole.
  const bool rises = std::is_sorted(position.begin(), position.end());
  const std::vector<size_t> kept =
      thin({position.data() + begin, n}, curves, rises ? limit : std::max(limit, n));
  SeriesData data;
  const auto drawn = [&](size_t k) {
    return k < kept.size() && std::isfinite(y[begin + kept[k]]) &&
           (!band || (std::isfinite(low[begin + kept[k]]) && std::isfinite(high[begin + kept[k]])));
  };
  const bool line = series.draw != figure::Draw::kPoints;
  for (size_t k = 0; k < kept.size(); ++k) {
    const size_t i = begin + kept[k];
    if (!drawn(k)) {
      if (!data.rows.empty() && data.rows.substr(data.rows.size() - 2) != "\n\n") data.rows += '\n';
    } else if (line && (k == 0 || !drawn(k - 1)) && !drawn(k + 1)) {
      add_row(data.single, x[i], y[i]);
    } else if (band) {
      add_row(data.rows, x[i], y[i], low[i], high[i]);
    } else {
      add_row(data.rows, x[i], y[i]);
    }
  }
  return data;
}

std::string data_string(std::string_view text) {
  std::string out = "\"";
  for (const char c : clean_text(text))
    out += c == '"' ? "'" : c == '\\' ? "\\\\" : c == '\n' ? " " : std::string(1, c);
  return out + "\"";
}

std::vector<TextData> text_data(const std::vector<figure::Text>& texts, double floor) {
  std::vector<TextData> out;
  // Words on white first: they hide lines, but no other words.
  for (const bool boxed : {true, false})
    for (const figure::Text& text : texts) {
      if (text.boxed != boxed) continue;
      auto at = std::find_if(out.begin(), out.end(), [&](const TextData& sort) {
        return sort.style.align == text.align && sort.style.small == text.small &&
               sort.style.quiet == text.quiet && sort.style.boxed == text.boxed &&
               sort.style.above == (text.above || text.floor);
      });
      if (at == out.end()) {
        at = out.insert(at, TextData{text, {}});
        at->style.text.clear();
        at->style.above = text.above || text.floor;
      }
      fmt::format_to(std::back_inserter(at->rows), "{:.7g} {:.7g} {}\n", text.x,
                     text.floor ? floor : text.y, data_string(text.text));
    }
  return out;
}

std::string path_data(const Path& path) {
  std::string out;
  for (const auto& [x, y] : path) add_row(out, x, y);
  return out;
}

std::string shape_data(const figure::Shape& shape) {
  std::string out;
  for (size_t i = 0; i < shape.x.size(); ++i)
    if (std::isfinite(shape.x[i]) && std::isfinite(shape.y[i]))
      add_row(out, shape.x[i], shape.y[i]);
  return out;
}

std::string class_data(const figure::Points& points, int label) {
  std::string out;
  for (size_t i = 0; i < points.x.size(); ++i)
    if (points.label[i] == label && std::isfinite(points.x[i]) && std::isfinite(points.y[i]))
      add_row(out, points.x[i], points.y[i]);
  return out;
}

std::string image_data(const figure::Image& image) {
  std::string out;
  for (size_t j = 0; j < image.height; ++j) {
    for (size_t i = 0; i < image.width; ++i) {
      const uint8_t* pixel = image.pixels.data() + (j * image.width + i) * image.channels;
      const bool grey = image.channels == 1;
      fmt::format_to(std::back_inserter(out), "{} {} {} {} {}\n", i, j, pixel[0],
                     pixel[grey ? 0 : 1], pixel[grey ? 0 : 2]);
    }
  }
  return out;
}

}  // namespace gradus
