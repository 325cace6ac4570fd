#include <algorithm>

#include "study/drawing.hpp"

namespace gradus::study {
namespace {

// Values of a choice tried, and points at which an axis is looked at before it is called inert.
constexpr size_t kMostProbed = 200, kMostOthers = 8, kMostPoints = 64;
constexpr double kLastShare = 1 - 0x1p-53;

search::Point point_of(const Choice& choice) {
  search::Point point(choice.size());
  for (size_t a = 0; a < choice.size(); ++a)
    if (choice[a] >= 0) point[a] = choice[a];
  return point;
}

// What is needed beside the coordinates in `some`: the first choice, the middle of a range.
search::Point completed(const search::Space& space, const search::Point& some) {
  return search::walk(space, [&](size_t axis) {
    if (some[axis]) return *some[axis];
    return search::coordinate_at(space.axes[axis], space.axes[axis].range ? 0.5 : 0.0);
  });
}

// Coordinates to hold against the one that a point has.
std::vector<double> others(const search::Dimension& axis, double coordinate) {
  std::vector<double> out;
  if (axis.range) {
    for (const double share : {0.0, 0.5, kLastShare})
      out.push_back(search::coordinate_at(axis, share));
  } else {
    const size_t stride = std::max<size_t>(1, axis.choices / kMostOthers);
    for (size_t c = 0; c < axis.choices; c += stride) out.push_back(static_cast<double>(c));
  }
  std::erase(out, coordinate);
  return out;
}

// Coordinates that are looked at in any case: a range's middle and both its ends, of which one may
// be a mistake, and every choice.
std::vector<double> reached(const search::Dimension& axis) {
  std::vector<double> out;
  if (axis.range) {
    for (const double share : {0.5, 0.0, kLastShare})
      out.push_back(search::coordinate_at(axis, share));
  } else {
    for (size_t c = 0; c < std::min(axis.choices, kMostProbed); ++c)
      out.push_back(static_cast<double>(c));
  }
  return out;
}

class Probe {
 public:
  explicit Probe(Drawing& drawing) : drawing_(drawing), space_(drawing.space()) {}

  // Points at which each axis is needed: for every value of every choice, one that has it.
  void reach_all() {
    const std::vector<std::optional<Choice>> ways = drawing_.needs().ways();
    for (size_t a = 0; a < ways.size(); ++a) {
      if (!ways[a]) continue;
      search::Point some = point_of(*ways[a]);
      for (const double coordinate : reached(space_.axes[a])) {
        some[a] = coordinate;
        add(completed(space_, some));
      }
    }
  }

  void add(const search::Point& point) { points_.emplace_back(point, plan_of(point)); }

  // False where the axis is needed, could have been other, and no other value made another plan.
  bool acts(size_t axis) {
    size_t looked = 0, compared = 0;
    for (const auto& [point, plan] : points_) {
      if (!point[axis]) continue;
      for (const double other : others(space_.axes[axis], *point[axis])) {
        search::Point changed = point;
        changed[axis] = other;
        ++compared;
        if (plan_of(completed(space_, changed)) != plan) return true;
      }
      if (++looked == kMostPoints) break;
    }
    return compared == 0;
  }

 private:
  std::string plan_of(const search::Point& point) {
    return trained_as(drawing_.reader().look_at(drawing_.choice_of(point)));
  }

  Drawing& drawing_;
  const search::Space& space_;
  std::vector<std::pair<search::Point, std::string>> points_;
};

}  // namespace

void probe_axes(Drawing& drawing, const Context& context, const Node& core,
                const std::vector<std::string>& allow_inert, Study& study) {
  Probe probe(drawing);
  probe.reach_all();
  for (size_t i = 0; i < study.variants.size() && i < kMostPoints; ++i)
    probe.add(drawing.point_of(study.variants[i].key));
  for (const Axis& shown : study.axes) {
    const AxisNode* axis = find_axis(drawing.axes(), shown.name);
    if (axis && !probe.acts(static_cast<size_t>(axis - drawing.axes().data())))
      refuse_inert(context, core, drawing.axes(), *axis, study.variants.size(), allow_inert, study);
  }
}

}  // namespace gradus::study
