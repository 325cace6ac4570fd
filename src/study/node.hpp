#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gradus::study {

/// Where a value was written: a line of the file, and which layer it came from.
struct Origin {
  int line = 0;
  int layer = 0;  ///< 0 the file, 1 its [quick], 2 and up the overrides of the command line
};

/// A value of a study file, in the file's order (TOML libraries sort keys) and with its origin. A
/// phrase is a string in which words were replaced by values of axes; its items are the words.
struct Node {
  enum class Type { kBool, kInteger, kFloat, kString, kPhrase, kList, kTable };
  struct Key {
    std::string name;
    Origin origin{};
  };

  Type type = Type::kTable;
  bool boolean = false;
  bool literal = false;  ///< of a phrase's word: written there, not put in for an axis
  bool header = false;   ///< of a table: written under a [header] of its own
  int64_t integer = 0;
  double number = 0;
  std::string text{};         ///< of a string; of a phrase, as written
  std::vector<Node> items{};  ///< of a list, a phrase; a table's values
  std::vector<Key> keys{};    ///< a table's, parallel to items
  Origin origin{};
  std::shared_ptr<const std::string> from{};  ///< "vary.run.large" where an axis brought it

  [[nodiscard]] bool is(Type t) const { return type == t; }
  [[nodiscard]] bool is_table() const { return type == Type::kTable; }
  [[nodiscard]] bool is_list() const { return type == Type::kList; }
  [[nodiscard]] bool is_string() const { return type == Type::kString; }
  [[nodiscard]] bool is_number() const { return type == Type::kInteger || type == Type::kFloat; }
  /// The number of an integer or a float.
  [[nodiscard]] double as_double() const {
    return type == Type::kInteger ? static_cast<double>(integer) : number;
  }
  [[nodiscard]] const Node* find(std::string_view key) const;
  [[nodiscard]] Node* find(std::string_view key);
  void set(const std::string& key, Node value);
  void erase(std::string_view key);
  /// A string's text, a phrase's words joined by spaces; other values as show().
  [[nodiscard]] std::string joined() const;
  /// Nodes in this tree.
  [[nodiscard]] size_t size() const;

  [[nodiscard]] static Node of_string(std::string s, Origin origin = {});
  [[nodiscard]] static Node of_integer(int64_t i, Origin origin = {});
  [[nodiscard]] static Node of_list(std::vector<Node> items, Origin origin = {});
  [[nodiscard]] static Node of_table(Origin origin = {});
};

/// As messages show a value: "64" with its quotes, 2.0, true, a list, a table.
[[nodiscard]] std::string show(const Node& node);
/// A float as TOML spells it, the shortest text that reads back the same: 0.1, 2.0, 1e-07.
[[nodiscard]] std::string float_text(double value);
/// A TOML basic string.
[[nodiscard]] std::string quote(std::string_view text);
/// A key of a path: bare, or quoted where TOML asks for it.
[[nodiscard]] std::string key_text(std::string_view key);
[[nodiscard]] std::vector<std::string> split_words(std::string_view text);
/// A finite number in TOML's spelling.
[[nodiscard]] std::optional<Node> number_of(std::string_view word);
/// "0.1" for ".1": the mend of a number without a digit before its point, or "".
[[nodiscard]] std::string pointed_number(std::string_view word);
/// Names in quotes of messages: A, B, C.
[[nodiscard]] std::string joined_names(const std::vector<std::string>& names,
                                       std::string_view separator = ", ");

}  // namespace gradus::study
