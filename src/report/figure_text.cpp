#include "report/figure_text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace gradus {
namespace {

// Advance widths of the characters 32 to 126 of DejaVu Sans, in thousandths of the font size.
constexpr std::array<int, 95> kAdvance{
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361,  318, 337, 636, 636, 636,
    636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632,
    575, 775, 752, 295, 295, 656, 557, 863, 748, 787, 603, 787, 695, 635,  611, 732, 684, 989, 685,
    611, 685, 390, 337, 390, 838, 500, 500, 613, 635, 550, 635, 615, 352,  635, 634, 278, 278, 579,
    278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592,  525, 636, 337, 636, 838};
constexpr double kBoldFactor = 1.11;

struct Decoded {
  uint32_t code;
  size_t bytes;
  bool valid;
};

Decoded decode(std::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = byte(0);
  if (lead < 0x80) return {lead, 1, true};
  const size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || text.size() < length) return {0xfffd, 1, false};
  uint32_t code = lead & (0xffu >> (length + 1));
  for (size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return {0xfffd, 1, false};
    code = code << 6 | (byte(i) & 0x3f);
  }
  const bool overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
  // XML has no surrogates and neither U+FFFE nor U+FFFF.
  const bool forbidden =
      code > 0x10ffff || (code >= 0xd800 && code < 0xe000) || code == 0xfffe || code == 0xffff;
  if (overlong || forbidden) return {0xfffd, 1, false};
  return {code, length, true};
}

double advance(uint32_t code) {
  if (code >= 32 && code < 127) return kAdvance[code - 32];
  if (code == 0xa0) return kAdvance[0];  // a space that does not break
  if (code == 0xb2 || code == 0xb3 || code == 0xb9 || (code >= 0x2070 && code < 0x207a)) return 401;
  if (code == 0x207b) return 528;
  if (code == 0x2212 || code == 0xd7) return 838;
  if (code >= 0x300 && code < 0x370) return 0;                             // combining marks
  return code >= 0x1100 && (code < 0x2000 || code > 0x2e7f) ? 1000 : 620;  // East Asian: square
}

// Blocks that DejaVu Sans has in full, regular and bold.
bool is_covered(uint32_t code) {
  static constexpr std::array<std::array<uint32_t, 2>, 21> kBlocks{
      {{0x00, 0x7e},     {0xa0, 0x2e9},    {0x300, 0x34f},   {0x384, 0x38a},   {0x38e, 0x3a1},
       {0x3a3, 0x525},   {0x531, 0x556},   {0x561, 0x587},   {0x5d0, 0x5ea},   {0x621, 0x63a},
       {0x10d0, 0x10fc}, {0x1e00, 0x1efb}, {0x2000, 0x2064}, {0x2074, 0x208e}, {0x210b, 0x2149},
       {0x2150, 0x2185}, {0x2190, 0x2311}, {0x2500, 0x269c}, {0x27f0, 0x28ff}, {0x2070, 0x2071},
       {0xfffd, 0xfffd}}};
  return std::any_of(kBlocks.begin(), kBlocks.end(),
                     [&](const auto& block) { return code >= block[0] && code <= block[1]; });
}

}  // namespace

std::string with_boxes(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const Decoded next = decode(text);
    if (is_covered(next.code))
      out += text.substr(0, next.bytes);
    else
      out += "□";
    text.remove_prefix(next.bytes);
  }
  return out;
}

std::string clean_text(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size();) {
    const Decoded next = decode(text.substr(i));
    const bool control =
        next.code < 32 || next.code == 127 || (next.code >= 0x80 && next.code < 0xa0);
    if (!next.valid) {
      out += "\uFFFD";
    } else if (control) {
      out += next.code == '\n' ? '\n' : ' ';
    } else {
      out += text.substr(i, next.bytes);
    }
    i += next.bytes;
  }
  return out;
}

double text_width(std::string_view text, double size, bool bold) {
  double thousandths = 0;
  while (!text.empty()) {
    const Decoded next = decode(text);
    thousandths += advance(next.code);
    text.remove_prefix(next.bytes);
  }
  return thousandths * size / 1000 * (bold ? kBoldFactor : 1);
}

std::vector<std::string> wrap_text(std::string_view text, double width, double size, bool bold) {
  const std::string clean = clean_text(text);
  std::vector<std::string> lines;
  std::string line, word;
  const auto end_word = [&] {
    if (!line.empty() && text_width(line + " " + word, size, bold) > width) {
      lines.push_back(line);
      line = word;
    } else {
      line += (line.empty() ? "" : " ") + word;
    }
    word.clear();
  };
  for (const char c : clean) {
    if (c == ' ' || c == '\n') end_word();
    if (c == '\n') {
      lines.push_back(line);
      line.clear();
    } else if (c != ' ') {
      word += c;
    }
  }
  end_word();
  if (!line.empty()) lines.push_back(line);
  return lines;
}

std::string shorten_text(const std::string& text, double width, double size) {
  if (text_width(text, size) <= width) return text;
  const auto begins = [&](size_t at) {
    return (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
  };
  const double room = std::max(0.0, width - text_width("…", size));
  size_t head = 0, tail = text.size();
  for (size_t at = 1; at < text.size(); ++at)
    if (begins(at) && text_width(text.substr(0, at), size) <= 2 * room / 3) head = at;
  for (size_t at = text.size() - 1; at > head; --at)
    if (begins(at) && text_width(text.substr(at), size) <= room / 3) tail = at;
  return text.substr(0, head) + "…" + text.substr(tail);
}

std::string superscript(int number) {
  static constexpr std::array<const char*, 10> kDigits{"⁰", "¹", "²", "³", "⁴",
                                                       "⁵", "⁶", "⁷", "⁸", "⁹"};
  std::string out;
  for (const char c : std::to_string(number)) out += c == '-' ? "⁻" : kDigits[c - '0'];
  return out;
}

}  // namespace gradus
