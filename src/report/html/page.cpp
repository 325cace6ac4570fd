#include "report/html/page.hpp"

#include "report/html/assets.hpp"
#include "report/html/text.hpp"

namespace gradus::html {

void Page::section(const std::string& title, const std::string& id) {
  sections_.emplace_back(title, id);
  body_ += "<h2 id=\"" + id + "\">" + escaped(title) + "</h2>\n";
}

void Page::paragraph(std::string_view text, const char* kind) {
  body_ += *kind ? std::string("<p class=\"") + kind + "\">" : std::string("<p>");
  body_ += escaped(text) + "</p>\n";
}

void Page::list(const std::vector<std::string>& lines) {
  if (lines.empty()) return;
  body_ += "<ul>\n";
  for (const std::string& line : lines) body_ += "<li>" + escaped(line) + "</li>\n";
  body_ += "</ul>\n";
}

void Page::facts(const std::vector<std::pair<std::string, std::string>>& facts) {
  body_ += "<dl>\n";
  for (const auto& [name, value] : facts)
    if (!value.empty()) body_ += "<dt>" + escaped(name) + "</dt><dd>" + escaped(value) + "</dd>\n";
  body_ += "</dl>\n";
}

void Page::folded(const std::string& summary, std::string_view text) {
  body_ += "<details><summary>" + escaped(summary) + "</summary>\n<pre tabindex=\"0\">" +
           escaped(text) + "</pre></details>\n";
}

std::string Page::finish(const std::string& title) && {
  std::string contents = "<nav aria-label=\"Sections\">";
  for (const auto& [name, id] : sections_)
    contents += "<a href=\"#" + id + "\">" + escaped(name) + "</a>\n";
  body_.insert(contents_, contents + "</nav>\n");
  std::string out =
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
      "'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action "
      "'none'\">\n<link rel=\"icon\" href=\"data:,\">\n<title>";
  out += escaped(title) + "</title>\n<style>\n";
  out += kStyle;
  out += "</style>\n</head>\n<body>\n" + body_ + "<script>\n";
  out += kScript;
  out += "</script>\n</body>\n</html>\n";
  return out;
}

}  // namespace gradus::html
