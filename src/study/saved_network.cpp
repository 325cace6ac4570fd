#include "study/saved_network.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

#include "gradus/base/error.hpp"
#include "gradus/io/safetensors.hpp"

namespace gradus::study {
namespace {

constexpr const char* kKey = "gradus_transform";

std::string described(const data::Fitted& fitted) {
  nlohmann::json crop = nlohmann::json::array();
  for (const Size2D& size : fitted.crop) crop.push_back({size.rows, size.columns});
  return nlohmann::json{{"shape", fitted.shape.extents()},
                        {"scale", fitted.scale},
                        {"offset", fitted.offset},
                        {"crop", crop},
                        {"flatten", fitted.flatten}}
      .dump();
}

data::Fitted parsed(const std::string& text) {
  const nlohmann::json json = nlohmann::json::parse(text);
  data::Fitted fitted;
  fitted.shape = Shape(json.at("shape").get<std::vector<int64_t>>());
  fitted.scale = json.at("scale").get<std::vector<float>>();
  fitted.offset = json.at("offset").get<std::vector<float>>();
  for (const nlohmann::json& size : json.at("crop"))
    fitted.crop.push_back({size.at(0).get<int64_t>(), size.at(1).get<int64_t>()});
  fitted.flatten = json.at("flatten").get<bool>();
  return fitted;
}

// Whether it maps samples of its own shape, for which apply() asks.
bool fits(const data::Fitted& fitted) {
  int64_t values = 1;
  for (const int64_t extent : fitted.shape.extents()) {
    if (extent < 1 || extent > (int64_t{1} << 31) / values) return false;
    values *= extent;
  }
  if (!fitted.crop.empty()) {
    if (fitted.shape.rank() != 3) return false;
    int64_t height = fitted.shape[0], width = fitted.shape[1];
    for (const Size2D& size : fitted.crop) {
      if (size.rows < 1 || size.columns < 1 || size.rows > height || size.columns > width)
        return false;
      height = size.rows;
      width = size.columns;
    }
    values = height * width * fitted.shape[2];
  }
  const size_t numbers = fitted.scale.size();
  return fitted.offset.size() == numbers &&
         (numbers <= 1 || numbers == static_cast<size_t>(values));
}

}  // namespace

void save_network(const Model& model, const std::optional<data::Fitted>& transform,
                  const std::filesystem::path& file) {
  model.save(file.string());
  if (!transform) return;
  io::TensorMap map = io::read_safetensors(file);
  map.metadata[kKey] = described(*transform);
  io::write_safetensors(file, map);
}

std::optional<data::Fitted> saved_transform(const std::filesystem::path& file) {
  const io::TensorMap map = io::read_safetensors(file);
  const auto found = map.metadata.find(kKey);
  if (found == map.metadata.end()) return {};
  try {
    data::Fitted fitted = parsed(found->second);
    if (fits(fitted)) return fitted;
  } catch (const nlohmann::json::exception&) {
  }
  throw Error(file.string(), "its transforms of the samples are broken",
              "run the study again with --force");
}

}  // namespace gradus::study
