#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "gradus/data/dataset.hpp"
#include "gradus/train/history.hpp"

namespace gradus {
namespace figure {

enum class Scale { kLinear, kLog, kLog2 };
enum class Draw { kLine, kPoints, kLinePoints, kSteps };
enum class Dash { kSolid, kDashed, kDotted, kDashDot };
enum class Legend { kTop, kRight, kNone };

struct Axis {
  std::string label;
  Scale scale = Scale::kLinear;
  std::optional<std::array<double, 2>> range = {};         ///< default: what the data needs
  std::vector<std::pair<double, std::string>> ticks = {};  ///< default: round numbers
  bool whole = false;   ///< counts something: no number between whole ones
  bool hidden = false;  ///< neither line nor numbers
  bool grid = true;     ///< lines across the plot at the numbers
};

/// The colour of things to compare with, such as the target of a fit.
inline constexpr int kGrey = -1;

/// One line, or one set of markers. A value that is not finite is a gap; so is one that is not
/// positive on a logarithmic axis.
struct Series {
  std::string label;  ///< its entry in the legend; none where empty
  std::vector<double> x, y;
  std::vector<double> low, high;  ///< a translucent band, as long as x, or empty
  int colour = 0;                 ///< index into the palette, or kGrey
  Dash dash = Dash::kSolid;
  Draw draw = Draw::kLine;
  double width = 1.8;                ///< of the line, in pixels of the SVG
  double mark = 1;                   ///< size of the markers, 1 for the usual one
  int marker = 0;                    ///< their shape: circle, triangle, square, diamond ...
  std::optional<double> shade = {};  ///< instead of a colour: 0 pale to 1 dark
  std::string name = {};             ///< in the table of data, where there is no label
};

/// Words at a point of the plot, over all that is drawn there.
struct Text {
  enum class Align { kLeft, kCentre, kRight };
  double x = 0, y = 0;
  std::string text;
  Align align = Align::kCentre;
  bool small = false, quiet = false;  ///< small: as the numbers of an axis; quiet: and as pale
  bool boxed = false;                 ///< on white, where lines run behind it
  bool above = false;                 ///< half a line higher, as the number on a bar
  bool floor = false;                 ///< on the lower end of the y axis, whatever y says
};

/// Values on a regular grid of nx x ny nodes over [x0, x1] x [y0, y1]: z[j * nx + i] at the i-th x
/// and the j-th y, y0 first. Drawn as filled contours between `levels`, with a line at 0.5. Of more
/// than two classes z holds such a grid for each class, class 0 first: each class has its region,
/// in its colour, the stronger the further its probability lies above the next.
struct Mesh {
  size_t nx = 0, ny = 0;
  double x0 = 0, x1 = 1, y0 = 0, y1 = 1;
  std::vector<double> z;  ///< probabilities
  size_t classes = 2;
  std::vector<double> levels = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9};
};

/// Samples with two features and a class each.
struct Points {
  std::vector<double> x, y;
  std::vector<int> label;  ///< class, from 0
};

/// Row-major pixels, top row first, 1 channel (grey) or 3 (RGB).
struct Image {
  std::vector<uint8_t> pixels;
  size_t width = 0, height = 0, channels = 1;
  std::string label;    ///< below the image
  bool marked = false;  ///< in a frame, as what is wrong
  /// The numbers that the pixels show, one or `channels` a pixel, for the table of data; empty
  /// where the pixels are the data.
  std::vector<double> values = {};
};

/// A closed shape, filled: the silhouette of a violin, a bar, a cell of a heat
/// map.
struct Shape {
  std::string label;         ///< of what it shows, for the table of data
  std::vector<double> x, y;  ///< corners
  int colour = 0;            ///< index into the palette, or kGrey
  double opacity = 0.35;
  std::optional<double> shade = {};  ///< instead of a colour: 0 light to 1 dark
  std::string text;                  ///< printed in its middle
  std::string series;                ///< its entry in the legend; none where empty
};

/// What is drawn, as a row of the table of data: a bar, the cell of a heat map, a value of a
/// violin.
struct Datum {
  std::string kind;    ///< "bar", "cell", "value" ...
  std::string series;  ///< what it is one of, such as an optimizer or a metric
  std::string x, y;    ///< the places on the axes that it belongs to
  double value = 0;    ///< NaN: there is none
  double low = std::numeric_limits<double>::quiet_NaN(), high = low;  ///< its interval, if any
};

struct Panel {
  std::string title, subtitle;
  Axis x, y;
  std::vector<Series> series = {};
  std::vector<Shape> shapes = {};  ///< below the series
  std::optional<Mesh> mesh = {};
  Points points = {};
  std::optional<Image> image = {};
  std::vector<Text> texts = {};
  /// What series and shapes are a drawing of: the rows of the table of data in their place. Empty
  /// where they are the data themselves.
  std::vector<Datum> data = {};
  bool blank = false;  ///< a place of the grid that stays empty
};

}  // namespace figure

/// A figure is a value: what is seen, not how it is drawn. Texts are printed as they are, but for
/// characters that DejaVu Sans lacks (Chinese, say): SVG has them, PNG and PDF show a box.
struct Figure {
  std::string name;              ///< of its files, without an extension
  std::string title;             ///< headline; none where empty
  std::string note;              ///< small print below: what lines and bands are
  size_t rows = 0, columns = 0;  ///< 0: 1 to 3 panels in a row, 4 as 2 x 2, then 3 or 4 in a row
  std::vector<figure::Panel> panels;      ///< row by row
  bool share_x = false, share_y = false;  ///< one scale for all panels, labelled outside only
  figure::Legend legend = figure::Legend::kTop;
  std::string legend_title = {};  ///< before the entries of the legend: what they are values of
  std::string shades;             ///< what shades of series stand for, in the legend
  bool bands = true;              ///< false: they are in the table of data only
  double width = 0, height = 0;   ///< of each plot in pixels; 0: by the number of columns

  /// Draws the figure into one file by its extension: .svg, .png (twice the SVG's pixels) or .pdf.
  /// The file is whole or as before. Throws Error for another extension and where gnuplot is
  /// missing.
  void save(const std::filesystem::path& file) const;
};

/// Writes NAME.svg, NAME.png, NAME.pdf and NAME.csv (the data, in full) of each figure into
/// `folder`, which is made if need be; each file is whole or as before. At most `threads` gnuplot
/// processes run at a time. Equal figures give equal bytes.
void render_all(std::span<const Figure> figures, const std::filesystem::path& folder, int threads);
void render(const Figure& figure, const std::filesystem::path& folder);

namespace figure {

/// Columns of a history against the epoch, in one panel. Epochs at which a column was not measured
/// are passed over. Throws Error naming the columns there are.
[[nodiscard]] Figure lines(const History& history, std::span<const std::string> names);
[[nodiscard]] Figure lines(const History& history, std::initializer_list<std::string> names);

/// Predicted probabilities as filled contours under the samples.
[[nodiscard]] Figure mesh(Mesh mesh, Points points = {});

/// The first `count` samples (all, if there are fewer), each with its own label below: the class's
/// name or number, or the targets. Bytes are shown as they are stored, before any transform;
/// numbers from the smallest, black, to the largest, white. Throws Error where the samples are not
/// images.
[[nodiscard]] Figure images(const data::Dataset& samples, int64_t count = 9);

}  // namespace figure
}  // namespace gradus
