#pragma once

#include <bit>
#include <cstring>
#include <optional>
#include <span>
#include <type_traits>
#include <vector>

#include "study/store/database.hpp"

/// Numbers as the tables hold them, so that each comes back bit for bit.
namespace gradus::study {

static_assert(std::endian::native == std::endian::little, "the store is little-endian");

/// For a blob. Little-endian, one after another.
template <class T>
[[nodiscard]] Blob as_blob(std::span<const T> values) {
  static_assert(std::is_trivially_copyable_v<T>);
  return std::as_bytes(values);
}
template <class T>
[[nodiscard]] Blob as_blob(const std::vector<T>& values) {
  return as_blob(std::span<const T>(values));
}

/// Throws Error where the blob is no whole number of values.
template <class T>
[[nodiscard]] std::vector<T> from_blob(const Database& database, Blob blob) {
  if (blob.size() % sizeof(T) != 0) database.damaged("a blob has a size that none can have");
  std::vector<T> values(blob.size() / sizeof(T));
  if (!blob.empty()) std::memcpy(values.data(), blob.data(), blob.size());
  return values;
}

/// What a REAL column does not keep: SQLite makes NaN NULL, and -0 becomes 0.
[[nodiscard]] inline std::optional<int64_t> lost_bits(double value) {
  const auto bits = std::bit_cast<int64_t>(value);
  const bool kept = value == value && bits != std::bit_cast<int64_t>(-0.0);
  return kept ? std::nullopt : std::optional(bits);
}

/// A number from its two columns.
[[nodiscard]] inline double exact(const Statement& row, int value, int bits) {
  return row.is_null(bits) ? row.real(value) : std::bit_cast<double>(row.integer(bits));
}

}  // namespace gradus::study
