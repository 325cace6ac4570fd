#include "gradus/data/load.hpp"

#include <fmt/core.h>

#include <concepts>
#include <string>
#include <type_traits>

#include "data/draw.hpp"
#include "data/read.hpp"
#include "gradus/base/error.hpp"
#include "gradus/nn/field.hpp"

namespace gradus::data {
namespace {

constexpr int64_t kMostDrawn = 100'000'000;

template <class S>
concept Drawn = requires(const S& s, const DrawStreams& streams) { draw(s, int64_t{}, streams); };

void check_count(const char* key, int64_t n, int64_t lowest) {
  if (n < lowest || n > kMostDrawn)
    throw Error(key, fmt::format("{} is no number of samples", n),
                fmt::format("give a whole number from {} to {}", lowest, kMostDrawn));
}

// A study's reader has looked already; C++ options come as they are.
template <class S>
void check_fields(const S& source) {
  S::fields(source, [](std::string_view name, const auto& value, const Rule& rule) {
    if constexpr (std::is_arithmetic_v<std::remove_cvref_t<decltype(value)>>) {
      const auto v = static_cast<double>(value);
      if (!(v < rule.low || v > rule.high || v != v || (rule.open_low && v == rule.low) ||
            (rule.open_high && v == rule.high)))
        return;
      std::string mend =
          fmt::format("give a number {} {}", rule.open_low ? "above" : "from", rule.low);
      if (rule.high < 1e300)
        mend += fmt::format(" {} {}", rule.open_high ? "and below" : "to", rule.high);
      throw Error(std::string(S::kKind), fmt::format("{} = {}", name, value), mend);
    }
  });
}

template <Drawn S>
Loaded draw_both(const S& source, const LoadOptions& options) {
  if constexpr (std::same_as<S, sources::Xor>) {
    Loaded out;
    out.train = draw(source, options.train.value_or(4), {});
    if (options.test.value_or(0) > 0) out.test = draw(source, *options.test, {});
    return out;
  } else {
    check_fields(source);
    if (!options.train)
      throw Error("data.train", fmt::format("is missing, and {} draws what is asked", S::kKind),
                  "give a number of samples, as in train = 1000");
    check_count("data.train", *options.train, 1);
    check_count("data.test", options.test.value_or(0), 0);
    Loaded out;
    out.train = draw(source, *options.train, {options.seed, DrawStreams::kTrain});
    if (options.test.value_or(0) > 0)
      out.test = draw(source, *options.test, {options.seed, DrawStreams::kTest});
    return out;
  }
}

}  // namespace

bool is_generated(const Source& source) {
  return std::visit([]<class S>(const S&) { return Drawn<S>; }, source);
}

std::string kind_of(const Source& source) {
  return std::visit([]<class S>(const S&) { return std::string(S::kKind); }, source);
}

Loaded load(const Source& source, const LoadOptions& options) {
  return std::visit(
      [&]<class S>(const S& s) {
        if constexpr (Drawn<S>) {
          return draw_both(s, options);
        } else {
          return read(s, options);
        }
      },
      source);
}

}  // namespace gradus::data
