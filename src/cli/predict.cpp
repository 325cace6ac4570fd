#include <fmt/core.h>

#include <cmath>

#include "cli/commands.hpp"
#include "gradus/base/error.hpp"
#include "gradus/io/csv.hpp"
#include "gradus/train/model.hpp"
#include "study/saved_network.hpp"

namespace gradus::cli {

int predict(const std::filesystem::path& file, const std::filesystem::path& table) {
  const Model model = Model::load(file.string());
  // Of a study's network: rows are as the study's source has them.
  const std::optional<data::Fitted> transform = study::saved_transform(file);
  const Shape shape = transform ? transform->shape : model.input_shape();
  const int64_t inputs = shape.size();
  io::CsvReader reader(table);
  std::vector<float> values;
  int64_t rows = 0;
  for (; reader.next(); ++rows) {
    if (static_cast<int64_t>(reader.cells().size()) != inputs) {
      throw Error(reader.place(),
                  fmt::format("{} columns for {} inputs", reader.cells().size(), inputs),
                  "give one column an input, and no target");
    }
    for (size_t i = 0; i < reader.cells().size(); ++i) {
      const std::optional<double> number = io::parse_number(reader.cells()[i]);
      if (!number) {
        throw Error(reader.place(),
                    fmt::format("column {}: \"{}\" is no number", i + 1, reader.cells()[i]),
                    "give numbers");
      }
      values.push_back(static_cast<float>(*number));
    }
  }
  Tensor x(rows, shape);
  std::copy(values.begin(), values.end(), x.data());
  const Tensor y = transform ? model.predict(data::apply(
                                   *transform, data::Dataset(std::move(x), Tensor(rows, Shape{1}))))
                             : model.predict(x);
  std::string out;
  for (int64_t j = 0; j < model.outputs(); ++j) out += fmt::format("{}y{}", j == 0 ? "" : ",", j);
  out += "\n";
  for (int64_t r = 0; r < rows; ++r) {
    for (int64_t j = 0; j < model.outputs(); ++j)
      out += fmt::format("{}{}", j == 0 ? "" : ",", y.row(r)[static_cast<size_t>(j)]);
    out += "\n";
  }
  fmt::print("{}", out);
  return 0;
}

}  // namespace gradus::cli
