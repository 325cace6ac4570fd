#include "data/target_column.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "gradus/base/error.hpp"
#include "gradus/io/csv.hpp"

namespace gradus::data {

void TargetColumn::add(const std::string& cell, const std::string& place,
                       const std::string& column) {
  const auto number = io::parse_number(cell);
  if (quantities_ && !number && !cell.empty())
    throw Error(place, fmt::format("the target \"{}\" is \"{}\", no number", column, cell),
                "mend the cell, or leave out regression = true");
  if (cell.empty() || (number ? !texts_.empty() : !numbers_.empty()))
    throw Error(place,
                cell.empty() ? fmt::format("the target \"{}\" is empty", column)
                : number
                    ? fmt::format("the target \"{}\" is the number {} among texts", column, cell)
                    : fmt::format("the target \"{}\" is \"{}\", no number as above", column, cell),
                "make all targets numbers, or all texts");
  if (number) {
    // Beyond 2^31 a whole number counts something; it names no class.
    whole_ = whole_ && std::floor(*number) == *number && std::abs(*number) < 0x1p31;
    numbers_.push_back(*number);
  } else {
    texts_.push_back(cell);
  }
}

void TargetColumn::store(Body& body) const {
  if (!texts_.empty()) return store_texts(body);
  if (whole_ && !quantities_) return store_whole_numbers(body);
  body.targets = Tensor(std::ssize(numbers_), Shape{1});
  for (size_t i = 0; i < numbers_.size(); ++i)
    body.targets.data()[i] = static_cast<float>(numbers_[i]);
}

void TargetColumn::store_texts(Body& body) const {
  std::map<std::string, int32_t> classes;
  for (const std::string& text : texts_) classes[text] = 0;
  for (auto& [name, number] : classes) {
    number = static_cast<int32_t>(body.class_names.size());
    body.class_names.push_back(name);
  }
  for (const std::string& text : texts_) body.labels.push_back(classes[text]);
  body.classes = static_cast<int32_t>(classes.size());
}

void TargetColumn::store_whole_numbers(Body& body) const {
  std::map<int64_t, int32_t> classes;
  for (double v : numbers_) classes[static_cast<int64_t>(v)] = 0;
  for (auto& [value, number] : classes) {
    number = static_cast<int32_t>(body.class_names.size());
    body.class_names.push_back(std::to_string(value));
  }
  for (double v : numbers_) body.labels.push_back(classes[static_cast<int64_t>(v)]);
  body.classes = static_cast<int32_t>(classes.size());
}

}  // namespace gradus::data
