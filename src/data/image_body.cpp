#include "data/image_body.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <memory>

#include "gradus/base/error.hpp"

namespace gradus::data {
namespace {

// One sample: a row of numbers stays one, height x width becomes height x width x 1.
Shape sample_shape(const io::ByteArray& images, const std::string& place) {
  const std::vector<int64_t>& e = images.extents;
  switch (e.size()) {
    case 2:
      return Shape{e[1]};
    case 3:
      return Shape{e[1], e[2], 1};
    case 4:
      return Shape{e[1], e[2], e[3]};
    default:
      throw Error(place, fmt::format("has {} axes, which are no images", e.size()),
                  "are the files of images and labels swapped?");
  }
}

}  // namespace

Dataset image_set(const io::ByteArray& images, const io::ByteArray& labels, int32_t classes,
                  std::vector<std::string> class_names, const std::string& images_place,
                  const std::string& labels_place) {
  const Shape shape = sample_shape(images, images_place);
  if (labels.extents.size() != 1)
    throw Error(labels_place,
                fmt::format("has {} axes, which are no labels", labels.extents.size()),
                "are the files of images and labels swapped?");
  if (labels.extents[0] != images.extents[0])
    throw Error(labels_place,
                fmt::format("has {} labels for the {} images of {}", labels.extents[0],
                            images.extents[0], images_place),
                "use the two files of one body");
  io::check_labels(labels, classes, labels_place);
  auto body = std::make_shared<Body>();
  BasicTensor<uint8_t> pixels(images.extents[0], shape);
  std::copy(images.values.begin(), images.values.end(), pixels.data());
  body->features = std::move(pixels);
  body->labels.assign(labels.values.begin(), labels.values.end());
  body->classes = classes;
  body->class_names = std::move(class_names);
  return Dataset(std::move(body));
}

}  // namespace gradus::data
