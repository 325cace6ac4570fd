#include <algorithm>

#include "gradus/base/error.hpp"
#include "gradus/io/safetensors.hpp"
#include "train/model_json.hpp"
#include "train/model_state.hpp"

namespace gradus {

void Model::save(const std::string& file) const {
  io::TensorMap map;
  map.metadata["gradus"] = describe_model(state_->input, state_->layers, state_->options);
  const std::vector<double> values = state_->values();
  for (const auto& [param, at] : state_->tensors()) {
    const engine::Param& p = *param;
    const auto first = values.begin() + at;
    io::Array array;
    array.shape = p.shape;
    if (state_->options.float64) {
      array.values = std::vector<double>(first, first + p.size());
    } else {
      array.values = std::vector<float>(first, first + p.size());
    }
    map.arrays[p.name] = std::move(array);
  }
  io::write_safetensors(file, map);
}

Model Model::load(const std::string& file) {
  const io::TensorMap map = io::read_safetensors(file);
  const auto description = map.metadata.find("gradus");
  if (description == map.metadata.end()) {
    throw Error(file, "holds tensors but no model",
                "give a file that Model::save or a study wrote");
  }
  ModelDescription parts = parse_model(description->second, file);
  Model model(Input(parts.input), std::move(parts.layers));
  model.compile(parts.options);
  std::vector<double> values = model.state_->values();
  for (const auto& [param, at] : model.state_->tensors()) {
    const engine::Param& p = *param;
    const auto found = map.arrays.find(p.name);
    if (found == map.arrays.end())
      throw Error(file, "lacks the tensor " + p.name, "save the model again");
    const io::Array& array = found->second;
    if (array.shape != p.shape) {
      throw Error(file,
                  p.name + " is " + array.shape.text() + " in the file and " + p.shape.text() +
                      " in its description",
                  "save the model again");
    }
    const auto to = values.begin() + at;
    std::visit([&](const auto& v) { std::copy(v.begin(), v.end(), to); }, array.values);
  }
  model.state_->fill(values);
  return model;
}

}  // namespace gradus
