#include "report/figure_numbers.hpp"

#include <algorithm>
#include <cmath>

#include "report/figure_ticks.hpp"
#include "report/findings/digits.hpp"

namespace gradus {
namespace {

constexpr double kRounding = 1e-9;

// Whether the value is all the digits that a spread leaves of it: at least one that is not zero.
bool survives(double value, double spread) {
  const std::string text = finding::digits(value, spread);
  return value == 0 || text.find_first_of("123456789") != std::string::npos;
}

// By which the numbers are written; 0 for each by itself.
double common_spread(const std::vector<Told>& numbers) {
  std::vector<double> widths;
  double low = 0, high = 0, largest = 0;
  bool whole = true, halves = true, any = false;
  for (const Told& n : numbers) {
    if (!std::isfinite(n.value)) continue;
    low = any ? std::min(low, n.value) : n.value;
    high = any ? std::max(high, n.value) : n.value;
    any = true;
    largest = std::max(largest, std::abs(n.value));
    whole = whole && n.value == std::floor(n.value);
    halves = halves && 2 * n.value == std::floor(2 * n.value);
    if (n.high - n.low > kRounding * std::abs(n.value)) widths.push_back(n.high - n.low);
    for (const double end : {n.low, n.high})
      halves = halves && (!std::isfinite(end) || 2 * end == std::floor(2 * end));
  }
  // Medians of counts: findings write their halves, though the spread would not.
  if (whole && halves) return 10;
  if (halves && largest >= 10) return 1;
  if (widths.empty()) return high - low > kRounding * largest ? high - low : 0;
  std::sort(widths.begin(), widths.end());
  return widths[widths.size() / 2];
}

std::string with_minus(std::string text) {
  return text.starts_with('-') ? "−" + text.substr(1) : text;
}

}  // namespace

std::vector<std::string> told_alike(const std::vector<Told>& numbers) {
  const double spread = common_spread(numbers);
  const bool alike = spread > 0 && std::all_of(numbers.begin(), numbers.end(), [&](const Told& n) {
                       return !std::isfinite(n.value) ||
                              (survives(n.value, spread) &&
                               finding::digits(n.value, spread).find('e') == std::string::npos);
                     });
  std::vector<std::string> out;
  for (const Told& n : numbers)
    out.push_back(!std::isfinite(n.value) ? ""
                  : alike                 ? with_minus(finding::digits(n.value, spread))
                                          : number_text(n.value, 3));
  return out;
}

}  // namespace gradus
