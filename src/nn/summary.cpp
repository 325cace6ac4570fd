#include "gradus/nn/summary.hpp"

#include <algorithm>
#include <array>

namespace gradus {
namespace {

using Cells = std::array<std::string, 4>;

std::string with_batch(const Shape& shape) {
  return "N x " + shape.text();
}

// 108618 as "108,618".
std::string grouped(int64_t n) {
  std::string digits = std::to_string(n);
  for (int at = static_cast<int>(digits.size()) - 3; at > 0; at -= 3)
    digits.insert(static_cast<size_t>(at), ",");
  return digits;
}

std::string line(const Cells& cells, const std::array<size_t, 4>& widths) {
  std::string out;
  for (size_t i = 0; i < 4; ++i) {
    const std::string pad(widths[i] - cells[i].size(), ' ');
    out += i == 3 ? pad + cells[i] : cells[i] + pad + "  ";
  }
  return out + "\n";
}

}  // namespace

std::string Summary::text() const {
  std::vector<Cells> table = {{"layer", "output", "weights", "parameters"}};
  table.push_back({"input", with_batch(input), "", ""});
  for (const Row& row : rows) {
    std::string shapes;
    for (const auto& [name, shape] : row.weights)
      shapes += (shapes.empty() ? "" : ", ") + name + " " + shape.text();
    const std::string label = row.name == row.kind ? row.name : row.name + " (" + row.kind + ")";
    table.push_back({label, with_batch(row.output), shapes, grouped(row.parameters)});
  }
  std::array<size_t, 4> widths{};
  for (const Cells& cells : table) {
    for (size_t i = 0; i < 4; ++i) widths[i] = std::max(widths[i], cells[i].size());
  }
  std::string out;
  for (size_t r = 0; r < table.size(); ++r) {
    out += line(table[r], widths);
    if (r == 0) out += std::string(widths[0] + widths[1] + widths[2] + widths[3] + 6, '-') + "\n";
  }
  out += grouped(parameters) + " parameters";
  if (trainable != parameters)
    out += ": " + grouped(trainable) + " trainable, " + grouped(parameters - trainable) + " not";
  out += "\n";
  for (const std::string& note : notes) out += note + "\n";
  return out;
}

}  // namespace gradus
