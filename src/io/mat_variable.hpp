#pragma once

#include <cstddef>
#include <cstdint>
#include <istream>
#include <span>
#include <string>
#include <vector>

#include "io/memory_file.hpp"

namespace gradus::io {

/// A MATLAB file while it is looked through.
struct MatSource {
  std::istream& stream;
  uint64_t size;
  const std::string& name;  ///< stands in the errors

  /// Throws Error with the mend that a damaged file has.
  [[noreturn]] void damaged(const std::string& what) const;
  /// Fills `out` from byte `at` on.
  void read_at(uint64_t at, std::span<uint8_t> out) const;
};

/// Which order the bytes of a file's numbers have, beside ours.
struct ByteOrder {
  bool swapped = false;
  [[nodiscard]] uint32_t get32(const uint8_t* bytes) const;
  void put32(std::vector<uint8_t>& out, uint32_t value) const;
};

/// The sum of an array's extents held against what can be read: none negative, none 0, fewer than
/// 2^31 values. `variable` stands in the errors.
[[nodiscard]] uint64_t count_of_extents(const MatSource& file, const std::string& variable,
                                        const std::vector<int64_t>& extents);
/// "5000x400".
[[nodiscard]] std::string extents_text(const std::vector<int64_t>& extents);
/// The error of a file without the variable: the names that it has.
[[noreturn]] void no_variable(const MatSource& file, const std::string& variable,
                              const std::vector<std::string>& names);
/// The error of a variable that is no plain array: "a struct", and what to do.
[[noreturn]] void no_array(const MatSource& file, const std::string& variable,
                           const std::string& what, const std::string& mend);

/// Looks for the variable in a file of that level, holds every size of it against what is there,
/// and copies it, as a matrix of its rows and the rest, to `clean`: a file of that level with
/// nothing else in it. Gives its extents.
std::vector<int64_t> copy_level4(const MatSource& file, const std::string& variable,
                                 MemoryFile& clean);
std::vector<int64_t> copy_level5(const MatSource& file, const std::string& variable,
                                 ByteOrder order, MemoryFile& clean);
/// True where the first bytes of a file are the header of a variable of level 4.
[[nodiscard]] bool begins_as_level4(const MatSource& file);

}  // namespace gradus::io
