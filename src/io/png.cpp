#include "gradus/io/png.hpp"

#include <fmt/core.h>
#include <png.h>

#include <algorithm>
#include <array>
#include <new>

#include "base/durable_file.hpp"
#include "gradus/base/error.hpp"
#include "io/open_file.hpp"

namespace gradus::io {
namespace {

constexpr uint64_t kMostPixelBytes = uint64_t{1} << 28;
constexpr uint64_t kLargestFile = uint64_t{1} << 30;

// libpng's simplified interface, which hands errors back as values. Freed whatever happens.
struct PngImage {
  png_image image{};
  PngImage() { image.version = PNG_IMAGE_VERSION; }
  ~PngImage() { png_image_free(&image); }
  PngImage(const PngImage&) = delete;
  PngImage& operator=(const PngImage&) = delete;

  [[noreturn]] void fail(const std::string& name) const {
    throw Error(name, fmt::format("is no good PNG file: {}", image.message),
                "save it again as PNG");
  }
};

struct PngHeader {
  uint64_t width, height, bits;  // bits of a pixel
};

// What the file says of itself, before libpng takes memory for it.
PngHeader read_png_header(std::span<const uint8_t> bytes, const std::string& name) {
  constexpr std::array<uint8_t, 8> kSignature{0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  if (bytes.size() < 26 || !std::equal(kSignature.begin(), kSignature.end(), bytes.begin()))
    throw Error(name, "is no PNG file", "save it as PNG");
  const auto number = [&](size_t at) {
    return uint64_t{bytes[at]} << 24 | uint64_t{bytes[at + 1]} << 16 |
           uint64_t{bytes[at + 2]} << 8 | bytes[at + 3];
  };
  // Channels of colour types 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGB and alpha.
  constexpr std::array<uint64_t, 7> kChannels{1, 0, 3, 1, 2, 0, 4};
  const uint64_t channels = bytes[25] < kChannels.size() ? kChannels[bytes[25]] : 0;
  if (channels == 0) throw Error(name, "is no good PNG file: colour type", "save it again as PNG");
  return {number(16), number(20), bytes[24] * channels};
}

// Deflate shrinks by 1032 at most, so a small file cannot hold a large image.
void check_png_size(const PngHeader& h, uint64_t file_size, const std::string& name) {
  constexpr uint64_t kMostShrink = 1032, kLongestSide = 1 << 20;
  const std::string claim = fmt::format("says {} x {} pixels", h.width, h.height);
  if (h.width > kLongestSide || h.height > kLongestSide || h.width * h.height * 4 > kMostPixelBytes)
    throw Error(name, claim, fmt::format("at most {} bytes are read", kMostPixelBytes));
  if (h.height * ((h.width * h.bits + 7) / 8) > file_size * kMostShrink)
    throw Error(name, fmt::format("{} but has only {} bytes", claim, file_size),
                "the file is damaged; save it again as PNG");
}

}  // namespace

Image read_png(std::span<const uint8_t> bytes, const std::string& name) {
  check_png_size(read_png_header(bytes, name), bytes.size(), name);
  PngImage png;
  if (!png_image_begin_read_from_memory(&png.image, bytes.data(), bytes.size())) png.fail(name);
  const bool colour = (png.image.format & PNG_FORMAT_FLAG_COLOR) != 0;
  const bool alpha = (png.image.format & PNG_FORMAT_FLAG_ALPHA) != 0;
  // Alpha is asked for where there is some, then dropped: libpng would mix in a background.
  png.image.format = (colour ? PNG_FORMAT_FLAG_COLOR : 0u) | (alpha ? PNG_FORMAT_FLAG_ALPHA : 0u);
  // 16-bit values are shortened, not taken for linear light.
  png.image.flags |= PNG_IMAGE_FLAG_16BIT_sRGB;
  Image out{.height = png.image.height,
            .width = png.image.width,
            .channels = colour ? 3 : 1,
            .pixels = {}};
  std::vector<uint8_t> raw(PNG_IMAGE_SIZE(png.image));
  if (!png_image_finish_read(&png.image, nullptr, raw.data(), 0, nullptr)) png.fail(name);
  if (!alpha) {
    out.pixels = std::move(raw);
    return out;
  }
  const auto channels = static_cast<size_t>(out.channels);
  out.pixels.reserve(raw.size() / (channels + 1) * channels);
  for (size_t i = 0; i < raw.size(); i += channels + 1)
    out.pixels.insert(out.pixels.end(), raw.begin() + static_cast<ptrdiff_t>(i),
                      raw.begin() + static_cast<ptrdiff_t>(i + channels));
  return out;
}

Image read_png(const std::filesystem::path& path) {
  const std::string bytes = read_file(path, kLargestFile);
  return read_png({reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size()}, path.string());
}

std::string encode_png(const Image& image) {
  if (image.height < 1 || image.width < 1 || (image.channels != 1 && image.channels != 3) ||
      std::ssize(image.pixels) != image.height * image.width * image.channels)
    throw Error("[png]",
                fmt::format("{} pixel values for {}x{}x{}", image.pixels.size(), image.height,
                            image.width, image.channels),
                "give 1 or 3 channels and all pixels");
  PngImage png;
  png.image.width = static_cast<png_uint_32>(image.width);
  png.image.height = static_cast<png_uint_32>(image.height);
  png.image.format = image.channels == 3 ? PNG_FORMAT_RGB : PNG_FORMAT_GRAY;
  png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(png.image);
  std::string bytes(size, '\0');
  if (!png_image_write_to_memory(&png.image, bytes.data(), &size, 0, image.pixels.data(), 0,
                                 nullptr))
    png.fail("[png]");
  bytes.resize(size);
  return bytes;
}

void write_png(const std::filesystem::path& path, const Image& image) {
  replace_file(path, encode_png(image));
}

}  // namespace gradus::io
