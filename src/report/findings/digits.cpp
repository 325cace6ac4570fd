#include "report/findings/digits.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace gradus::finding {
namespace {

constexpr int kMost = 15;
constexpr double kRounding = 1e-9;

// The power of ten of the first digit of |v| rounded to two digits; v is finite and not 0.
int power_of(double v) {
  const std::string text = fmt::format("{:.1e}", v);
  int power = 0;
  const size_t e = text.find('e') + 1;
  const size_t start = e + (text[e] == '+');
  std::from_chars(text.data() + start, text.data() + text.size(), power);
  return power;
}

bool is_extreme(double v) {
  return v != 0 && (std::abs(v) < 1e-4 || std::abs(v) >= 1e7);
}

std::string tidy(std::string text) {
  const size_t e = text.find('e');
  if (e != std::string::npos) {  // 2.3e-05 is 2.3e-5
    const size_t digit = text.find_first_not_of("+-0", e + 1);
    if (digit == std::string::npos) return text.substr(0, e);
    const bool negative = text[e + 1] == '-';
    text = text.substr(0, e + 1) + (negative ? "-" : "") + text.substr(digit);
  }
  if (text.starts_with('-') && text.find_first_of("123456789") == std::string::npos)
    text.erase(0, 1);
  return text;
}

// `last` is the power of ten of the last digit shown.
std::string to_power(double v, int last, bool scientific) {
  if (scientific)
    return v == 0 ? "0" : tidy(fmt::format("{:.{}e}", v, std::clamp(power_of(v) - last, 0, kMost)));
  return tidy(fmt::format("{:.{}f}", v, std::clamp(-last, 0, kMost)));
}

// Four digits, without the zeros that say nothing.
std::string plain(double v) {
  if (v == 0) return "0";
  const bool scientific = is_extreme(v);
  if (v == std::floor(v) && !scientific) return fmt::format("{:.0f}", v);
  std::string text = to_power(v, power_of(v) - 3, scientific);
  const size_t e = std::min(text.find('e'), text.size());
  const size_t point = text.find('.');
  if (point == std::string::npos) return text;
  size_t end = e;
  while (text[end - 1] == '0') --end;
  if (text[end - 1] == '.') --end;
  return text.erase(end, e - end);
}

std::string of_size(double value, double spread, double largest) {
  if (!std::isfinite(value)) return "–";
  if (!(spread > 0) || !std::isfinite(spread)) return plain(value);
  return to_power(value, power_of(spread) - 1, is_extreme(largest));
}

}  // namespace

std::string digits(double value, double spread) {
  return of_size(value, spread, value);
}

std::string digits(double value, const statistics::Interval& interval, bool whole) {
  using statistics::IntervalMethod;
  if (interval.method == IntervalMethod::kNone) return plain(value);
  const double ends[] = {value, interval.low, interval.high};
  double spread = interval.high - interval.low;
  if (whole) spread = are_whole(ends) ? 10 : 1;  // 10 keeps units, 1 the half of a median
  const double largest =
      std::max({std::abs(value), std::abs(interval.low), std::abs(interval.high)});
  if (spread <= kRounding * largest) spread = 0;  // equal values whose mean is rounded
  const auto text = [&](double v) { return of_size(v, own_spread(v, spread), largest); };
  return text(value) + " [" + text(interval.low) + ", " + text(interval.high) + "]";
}

double own_spread(double value, double spread) {
  const double size = std::abs(value);
  return size > kRounding * spread && size < spread / 100 ? size : spread;
}

std::string percent(double share, double spread) {
  if (share == 0 || share == 1) return share == 0 ? "0 %" : "100 %";
  return digits(100 * share, 100 * spread) + " %";
}

std::string percent(double share, const statistics::Interval& interval) {
  const double spread = 100 * (interval.high - interval.low);
  const auto text = [&](double v) {
    return v == 0 ? "0" : v == 1 ? "100" : digits(100 * v, spread);
  };
  return text(share) + " % [" + text(interval.low) + ", " + text(interval.high) + "]";
}

bool are_whole(std::span<const double> values) {
  return std::all_of(values.begin(), values.end(),
                     [](double v) { return std::isfinite(v) && v == std::floor(v); });
}

}  // namespace gradus::finding
