#include "gradus/io/mat.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>

#include "data/digits.hpp"
#include "data/read.hpp"
#include "data/sha256.hpp"
#include "gradus/base/error.hpp"
#include "gradus/data/find_file.hpp"

namespace gradus::data {
namespace {

// Numbers as float32, samples one after another in place of features.
Tensor rows_of(const io::MatArray& array, const std::string& place, const std::string& name) {
  Tensor out(array.rows(), Shape{array.columns()});
  for (int64_t c = 0; c < array.columns(); ++c)
    for (int64_t r = 0; r < array.rows(); ++r) {
      const auto value = static_cast<float>(array.at(r, c));
      if (!std::isfinite(value))
        throw Error(place,
                    fmt::format("{}({},{}) is {}, no finite number of float32", name, r + 1, c + 1,
                                array.at(r, c)),
                    "mend it in MATLAB");
      out.row(r)[static_cast<size_t>(c)] = value;
    }
  return out;
}

bool are_classes(const io::MatArray& y) {
  return y.columns() == 1 && std::all_of(y.values.begin(), y.values.end(), [](double v) {
           return std::floor(v) == v && std::abs(v) < 0x1p31;
         });
}

// Class of each row: what `relabel` makes of y, numbered in its order.
void store_classes(const io::MatArray& y, const sources::Mat& source, const std::string& place,
                   Body& body) {
  std::map<int64_t, int32_t> classes;
  std::map<int64_t, bool> used;
  for (const auto& [from, to] : source.relabel) used[from] = false;
  const auto renamed = [&](double v) {
    const auto label = static_cast<int64_t>(v);
    const auto it = source.relabel.find(label);
    if (it == source.relabel.end()) return label;
    used[label] = true;
    return it->second;
  };
  for (const double v : y.values) classes[renamed(v)] = 0;
  if (const int64_t least = classes.begin()->first; least < 0)
    throw Error(place,
                fmt::format("{} has the label {}, and classes count from 0 or 1", source.y, least),
                fmt::format("number them anew, as in relabel = {{ {} = 0 }}", least));
  for (const auto& [label, was_there] : used)
    if (!was_there)
      throw Error(place, fmt::format("relabel changes {}, which {} has nowhere", label, source.y),
                  "mend or remove it");
  for (auto& [label, number] : classes) {
    number = static_cast<int32_t>(body.class_names.size());
    body.class_names.push_back(std::to_string(label));
  }
  for (const double v : y.values) body.labels.push_back(classes[renamed(v)]);
  body.classes = static_cast<int32_t>(classes.size());
}

std::filesystem::path path_of(const sources::Mat& source, const LoadOptions& options) {
  try {
    return find_file(source.file, options.beside);
  } catch (const Error& e) {
    if (source.file != kDigitsFile) throw;
    throw Error(e.place(), e.reason(), kDigitsMend);
  }
}

}  // namespace

Loaded read(const sources::Mat& source, const LoadOptions& options) {
  const auto path = path_of(source, options);
  const std::string place = path.string();
  auto body = std::make_shared<Body>();
  body->features = rows_of(io::read_mat(path, source.x), place, source.x);
  io::MatArray y = io::read_mat(path, source.y);
  if (y.rows() == 1 && y.columns() == body->rows()) y.extents = {y.columns(), 1};
  if (y.rows() != body->rows())
    throw Error(
        place,
        fmt::format("{} has {} rows and {} has {}", source.x, body->rows(), source.y, y.rows()),
        "a row is a sample in both; transpose one?");
  if (are_classes(y)) {
    store_classes(y, source, place, *body);
  } else if (!source.relabel.empty()) {
    throw Error(place, fmt::format("relabel, but {} has no labels", source.y),
                "labels are a column of whole numbers; remove relabel");
  } else {
    body->targets = rows_of(y, place, source.y);
  }
  Loaded out;
  if (body->classes > 2 && int64_t{body->classes} * 2 > body->rows())
    out.notes.push_back(
        fmt::format("{} of {} has {} classes in {} samples: whole numbers are taken "
                    "for classes.",
                    source.y, source.file, body->classes, body->rows()));
  out.train = Dataset(std::move(body));
  out.checksums = {{source.file, sha256_of_file(path)}};
  return out;
}

}  // namespace gradus::data
