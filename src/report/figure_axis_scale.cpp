#include "report/figure_axis_scale.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "report/figure_groups.hpp"
#include "report/figure_ticks.hpp"
#include "study/figure_points.hpp"

namespace gradus {

double number_of(const study::AxisValue& value) {
  if (const auto* whole = std::get_if<int64_t>(&value)) return static_cast<double>(*whole);
  if (const auto* real = std::get_if<double>(&value)) return *real;
  return std::numeric_limits<double>::quiet_NaN();
}

bool spans_decades(double low, double high) {
  return low > 0 && high >= 20 * low;
}

namespace {

// 8, 16, 32: each the same multiple of the one before.
bool is_geometric(const std::vector<study::AxisValue>& values) {
  if (values.size() < 3) return false;
  const double factor = number_of(values[1]) / number_of(values[0]);
  for (size_t i = 0; i + 1 < values.size(); ++i)
    if (!(number_of(values[i]) > 0) ||
        !(std::abs(number_of(values[i + 1]) / number_of(values[i]) / factor - 1) < 1e-9))
      return false;
  return true;
}

}  // namespace

double AxisScale::place(const study::AxisValue& value) const {
  if (names) {
    for (size_t i = 0; i < values.size(); ++i)
      if (study::text(values[i]) == study::text(value))
        return values.size() < 2
                   ? 0.5
                   : 1 - static_cast<double>(i) / static_cast<double>(values.size() - 1);
    return std::numeric_limits<double>::quiet_NaN();
  }
  return high > low ? position_on(scale, low, high, number_of(value)) : 0.5;
}

std::vector<std::pair<double, std::string>> AxisScale::ticks() const {
  std::vector<std::pair<double, std::string>> out;
  if (names || values.size() <= kFewValues) {
    for (const study::AxisValue& value : values) {
      const bool drawn = !names && study::text(value).size() > 6;
      out.emplace_back(place(value), drawn ? number_text(number_of(value), 3) : study::text(value));
    }
    return out;
  }
  for (const auto& [value, text] : make_ticks(scale, low, high, 5, whole).major)
    out.emplace_back(position_on(scale, low, high, value), text);
  return out;
}

AxisScale axis_scale(const study::Study& study, const study::Axis& axis,
                     const std::vector<size_t>& variants) {
  AxisScale out;
  out.axis = axis.name;
  const auto known = [&](const study::AxisValue& value) {
    return std::any_of(out.values.begin(), out.values.end(), [&](const study::AxisValue& other) {
      return study::text(other) == study::text(value);
    });
  };
  std::vector<study::AxisValue> taken;
  for (const size_t v : variants)
    if (const study::AxisValue* value = value_on(study.variants[v], axis.name)) {
      taken.push_back(*value);
      if (!known(*value)) out.values.push_back(*value);
    }
  out.names = std::any_of(taken.begin(), taken.end(), [](const study::AxisValue& value) {
    return !std::isfinite(number_of(value));
  });
  if (out.names) {
    out.values.clear();
    for (const study::AxisValue& value : axis.values)
      if (std::any_of(taken.begin(), taken.end(),
                      [&](const auto& t) { return study::text(t) == study::text(value); }))
        out.values.push_back(value);
    return out;
  }
  std::sort(out.values.begin(), out.values.end(),
            [](const auto& a, const auto& b) { return number_of(a) < number_of(b); });
  if (out.values.empty()) return out;
  out.low = number_of(out.values.front());
  out.high = number_of(out.values.back());
  out.whole = std::all_of(out.values.begin(), out.values.end(),
                          [](const auto& value) { return std::holds_alternative<int64_t>(value); });
  const bool log = axis.range ? axis.range->kind == study::Draw::Kind::kLogUniform
                              : spans_decades(out.low, out.high) || is_geometric(out.values);
  if (log && out.low > 0) out.scale = figure::Scale::kLog;
  return out;
}

std::vector<AxisScale> axis_scales(const study::Study& study, const std::vector<size_t>& variants,
                                   const std::vector<std::string>& told) {
  std::vector<AxisScale> out;
  for (const study::Axis& axis : study.axes) {
    if (axis.name == study::kRefitAxis ||
        std::find(told.begin(), told.end(), axis.name) != told.end())
      continue;
    AxisScale scale = axis_scale(study, axis, variants);
    if (scale.values.size() > 1) out.push_back(std::move(scale));
  }
  return out;
}

}  // namespace gradus
