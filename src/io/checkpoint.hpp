#pragma once

#include <cstdint>
#include <cstring>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace gradus::io {

/// A flat map of names to bytes, in the order they were put: what a computation must know to go on
/// from where it was. Names of one part share a prefix: "course/", "listener.0/". Numbers lie as
/// they are in memory, little-endian.
///
/// As bytes: "GRADUSCP", version (4 bytes), number of entries (4), each entry's name and value with
/// their lengths (4 and 8) before them, then the length of all of it (8) and its checksum (8).
class Checkpoint {
 public:
  /// Keeps a list of numbers; another of this name is replaced.
  template <class T, size_t N>
    requires std::is_trivially_copyable_v<T>
  void put(std::string_view name, std::span<T, N> values) {
    put_text(name, {reinterpret_cast<const char*>(values.data()), values.size_bytes()});
  }
  template <class T>
    requires std::is_trivially_copyable_v<T>
  void put(std::string_view name, const std::vector<T>& values) {
    put(name, std::span<const T>(values));
  }
  /// Keeps one number.
  template <class T>
    requires std::is_arithmetic_v<T> || std::is_enum_v<T>
  void put(std::string_view name, const T& value) {
    put(name, std::span<const T>(&value, 1));
  }
  void put_text(std::string_view name, std::string_view bytes);

  [[nodiscard]] bool has(std::string_view name) const { return find(name) != nullptr; }
  /// Throws Error, as all that follow, where there is no such name or its bytes are no list of T.
  template <class T>
  [[nodiscard]] std::vector<T> get(std::string_view name) const {
    const std::string& bytes = text(name);
    if (bytes.size() % sizeof(T) != 0) fail(name);
    std::vector<T> values(bytes.size() / sizeof(T));
    if (!bytes.empty()) std::memcpy(values.data(), bytes.data(), bytes.size());
    return values;
  }
  /// Fills `values`, which must be as many as were kept.
  template <class T, size_t N>
  void get_into(std::string_view name, std::span<T, N> values) const {
    const std::string& bytes = text(name);
    if (bytes.size() != values.size_bytes()) fail(name);
    if (!bytes.empty()) std::memcpy(values.data(), bytes.data(), bytes.size());
  }
  /// One number.
  template <class T>
  [[nodiscard]] T value(std::string_view name) const {
    T v;
    get_into(name, std::span<T>(&v, 1));
    return v;
  }
  [[nodiscard]] const std::string& text(std::string_view name) const;
  [[nodiscard]] std::vector<std::string> names() const;

  [[nodiscard]] std::string bytes() const;
  /// Throws Error naming `place` for anything but what bytes() has made: cut off anywhere, or with
  /// any bit another.
  [[nodiscard]] static Checkpoint parse(std::string_view bytes, const std::string& place);

  /// Where it comes from, for messages: what parse() was told.
  [[nodiscard]] const std::string& place() const { return place_; }
  bool operator==(const Checkpoint& other) const { return entries_ == other.entries_; }

 private:
  [[nodiscard]] const std::string* find(std::string_view name) const;
  [[noreturn]] void fail(std::string_view name) const;
  std::vector<std::pair<std::string, std::string>> entries_;
  std::string place_ = "checkpoint";
};

/// Replaces the file durably; what was whole there becomes PATH.previous. Whenever the program or
/// the machine stops, one of the two is whole. Throws Error naming path and reason; what was saved
/// before is then still there.
void save_checkpoint(const std::filesystem::path& path, const Checkpoint& checkpoint);
/// The newest that is whole of PATH and PATH.previous; nullopt where neither is. Throws Error where
/// a file is there and may not be read.
[[nodiscard]] std::optional<Checkpoint> load_checkpoint(const std::filesystem::path& path);
/// Removes both, where they are.
void remove_checkpoint(const std::filesystem::path& path);

}  // namespace gradus::io
