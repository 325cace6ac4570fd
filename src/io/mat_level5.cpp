#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <bit>
#include <string_view>

#include "io/mat_bytes.hpp"
#include "io/mat_variable.hpp"

namespace gradus::io {
namespace {

// Types of elements, and classes of arrays, by the format's numbers.
enum : uint32_t { kInt8 = 1, kUint8 = 2, kInt32 = 5, kUint32 = 6, kMatrix = 14, kPacked = 15 };
enum : uint32_t { kUtf8 = 16 };
enum : uint32_t { kOpaque = 17 };
constexpr uint32_t kComplexFlag = 0x0800;
constexpr uint32_t kLongestName = 1024, kMostExtents = 32;
constexpr uint64_t kFileHeader = 128;
constexpr uint64_t kMostBytes = (uint64_t{1} << 31) - 1;  // what MATLAB allows in a variable

// What is no array of numbers, by its class; "" for what is.
constexpr std::array<std::string_view, 18> kClasses{"",           "a cell array",
                                                    "a struct",   "an object",
                                                    "text",       "sparse",
                                                    "",           "",
                                                    "",           "",
                                                    "",           "",
                                                    "",           "",
                                                    "",           "",
                                                    "a function", "an object"};

uint64_t width_of(uint32_t type) {
  constexpr std::array<uint64_t, 14> kWidths{0, 1, 1, 2, 2, 4, 4, 4, 0, 8, 0, 0, 8, 8};
  return type < kWidths.size() ? kWidths[type] : 0;
}

uint64_t padding(uint64_t bytes) {
  return (8 - bytes % 8) % 8;
}

// The front of an element. One of up to four bytes may stand in its own second half.
struct Tag {
  uint32_t type = 0, bytes = 0;
  bool small = false;
  std::array<uint8_t, 4> content{};
};

// What a matrix says of itself before its values.
struct Head {
  uint32_t type = 0;  ///< the class, an index into kClasses
  bool complex = false;
  std::vector<int64_t> extents;
  std::string name;
};

// The inside of one matrix, read in its order.
class Matrix {
 public:
  Matrix(const MatSource& file, ByteOrder order, MatBytes& bytes)
      : file_(file), order_(order), bytes_(bytes) {}

  [[nodiscard]] Tag tag() {
    std::array<uint8_t, 4> word{};
    bytes_.read(word);
    Tag t;
    t.type = order_.get32(word.data());
    if (t.type >> 16 != 0) {
      t.bytes = t.type >> 16;
      t.type &= 0xffff;
      t.small = true;
      if (t.bytes > 4) file_.damaged(fmt::format("{} bytes in the place of 4", t.bytes));
      bytes_.read(t.content);
    } else {
      bytes_.read(word);
      t.bytes = order_.get32(word.data());
    }
    return t;
  }

  [[nodiscard]] Head head() {
    const std::vector<uint8_t> flags = content(tag(), {kUint32}, 8, "flags");
    if (flags.size() != 8) file_.damaged("a variable's flags are not whole");
    Head h;
    h.type = order_.get32(flags.data()) & 0xff;
    h.complex = (order_.get32(flags.data()) & kComplexFlag) != 0;
    if (h.type == 0 || h.type >= kClasses.size())
      file_.damaged(fmt::format("a variable is of the unknown class {}", h.type));
    if (h.type != kOpaque) {
      const std::vector<uint8_t> e = content(tag(), {kInt32}, 4 * kMostExtents, "extents");
      if (e.size() < 8 || e.size() % 4 != 0) file_.damaged("a variable's extents are not whole");
      for (size_t i = 0; i < e.size(); i += 4)
        h.extents.push_back(static_cast<int32_t>(order_.get32(e.data() + i)));
    }
    const std::vector<uint8_t> name = content(tag(), {kInt8, kUint8, kUtf8}, kLongestName, "name");
    h.name.assign(name.begin(), name.end());
    return h;
  }

  // The values, checked against `head`, as a file of its own.
  void copy(const Head& head, MemoryFile& clean) {
    const uint64_t count = count_of_extents(file_, head.name, head.extents);
    const Tag t = tag();
    const uint64_t width = width_of(t.type);
    if (width == 0)
      file_.damaged(fmt::format("{} has values of the unknown type {}", head.name, t.type));
    if (count * width != t.bytes)
      file_.damaged(fmt::format("{} is {} = {} values of {} bytes but has {} bytes", head.name,
                                extents_text(head.extents), count, width, t.bytes));
    if (t.bytes > kMostBytes)
      file_.damaged(fmt::format("{} says that it has {} bytes", head.name, t.bytes));
    if (!t.small && t.bytes > bytes_.most_left())
      file_.damaged(fmt::format("{} says {} bytes but ends before", head.name, t.bytes));
    clean.append(clean_front(head, count, t));
    std::array<uint8_t, 1 << 14> block{};
    for (uint64_t left = t.small ? 0 : t.bytes; left > 0;) {
      const std::span<uint8_t> part(block.data(), std::min<uint64_t>(left, block.size()));
      bytes_.read(part);
      clean.append(part);
      left -= part.size();
    }
    std::fill(block.begin(), block.begin() + 8, uint8_t{0});
    if (!t.small) clean.append({block.data(), padding(t.bytes)});
    for (uint64_t i = 0; !t.small && i < padding(t.bytes) && !bytes_.at_end(); ++i) bytes_.skip(1);
    if (!bytes_.at_end())
      file_.damaged(fmt::format("something follows the values of {}", head.name));
  }

 private:
  // A short element, of one of some types.
  std::vector<uint8_t> content(const Tag& t, std::initializer_list<uint32_t> types, uint32_t limit,
                               const char* what) {
    if (std::find(types.begin(), types.end(), t.type) == types.end() || t.bytes > limit)
      file_.damaged(fmt::format("no {} of a variable where they should be", what));
    std::vector<uint8_t> out(t.bytes);
    if (t.small) {
      std::copy_n(t.content.begin(), t.bytes, out.begin());
    } else {
      bytes_.read(out);
      bytes_.skip(padding(t.bytes));
    }
    return out;
  }

  // All before the values: the file's header, the matrix called v, rows x the rest.
  [[nodiscard]] std::vector<uint8_t> clean_front(const Head& head, uint64_t count,
                                                 const Tag& values) const {
    std::vector<uint8_t> out(kFileHeader - 4, ' ');
    out.reserve(2 * kFileHeader);
    // The version 0x0100 and "MI", each in the file's order, are one word where that is big-endian.
    const bool little = (std::endian::native == std::endian::little) != order_.swapped;
    order_.put32(out, little ? 0x4d49'0100 : 0x0100'4d49);
    const auto rows = static_cast<uint32_t>(head.extents[0]);
    const auto put = [&](std::initializer_list<uint32_t> words) {
      for (const uint32_t word : words) order_.put32(out, word);
    };
    const auto after =
        static_cast<uint32_t>(values.small ? 8 : 8 + values.bytes + padding(values.bytes));
    put({kMatrix, 16 + 16 + 8 + after});
    put({kUint32, 8, head.type, 0});
    put({kInt32, 8, rows, static_cast<uint32_t>(count / rows)});
    put({1U << 16 | kInt8});
    out.insert(out.end(), {'v', 0, 0, 0});
    if (values.small) {
      put({values.bytes << 16 | values.type});
      out.insert(out.end(), values.content.begin(), values.content.end());
    } else {
      put({values.type, values.bytes});
    }
    return out;
  }

  const MatSource& file_;
  ByteOrder order_;
  MatBytes& bytes_;
};

void check_class(const MatSource& file, const Head& head) {
  const std::string& v = head.name;
  const std::string what(kClasses[head.type]);
  if (what == "sparse") no_array(file, v, what, "save full(" + v + ")");
  if (!what.empty()) no_array(file, v, what, "name an array of numbers, or save it as one");
  if (head.complex) no_array(file, v, "complex", "save its real part");
}

}  // namespace

std::vector<int64_t> copy_level5(const MatSource& file, const std::string& variable,
                                 ByteOrder order, MemoryFile& clean) {
  std::vector<std::string> names;
  for (uint64_t at = kFileHeader; at < file.size;) {
    if (file.size - at < 8) file.damaged("ends within the front of a variable");
    std::array<uint8_t, 8> front{};
    file.read_at(at, front);
    const uint32_t type = order.get32(front.data()), size = order.get32(front.data() + 4);
    if (type != kMatrix && type != kPacked)
      file.damaged(fmt::format("no variable begins at byte {}", at));
    at += 8;
    if (size > file.size - at)
      file.damaged(fmt::format("a variable of {} bytes begins at byte {}, {} follow", size, at - 8,
                               file.size - at));
    MatBytes bytes(file.stream, size,
                   type == kPacked ? MatBytes::Packing::kZlib : MatBytes::Packing::kNone,
                   file.name);
    Matrix matrix(file, order, bytes);
    if (type == kPacked && matrix.tag().type != kMatrix)
      file.damaged(fmt::format("no variable is packed at byte {}", at - 8));
    at += size;
    // An element without content is an array without anything, name included.
    if (type == kMatrix && size == 0) continue;
    const Head head = matrix.head();
    if (head.name == variable) {
      check_class(file, head);
      matrix.copy(head, clean);
      return head.extents;
    }
    if (!head.name.empty()) names.push_back(head.name);  // MATLAB keeps unnamed things of its own
  }
  no_variable(file, variable, names);
}

}  // namespace gradus::io
