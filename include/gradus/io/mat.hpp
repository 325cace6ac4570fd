#pragma once

#include <cstdint>
#include <filesystem>
#include <istream>
#include <string>
#include <utility>
#include <vector>

namespace gradus::io {

/// A numeric array of a MATLAB file.
struct MatArray {
  std::vector<int64_t> extents;  ///< two or more: rows, columns, ...
  std::vector<double> values;    ///< the first extent fastest, as MATLAB has it

  [[nodiscard]] int64_t rows() const { return extents[0]; }
  /// Values in a row: all extents but the first, multiplied.
  [[nodiscard]] int64_t columns() const;
  /// Of the array flattened to rows x columns().
  [[nodiscard]] double at(int64_t row, int64_t column) const {
    return values[static_cast<size_t>(column * rows() + row)];
  }
  bool operator==(const MatArray&) const = default;
};

/// Reads the array called `variable` from a MATLAB file of level 4 or 5 (that is -v4, -v6 and -v7,
/// packed or not, of either byte order) by libmatio. Any numeric class comes as double; beyond 2^53
/// 64-bit integers are rounded. The file is looked through before libmatio sees any of it: every
/// size is held against what is there before memory is taken on its account, so that no more than
/// twice the array and 4 MiB are used. Throws Error for another format (7.3, which is HDF5, among
/// them), a variable that is not there (the message names those that are), one that is empty,
/// sparse, complex, text, a cell, a struct or an object, and for a file that is truncated or
/// damaged. What lies behind the variable is not looked at.
[[nodiscard]] MatArray read_mat(const std::filesystem::path& path, const std::string& variable);
/// The same from a stream of `size` bytes; `name` stands in the errors.
[[nodiscard]] MatArray read_mat(std::istream& stream, uint64_t size, const std::string& name,
                                const std::string& variable);

using NamedMatArray = std::pair<std::string, MatArray>;

/// A file of level 5, not packed, of doubles. Equal arrays give equal bytes. Throws Error for a
/// name that MATLAB would not take, and for arrays above the 2^31 bytes that the level holds.
[[nodiscard]] std::string encode_mat(const std::vector<NamedMatArray>& arrays);
/// Writes it, whole or not at all.
void write_mat(const std::filesystem::path& path, const std::vector<NamedMatArray>& arrays);

}  // namespace gradus::io
