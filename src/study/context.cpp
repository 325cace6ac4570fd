#include "study/context.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "study/section_keys.hpp"

namespace gradus::study {

std::string Path::text() const {
  const std::string own = whole ? std::string(key) : key.empty() ? "" : key_text(key);
  const std::string above = parent ? parent->text() : "";
  if (above.empty()) return own;
  return own.empty() ? above : above + "." + own;
}

std::string Context::place(const Origin& origin, const std::string& path) const {
  // An override names its own key: the path beneath it is only told where it says more.
  if (origin.layer >= 2) {
    const std::string& layer = layers[static_cast<size_t>(origin.layer)];
    const std::string set = "--set ";
    if (layer.starts_with(set) && path.starts_with(layer.substr(set.size()))) return set + path;
    return layer;
  }
  std::string place = origin.line > 0 ? fmt::format("{}:{}", file, origin.line) : file;
  if (origin.layer == 1) place += " (quick)";
  return path.empty() ? place : place + ": " + path;
}

void Context::fail(const Origin& origin, const std::string& path, std::string what,
                   std::string mend) const {
  throw Error(place(origin, path), std::move(what), std::move(mend));
}

const std::vector<std::string>& top_keys() {
  static const std::vector<std::string> keys = key_names("study");
  return keys;
}

bool is_top_value(std::string_view key) {
  const auto& keys = top_keys();
  return std::find(keys.begin(), keys.begin() + 6, key) != keys.begin() + 6;
}

void unknown_key(const Context& context, const Node& value, const Path& path, std::string_view key,
                 const std::vector<std::string>& known, const Origin* at) {
  // The key stands where it was written, whatever axis its value came from.
  if (at && value.from) {
    const Path written{&path, key};
    context.fail(*at, written.text(), "unknown key", suggest(key, known));
  }
  const Path here = beneath(path, key, value);
  if (is_top_value(key) && path.parent == nullptr && !path.key.empty()) {
    context.fail(value, here, "unknown key",
                 fmt::format("\"{}\" belongs to the top of the file, above the "
                             "first [table]",
                             key));
  }
  context.fail(value, here, "unknown key", suggest(key, known));
}

Keys::Keys(const Context& context, const Node& table, const Path& path,
           std::vector<std::string> known)
    : context_(context), table_(table), path_(path) {
  if (!table.is_table())
    context.fail(table, path, fmt::format("expected a table, got {}", show(table)),
                 "one with " + joined_names(known));
  for (size_t i = 0; i < table.keys.size(); ++i) {
    const std::string& key = table.keys[i].name;
    if (std::find(known.begin(), known.end(), key) == known.end())
      unknown_key(context, table.items[i], path, key, known, &table.keys[i].origin);
  }
}

}  // namespace gradus::study
