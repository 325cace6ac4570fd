#include "gradus/io/idx.hpp"

#include <algorithm>

#include "data/image_body.hpp"
#include "data/read.hpp"
#include "data/sha256.hpp"
#include "gradus/data/find_file.hpp"

namespace gradus::data {

Loaded read(const sources::Idx& source, const LoadOptions& options) {
  const auto images_path = find_file(source.images, options.beside);
  const auto labels_path = find_file(source.labels, options.beside);
  const io::ByteArray images = io::read_idx(images_path);
  const io::ByteArray labels = io::read_idx(labels_path);
  const int32_t classes = *std::max_element(labels.values.begin(), labels.values.end()) + 1;
  Loaded out;
  out.train = image_set(images, labels, classes, {}, images_path.string(), labels_path.string());
  out.checksums = {{source.images, sha256_of_file(images_path)},
                   {source.labels, sha256_of_file(labels_path)}};
  return out;
}

}  // namespace gradus::data
