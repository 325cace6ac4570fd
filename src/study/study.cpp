#include "gradus/study/study.hpp"

#include <fmt/core.h>

namespace gradus::study {

std::string text(const AxisValue& value) {
  struct Writer {
    std::string operator()(bool b) const { return b ? "true" : "false"; }
    std::string operator()(int64_t i) const { return fmt::format("{}", i); }
    std::string operator()(double d) const { return fmt::format("{}", d); }
    std::string operator()(const std::string& s) const { return s; }
  };
  return std::visit(Writer{}, value);
}

std::string text(const VariantKey& key) {
  std::string out;
  for (const auto& [axis, value] : key) {
    if (!out.empty()) out += ", ";
    // A name says itself; a number needs its axis.
    if (!std::holds_alternative<std::string>(value)) out += axis + " ";
    out += text(value);
  }
  return out;
}

std::string MetricQuery::text() const {
  std::string out = reduce == "last" ? name : reduce + " " + name;
  if (epoch) out += fmt::format("@{}", *epoch);
  return out;
}

}  // namespace gradus::study
