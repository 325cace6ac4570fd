#include "gradus/io/idx.hpp"

#include <fmt/core.h>

#include <array>
#include <span>
#include <utility>

#include "base/durable_file.hpp"
#include "gradus/base/error.hpp"
#include "io/byte_reader.hpp"
#include "io/open_file.hpp"

namespace gradus::io {
namespace {

constexpr uint8_t kBytes = 0x08;
// More than any array that fits a machine's memory.
constexpr uint64_t kMostIdxBytes = uint64_t{1} << 40;

const char* element_name(uint8_t code) {
  switch (code) {
    case 0x09:
      return "int8";
    case 0x0B:
      return "int16";
    case 0x0C:
      return "int32";
    case 0x0D:
      return "float32";
    case 0x0E:
      return "float64";
    default:
      return nullptr;
  }
}

std::vector<int64_t> read_extents(ByteReader& reader, const std::string& name) {
  std::array<uint8_t, 4> magic{};
  if (reader.read(magic) != 4 || magic[0] != 0 || magic[1] != 0 ||
      (magic[2] != kBytes && !element_name(magic[2])) || magic[3] == 0)
    throw Error(name, "is no IDX file", "IDX files begin with the bytes 0 0 8");
  if (magic[2] != kBytes)
    throw Error(name, fmt::format("holds {} values", element_name(magic[2])),
                "only IDX files of bytes are read");
  std::vector<int64_t> extents;
  for (int axis = 0; axis < magic[3]; ++axis) {
    std::array<uint8_t, 4> e{};
    if (reader.read(e) != 4) throw Error(name, "ends within its header", "get the file again");
    extents.push_back(int64_t{e[0]} << 24 | int64_t{e[1]} << 16 | int64_t{e[2]} << 8 | e[3]);
  }
  return extents;
}

// "60000 images of 28x28 = 47040000 bytes", "60000 values".
std::string claim(const std::vector<int64_t>& extents, uint64_t bytes) {
  if (extents.size() == 1) return fmt::format("{} values", extents[0]);
  std::string shape;
  for (size_t i = 1; i < extents.size(); ++i)
    shape += (i > 1 ? "x" : "") + std::to_string(extents[i]);
  return fmt::format("{} {} of {} = {} bytes", extents[0], extents.size() == 2 ? "rows" : "images",
                     shape, bytes);
}

uint64_t claimed_bytes(const std::vector<int64_t>& extents, const std::string& name) {
  uint64_t bytes = 1;
  for (int64_t e : extents) {
    if (e == 0) throw Error(name, "says that it is empty", "an extent in its header is 0");
    bytes *= static_cast<uint64_t>(e);  // below 2^40 * 2^32
    if (bytes > kMostIdxBytes)
      throw Error(name, "says that it holds more than 2^40 bytes", "its header is damaged");
  }
  return bytes;
}

}  // namespace

ByteArray read_idx(std::istream& stream, const std::string& name) {
  ByteReader reader(stream, name);
  ByteArray out;
  out.extents = read_extents(reader, name);
  const uint64_t bytes = claimed_bytes(out.extents, name);
  out.values = reader.read_up_to(bytes);
  if (out.values.size() < bytes)
    throw Error(name,
                fmt::format("says {} but holds {}", claim(out.extents, bytes), out.values.size()),
                "the file is truncated or its header damaged; get it again");
  if (!reader.at_end())
    throw Error(name, fmt::format("says {} but holds more", claim(out.extents, bytes)),
                "its header is damaged; get it again");
  return out;
}

ByteArray read_idx(const std::filesystem::path& path) {
  std::ifstream stream = open_file(path);
  return read_idx(stream, path.string());
}

void check_labels(const ByteArray& labels, int32_t classes, const std::string& place) {
  for (size_t i = 0; i < labels.values.size(); ++i)
    if (labels.values[i] >= classes)
      throw Error(
          place,
          fmt::format("label {} of sample {} is outside 0..{}", labels.values[i], i, classes - 1),
          "the file is damaged or of another data set");
}

std::string idx_header(const std::vector<int64_t>& extents) {
  std::string header{'\0', '\0', static_cast<char>(kBytes), static_cast<char>(extents.size())};
  for (int64_t e : extents)
    for (int shift = 24; shift >= 0; shift -= 8) header += static_cast<char>(e >> shift & 0xff);
  return header;
}

void write_idx(const std::filesystem::path& path, const ByteArray& array) {
  replace_file(path,
               idx_header(array.extents) + std::string(array.values.begin(), array.values.end()));
}

}  // namespace gradus::io
