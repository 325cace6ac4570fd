#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <bit>
#include <optional>

#include "io/mat_bytes.hpp"
#include "io/mat_variable.hpp"

namespace gradus::io {
namespace {

constexpr uint64_t kHeader = 20;
constexpr uint32_t kLongestName = 1024;
constexpr std::array<uint64_t, 6> kWidths{8, 4, 4, 2, 2, 1};

// A variable's header: five numbers of 32 bits. The first is 1000 M + 100 O + 10 P + T: byte order,
// 0, type of the values, kind of matrix.
struct Header {
  ByteOrder order;
  uint32_t type, rows, columns, complex, name_bytes;

  [[nodiscard]] uint64_t width() const { return kWidths[type / 10 % 10]; }
  [[nodiscard]] uint64_t data_bytes() const {
    return uint64_t{rows} * columns * width() * (complex ? 2 : 1);  // below 2^31 * 2^31 * 16
  }
};

std::optional<Header> parse(const std::array<uint8_t, kHeader>& bytes) {
  for (const bool swapped : {false, true}) {
    const ByteOrder order{swapped};
    const auto number = [&](size_t i) { return order.get32(bytes.data() + 4 * i); };
    const Header h{order, number(0), number(1), number(2), number(3), number(4)};
    constexpr bool kLittle = std::endian::native == std::endian::little;
    const uint32_t machine = h.type / 1000, big = kLittle == swapped ? 1 : 0;
    if (machine == big && h.type / 100 % 10 == 0 && h.type / 10 % 10 < kWidths.size() &&
        h.type % 10 <= 2 && h.complex <= 1 && h.name_bytes >= 1 && h.name_bytes <= kLongestName &&
        h.rows < 1U << 31 && h.columns < 1U << 31)
      return h;
  }
  return std::nullopt;
}

void copy(const MatSource& file, const Header& h, uint64_t at, MemoryFile& clean) {
  std::vector<uint8_t> head;
  for (const uint32_t number : {h.type, h.rows, h.columns, 0U, 2U}) h.order.put32(head, number);
  head.insert(head.end(), {'v', 0});
  clean.append(head);
  file.stream.seekg(static_cast<std::streamoff>(at));
  MatBytes bytes(file.stream, h.data_bytes(), MatBytes::Packing::kNone, file.name);
  std::array<uint8_t, 1 << 14> block{};
  for (uint64_t left = h.data_bytes(); left > 0;) {
    const std::span<uint8_t> part(block.data(), std::min<uint64_t>(left, block.size()));
    bytes.read(part);
    clean.append(part);
    left -= part.size();
  }
}

}  // namespace

bool begins_as_level4(const MatSource& file) {
  if (file.size < kHeader) return false;
  std::array<uint8_t, kHeader> bytes{};
  file.read_at(0, bytes);
  return parse(bytes).has_value();
}

std::vector<int64_t> copy_level4(const MatSource& file, const std::string& variable,
                                 MemoryFile& clean) {
  std::vector<std::string> names;
  for (uint64_t at = 0; at < file.size;) {
    if (file.size - at < kHeader) file.damaged("ends within the header of a variable");
    std::array<uint8_t, kHeader> bytes{};
    file.read_at(at, bytes);
    const std::optional<Header> h = parse(bytes);
    if (!h) file.damaged(fmt::format("no variable begins at byte {}", at));
    at += kHeader;
    // A product of 2^62 and 16 could wrap; nothing of the kind fits a file either.
    const bool wraps = uint64_t{h->rows} * h->columns > uint64_t{1} << 58;
    if (wraps || h->name_bytes > file.size - at || h->data_bytes() > file.size - at - h->name_bytes)
      file.damaged(fmt::format("says {}x{} values at byte {} and ends before", h->rows, h->columns,
                               at - kHeader));
    std::vector<uint8_t> name(h->name_bytes);
    file.read_at(at, name);
    at += h->name_bytes;
    names.emplace_back(name.begin(), name.end());
    if (const size_t end = names.back().find('\0'); end != std::string::npos)
      names.back().resize(end);
    if (names.back() == variable) {
      if (h->type % 10 == 1) no_array(file, variable, "text", "name an array of numbers");
      if (h->type % 10 == 2) no_array(file, variable, "sparse", "save full(" + variable + ")");
      if (h->complex) no_array(file, variable, "complex", "save its real part");
      std::vector<int64_t> extents{h->rows, h->columns};
      (void)count_of_extents(file, variable, extents);
      copy(file, *h, at, clean);
      return extents;
    }
    at += h->data_bytes();
  }
  no_variable(file, variable, names);
}

}  // namespace gradus::io
