#include "gradus/io/csv.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>

#include "data/read.hpp"
#include "data/sha256.hpp"
#include "data/target_column.hpp"
#include "gradus/base/error.hpp"
#include "gradus/data/find_file.hpp"

namespace gradus::data {
namespace {

size_t column_named(const io::CsvReader& csv, const std::string& name) {
  const auto& names = csv.names();
  const auto at = std::find(names.begin(), names.end(), name);
  if (at == names.end())
    throw Error(csv.file(), fmt::format("no column \"{}\"", name), suggest(name, names));
  if (std::find(at + 1, names.end(), name) != names.end())
    throw Error(csv.file(), fmt::format("two columns are named \"{}\"", name), "rename one");
  return static_cast<size_t>(at - names.begin());
}

float number_in(const io::CsvReader& csv, size_t column) {
  const std::string& cell = csv.cells()[column];
  const auto number = io::parse_number(cell);
  const auto value = static_cast<float>(number.value_or(0));
  if (!number || !std::isfinite(value))
    throw Error(csv.place(),
                cell.empty() ? fmt::format("column \"{}\" is empty", csv.names()[column])
                             : fmt::format("column \"{}\": \"{}\" is no {}", csv.names()[column],
                                           cell, number ? "number of float32" : "number"),
                "features are numbers; mend the cell, or check header and separator");
  return value;
}

// The rows while they are read.
struct CsvRows {
  size_t target = 0;
  std::optional<size_t> weight;
  std::vector<float> features;
  TargetColumn targets;
  std::vector<float> weights;
  int64_t rows = 0;

  void add(const io::CsvReader& csv) {
    for (size_t i = 0; i < csv.names().size(); ++i) {
      if (i == target) {
        targets.add(csv.cells()[i], csv.place(), csv.names()[i]);
      } else if (weight && i == *weight) {
        weights.push_back(number_in(csv, i));
        if (weights.back() < 0)
          throw Error(csv.place(), fmt::format("the weight {} is negative", csv.cells()[i]),
                      "give weights from 0");
      } else {
        features.push_back(number_in(csv, i));
      }
    }
    ++rows;
  }
};

CsvRows read_rows(io::CsvReader& csv, const sources::Csv& source) {
  CsvRows rows;
  rows.targets = TargetColumn(source.regression);
  rows.target = source.target.empty() ? csv.names().size() - 1 : column_named(csv, source.target);
  if (!source.weight.empty()) rows.weight = column_named(csv, source.weight);
  if (rows.weight == rows.target)
    throw Error(csv.file(),
                fmt::format("\"{}\" is both target and weight", csv.names()[rows.target]),
                "name two columns");
  if (csv.names().size() < (rows.weight ? 3u : 2u))
    throw Error(csv.file(), "has no column of features", "check the separator");
  while (csv.next()) rows.add(csv);
  if (rows.rows == 0)
    throw Error(csv.file(), "has no rows below its header", "set header = false?");
  return rows;
}

}  // namespace

Loaded read(const sources::Csv& source, const LoadOptions& options) {
  if (source.separator.size() != 1 || source.separator == "\"" || source.separator == "\n")
    throw Error("csv", fmt::format("separator = \"{}\"", source.separator), "give one character");
  const auto path = find_file(source.file, options.beside);
  io::CsvReader csv(path, {.header = source.header, .separator = source.separator[0]});
  CsvRows rows = read_rows(csv, source);
  auto body = std::make_shared<Body>();
  Tensor features(rows.rows, Shape{std::ssize(rows.features) / rows.rows});
  std::copy(rows.features.begin(), rows.features.end(), features.data());
  body->features = std::move(features);
  body->weights = std::move(rows.weights);
  rows.targets.store(*body);
  Loaded out;
  if (body->classes > 2 && int64_t{body->classes} * 2 > rows.rows)
    out.notes.push_back(
        fmt::format("The target \"{}\" of {} has {} classes in {} samples: whole numbers and "
                    "texts are taken for classes (regression = true takes numbers for quantities).",
                    csv.names()[rows.target], source.file, body->classes, rows.rows));
  out.train = Dataset(std::move(body));
  out.checksums = {{source.file, sha256_of_file(path)}};
  return out;
}

}  // namespace gradus::data
