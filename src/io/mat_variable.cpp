#include "io/mat_variable.hpp"

#include <fmt/core.h>

#include <bit>
#include <cstring>

#include "gradus/base/error.hpp"

namespace gradus::io {
namespace {

constexpr uint64_t kMostValues = (uint64_t{1} << 31) - 1;

}  // namespace

void MatSource::damaged(const std::string& what) const {
  throw Error(name, what, "the file is truncated or damaged; get it again");
}

void MatSource::read_at(uint64_t at, std::span<uint8_t> out) const {
  stream.clear();
  stream.seekg(static_cast<std::streamoff>(at));
  stream.read(reinterpret_cast<char*>(out.data()), static_cast<std::streamsize>(out.size()));
  if (static_cast<size_t>(stream.gcount()) != out.size())
    throw Error(name, "cannot be read to its end", "is it being written?");
}

uint32_t ByteOrder::get32(const uint8_t* bytes) const {
  uint32_t value = 0;
  std::memcpy(&value, bytes, 4);
  return swapped ? __builtin_bswap32(value) : value;
}

void ByteOrder::put32(std::vector<uint8_t>& out, uint32_t value) const {
  if (swapped) value = __builtin_bswap32(value);
  const size_t at = out.size();
  out.resize(at + 4);
  std::memcpy(out.data() + at, &value, 4);
}

uint64_t count_of_extents(const MatSource& file, const std::string& variable,
                          const std::vector<int64_t>& extents) {
  uint64_t count = 1;
  for (const int64_t e : extents) {
    if (e < 0) file.damaged(fmt::format("{} has the extent {}", variable, e));
    if (e == 0) {
      throw Error(file.name, fmt::format("{} is empty, {}", variable, extents_text(extents)),
                  "name an array that holds something");
    }
  }
  for (const int64_t e : extents) {
    count *= static_cast<uint64_t>(e);  // below 2^31 * 2^31
    if (count > kMostValues)
      throw Error(file.name, fmt::format("{} says that it is {}", variable, extents_text(extents)),
                  "arrays of less than 2^31 values are read");
  }
  return count;
}

std::string extents_text(const std::vector<int64_t>& extents) {
  std::string out;
  for (const int64_t e : extents) out += (out.empty() ? "" : "x") + std::to_string(e);
  return out;
}

void no_variable(const MatSource& file, const std::string& variable,
                 const std::vector<std::string>& names) {
  if (names.empty()) throw Error(file.name, "holds no variables", "save them again");
  throw Error(file.name, fmt::format("no variable \"{}\"", variable), suggest(variable, names));
}

void no_array(const MatSource& file, const std::string& variable, const std::string& what,
              const std::string& mend) {
  throw Error(file.name, fmt::format("{} is {}, no array of numbers", variable, what), mend);
}

}  // namespace gradus::io
