#include <fmt/core.h>

#include <bit>
#include <cstring>

#include "base/durable_file.hpp"
#include "gradus/base/error.hpp"
#include "gradus/io/mat.hpp"

namespace gradus::io {
namespace {

static_assert(std::endian::native == std::endian::little, "files are written little-endian");

enum : uint32_t { kInt8 = 1, kInt32 = 5, kUint32 = 6, kDouble = 9, kMatrix = 14, kDoubles = 6 };
constexpr uint64_t kMostBytes = (uint64_t{1} << 31) - 1;
constexpr size_t kLongestName = 63;  // MATLAB's namelengthmax

void put(std::string& out, uint32_t word) {
  char bytes[4];
  std::memcpy(bytes, &word, 4);
  out.append(bytes, 4);
}

// An element: its tag, its bytes, zeros up to a multiple of 8.
void put_element(std::string& out, uint32_t type, std::string_view content) {
  put(out, type);
  put(out, static_cast<uint32_t>(content.size()));
  out += content;
  out.append((8 - content.size() % 8) % 8, '\0');
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

void check(const std::string& name, const MatArray& array) {
  bool good = !name.empty() && name.size() <= kLongestName && is_letter(name[0]);
  for (const char c : name) good = good && (c == '_' || is_letter(c) || (c >= '0' && c <= '9'));
  if (!good)
    throw Error("[mat]", fmt::format("\"{}\" is no name of a variable", name),
                "begin with a letter and use letters, digits and _, 63 at most");
  int64_t count = 1;
  for (const int64_t e : array.extents) {
    if (e < 0 || e > INT32_MAX || (e > 0 && count > INT32_MAX / e))
      throw Error("[mat]", name + " is too large", "a variable has less than 2^31 bytes");
    count *= e;
  }
  if (array.extents.size() < 2 || count != std::ssize(array.values))
    throw Error("[mat]", fmt::format("{} values for {} of {} extents", array.values.size(), name,
                                     array.extents.size()));
  if (array.values.size() * sizeof(double) > kMostBytes - 4096)
    throw Error("[mat]", name + " is too large", "a variable has less than 2^31 bytes");
}

}  // namespace

std::string encode_mat(const std::vector<NamedMatArray>& arrays) {
  // 116 bytes of text, 8 for the place of MATLAB's own things (none), version, byte order.
  std::string out = "MATLAB 5.0 MAT-file, written by Gradus";
  out.resize(116, ' ');
  out.append(8, '\0');
  put(out, 0x4d49'0100);
  for (const auto& [name, array] : arrays) {
    check(name, array);
    std::string inside, words;
    put(words, kDoubles);
    put(words, 0);
    put_element(inside, kUint32, words);
    words.clear();
    for (const int64_t e : array.extents) put(words, static_cast<uint32_t>(e));
    put_element(inside, kInt32, words);
    put_element(inside, kInt8, name);
    put_element(
        inside, kDouble,
        {reinterpret_cast<const char*>(array.values.data()), array.values.size() * sizeof(double)});
    put_element(out, kMatrix, inside);
  }
  return out;
}

void write_mat(const std::filesystem::path& path, const std::vector<NamedMatArray>& arrays) {
  replace_file(path, encode_mat(arrays));
}

}  // namespace gradus::io
