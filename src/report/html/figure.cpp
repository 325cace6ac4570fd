#include "report/html/figure.hpp"

#include <algorithm>

#include "gradus/base/error.hpp"
#include "report/html/text.hpp"

namespace gradus::html {
namespace {

[[noreturn]] void fail(const Picture& picture) {
  throw Error("figures/" + picture.name + ".svg", "is not a picture that a run has drawn",
              "remove it, and run the study again into its folder");
}

void replace_all(std::string& text, std::string_view old, const std::string& with) {
  for (size_t at = text.find(old); at != std::string::npos; at = text.find(old, at + with.size()))
    text.replace(at, old.size(), with);
}

// What stands in CDATA as plain text: parsers of HTML know CDATA only sometimes.
std::string plain(std::string_view line) {
  constexpr std::string_view kBegin = "<![CDATA[", kEnd = "]]>";
  const size_t begin = line.find(kBegin), end = line.rfind(kEnd);
  if (begin == std::string_view::npos || end == std::string_view::npos || end < begin)
    return std::string(line);
  const size_t from = begin + kBegin.size();
  return std::string(line.substr(0, begin)) + escaped(line.substr(from, end - from)) +
         std::string(line.substr(end + kEnd.size()));
}

// The text of the first <`name`> of the SVG, as HTML.
std::string first(std::string_view svg, const std::string& name) {
  const size_t at = svg.find("<" + name + ">"), end = svg.find("</" + name + ">");
  if (at == std::string_view::npos || end == std::string_view::npos || end < at) return {};
  const size_t from = at + name.size() + 2;
  return std::string(svg.substr(from, end - from));
}

}  // namespace

std::string inlined(const Picture& picture, size_t number) {
  std::string_view svg = picture.svg;
  const size_t begin = svg.find("<svg"), end = svg.rfind("</svg>");
  if (begin == std::string_view::npos || end == std::string_view::npos || end < begin ||
      !svg.starts_with("<?xml"))
    fail(picture);
  svg = svg.substr(begin, end - begin);
  const std::string prefix = "f" + std::to_string(number) + "-";
  std::string out;
  while (!svg.empty()) {
    const size_t stop = std::min(svg.find('\n'), svg.size() - 1) + 1;
    std::string line(svg.substr(0, stop));
    svg.remove_prefix(stop);
    // A user's text stands on lines of its own, which hold <text>, or in the title and the note,
    // which the page has elsewhere.
    if (line.find("<text>") != std::string::npos) {
      out += plain(line);
      continue;
    }
    if (line.starts_with("<title>") || line.starts_with("<desc>")) continue;
    if (line.find("<script") != std::string::npos) fail(picture);
    if (line.find("data-series=") == std::string::npos) {
      replace_all(line, " id='", " id='" + prefix);
      replace_all(line, "href='#", "href='#" + prefix);
      replace_all(line, "url(#", "url(#" + prefix);
    }
    out += line;
  }
  const std::string title = first(picture.svg, "title");
  out.insert(4, " role=\"img\" aria-label=\"" + title + "\"");
  return out + "</svg>\n";
}

std::string figure(const Picture& picture, size_t number) {
  std::string title = first(picture.svg, "title");
  // One without a title of its own bears the name of its files.
  if (title == picture.name) std::replace(title.begin(), title.end(), '_', ' ');
  const std::string drawn = inlined(picture, number);
  std::string out = "<figure>\n<figcaption>" + title + "</figcaption>\n<div class=\"plot\">\n" +
                    drawn + "</div>\n";
  return out + "<p class=\"quiet\">Its data: figures/" + escaped(picture.name) +
         ".csv</p>\n</figure>\n";
}

}  // namespace gradus::html
