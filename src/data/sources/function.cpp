#include <fmt/core.h>

#include <array>
#include <cmath>
#include <string>

#include "data/draw.hpp"
#include "gradus/base/error.hpp"
#include "gradus/base/expression.hpp"

namespace gradus::data {
namespace {

// Even training points run from end to end; even test points lie half a step inside, so that the
// two meet nowhere but by chance of their counts.
double place(const sources::Function& source, int64_t n, int64_t i, bool test, Random& stream) {
  const auto [low, high] = source.x;
  if (source.draw == sources::Draw::kUniform) return stream.uniform(low, high);
  if (test || n == 1)
    return low + (high - low) * ((static_cast<double>(i) + 0.5) / static_cast<double>(n));
  return linspace(low, high, n, i);
}

}  // namespace

// y is computed at x as the network sees it, rounded to float.
Dataset draw(const sources::Function& source, int64_t n, const DrawStreams& streams) {
  const auto [low, high] = source.x;
  if (!(low < high) || !std::isfinite(low) || !std::isfinite(high))
    throw Error("function", fmt::format("x = [{}, {}] is no range", low, high),
                "give x = [LO, HI] with LO below HI");
  Expression y;
  try {
    y = Expression::parse(source.y, {"x"});
  } catch (const Error& e) {
    throw Error("function", "y: " + e.reason(), e.mend());
  }
  Random stream = streams.points();
  Tensor features(n, Shape{1}), targets(n, Shape{1});
  for (int64_t i = 0; i < n; ++i) {
    const auto x =
        static_cast<float>(place(source, n, i, streams.part == DrawStreams::kTest, stream));
    const std::array<double, 1> at{double{x}};
    const auto value = static_cast<float>(y.evaluate(at));
    if (!std::isfinite(value))
      throw Error("function", fmt::format("y is {} at x = {}", value, x),
                  "choose a range x on which y is finite");
    features.data()[i] = x;
    targets.data()[i] = value;
  }
  return Dataset(std::move(features), std::move(targets));
}

}  // namespace gradus::data
