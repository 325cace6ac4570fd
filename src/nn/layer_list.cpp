#include "gradus/nn/layer_list.hpp"

namespace gradus {

LayerList::LayerList() = default;
LayerList::LayerList(LayerList&&) noexcept = default;
LayerList& LayerList::operator=(LayerList&&) noexcept = default;
LayerList::~LayerList() = default;

void LayerList::add(const Dense& layer) {
  layers_.emplace_back(layer);
}
void LayerList::add(const Conv2D& layer) {
  layers_.emplace_back(layer);
}
void LayerList::add(const MaxPooling2D& layer) {
  layers_.emplace_back(layer);
}
void LayerList::add(const AveragePooling2D& layer) {
  layers_.emplace_back(layer);
}
void LayerList::add(const GlobalMaxPooling2D& layer) {
  layers_.emplace_back(layer);
}
void LayerList::add(const GlobalAveragePooling2D& layer) {
  layers_.emplace_back(layer);
}
void LayerList::add(const Flatten& layer) {
  layers_.emplace_back(layer);
}
void LayerList::add(const Reshape& layer) {
  layers_.emplace_back(layer);
}
void LayerList::add(const ZeroPadding2D& layer) {
  layers_.emplace_back(layer);
}
void LayerList::add(const BatchNormalization& layer) {
  layers_.emplace_back(layer);
}
void LayerList::add(const LayerNormalization& layer) {
  layers_.emplace_back(layer);
}
void LayerList::add(const Normalization& layer) {
  layers_.emplace_back(layer);
}
void LayerList::add(const Dropout& layer) {
  layers_.emplace_back(layer);
}
void LayerList::add(const SpatialDropout2D& layer) {
  layers_.emplace_back(layer);
}
void LayerList::add(const GaussianNoise& layer) {
  layers_.emplace_back(layer);
}
void LayerList::add(const ActivationLayer& layer) {
  layers_.emplace_back(layer);
}
void LayerList::add(const LeakyReLU& layer) {
  layers_.emplace_back(layer);
}
void LayerList::add(const ELU& layer) {
  layers_.emplace_back(layer);
}
void LayerList::add(const PReLU& layer) {
  layers_.emplace_back(layer);
}
void LayerList::add(const Add& layer) {
  layers_.emplace_back(layer);
}
void LayerList::add(const Concatenate& layer) {
  layers_.emplace_back(layer);
}
void LayerList::add(const Custom& layer) {
  layers_.emplace_back(layer);
}
void LayerList::add_any(const Layer& layer) {
  layers_.emplace_back(layer);
}

std::vector<Layer> LayerList::take() {
  return std::exchange(layers_, {});
}

}  // namespace gradus
