#include <fmt/core.h>

#include "cli/commands.hpp"

namespace gradus::cli {

int list(const std::string& category) {
  if (category.empty()) {
    fmt::print("gradus list KIND, where KIND is one of\n");
    for (const std::string& name : study::categories()) fmt::print("  {}\n", name);
    return 0;
  }
  for (const study::FormInfo& form : study::forms(category)) {
    fmt::print("{}\n", form.form);
    for (const study::FormOption& option : form.options) {
      const std::string value = option.required ? "required" : option.default_value;
      fmt::print("    {:<30}{}{}\n", option.name, option.type, value.empty() ? "" : " = " + value);
    }
  }
  return 0;
}

}  // namespace gradus::cli
