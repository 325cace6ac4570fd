#include "io/safetensors_header.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "gradus/base/error.hpp"

namespace gradus::io {
namespace {

using nlohmann::json;

constexpr const char* kMetadata = "__metadata__";

[[noreturn]] void refuse(const std::string& file, const std::string& what) {
  throw Error(file, what, "the file is damaged or of another format; save it again");
}

// Names given twice, which JSON's reader alone would let pass, the last one winning.
json parse_unique(const std::string& text, const std::string& file) {
  std::set<std::string> names;
  bool twice = false;
  const auto look = [&](int depth, json::parse_event_t event, json& value) {
    if (event == json::parse_event_t::key && depth == 1)
      twice = !names.insert(value.get<std::string>()).second || twice;
    return true;
  };
  const json root = json::parse(text, look, false);
  if (root.is_discarded() || !root.is_object()) refuse(file, "its header is no JSON object");
  if (twice) refuse(file, "its header names an array twice");
  return root;
}

Shape parse_shape(const json& extents, const std::string& file, const std::string& name) {
  if (!extents.is_array() || extents.size() > 32) refuse(file, name + " has no good shape");
  std::vector<int64_t> out;
  for (const json& e : extents) {
    if (!e.is_number_unsigned() || e.get<uint64_t>() == 0 || e.get<uint64_t>() > INT64_MAX)
      refuse(file, name + " has an extent that is no whole number from 1");
    out.push_back(static_cast<int64_t>(e.get<uint64_t>()));
  }
  return Shape(std::move(out));
}

// Bytes of the shape; more than `body` for any shape that would not fit it, without overflow.
uint64_t bytes_of(const Shape& shape, uint64_t element, uint64_t body) {
  uint64_t bytes = element;
  for (int64_t e : shape.extents()) {
    if (bytes > body / static_cast<uint64_t>(e)) return body + 1;
    bytes *= static_cast<uint64_t>(e);
  }
  return bytes;
}

ArrayEntry parse_entry(const std::string& name, const json& value, uint64_t body,
                       const std::string& file) {
  if (!value.is_object() || !value.contains("dtype") || !value["dtype"].is_string() ||
      !value.contains("shape") || !value.contains("data_offsets"))
    refuse(file, name + " lacks dtype, shape or data_offsets");
  const auto type = value["dtype"].get<std::string>();
  if (type != "F32" && type != "F64")
    throw Error(file, fmt::format("{} holds {} values", name, type), "only F32 and F64 are read");
  ArrayEntry entry{
      .name = name, .is_double = type == "F64", .shape = parse_shape(value["shape"], file, name)};
  const json& offsets = value["data_offsets"];
  if (!offsets.is_array() || offsets.size() != 2 || !offsets[0].is_number_unsigned() ||
      !offsets[1].is_number_unsigned())
    refuse(file, name + " has no good data_offsets");
  entry.begin = offsets[0].get<uint64_t>();
  entry.end = offsets[1].get<uint64_t>();
  if (entry.begin > entry.end || entry.end > body)
    refuse(file, fmt::format("{} lies at {}..{} of {} bytes", name, entry.begin, entry.end, body));
  const uint64_t bytes = bytes_of(entry.shape, entry.is_double ? 8 : 4, body);
  if (entry.end - entry.begin != bytes)
    refuse(file, fmt::format("{} of shape {} takes other than its {} bytes", name,
                             entry.shape.text(), entry.end - entry.begin));
  return entry;
}

}  // namespace

SafetensorsHeader parse_safetensors_header(const std::string& text, uint64_t body,
                                           const std::string& file) {
  const json root = parse_unique(text, file);
  SafetensorsHeader header;
  for (const auto& [name, value] : root.items()) {
    if (name != kMetadata) {
      header.entries.push_back(parse_entry(name, value, body, file));
      continue;
    }
    if (!value.is_object()) refuse(file, "its metadata are no map of texts");
    for (const auto& [key, entry] : value.items()) {
      if (!entry.is_string()) refuse(file, "its metadata are no map of texts");
      header.metadata[key] = entry.get<std::string>();
    }
  }
  std::sort(header.entries.begin(), header.entries.end(),
            [](const ArrayEntry& a, const ArrayEntry& b) { return a.begin < b.begin; });
  uint64_t at = 0;
  for (const ArrayEntry& entry : header.entries) {
    if (entry.begin != at)
      refuse(file, fmt::format("{} {} the array before it", entry.name,
                               entry.begin < at ? "overlaps" : "leaves a gap behind"));
    at = entry.end;
  }
  if (at != body) refuse(file, fmt::format("{} bytes belong to no array", body - at));
  return header;
}

}  // namespace gradus::io
