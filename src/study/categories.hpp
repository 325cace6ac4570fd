#pragma once

#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "gradus/data/augment.hpp"
#include "gradus/data/sources.hpp"
#include "gradus/nn/layers.hpp"
#include "gradus/nn/losses.hpp"
#include "gradus/nn/metrics.hpp"
#include "gradus/nn/optimizers.hpp"
#include "gradus/train/callback_specs.hpp"
#include "study/schedulers.hpp"

namespace gradus::study {

// A category of things is a variant of option structs; its noun is what messages call it.
template <class Category>
inline constexpr std::string_view kNoun = "";
template <>
inline constexpr std::string_view kNoun<Layer> = "layer";
template <>
inline constexpr std::string_view kNoun<Activation> = "activation";
template <>
inline constexpr std::string_view kNoun<Loss> = "loss";
template <>
inline constexpr std::string_view kNoun<Metric> = "metric";
template <>
inline constexpr std::string_view kNoun<Optimizer> = "optimizer";
template <>
inline constexpr std::string_view kNoun<Schedule> = "schedule";
template <>
inline constexpr std::string_view kNoun<CyclicMode> = "mode";
template <>
inline constexpr std::string_view kNoun<Initializer> = "initializer";
template <>
inline constexpr std::string_view kNoun<Regularizer> = "regularizer";
template <>
inline constexpr std::string_view kNoun<Constraint> = "constraint";
template <>
inline constexpr std::string_view kNoun<CallbackSpec> = "callback";
template <>
inline constexpr std::string_view kNoun<data::Source> = "source";
template <>
inline constexpr std::string_view kNoun<data::Transform> = "transform";
template <>
inline constexpr std::string_view kNoun<data::Augment> = "augment";
template <>
inline constexpr std::string_view kNoun<SchedulerThing> = "scheduler";

template <class T>
concept Thing = !kNoun<std::remove_cvref_t<T>>.empty();

/// Kinds of C++ alone ("custom") and the absence of a thing ("none") have no place in a file.
template <class T>
inline constexpr bool kHidden = T::kKind == "custom" || T::kKind == "none";

/// Calls f.template operator()<T>() for each kind of a category.
template <class Category, class F>
void each_kind(F&& f) {
  [&]<size_t... I>(std::index_sequence<I...>) {
    const auto one = [&]<class T>(std::type_identity<T>) {
      if constexpr (!kHidden<T>) f.template operator()<T>();
    };
    (one(std::type_identity<std::variant_alternative_t<I, Category>>{}), ...);
  }(std::make_index_sequence<std::variant_size_v<Category>>{});
}

/// Calls f.template operator()<Category>() for each category.
template <class F>
void each_category(F&& f) {
  f.template operator()<Layer>();
  f.template operator()<Activation>();
  f.template operator()<Loss>();
  f.template operator()<Metric>();
  f.template operator()<Optimizer>();
  f.template operator()<Schedule>();
  f.template operator()<CyclicMode>();
  f.template operator()<Initializer>();
  f.template operator()<Regularizer>();
  f.template operator()<Constraint>();
  f.template operator()<CallbackSpec>();
  f.template operator()<data::Source>();
  f.template operator()<data::Transform>();
  f.template operator()<data::Augment>();
  f.template operator()<SchedulerThing>();
}

template <class Category>
const std::vector<std::string>& kinds() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> out;
    each_kind<Category>([&]<class T>() { out.emplace_back(T::kKind); });
    return out;
  }();
  return names;
}

/// Spellings of an enumeration, in the order of its values from 0.
template <class E>
const std::vector<std::string>& spellings();
template <>
inline const std::vector<std::string>& spellings<Outputs>() {
  static const std::vector<std::string> names = {"mean", "sum"};
  return names;
}
template <>
inline const std::vector<std::string>& spellings<Padding>() {
  static const std::vector<std::string> names = {"valid", "same"};
  return names;
}
template <>
inline const std::vector<std::string>& spellings<Mode>() {
  static const std::vector<std::string> names = {"auto", "min", "max"};
  return names;
}
template <>
inline const std::vector<std::string>& spellings<data::sources::Draw>() {
  static const std::vector<std::string> names = {"even", "uniform"};
  return names;
}

/// Layers whose words are all names of other layers.
template <class T>
inline constexpr bool kTakesNames = std::is_same_v<T, Add> || std::is_same_v<T, Concatenate>;

/// Layers also take name, inputs and repeat.
template <class T>
concept HasLayerOptions = requires(T& t) { t.layer; };

/// "dense", or "add NAME NAME ...": the form of a kind before its options.
[[nodiscard]] std::string bare_form(std::string_view kind, bool takes_names);
/// Adds an option to a form, where it is a word: " UNITS", " [ACTIVATION]".
void extend_form(std::string& form, std::string_view option, const Rule& rule);

/// The form of a kind: "dense UNITS [ACTIVATION]".
template <class T>
std::string form_of() {
  std::string form = bare_form(T::kKind, kTakesNames<T>);
  T value{};
  T::fields(value,
            [&](std::string_view name, auto&, const Rule& rule) { extend_form(form, name, rule); });
  return form;
}

}  // namespace gradus::study
