#pragma once

#include <zlib.h>

#include <bit>
#include <cstdint>
#include <new>
#include <string>
#include <string_view>
#include <vector>

namespace gradus::test {

/// MATLAB files of level 5 byte by byte, good ones and others. Types: 1 int8, 2 uint8, 3 int16,
/// 5 int32, 6 uint32, 7 single, 9 double, 12 int64; classes: 6 double, 7 single, 8 int8 ...
struct MatBuilder {
  bool big = false;  ///< byte order

  template <class T>
  [[nodiscard]] std::string number(T value) const {
    std::string bytes(reinterpret_cast<const char*>(&value), sizeof value);
    return big == (std::endian::native == std::endian::big)
               ? bytes
               : std::string(bytes.rbegin(), bytes.rend());
  }
  template <class T>
  [[nodiscard]] std::string numbers(const std::vector<T>& values) const {
    std::string out;
    for (const T v : values) out += number(v);
    return out;
  }
  [[nodiscard]] std::string header() const {
    std::string out(124, ' ');
    return out + number<uint16_t>(0x0100) + (big ? "MI" : "IM");
  }
  /// Tag, content, padding; `claim` is what the tag says where that is not the truth.
  [[nodiscard]] std::string element(uint32_t type, std::string_view content,
                                    int64_t claim = -1) const {
    const auto size = static_cast<uint32_t>(claim < 0 ? std::ssize(content) : claim);
    return number(type) + number(size) + std::string(content) +
           std::string((8 - content.size() % 8) % 8, '\0');
  }
  /// Up to four bytes within the tag.
  [[nodiscard]] std::string small(uint32_t type, std::string_view content) const {
    return number(static_cast<uint32_t>(content.size()) << 16 | type) + std::string(content) +
           std::string(4 - content.size(), '\0');
  }
  /// What stands before a matrix's values.
  [[nodiscard]] std::string front(const std::string& name, uint32_t cls,
                                  const std::vector<int32_t>& extents, uint32_t flags = 0) const {
    return element(6, numbers<uint32_t>({cls | flags, 0})) + element(5, numbers(extents)) +
           element(1, name);
  }
  [[nodiscard]] std::string matrix(const std::string& inside) const { return element(14, inside); }
  /// The matrix within a packed element.
  [[nodiscard]] std::string packed(const std::string& matrix_element) const {
    std::string out(compressBound(matrix_element.size()), '\0');
    uLongf size = out.size();
    if (compress2(reinterpret_cast<Bytef*>(out.data()), &size,
                  reinterpret_cast<const Bytef*>(matrix_element.data()), matrix_element.size(),
                  9) != Z_OK)
      throw std::bad_alloc();
    out.resize(size);
    return number<uint32_t>(15) + number(static_cast<uint32_t>(size)) + out;
  }
  /// A variable of level 4; mopt is 1000 M + 10 P + T.
  [[nodiscard]] std::string level4(int32_t mopt, int32_t rows, int32_t columns,
                                   const std::string& name, const std::string& values,
                                   int32_t complex = 0) const {
    return numbers<int32_t>({mopt, rows, columns, complex, static_cast<int32_t>(name.size()) + 1}) +
           name + std::string(1, '\0') + values;
  }
};

}  // namespace gradus::test
