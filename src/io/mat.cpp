#include "gradus/io/mat.hpp"

#include <array>
#include <bit>
#include <cstring>
#include <optional>
#include <string_view>

#include "gradus/base/error.hpp"
#include "io/mat_variable.hpp"
#include "io/matio_file.hpp"
#include "io/memory_file.hpp"
#include "io/open_file.hpp"

namespace gradus::io {
namespace {

constexpr uint64_t kFileHeader = 128;

bool has_at(const MatSource& file, uint64_t at, std::string_view text) {
  std::array<uint8_t, 16> bytes{};
  if (file.size < at + text.size()) return false;
  file.read_at(at, {bytes.data(), text.size()});
  return std::memcmp(bytes.data(), text.data(), text.size()) == 0;
}

// The byte order of a file of level 5: version and "MI" stand at the end of its header.
std::optional<ByteOrder> order_of_level5(const MatSource& file) {
  using namespace std::string_view_literals;
  constexpr bool kLittle = std::endian::native == std::endian::little;
  if (has_at(file, kFileHeader - 4, "\x00\x01IM"sv)) return ByteOrder{!kLittle};
  if (has_at(file, kFileHeader - 4, "\x01\x00MI"sv)) return ByteOrder{kLittle};
  return std::nullopt;
}

bool is_hdf5(const MatSource& file) {
  constexpr std::string_view kSignature = "\x89HDF\r\n\x1a\n";
  return has_at(file, 0, kSignature) || has_at(file, 512, kSignature);
}

std::vector<int64_t> copy(const MatSource& file, const std::string& variable, MemoryFile& clean) {
  if (is_hdf5(file))
    throw Error(file.name, "is HDF5, as of MATLAB's -v7.3, which is not read",
                "save it with -v7 (in Python: scipy.io.savemat)");
  if (const auto order = order_of_level5(file)) return copy_level5(file, variable, *order, clean);
  if (begins_as_level4(file)) return copy_level4(file, variable, clean);
  throw Error(file.name, "is no MATLAB file", "files of levels 4 and 5 are read, as of save -v7");
}

}  // namespace

int64_t MatArray::columns() const {
  int64_t n = 1;
  for (size_t axis = 1; axis < extents.size(); ++axis) n *= extents[axis];
  return n;
}

MatArray read_mat(std::istream& stream, uint64_t size, const std::string& name,
                  const std::string& variable) {
  const MatSource file{stream, size, name};
  MemoryFile clean(name);
  MatArray array{copy(file, variable, clean), {}};
  const auto count = static_cast<size_t>(array.rows() * array.columns());
  array.values = MatioFile(clean.path(), name).values(count);
  return array;
}

MatArray read_mat(const std::filesystem::path& path, const std::string& variable) {
  std::ifstream stream = open_file(path);
  std::error_code failed;
  const uint64_t size = std::filesystem::file_size(path, failed);
  if (failed) throw Error(path.string(), "cannot be measured: " + failed.message());
  return read_mat(stream, size, path.string(), variable);
}

}  // namespace gradus::io
