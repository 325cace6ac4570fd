#include "study/thing_parts.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cctype>

#include "study/scalars.hpp"
#include "study/section_keys.hpp"

namespace gradus::study {
namespace {

std::vector<Node> words_of(const Node& n) {
  if (n.is(Node::Type::kPhrase)) return n.items;
  std::vector<Node> words;
  for (std::string& word : split_words(n.text)) {
    words.push_back(Node::of_string(std::move(word), n.origin));
    words.back().literal = true;
  }
  return words;
}

void read_layer_options(const Parts& parts, const Options& options) {
  LayerOptions& layer = *options.layer;
  if (options.takes_names) {
    for (const Node& word : parts.words) {
      if (!word.is_string())
        parts.c.fail(parts.at, parts.path, fmt::format("NAME must be a name, got {}", show(word)),
                     "the form is " + options.form);
      layer.inputs.push_back(word.text);
    }
  }
  if (const Node* name = parts.option("name")) {
    const Path p = beneath(parts.table_path, "name", *name);
    read_field(parts.c, *name, p, Rule{}, layer.name);
    if (layer.name.empty() || layer.name == "input" || split_words(layer.name).size() != 1)
      parts.c.fail(*name, p, fmt::format("{} is no name of a layer", quote(layer.name)),
                   "give one word, not \"input\"");
  }
  if (const Node* inputs = parts.option("inputs")) {
    const Path p = beneath(parts.table_path, "inputs", *inputs);
    if (!layer.inputs.empty())
      parts.c.fail(*inputs, p,
                   fmt::format("inputs is given twice: in {} and as a key", show(parts.at)),
                   "drop one");
    for (const Node* item : one_or_list(*inputs))
      read_field(parts.c, *item, p, Rule{}, layer.inputs.emplace_back());
  }
  if (const Node* repeat = parts.option("repeat"))
    read_field(parts.c, *repeat, beneath(parts.table_path, "repeat", *repeat),
               Rule{}.at_least(0).at_most(10000), layer.repeat);
}

void check_options(const Parts& parts, const Options& options) {
  std::vector<std::string> known;
  for (const Option& option : options.all) known.emplace_back(option.name);
  std::vector<std::string> all = known;
  all.emplace_back("kind");
  if (options.layer)
    for (std::string& key : key_names("layer")) all.push_back(std::move(key));
  for (size_t i = 0; parts.table && i < parts.table->keys.size(); ++i) {
    const std::string& key = parts.table->keys[i].name;
    if (std::find(all.begin(), all.end(), key) != all.end()) continue;
    const Node& item = parts.table->items[i];
    if (options.layer)
      for (std::string& own : key_names("layer")) known.push_back(std::move(own));
    parts.c.fail(item, beneath(parts.table_path, key, item),
                 fmt::format("unknown option of {}", parts.kind),
                 known.empty() ? "it has none" : suggest(key, known));
  }
}

void fill_option(const Parts& parts, const LayerDefaults& defaults, const Options& options,
                 const Option& option) {
  const auto& [name, rule, member, read, words] = option;
  const Node* other = nullptr;
  if (options.layer && defaults.table && !rule.word) {
    defaults.possible->insert(std::string(name));
    other = defaults.table->find(name);
    if (other) defaults.used->insert(std::string(name));
  }
  if (const Node* key = parts.option(name)) {
    read(parts.c, *key, beneath(parts.table_path, name, *key), rule, member);
  } else if (other) {
    read(parts.c, *other, beneath(defaults.path, name, *other), rule, member);
  } else if (rule.required && rule.word) {
    std::string capitals(name);
    for (char& letter : capitals) letter = static_cast<char>(std::toupper(letter));
    parts.c.fail(parts.at, parts.path, fmt::format("{} is missing", capitals),
                 "the form is " + options.form);
  } else if (rule.required) {
    parts.c.fail(parts.at, parts.path, fmt::format("{} needs {}", parts.kind, name),
                 fmt::format("write {{ kind = {}, {} = ... }}", show(parts.at), name));
  }
}

}  // namespace

void Options::add(const Option& option) {
  all.push_back(option);
  extend_form(form, option.name, option.rule);
}

Parts take_apart(const Context& c, const Node& n, const Path& p, std::string_view noun,
                 const std::vector<std::string>& kinds) {
  const Node* at = &n;
  Path at_path = p;
  if (n.is_table()) {
    at = n.find("kind");
    if (!at) c.fail(n, p, "\"kind\" is missing", "one of " + joined_names(kinds));
    at_path = beneath(p, "kind", *at);
  }
  if (!at->is_string() && !at->is(Node::Type::kPhrase))
    c.fail(*at, at_path, fmt::format("expected the name of a kind of {}, got {}", noun, show(*at)),
           "one of " + joined_names(kinds));
  std::vector<Node> words = words_of(*at);
  const std::string kind = words.empty() || !words[0].is_string() ? "" : words[0].text;
  if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end())
    c.fail(*at, at_path,
           fmt::format("unknown {} {}", noun,
                       words.empty() || words[0].is_string() ? quote(kind) : show(words[0])),
           suggest(kind, kinds));
  words.erase(words.begin());
  return {c, *at, at_path, kind, std::move(words), n.is_table() ? &n : nullptr, p};
}

void fill(const Parts& parts, const LayerDefaults& defaults, const Options& options) {
  check_options(parts, options);
  size_t position = 0, consumed = options.takes_names ? parts.words.size() : 0;
  for (const Option& option : options.all) {
    if (!option.rule.word || position++ >= parts.words.size()) {
      fill_option(parts, defaults, options, option);
      continue;
    }
    const std::string_view name = option.name;
    if (const Node* key = parts.option(name))
      parts.c.fail(*key, beneath(parts.table_path, name, *key),
                   fmt::format("{} is given twice: in {} and as a key", name, show(parts.at)),
                   "drop one");
    option.words(parts, {position - 1, name, options.form}, option.rule, option.member, consumed);
  }
  if (consumed < parts.words.size())
    parts.c.fail(parts.at, parts.path,
                 fmt::format("nothing takes {}", quote(parts.words[consumed].is_string()
                                                           ? parts.words[consumed].text
                                                           : show(parts.words[consumed]))),
                 "the form is " + options.form);
  if (options.layer) read_layer_options(parts, options);
}

}  // namespace gradus::study
