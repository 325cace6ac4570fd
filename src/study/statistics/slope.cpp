#include <algorithm>
#include <cmath>

#include "gradus/study/statistics.hpp"

namespace gradus::statistics {
namespace {

constexpr size_t kBlocks = 40, kLeastValues = 3;
constexpr double kHighest = 0.98, kStep = 0.02;  // coefficients tried

double dot(const std::vector<double>& a, const std::vector<double>& b, size_t ahead = 0) {
  double sum = 0;
  for (size_t i = ahead; i < a.size(); ++i) sum += a[i] * b[i - ahead];
  return sum;
}

// Means of equal blocks, at least kBlocks of them; what is left over at the start is dropped.
std::vector<double> blocks_of(const std::vector<double>& row) {
  const size_t length = std::max<size_t>(1, row.size() / kBlocks);
  std::vector<double> out;
  for (size_t at = row.size() % length; at < row.size(); at += length)
    out.push_back(mean(std::span(row).subspan(at, length)));
  return out;
}

// The two directions that a line takes from n values, of length 1, and how many rows are so long.
struct Basis {
  std::vector<double> level, rise;
  double step = 0;  // of `rise`
  double rows = 0;

  explicit Basis(size_t n) : level(n, 1 / std::sqrt(static_cast<double>(n))), rise(n) {
    for (size_t i = 0; i < n; ++i)
      rise[i] = static_cast<double>(i) - static_cast<double>(n - 1) / 2;
    step = 1 / std::sqrt(dot(rise, rise));
    for (double& v : rise) v *= step;
  }
};

// The matrix of correlations phi^|i - j| times v, in two passes.
std::vector<double> correlated(const std::vector<double>& v, double phi) {
  std::vector<double> out(v.size());
  double before = 0, behind = 0;
  for (size_t i = 0; i < v.size(); ++i) out[i] = before = v[i] + phi * before;
  for (size_t i = v.size(); i-- > 0;) {
    out[i] += phi * behind;
    behind = v[i] + phi * behind;
  }
  return out;
}

// What is expected of rows of errors of variance 1 with this coefficient.
struct Expected {
  double squares = 0;     // of the residuals, summed
  double neighbours = 0;  // products of neighbouring residuals, summed
  double rise = 0;        // variance of the mean slope
};

Expected expected(const std::vector<Basis>& bases, double phi) {
  Expected out;
  double rows = 0;
  for (const Basis& b : bases) {
    const std::vector<double> level = correlated(b.level, phi), rise = correlated(b.rise, phi);
    const double of_level = dot(b.level, level), of_rise = dot(b.rise, rise);
    const auto n = static_cast<double>(b.level.size());
    out.squares += b.rows * (n - of_level - of_rise);
    const double neighbours = (n - 1) * phi - dot(b.level, level, 1) - dot(level, b.level, 1) -
                              dot(b.rise, rise, 1) - dot(rise, b.rise, 1) +
                              of_level * dot(b.level, b.level, 1) +
                              of_rise * dot(b.rise, b.rise, 1);
    out.neighbours += b.rows * neighbours;
    out.rise += b.rows * of_rise * b.step * b.step;
    rows += b.rows;
  }
  out.rise /= rows * rows;
  return out;
}

// The coefficient whose expected autocorrelation of residuals is `found`.
double coefficient_of(const std::vector<Basis>& bases, double found) {
  double phi = 0, before = 0;
  for (double next = 0; next <= kHighest; next += kStep) {
    const Expected e = expected(bases, next);
    const double here = e.neighbours / e.squares;
    if (here >= found) return next == 0 ? 0 : phi + kStep * (found - before) / (here - before);
    phi = next;
    before = here;
  }
  return phi;
}

}  // namespace

Slope slope(std::span<const std::vector<double>> rows) {
  Slope out;
  std::vector<Basis> bases;
  double squares = 0, neighbours = 0, freedom = 0, used = 0;
  for (const std::vector<double>& row : rows) {
    if (row.size() < kLeastValues) continue;
    std::vector<double> y = blocks_of(row);
    auto same = std::find_if(bases.begin(), bases.end(),
                             [&](const Basis& b) { return b.level.size() == y.size(); });
    if (same == bases.end()) same = bases.emplace(bases.end(), y.size());
    Basis& b = *same;
    ++b.rows;
    ++used;
    const double level = dot(b.level, y), rise = dot(b.rise, y);
    out.slope += rise * b.step;
    for (size_t i = 0; i < y.size(); ++i) y[i] -= level * b.level[i] + rise * b.rise[i];
    squares += dot(y, y);
    neighbours += dot(y, y, 1);
    freedom += static_cast<double>(y.size() - 2);
  }
  if (bases.empty()) return out;
  out.slope /= used;
  if (out.slope == 0) return out;
  const double found = squares > 0 ? neighbours / squares + 1 / std::sqrt(freedom) : 0;
  out.autocorrelation = coefficient_of(bases, found);
  const double phi = out.autocorrelation;
  const Expected e = expected(bases, phi);
  const double error = std::sqrt(squares / e.squares * e.rise);
  const double t = std::abs(out.slope) / error;
  out.p =
      error > 0 ? std::min(1.0, 2 * t_tail(t, std::max(1.0, freedom * (1 - phi) / (1 + phi)))) : 0;
  return out;
}

}  // namespace gradus::statistics
