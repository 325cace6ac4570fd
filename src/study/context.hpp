#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "gradus/base/error.hpp"
#include "study/node.hpp"

namespace gradus::study {

/// The key path of a value, as a chain on the stack: text is made only for a message.
struct Path {
  const Path* parent = nullptr;
  std::string_view key{};
  bool whole = false;  ///< the key is a finished path ("vary.run.large")

  [[nodiscard]] std::string text() const;
};

/// The path of a table's member: beneath its parent, or where the axis that brought it stands.
[[nodiscard]] inline Path beneath(const Path& parent, std::string_view key, const Node& value) {
  return value.from ? Path{nullptr, *value.from, true} : Path{&parent, key, false};
}

/// Names places for messages.
struct Context {
  std::string file;
  std::vector<std::string> layers{"", ""};  ///< from 2 on: "--set train.epochs", "--seeds"
  bool overlaid = false;                    ///< something was merged over the file

  [[nodiscard]] std::string place(const Origin& origin, const std::string& path) const;
  [[noreturn]] void fail(const Origin& origin, const std::string& path, std::string what,
                         std::string mend = {}) const;
  [[noreturn]] void fail(const Node& node, const Path& path, std::string what,
                         std::string mend = {}) const {
    fail(node.origin, path.text(), std::move(what), std::move(mend));
  }
};

/// A table with its known keys: an unknown one is an error with a suggestion.
class Keys {
 public:
  Keys(const Context& context, const Node& table, const Path& path, std::vector<std::string> known);

  [[nodiscard]] const Node* find(std::string_view key) const { return table_.find(key); }
  [[nodiscard]] const Context& context() const { return context_; }
  [[nodiscard]] const Path& path() const { return path_; }
  [[nodiscard]] const Node& table() const { return table_; }
  /// Calls f(node, path) where the key is given.
  template <class F>
  void with(std::string_view key, F&& f) const {
    if (const Node* node = find(key)) f(*node, beneath(path_, key, *node));
  }

 private:
  const Context& context_;
  const Node& table_;
  const Path& path_;
};

/// The keys that belong to the top of a study file.
[[nodiscard]] const std::vector<std::string>& top_keys();
/// Those of them that are plain values, often written below a [table] by mistake.
[[nodiscard]] bool is_top_value(std::string_view key);
[[noreturn]] void unknown_key(const Context& context, const Node& value, const Path& path,
                              std::string_view key, const std::vector<std::string>& known,
                              const Origin* at = nullptr);

}  // namespace gradus::study
