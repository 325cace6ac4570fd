#include <fmt/core.h>

#include <cmath>

#include "gradus/study/reader.hpp"
#include "study/categories.hpp"
#include "study/figure_kinds.hpp"
#include "study/instruments.hpp"
#include "study/node.hpp"
#include "study/sizes.hpp"

namespace gradus::study {
namespace {

template <class T>
std::string type_name() {
  if constexpr (std::is_same_v<T, bool>) return "true or false";
  if constexpr (std::is_same_v<T, int64_t>) return "whole number";
  if constexpr (std::is_same_v<T, double> || std::is_same_v<T, std::optional<double>>)
    return "number";
  if constexpr (std::is_same_v<T, std::string>) return "words";
  if constexpr (std::is_same_v<T, Size2D> || std::is_same_v<T, std::optional<Size2D>>)
    return "size";
  if constexpr (std::is_same_v<T, Shape>) return "shape";
  if constexpr (std::is_same_v<T, Length>) return "steps or \"N epochs\"";
  if constexpr (std::is_same_v<T, LearningRate>) return "number or schedule";
  if constexpr (std::is_same_v<T, std::array<double, 2>>) return "[LO, HI]";
  if constexpr (std::is_same_v<T, std::vector<int64_t>>) return "list of whole numbers";
  if constexpr (std::is_same_v<T, std::vector<double>>) return "list of numbers";
  if constexpr (std::is_same_v<T, std::map<int64_t, int64_t>>) return "table of whole numbers";
  if constexpr (std::is_enum_v<T>) return joined_names(spellings<T>(), " or ");
  if constexpr (Thing<T>) return std::string(kNoun<T>);
  return {};
}

// A default as a study file spells it, words only.
template <class T>
std::string default_text(const T& v) {
  if constexpr (std::is_same_v<T, bool>) {
    return v ? "true" : "false";
  } else if constexpr (std::is_arithmetic_v<T>) {
    return fmt::format("{}", v);
  } else if constexpr (std::is_same_v<T, std::string>) {
    return v.empty() ? "none" : quote(v);
  } else if constexpr (std::is_enum_v<T>) {
    return quote(spellings<T>()[static_cast<size_t>(v)]);
  } else if constexpr (std::is_same_v<T, Length>) {
    return v.epochs ? fmt::format("\"{} epochs\"", v.count) : fmt::format("{}", v.count);
  } else if constexpr (std::is_same_v<T, LearningRate>) {
    return fmt::format("{}", std::get<schedules::Constant>(v.schedule).learning_rate);
  } else if constexpr (std::is_same_v<T, Size2D>) {
    return size_text(v);
  } else if constexpr (std::is_same_v<T, std::optional<Size2D>>) {
    return "pool_size";  // strides are the only such option
  } else if constexpr (std::is_same_v<T, std::optional<double>>) {
    return v ? fmt::format("{}", *v) : "none";
  } else if constexpr (std::is_same_v<T, std::map<int64_t, int64_t>>) {
    return "{}";  // a table has no default that says anything
  } else if constexpr (Thing<T>) {
    const std::string kind =
        std::visit([](const auto& thing) { return std::string(thing.kKind); }, v);
    return kind == "none" ? kind : quote(kind);
  } else {
    return {};
  }
}

std::string range_text(const Rule& rule) {
  std::string text;
  if (std::isfinite(rule.low))
    text = fmt::format("{} {}", rule.open_low ? "above" : "from", rule.low);
  if (!std::isfinite(rule.high)) return text;
  const bool closed = !rule.open_low && !rule.open_high && !text.empty();
  if (closed) return fmt::format("{} to {}", text, rule.high);
  return fmt::format("{}{}{} {}", text, text.empty() ? "" : ", ",
                     rule.open_high ? "below" : "at most", rule.high);
}

void add_option(FormInfo& info, std::string_view name, const Rule& rule, std::string type,
                std::string value) {
  extend_form(info.form, name, rule);
  info.options.push_back({std::string(name), std::move(type), rule.required ? "" : std::move(value),
                          rule.word, rule.required, range_text(rule)});
}

template <class T>
FormInfo info_of() {
  FormInfo info{std::string(T::kKind), bare_form(T::kKind, kTakesNames<T>), {}};
  T value{};
  T::fields(value, [&]<class M>(std::string_view name, M& member, const Rule& rule) {
    add_option(info, name, rule, type_name<std::remove_cv_t<M>>(), default_text(member));
  });
  return info;
}

std::vector<FormInfo> instrument_forms() {
  const auto option = [](std::string name, std::string type, std::string value) {
    return FormOption{std::move(name), std::move(type), std::move(value), false, false};
  };
  std::vector<FormInfo> all;
  for (const std::string& kind : instrument_kinds()) {
    FormInfo info{kind, kind, {}};
    if (kind == "gradients")
      info.options.push_back(option("of", "weights, activations or inputs", "\"weights\""));
    for (const std::string& key : instrument_keys(kind)) {
      if (key == "data")
        info.options.push_back(option(key, "test or train or validation", "\"test\""));
      if (key == "samples")
        info.options.push_back(
            option(key, "whole number", kind.ends_with("_units") ? "all" : "1000"));
      if (key == "every")
        info.options.push_back(option(key, "end, start, N epochs or N steps",
                                      "the end, and before what 5 % of the work allow"));
      if (key == "layers") info.options.push_back(option(key, "list of layers", "all"));
    }
    all.push_back(std::move(info));
  }
  return all;
}

}  // namespace

const std::vector<std::string>& categories() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> out;
    each_category([&]<class Category>() { out.emplace_back(kNoun<Category>); });
    out.emplace_back("instrument");
    out.emplace_back("figure");
    return out;
  }();
  return names;
}

std::vector<FormInfo> forms(std::string_view category) {
  if (category == "figure") return figure_forms();
  if (category == "instrument") return instrument_forms();
  std::vector<FormInfo> out;
  bool known = false;
  each_category([&]<class Category>() {
    if (category != kNoun<Category>) return;
    known = true;
    // By their addresses, lest all are compiled as one function, which takes twice as long.
    std::vector<FormInfo (*)()> infos;
    each_kind<Category>([&]<class T>() { infos.push_back(info_of<T>); });
    for (const auto& info : infos) out.push_back(info());
  });
  if (!known)
    throw Error("", fmt::format("no kind of thing is called {}", quote(category)),
                suggest(category, categories()));
  return out;
}

}  // namespace gradus::study
