#include "study/overlay.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "study/things.hpp"
#include "study/toml_text.hpp"
#include "study/vary.hpp"

namespace gradus::study {
namespace {

// The words of a kind's form, where one of them is called `option`.
std::vector<std::string> words_with(const std::string& kind, const std::string& option) {
  for (const std::string& category : categories()) {
    for (const FormInfo& form : forms(category)) {
      if (form.kind != kind) continue;
      std::vector<std::string> words;
      for (const FormOption& o : form.options)
        if (o.word) words.push_back(o.name);
      if (words.empty() && form.form.find("NAME NAME") != std::string::npos) words = {"inputs"};
      if (std::find(words.begin(), words.end(), option) != words.end()) return words;
    }
  }
  return {};
}

std::string first_axis(const Node& node) {
  std::vector<Use> uses;
  collect_uses(node, Path{}, uses);
  return uses.empty() ? "" : uses[0].reference.axis;
}

class Overlay {
 public:
  explicit Overlay(const Context& context) : context_(context) {}

  void merge_tables(Node& base, const Node& over, const Path& path) const {
    for (size_t i = 0; i < over.keys.size(); ++i) {
      const std::string& key = over.keys[i].name;
      const Node& value = over.items[i];
      // The one key that replaces another.
      if (path.key == "train" && key == "steps") replace_length(base, "epochs", value, path);
      if (path.key == "train" && key == "epochs") replace_length(base, "steps", value, path);
      Node* old = base.find(key);
      if (old) {
        merge_value(*old, value, Path{&path, key});
      } else {
        base.set(key, value);
      }
    }
  }

 private:
  void replace_length(Node& base, std::string_view other, const Node& value,
                      const Path& path) const {
    const Node* old = base.find(other);
    if (!old) return;
    check_fixed(*old, value, Path{&path, other});
    base.erase(other);
  }

  void merge_value(Node& base, const Node& over, const Path& path) const {
    if (over.is_table() && !over.find("kind")) {
      if (base.is_list()) return merge_members(base, over, path);
      if (base.is_table() && base.find("kind")) return add_options(base, over, path);
      if (base.is_table()) return merge_tables(base, over, path);
      if (base.is_string()) {
        const std::vector<std::string> words = split_words(base.text);
        if (words.empty() || reference_of(words[0])) check_fixed(base, over, path);
        return add_options(base, over, path);
      }
    }
    const bool axis = path.parent && path.parent->text() == "vary";
    if (axis && over.is_list() && base.is_table()) return pick(base, over, path);
    check_fixed(base, over, path);
    base = over;
  }

  // A value that an axis gives is changed through its axis.
  void check_fixed(const Node& base, const Node& over, const Path& path) const {
    const std::string at = path.text();
    if (base.is_list() || at.starts_with("vary.") || !has_reference(base)) return;
    const std::string axis = first_axis(base);
    context_.fail(over, path, fmt::format("varies with the axis \"{}\"", axis),
                  fmt::format("set vary.{} instead", axis));
  }

  void pick(Node& base, const Node& over, const Path& path) const {
    std::vector<std::string> names;
    for (const Node::Key& key : base.keys) names.push_back(key.name);
    std::vector<std::string> picked;
    for (const Node& item : over.items) {
      const std::string name = item.is_string() ? item.text : show(item);
      if (std::find(names.begin(), names.end(), name) == names.end())
        context_.fail(item, path, fmt::format("no value {} of {}", show(item), path.key),
                      suggest(name, names));
      picked.push_back(name);
    }
    if (picked.empty()) context_.fail(over, path, "holds no value", "give at least one");
    for (const std::string& name : names)
      if (std::find(picked.begin(), picked.end(), name) == picked.end()) base.erase(name);
  }

  void merge_members(Node& base, const Node& over, const Path& path) const {
    std::vector<std::string> names = path.parent && path.parent->key.empty() && path.key == "figure"
                                         ? figure_names(base.items)
                                         : member_names(base.items);
    if (path.key == "finding" || path.key == "reported") names.clear();
    for (size_t i = 0; i < over.keys.size(); ++i) {
      const std::string& key = over.keys[i].name;
      const auto it = std::find(names.begin(), names.end(), key);
      if (it == names.end()) {
        std::vector<std::string> known = names;
        std::erase(known, "");
        context_.fail(over.items[i], Path{&path, key},
                      fmt::format("no member \"{}\" in this list", key),
                      known.empty() ? "give the whole list" : suggest(key, known));
      }
      merge_value(base.items[static_cast<size_t>(it - names.begin())], over.items[i],
                  Path{&path, key});
    }
  }

  // Options for a thing; where one of them stands as a word, the words from it on become keys.
  void add_options(Node& base, const Node& over, const Path& path) const {
    if (!base.is_table()) {
      Node table = Node::of_table(base.origin);
      table.set("kind", base);
      base = std::move(table);
    }
    for (size_t i = 0; i < over.keys.size(); ++i) {
      const std::string& key = over.keys[i].name;
      free_word(base, key);
      if (Node* old = base.find(key)) {
        merge_value(*old, over.items[i], Path{&path, key});
      } else {
        base.set(key, over.items[i]);
      }
    }
  }

  static void free_word(Node& thing, const std::string& option) {
    Node& kind = *thing.find("kind");
    const std::vector<std::string> words = split_words(kind.joined());
    if (!kind.is_string() || words.empty()) return;
    const std::vector<std::string> names = words_with(words[0], option);
    const size_t position =
        static_cast<size_t>(std::find(names.begin(), names.end(), option) - names.begin());
    if (position >= names.size() || words.size() <= position + 1) return;
    const Origin origin = kind.origin;
    const auto join = [&](size_t from, size_t to) {
      return joined_names({words.begin() + static_cast<std::ptrdiff_t>(from),
                           words.begin() + static_cast<std::ptrdiff_t>(to)},
                          " ");
    };
    kind.text = join(0, position + 1);
    for (size_t at = position; at < names.size() && at + 1 < words.size(); ++at) {
      if (names[at] == "inputs") {
        std::vector<Node> inputs;
        for (size_t w = at + 1; w < words.size(); ++w)
          inputs.push_back(Node::of_string(words[w], origin));
        thing.set("inputs", Node::of_list(std::move(inputs), origin));
        return;
      }
      const bool last = at + 1 == names.size();
      const std::string word = last ? join(at + 1, words.size()) : words[at + 1];
      std::optional<Node> number = number_of(word);
      if (number) number->origin = origin;
      thing.set(names[at], number ? *number : Node::of_string(word, origin));
    }
  }

  const Context& context_;
};

void mark(Node& node, int layer) {
  node.origin.layer = layer;
  for (Node::Key& key : node.keys) key.origin.layer = layer;
  for (Node& item : node.items) mark(item, layer);
}

// The parts of PATH in PATH=VALUE; quoted parts may hold dots. `end` is left at the sign.
std::vector<std::string> split_path(const std::string& text, size_t& end) {
  std::vector<std::string> parts(1);
  for (end = 0; end < text.size() && text[end] != '='; ++end) {
    const char c = text[end];
    if (c == '.') {
      parts.emplace_back();
    } else if (c == '"' || c == '\'') {
      const size_t close = text.find(c, end + 1);
      if (close == std::string::npos)
        throw Error("--set " + text, "a quote is not closed", "close it");
      parts.back() += text.substr(end + 1, close - end - 1);
      end = close;
    } else if (c != ' ') {
      parts.back() += c;
    }
  }
  return parts;
}

Node parse_value(const std::string& text, const Context& context, int layer) {
  try {
    const Node table = parse_toml("v = " + text, context, layer);
    if (table.items.size() == 1) return table.items[0];
  } catch (const Error&) {
    // A plain word: `train.loss=mae`. Brackets and quotes mean TOML that is broken.
    const size_t first = text.find_first_not_of(' ');
    if (first == std::string::npos || std::string("[{\"'").find(text[first]) != std::string::npos)
      throw;
  }
  return Node::of_string(text);
}

void apply_set(Context& context, Node& study, const std::string& set) {
  size_t sign = 0;
  const std::vector<std::string> parts = split_path(set, sign);
  if (sign >= set.size())
    throw Error("--set " + set, "has no value", "write it as PATH=VALUE, as in train.epochs=10");
  const std::string path = set.substr(0, sign);
  if (std::find(parts.begin(), parts.end(), "") != parts.end() || parts.size() > 16)
    throw Error("--set " + path, "is no path", "write it as in train.epochs=10");
  context.layers.push_back("--set " + path);
  const int layer = static_cast<int>(context.layers.size()) - 1;
  Node value;
  try {
    value = parse_value(set.substr(sign + 1), context, layer);
  } catch (const Error& error) {
    throw Error("--set " + path, error.reason(), error.mend());
  }
  for (size_t i = parts.size(); i-- > 0;) {
    Node table = Node::of_table();
    table.set(parts[i], std::move(value));
    value = std::move(table);
  }
  mark(value, layer);
  Overlay(context).merge_tables(study, value, Path{});
}

}  // namespace

std::vector<std::string> figure_names(const std::vector<Node>& figures) {
  std::vector<std::string> names;
  std::set<std::string> taken;
  for (const Node& figure : figures) taken.insert(written_name(figure));
  taken.erase("");
  for (const Node& figure : figures) {
    std::string name = written_name(figure);
    if (name.empty()) {
      std::string kind = written_kind(figure);
      if (kind.empty()) kind = "line";
      const Node* y = figure.is_table() ? figure.find("z") : nullptr;
      if (!y && figure.is_table()) y = figure.find("y");
      if (y && y->is_list()) y = y->items.empty() ? nullptr : &y->items[0];
      std::string drawn = y && y->is_string() ? y->text : kind == "line" ? "loss" : kind;
      for (char& ch : drawn)
        if (std::isalnum(static_cast<unsigned char>(ch)) == 0 && ch != '_' && ch != '-') ch = '_';
      // Of the same metric, another kind is named for what it is.
      name = taken.contains(drawn) && kind != "line" && !taken.contains(kind) ? kind : drawn;
      for (int i = 1; taken.contains(name); ++i) name = fmt::format("{}_{}", drawn, i);
      taken.insert(name);
    }
    names.push_back(std::move(name));
  }
  return names;
}

void apply_overlays(Context& context, Node& study, const Overrides& overrides) {
  if (const Node* quick = study.find("quick")) {
    std::vector<std::string> known = top_keys();
    std::erase(known, "quick");
    std::erase(known, "record");
    const Path path{nullptr, "quick"};
    const Keys keys(context, *quick, path, known);
    if (overrides.quick) {
      Node overlay = *quick;
      mark(overlay, 1);
      study.erase("quick");
      Overlay(context).merge_tables(study, overlay, Path{});
      context.overlaid = true;
    }
  }
  for (const std::string& set : overrides.set) {
    apply_set(context, study, set);
    context.overlaid = true;
  }
  if (overrides.seeds) {
    context.layers.emplace_back("--seeds");
    study.set("seeds",
              Node::of_integer(*overrides.seeds, {0, static_cast<int>(context.layers.size()) - 1}));
    context.overlaid = true;
  }
}

}  // namespace gradus::study
