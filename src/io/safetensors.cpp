#include "gradus/io/safetensors.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <nlohmann/json.hpp>

#include "base/durable_file.hpp"
#include "gradus/base/error.hpp"
#include "io/open_file.hpp"
#include "io/safetensors_header.hpp"

namespace gradus::io {
namespace {

static_assert(std::endian::native == std::endian::little, "safetensors are little-endian");

constexpr uint64_t kLongestHeader = 100'000'000;  // the format's own limit

template <class T>
void append(std::string& bytes, const T* values, size_t count) {
  bytes.append(reinterpret_cast<const char*>(values), count * sizeof(T));
}

template <class T>
std::vector<T> read_values(std::istream& stream, uint64_t bytes, const std::string& name) {
  std::vector<T> values(static_cast<size_t>(bytes / sizeof(T)));
  stream.read(reinterpret_cast<char*>(values.data()), static_cast<std::streamsize>(bytes));
  if (static_cast<uint64_t>(stream.gcount()) != bytes)
    throw Error(name, "cannot be read to its end", "is it being written?");
  return values;
}

}  // namespace

std::string encode_safetensors(const TensorMap& map) {
  // Doubles first: behind them floats are aligned as well. Within each, by name.
  nlohmann::ordered_json header = nlohmann::ordered_json::object();
  std::string body;
  if (!map.metadata.empty()) header["__metadata__"] = map.metadata;
  for (const size_t type : {size_t{1}, size_t{0}}) {
    for (const auto& [name, array] : map.arrays) {
      if (array.values.index() != type) continue;
      const size_t begin = body.size();
      std::visit(
          [&](const auto& values) {
            if (std::ssize(values) != array.shape.size() || name == "__metadata__")
              throw Error("[safetensors]", fmt::format("{} values for {} of shape {}",
                                                       values.size(), name, array.shape.text()));
            append(body, values.data(), values.size());
          },
          array.values);
      header[name] = {{"dtype", type == 1 ? "F64" : "F32"},
                      {"shape", array.shape.extents()},
                      {"data_offsets", {begin, body.size()}}};
    }
  }
  std::string text = header.dump();
  text.append((8 - text.size() % 8) % 8, ' ');
  const auto length = static_cast<uint64_t>(text.size());
  std::string bytes;
  bytes.reserve(8 + text.size() + body.size());
  append(bytes, &length, 1);
  return bytes + text + body;
}

void write_safetensors(const std::filesystem::path& path, const TensorMap& map) {
  replace_file(path, encode_safetensors(map));
}

TensorMap read_safetensors(std::istream& stream, uint64_t size, const std::string& name) {
  uint64_t length = 0;
  stream.read(reinterpret_cast<char*>(&length), 8);
  if (stream.gcount() != 8 || size < 8 || length > size - 8 || length > kLongestHeader)
    throw Error(name, "is no safetensors file: its header does not fit",
                "the file is truncated or of another format; save it again");
  std::string text(static_cast<size_t>(length), '\0');
  stream.read(text.data(), static_cast<std::streamsize>(length));
  if (static_cast<uint64_t>(stream.gcount()) != length)
    throw Error(name, "cannot be read to its end", "is it being written?");
  SafetensorsHeader header = parse_safetensors_header(text, size - 8 - length, name);
  TensorMap map{.arrays = {}, .metadata = std::move(header.metadata)};
  for (ArrayEntry& entry : header.entries) {
    Array array{.shape = std::move(entry.shape), .values = {}};
    if (entry.is_double) {
      array.values = read_values<double>(stream, entry.end - entry.begin, name);
    } else {
      array.values = read_values<float>(stream, entry.end - entry.begin, name);
    }
    map.arrays.emplace(std::move(entry.name), std::move(array));
  }
  return map;
}

TensorMap read_safetensors(const std::filesystem::path& path) {
  std::ifstream stream = open_file(path);
  std::error_code failed;
  const uint64_t size = std::filesystem::file_size(path, failed);
  if (failed) throw Error(path.string(), "cannot be measured: " + failed.message());
  return read_safetensors(stream, size, path.string());
}

}  // namespace gradus::io
