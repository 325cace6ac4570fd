#include "gradus/data/one_hot.hpp"

#include <string>

#include "gradus/base/error.hpp"

namespace gradus::data {

Tensor one_hot(std::span<const int32_t> labels, int32_t classes) {
  if (classes < 1) throw Error("[one_hot]", "0 classes", "give at least 1");
  Tensor rows(std::ssize(labels), Shape{classes});
  for (size_t i = 0; i < labels.size(); ++i) {
    if (labels[i] < 0 || labels[i] >= classes)
      throw Error("[one_hot]", "label " + std::to_string(labels[i]) + " is outside 0.." +
                                   std::to_string(classes - 1));
    rows.row(static_cast<int64_t>(i))[static_cast<size_t>(labels[i])] = 1;
  }
  return rows;
}

}  // namespace gradus::data
