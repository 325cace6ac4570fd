#include <fmt/core.h>

#include "cli/commands.hpp"
#include "study/reference.hpp"

namespace gradus::cli {

int list(const std::string& category, bool markdown) {
  if (markdown && category.empty()) {
    for (const std::string& name : study::reference_names()) fmt::print("{}\n", name);
    return 0;
  }
  if (markdown) {
    fmt::print("{}", study::reference(category));
    return 0;
  }
  if (category.empty()) {
    fmt::print("gradus list KIND, where KIND is one of\n");
    for (const std::string& name : study::categories()) fmt::print("  {}\n", name);
    return 0;
  }
  for (const study::FormInfo& form : study::forms(category)) {
    fmt::print("{}\n", form.form);
    for (const study::FormOption& option : form.options) {
      const std::string value = option.required ? "required" : option.default_value;
      fmt::print("    {:<30}{}{}{}\n", option.name, option.type,
                 option.range.empty() ? "" : " " + option.range,
                 value.empty() ? "" : " = " + value);
    }
  }
  return 0;
}

int print(const std::string& text) {
  fmt::print("{}", text);
  return 0;
}

}  // namespace gradus::cli
