#include "report/figure_ticks.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>

#include "gradus/base/math.hpp"
#include "report/figure_text.hpp"

namespace gradus {
namespace {

// Correctly rounded, unlike a power computed in floating point.
double power_of_ten(int exponent) {
  return std::strtod(fmt::format("1e{}", exponent).c_str(), nullptr);
}

int floor_log10(double value) {
  int e = static_cast<int>(std::floor(math::log(value) / 2.302585092994046));
  while (power_of_ten(e + 1) <= value) ++e;
  while (power_of_ten(e) > value) --e;
  return e;
}

std::string with_minus(std::string text) {
  return !text.empty() && text[0] == '-' ? "−" + text.substr(1) : text;
}

std::string trimmed(std::string text) {
  if (text.find('.') == std::string::npos) return text;
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text;
}

std::string plain(double value, int decimals) {
  return with_minus(trimmed(fmt::format("{:.{}f}", value, std::max(decimals, 0))));
}

std::string scientific(double value, int exponent, int decimals) {
  const std::string mantissa = plain(value / power_of_ten(exponent), decimals);
  return (mantissa == "1" ? "" : mantissa + "×") + "10" + superscript(exponent);
}

Ticks linear_ticks(double low, double high, double count, bool whole = false) {
  Ticks ticks{low, high, {}, {}};
  const double rough = std::max((high - low) / std::max(count, 1.0), whole ? 1.0 : 0.0);
  const int e = floor_log10(rough);
  const double unit = power_of_ten(e);
  const int factor = rough <= unit * 1.5   ? 1
                     : rough <= unit * 3.5 ? 2
                     : rough <= unit * 7.5 ? 5
                                           : 10;
  const double largest = std::max(std::abs(low), std::abs(high));
  const int top = floor_log10(largest);
  const bool long_numbers = top >= 6 || top < -4;
  // k * factor * 10^e, divided where 10^e is no exact number, so that 0.3 is the double 0.3.
  const auto value = [&](double k) {
    return e < 0 ? k * factor / power_of_ten(-e) : k * factor * unit;
  };
  const double slack = (high - low) * 1e-9;
  for (double k = std::ceil((low - slack) / value(1)); value(k) <= high + slack; ++k) {
    const double v = value(k) == 0 ? 0 : value(k);
    const int decimals = factor == 10 ? -e - 1 : -e;
    ticks.major.emplace_back(
        v, long_numbers && v != 0 ? scientific(v, top, decimals + top) : plain(v, decimals));
  }
  return ticks;
}

Ticks log_ticks(double low, double high, double count) {
  Ticks ticks{low, high, {}, {}};
  const int first = floor_log10(low), last = floor_log10(high);
  const double decades = math::log(high / low) / 2.302585092994046;
  const auto inside = [&](double v) { return v >= low * (1 - 1e-9) && v <= high * (1 + 1e-9); };
  int tens = 0;
  for (int e = first; e <= last; ++e) tens += inside(power_of_ten(e));
  const bool sparse = decades < 1.7 || tens < 2;
  const int every = std::max(1, static_cast<int>(std::ceil(decades / std::max(count, 2.0))));
  for (int e = first; e <= last; ++e) {
    for (int m = 1; m < 10; ++m) {
      const double v = m * power_of_ten(e);
      if (!inside(v)) continue;
      const bool labelled = sparse ? m == 1 || m == 2 || m == 5 || decades < 0.5
                                   : m == 1 && ((e % every) + every) % every == 0;
      if (!labelled) {
        if (every == 1 || m == 1) ticks.minor.push_back(v);
        continue;
      }
      const bool short_number = sparse && e >= -3 && e <= 4;
      ticks.major.emplace_back(
          v, short_number ? plain(v, -e)
                          : (m == 1 ? "" : fmt::format("{}×", m)) + "10" + superscript(e));
    }
  }
  // Less than a factor of two may hold no such number.
  if (ticks.major.size() < 2) {
    ticks.major = linear_ticks(low, high, count).major;
    ticks.minor.clear();
  }
  return ticks;
}

Ticks log2_ticks(double low, double high, double count) {
  Ticks ticks{low, high, {}, {}};
  const double octaves = math::log(high / low) / 0.6931471805599453;
  const int every = std::max(1, static_cast<int>(std::ceil(octaves / std::max(count * 1.5, 2.0))));
  int e = 0;
  while (std::ldexp(1.0, e) < low * (1 - 1e-9)) ++e;
  while (std::ldexp(1.0, e - 1) >= low * (1 - 1e-9)) --e;
  for (; std::ldexp(1.0, e) <= high * (1 + 1e-9); ++e) {
    const double v = std::ldexp(1.0, e);
    if (((e % every) + every) % every != 0)
      ticks.minor.push_back(v);
    else
      ticks.major.emplace_back(v, e >= 0 && e <= 16 ? plain(v, 0) : "2" + superscript(e));
  }
  if (ticks.major.size() < 2) return linear_ticks(low, high, count);
  return ticks;
}

}  // namespace

Ticks make_ticks(figure::Scale scale, double low, double high, double count, bool whole) {
  if (scale == figure::Scale::kLog) return log_ticks(low, high, count);
  if (scale == figure::Scale::kLog2) return log2_ticks(low, high, count);
  return linear_ticks(low, high, count, whole);
}

std::string number_text(double value, int digits) {
  if (!std::isfinite(value)) return std::isnan(value) ? "not a number" : value < 0 ? "−∞" : "∞";
  if (value == 0) return "0";
  int e = floor_log10(std::abs(value));
  // Rounding may carry into the next power of ten: 999.96 is 1000 in four digits.
  const double rounded = std::strtod(fmt::format("{:.{}e}", value, digits - 1).c_str(), nullptr);
  e = floor_log10(std::abs(rounded));
  if (e >= 7 || e < -4) return scientific(rounded, e, digits - 1);
  return plain(rounded, digits - 1 - e);
}

double position_on(figure::Scale scale, double low, double high, double value) {
  if (!std::isfinite(value)) return std::numeric_limits<double>::quiet_NaN();
  if (scale == figure::Scale::kLinear) return (value - low) / (high - low);
  if (value <= 0) return std::numeric_limits<double>::quiet_NaN();
  return math::log(value / low) / math::log(high / low);
}

}  // namespace gradus
