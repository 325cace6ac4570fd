#include "report/figure_svg.hpp"

#include "report/figure_text.hpp"
#include "report/style.hpp"

namespace gradus {
namespace {

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : clean_text(text))
    out += c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : std::string(1, c);
  return out;
}

// By which a report switches series on and off.
std::string series_mark(const std::string& label) {
  if (label.empty()) return {};
  std::string value;
  for (const char c : escaped(label))
    value += c == '"' ? "&quot;" : c == '\n' ? " " : std::string(1, c);
  return " data-series=\"" + value + '"';
}

void replace(std::string& line, std::string_view old, std::string_view with) {
  const size_t at = line.find(old);
  if (at != std::string::npos) line.replace(at, old.size(), with);
}

}  // namespace

std::string finished_svg(std::string_view svg, const Figure& figure,
                         std::span<const std::string> labels) {
  const std::string family = std::string("font-family=\"") + style::kFont;
  const std::string stack = family + ", Verdana, sans-serif\"";
  std::string out, line;
  size_t drawn = 0;
  size_t group = std::string::npos;  // where an opening <g> stands that nothing has followed
  while (!svg.empty()) {
    const size_t end = std::min(svg.find('\n'), svg.size() - 1) + 1;
    line = svg.substr(0, end);
    svg.remove_prefix(end);
    // gnuplot leaves many groups empty, in colours that depend on what it drew before.
    if (group != std::string::npos && line == "</g>\n") {
      out.resize(group);
      group = std::string::npos;
      continue;
    }
    group = line.starts_with("<g ") ? out.size() : std::string::npos;
    // A user's text stands on lines of its own, which begin with <text>.
    if (line.find("<text>") != std::string::npos) {
      replace(line, "]]>", "]]&gt;");
    } else {
      replace(line, family + ":Bold\"", stack + " font-weight=\"bold\"");
      replace(line, family + "\"", stack);
      if (line.starts_with("<title>Gnuplot"))
        line =
            "<title>" + escaped(figure.title.empty() ? figure.name : figure.title) + "</title>\n";
      if (line.starts_with("<desc>")) line = "<desc>" + escaped(figure.note) + "</desc>\n";
      // Names of plots would show where a mouse rests on a line.
      if (line.starts_with("\t<g id=\"gnuplot_plot_")) {
        line = "\t<g" + series_mark(drawn < labels.size() ? labels[drawn] : "") + ">\n";
        ++drawn;
      }
      replace(line, "<image ", "<image style='image-rendering:pixelated' ");
      replace(line, "<g id=\"gnuplot_canvas\">", "<g>");
    }
    out += line;
  }
  return out;
}

}  // namespace gradus
