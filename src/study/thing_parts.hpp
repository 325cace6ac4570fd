#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "study/categories.hpp"
#include "study/context.hpp"
#include "study/things.hpp"

// What reading a thing is, whatever its kind.
namespace gradus::study {

/// A thing taken apart: its kind, the further words of its string, and the table of its options.
struct Parts {
  const Context& c;
  const Node& at;  ///< the string
  Path path;
  std::string kind;
  std::vector<Node> words{};
  const Node* table = nullptr;
  Path table_path{};

  [[nodiscard]] const Node* option(std::string_view name) const {
    return table ? table->find(name) : nullptr;
  }
};

/// The noun is its category's.
[[nodiscard]] Parts take_apart(const Context& c, const Node& n, const Path& p,
                               std::string_view noun, const std::vector<std::string>& kinds);

/// The place of an option's words in the string.
struct Words {
  size_t position;  ///< of the first
  std::string_view name;
  const std::string& form;
};

/// An option whose type is forgotten: what reads a key's value into it, and what reads words, which
/// says how many of all are then consumed. A few of each serve the options of all kinds, hundreds,
/// whose readers would otherwise be compiled one by one.
struct Option {
  std::string_view name;
  Rule rule;
  void* member;
  void (*value)(const Context&, const Node&, const Path&, const Rule&, void*);
  void (*words)(const Parts&, const Words&, const Rule&, void*, size_t& consumed);
};

/// The options of a thing.
struct Options {
  std::string form;
  bool takes_names;
  LayerOptions* layer;  ///< what every layer takes; null for other things
  std::vector<Option> all{};

  void add(const Option& option);
};

/// Reads all options of a thing from its parts; `defaults` hold for layers.
void fill(const Parts& parts, const LayerDefaults& defaults, const Options& options);

}  // namespace gradus::study
