#include "study/drawing.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

#include "study/known.hpp"
#include "study/search/latin_hypercube.hpp"
#include "study/search/sobol.hpp"
#include "study/search/tpe.hpp"

namespace gradus::study {
namespace {

static_assert(kMostAxes <= search::kStreamAxes && kMostAxes <= search::Sobol::kMostAxes);

// Draws that a whole search may repeat: a space with fewer plans than points is not turned over
// without end.
constexpr size_t kMostRepeats = 10'000;

std::vector<search::Dimension> dimensions(const std::vector<AxisNode>& axes) {
  std::vector<search::Dimension> out;
  for (const AxisNode& axis : axes) out.push_back({axis.range, axis.values.size()});
  return out;
}

// The number of fewest digits that lies where the coordinate does, give or take a hundred
// thousandth of its range: names and tables show them.
double shortened(const Draw& range, double coordinate) {
  const search::Dimension axis{range};
  const double share = search::share_of(axis, coordinate);
  for (int digits = 2; digits < 17; ++digits) {
    const std::string text = fmt::format("{:.{}g}", coordinate, digits);
    double value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    if (value >= range.low && value <= range.high &&
        std::abs(search::share_of(axis, value) - share) < 1e-5)
      return value;
  }
  return coordinate;
}

// A drawn value: whole numbers of an integer range are whole in results too.
void add_value(AxisNode& axis, double coordinate) {
  Node node;
  node.origin = axis.origin;
  node.from = std::make_shared<std::string>("vary." + axis.name);
  if (axis.range->kind == Draw::Kind::kInteger) {
    node.type = Node::Type::kInteger;
    node.integer = static_cast<int64_t>(coordinate);
    axis.shown.emplace_back(node.integer);
  } else {
    node.type = Node::Type::kFloat;
    node.number = shortened(*axis.range, coordinate);
    axis.shown.emplace_back(node.number);
  }
  axis.values.push_back(std::move(node));
}

std::vector<Variant> points_at_random(Drawing& drawing, uint64_t seed, size_t count) {
  std::vector<Variant> out;
  std::set<std::string> plans;
  size_t repeats = 0;
  for (size_t i = 0; i < count; ++i) {
    Variant variant = drawing.variant_of(search::random_point(drawing.space(), seed, i));
    for (uint32_t attempt = 1; plans.contains(variant.canonical) &&
                               attempt < search::kMostAttempts && repeats < kMostRepeats;
         ++attempt, ++repeats)
      variant = drawing.variant_of(search::random_point(drawing.space(), seed, i, attempt));
    plans.insert(variant.canonical);
    out.push_back(std::move(variant));
  }
  return out;
}

// Points below one that is not yet whole, up to `most`.
size_t count_below(const search::Space& space, search::Point& point, size_t most) {
  const size_t axis = space.next_of(point);
  if (axis == space.axes.size()) return 1;
  const auto values = static_cast<size_t>(search::count_of(space.axes[axis]));
  if (values == 0) return most;  // a continuous range
  size_t count = 0;
  if (space.axes[axis].range) {
    // Its values name no other axis: below each of them lies the same.
    point[axis] = space.axes[axis].range->low;
    const size_t below = count_below(space, point, most);
    count = values >= most / below + 1 ? most : values * below;
  } else {
    for (size_t v = 0; v < values && count < most; ++v) {
      point[axis] = static_cast<double>(v);
      count += count_below(space, point, most - count);
    }
  }
  point[axis].reset();
  return std::min(count, most);
}

}  // namespace

size_t different_points(const Drawing& drawing, size_t most) {
  search::Point point(drawing.space().axes.size());
  return count_below(drawing.space(), point, most);
}

Drawing::Drawing(const Context& context, const Node& core, std::vector<AxisNode> axes)
    : axes_(std::move(axes)),
      needs_(core, axes_),
      reader_(context, core, axes_),
      space_{dimensions(axes_), [this](const search::Point& point) {
               Choice choice(point.size(), -1);
               for (size_t a = 0; a < point.size(); ++a)
                 if (point[a]) choice[a] = axes_[a].range ? 0 : static_cast<int>(*point[a]);
               return needs_.next(choice);
             }} {}

Choice Drawing::choice_of(const search::Point& point) {
  Choice choice(point.size(), -1);
  for (size_t a = 0; a < point.size(); ++a) {
    if (!point[a]) continue;
    if (axes_[a].range) add_value(axes_[a], *point[a]);
    choice[a] =
        axes_[a].range ? static_cast<int>(axes_[a].values.size()) - 1 : static_cast<int>(*point[a]);
  }
  return choice;
}

search::Point Drawing::point_of(const VariantKey& key) const {
  search::Point point(axes_.size());
  for (const auto& [name, value] : key) {
    const AxisNode* axis = find_axis(axes_, name);
    if (!axis) continue;
    std::optional<double>& coordinate = point[static_cast<size_t>(axis - axes_.data())];
    if (axis->range) {
      if (const auto* whole = std::get_if<int64_t>(&value))
        coordinate = static_cast<double>(*whole);
      else if (const auto* number = std::get_if<double>(&value))
        coordinate = *number;
      continue;
    }
    for (size_t v = 0; v < axis->shown.size(); ++v)
      if (same_value(axis->shown[v], value)) coordinate = static_cast<double>(v);
  }
  return point;
}

std::vector<Variant> draw_points(Drawing& drawing, const SearchSpec& search) {
  const auto count = static_cast<size_t>(search.points);
  using Method = SearchSpec::Method;
  if (search.method == Method::kRandom) return points_at_random(drawing, search.seed, count);
  if (search.method == Method::kTpe)
    return points_at_random(drawing, search.seed, std::min(count, search::kTpeStart));
  std::vector<Variant> out;
  const search::LatinHypercube cube(
      drawing.space(), search.method == Method::kLatinHypercube ? count : 0, search.seed);
  const search::Sobol sobol(drawing.space(), search.seed);
  for (size_t i = 0; i < count; ++i)
    out.push_back(
        drawing.variant_of(search.method == Method::kSobol ? sobol.point(i) : cube.point(i)));
  return out;
}

std::vector<Axis> drawn_axes(const Drawing& drawing, const std::vector<Variant>& variants,
                             std::vector<std::string>& unused) {
  const std::vector<std::optional<Choice>> ways = drawing.needs().ways();
  std::vector<Axis> out;
  for (size_t a = 0; a < drawing.axes().size(); ++a) {
    const AxisNode& axis = drawing.axes()[a];
    if (!ways[a]) {
      unused.push_back(axis.name);
      continue;
    }
    out.push_back({axis.name, axis.shown, axis.named, axis.range});
    if (!axis.range) continue;
    std::vector<AxisValue>& values = out.back().values;
    values.clear();
    for (const Variant& variant : variants)
      for (const auto& [name, value] : variant.key)
        if (name == axis.name) values.push_back(value);
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
  }
  return out;
}

}  // namespace gradus::study
