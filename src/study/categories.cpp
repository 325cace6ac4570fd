#include "study/categories.hpp"

namespace gradus::study {

std::string bare_form(std::string_view kind, bool takes_names) {
  std::string form(kind);
  if (takes_names) form += " NAME NAME ...";
  return form;
}

void extend_form(std::string& form, std::string_view option, const Rule& rule) {
  if (!rule.word) return;
  std::string capitals;
  for (const char c : option)
    capitals += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  form += rule.required ? " " + capitals : " [" + capitals + "]";
}

}  // namespace gradus::study
