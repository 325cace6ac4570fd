#include "study/toml_text.hpp"

namespace gradus::study {
namespace {

std::string line(const std::string& key, const Node& value) {
  return key_text(key) + " = " + write_value(value) + "\n";
}

bool all_tables(const Node& n) {
  if (!n.is_list() || n.items.empty()) return false;
  for (const Node& item : n.items)
    if (!item.is_table()) return false;
  return true;
}

// A list of long members stands with one member a line.
std::string top_line(const std::string& key, const Node& value) {
  const std::string short_line = line(key, value);
  if (!value.is_list() || value.items.empty() || short_line.size() <= 100) return short_line;
  std::string out = key_text(key) + " = [\n";
  for (const Node& item : value.items) out += "  " + write_value(item) + ",\n";
  return out + "]\n";
}

std::string section(const std::string& name, const Node& table) {
  std::string out = "\n[" + name + "]\n", after;
  for (size_t i = 0; i < table.keys.size(); ++i) {
    const std::string& key = table.keys[i].name;
    const Node& item = table.items[i];
    if (item.is_table() && key == "defaults" && name == "model")
      after += section(name + "." + key, item);
    else
      out += top_line(key, item);
  }
  return out + after;
}

// Order shows, and in TOML the lists stand together under [vary]: named variants between two lists
// go on one line there, those before and after have headers of their own.
std::string vary(const Node& axes) {
  size_t first = axes.items.size(), last = 0;
  for (size_t i = 0; i < axes.items.size(); ++i) {
    if (axes.items[i].is_table()) continue;
    first = std::min(first, i);
    last = i + 1;
  }
  std::string out;
  for (size_t i = 0; i < axes.items.size(); ++i) {
    if (i == first) out += "\n[vary]\n";
    if (i >= first && i < last)
      out += line(axes.keys[i].name, axes.items[i]);
    else
      out += section("vary." + key_text(axes.keys[i].name), axes.items[i]);
  }
  return out;
}

}  // namespace

std::string write_value(const Node& node) {
  std::string out;
  if (node.is_list()) {
    for (const Node& item : node.items) out += (out.empty() ? "" : ", ") + write_value(item);
    return "[" + out + "]";
  }
  if (node.is_table()) {
    for (size_t i = 0; i < node.keys.size(); ++i)
      out += (out.empty() ? " " : ", ") + key_text(node.keys[i].name) + " = " +
             write_value(node.items[i]);
    return out.empty() ? "{}" : "{" + out + " }";
  }
  return show(node);
}

std::string write_toml(const Node& study) {
  std::string top, sections;
  for (size_t i = 0; i < study.keys.size(); ++i) {
    const std::string& key = study.keys[i].name;
    const Node& item = study.items[i];
    if (key == "vary") {
      sections += vary(item);
    } else if (item.is_table()) {
      sections += section(key_text(key), item);
    } else if ((key == "figure" || key == "finding") && all_tables(item)) {
      for (const Node& member : item.items) {
        sections += "\n[[" + key + "]]\n";
        for (size_t k = 0; k < member.keys.size(); ++k)
          sections += line(member.keys[k].name, member.items[k]);
      }
    } else {
      top += top_line(key, item);
    }
  }
  return top + sections;
}

}  // namespace gradus::study
