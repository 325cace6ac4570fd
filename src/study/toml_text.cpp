#include "study/toml_text.hpp"

#include <fmt/core.h>
#include <toml++/toml.h>

#include <algorithm>
#include <utility>

namespace gradus::study {
namespace {

Origin origin_of(const toml::source_region& region, int layer) {
  return {static_cast<int>(region.begin.line), layer};
}

class Converter {
 public:
  Converter(const Context& context, int layer) : context_(context), layer_(layer) {}

  [[nodiscard]] Node convert(const toml::node& node, Origin origin, const Path& path) const {
    Node out;
    out.origin = origin;
    if (const toml::table* table = node.as_table()) {
      convert_table(*table, out, path);
    } else if (const toml::array* list = node.as_array()) {
      out.type = Node::Type::kList;
      for (const toml::node& item : *list) {
        const Origin here = origin_of(item.source(), layer_);
        out.items.push_back(convert(item, here.line > 0 ? here : origin, path));
      }
    } else if (const auto* text = node.as_string()) {
      out.type = Node::Type::kString;
      out.text = text->get();
    } else if (const auto* whole = node.as_integer()) {
      out.type = Node::Type::kInteger;
      out.integer = whole->get();
    } else if (const auto* number = node.as_floating_point()) {
      out.type = Node::Type::kFloat;
      out.number = number->get();
    } else if (const auto* flag = node.as_boolean()) {
      out.type = Node::Type::kBool;
      out.boolean = flag->get();
    } else {
      context_.fail(origin, path.text(), "a date or time means nothing in a study",
                    "put it in quotes");
    }
    return out;
  }

 private:
  // toml++ sorts keys; the positions in the source give the file's order back.
  void convert_table(const toml::table& table, Node& out, const Path& path) const {
    struct Entry {
      const toml::key* key;
      const toml::node* value;
    };
    std::vector<Entry> entries;
    for (auto it = table.cbegin(); it != table.cend(); ++it)
      entries.push_back({&it->first, &it->second});
    const auto position = [](const Entry& e) {
      const toml::source_position p = e.key->source().begin;
      return std::pair(p.line, p.column);
    };
    std::sort(entries.begin(), entries.end(),
              [&](const Entry& a, const Entry& b) { return position(a) < position(b); });
    for (const Entry& entry : entries) {
      const std::string_view name = entry.key->str();
      const Origin origin = origin_of(entry.key->source(), layer_);
      out.keys.push_back({std::string(name), origin});
      out.items.push_back(convert(*entry.value, origin, Path{&path, name}));
    }
    out.header = !table.is_inline();
  }

  const Context& context_;
  int layer_;
};

// toml++'s description as one of ours where it names a key twice.
std::pair<std::string, std::string> explained(std::string_view description) {
  const size_t at = description.find("cannot redefine existing");
  if (at != std::string_view::npos) {
    const size_t from = description.find('\'', at);
    const size_t to = description.rfind('\'');
    if (from != std::string_view::npos && to > from) {
      return {fmt::format("not TOML: {} is given twice",
                          quote(description.substr(from + 1, to - from - 1))),
              "drop one"};
    }
  }
  const size_t colon = description.find(": ");
  const bool preamble =
      description.starts_with("Error while parsing") && colon != std::string_view::npos;
  return {fmt::format("not TOML: {}", preamble ? description.substr(colon + 2) : description), ""};
}

}  // namespace

Node parse_toml(std::string_view text, const Context& context, int layer) {
  if (text.size() > kLargestFile)
    context.fail({}, "", fmt::format("{} bytes are no study", text.size()),
                 fmt::format("give at most {}", kLargestFile));
  scan_toml(text, context, layer);
  try {
    const toml::table table = toml::parse(text);
    return Converter(context, layer).convert(table, {}, Path{});
  } catch (const toml::parse_error& error) {
    const auto [what, mend] = explained(error.description());
    context.fail(origin_of(error.source(), layer), "", what, mend);
  }
}

}  // namespace gradus::study
