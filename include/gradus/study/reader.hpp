#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gradus/base/error.hpp"
#include "gradus/study/study.hpp"

namespace gradus::study {

/// What the command line changes in a study. Applied in this order: the file's [quick], each `set`,
/// then `seeds`.
struct Overrides {
  bool quick = false;
  std::vector<std::string> set{};  ///< "PATH=VALUE", VALUE in TOML or a plain word
  std::optional<int64_t> seeds{};  ///< --seeds N
};

/// Reads, overlays, resolves and checks a study file; nothing of its data is opened. Throws Error
/// with place "FILE:LINE: KEY" (or "--set KEY"), FILE as given.
[[nodiscard]] Study read(const std::filesystem::path& file, const Overrides& overrides = {});

/// The same from text; `file_name` is what messages and Study::name show.
[[nodiscard]] Study read_text(std::string_view toml, const std::string& file_name,
                              const Overrides& overrides = {});

/// One option of a thing, for `gradus list`.
struct FormOption {
  std::string name;
  std::string type;           ///< "number", "whole number", "true or false", "activation" ...
  std::string default_value;  ///< as a study file spells it; "" where there is none
  bool word = false;          ///< a word of the string form
  bool required = false;
  std::string range = {};  ///< "from 0, below 1"; "" where every value of the type will do
};

/// One kind of a category.
struct FormInfo {
  std::string kind;
  std::string form;  ///< "dense UNITS [ACTIVATION]"
  std::vector<FormOption> options;
};

/// Layer, activation, loss, metric ...: what `gradus list` and forms() know.
[[nodiscard]] const std::vector<std::string>& categories();
/// The kinds of a category in the order of the documentation. Throws Error for an unknown category.
[[nodiscard]] std::vector<FormInfo> forms(std::string_view category);

/// A plan as text in which equal texts are equal trainings: defaults are written out, and what
/// cannot act (dropout 0, Nesterov without momentum, a schedule that is constant) is dropped.
[[nodiscard]] std::string canonical(const Plan& plan);
/// The same of a schedule alone.
[[nodiscard]] std::string canonical(const Schedule& schedule);

/// `[last|min|max|mean|argmin|argmax|roughness] NAME[@EPOCH]`. Throws Error without a place.
[[nodiscard]] MetricQuery parse_metric(std::string_view text);

/// What `gradus check` prints of a study: variants, trials, axes, notes, figures, findings.
[[nodiscard]] std::string describe(const Study& study);

}  // namespace gradus::study
