#include "gradus/io/png.hpp"

#include <gtest/gtest.h>
#include <zlib.h>

#include <string>
#include <vector>

#include "io/peak_memory.hpp"
#include "io/support.hpp"

namespace gradus::io {
namespace {

using test::bytes_of, test::error_of, test::expect_contains, test::TempFolder;

std::string big_endian(uint32_t v) {
  return {static_cast<char>(v >> 24), static_cast<char>(v >> 16), static_cast<char>(v >> 8),
          static_cast<char>(v)};
}

std::string chunk(const std::string& type, const std::string& data) {
  const std::string body = type + data;
  const auto sum =
      crc32(0, reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size()));
  return big_endian(static_cast<uint32_t>(data.size())) + body +
         big_endian(static_cast<uint32_t>(sum));
}

// A PNG file put together by hand: `rows` are the packed pixels, a filter byte 0 before each.
std::string png_of(uint32_t width, uint32_t height, int depth, int colour_type,
                   const std::string& rows, const std::string& before_data = "") {
  std::string packed(compressBound(rows.size()), '\0');
  uLongf size = packed.size();
  compress(reinterpret_cast<Bytef*>(packed.data()), &size,
           reinterpret_cast<const Bytef*>(rows.data()), rows.size());
  packed.resize(size);
  std::string header = big_endian(width) + big_endian(height);
  header += static_cast<char>(depth);
  header += static_cast<char>(colour_type);
  header += std::string(3, '\0');
  return "\x89PNG\r\n\x1a\n" + chunk("IHDR", header) + before_data + chunk("IDAT", packed) +
         chunk("IEND", "");
}

Image parse(const std::string& stored) {
  return read_png(bytes_of(stored), "a.png");
}

TEST(Png, ReadsGrey) {
  const Image image = parse(png_of(2, 2, 8, 0, std::string("\0\x01\xff\0\x80\x7f", 6)));
  EXPECT_EQ(image.height, 2);
  EXPECT_EQ(image.width, 2);
  EXPECT_EQ(image.channels, 1);
  EXPECT_EQ(image.pixels, (std::vector<uint8_t>{1, 255, 128, 127}));
}

TEST(Png, ReadsColour) {
  const Image image = parse(png_of(2, 1, 8, 2, std::string("\0\x01\x02\x03\x04\x05\x06", 7)));
  EXPECT_EQ(image.channels, 3);
  EXPECT_EQ(image.pixels, (std::vector<uint8_t>{1, 2, 3, 4, 5, 6}));
}

TEST(Png, LeavesTransparencyOut) {
  const Image colour =
      parse(png_of(2, 1, 8, 6, std::string("\0\x01\x02\x03\x00\x04\x05\x06\x80", 9)));
  EXPECT_EQ(colour.channels, 3);
  EXPECT_EQ(colour.pixels, (std::vector<uint8_t>{1, 2, 3, 4, 5, 6}));
  const Image grey = parse(png_of(2, 1, 8, 4, std::string("\0\x09\x00\x0a\x40", 5)));
  EXPECT_EQ(grey.channels, 1);
  EXPECT_EQ(grey.pixels, (std::vector<uint8_t>{9, 10}));
}

TEST(Png, ReadsPalettes) {
  const std::string palette = chunk("PLTE", "\x0a\x14\x1e\x28\x32\x3c");
  const Image image = parse(png_of(2, 1, 8, 3, std::string("\0\x01\x00", 3), palette));
  EXPECT_EQ(image.channels, 3);
  EXPECT_EQ(image.pixels, (std::vector<uint8_t>{40, 50, 60, 10, 20, 30}));
}

TEST(Png, SpreadsOneBitAndShortensSixteen) {
  EXPECT_EQ(parse(png_of(3, 1, 1, 0, std::string("\0\xa0", 2))).pixels,
            (std::vector<uint8_t>{255, 0, 255}));
  EXPECT_EQ(parse(png_of(2, 1, 16, 0, std::string("\0\x80\x80\xff\xff", 5))).pixels,
            (std::vector<uint8_t>{128, 255}));
}

TEST(Png, WritesWhatItReads) {
  const TempFolder folder;
  for (const int64_t channels : {1, 3}) {
    Image image{.height = 3, .width = 5, .channels = channels, .pixels = {}};
    for (int64_t i = 0; i < 15 * channels; ++i)
      image.pixels.push_back(static_cast<uint8_t>(i * 53));
    write_png(folder.path() / "a.png", image);
    const Image back = read_png(folder.path() / "a.png");
    EXPECT_EQ(back.channels, channels);
    EXPECT_EQ(back.pixels, image.pixels);
  }
  expect_contains(
      error_of([] { (void)encode_png({.height = 1, .width = 2, .channels = 1, .pixels = {1}}); }),
      "1 pixel values for 1x2x1");
}

TEST(Png, RefusesWhatIsNoPng) {
  for (const char* no : {"", "GIF89a", "\x89PNG\r\n\x1a\n"})
    expect_contains(error_of([&] { (void)parse(no); }), "a.png: is no PNG file; ");
  std::string grey = png_of(2, 2, 8, 0, std::string(6, '\0'));
  expect_contains(error_of([&] { (void)parse(grey.substr(0, grey.size() - 20)); }),
                  "a.png: is no good PNG file: ");
  grey[45] = static_cast<char>(grey[45] ^ 1);
  expect_contains(error_of([&] { (void)parse(grey); }), "a.png: is no good PNG file: ");
}

TEST(Png, AHostileSizeTakesNoMemory) {
  struct Case {
    uint32_t width, height;
    const char* says;
  };
  for (const Case& c : {Case{30000, 2000, "but has only"}, Case{0x7fffffff, 0x7fffffff, "at most"},
                        Case{1, 0x7fffffff, "at most"}, Case{1 << 19, 1 << 10, "at most"}}) {
    const std::string stored = png_of(c.width, c.height, 8, 0, std::string(6, '\0'));
    const size_t before = test::live_memory();
    (void)test::take_peak_memory();
    expect_contains(error_of([&] { (void)parse(stored); }), c.says);
    EXPECT_LT(test::take_peak_memory() - before, size_t{1} << 20);
  }
}

TEST(Png, EveryTruncationEndsInAnErrorOrAnImage) {
  const std::string good = png_of(3, 2, 8, 2, std::string(20, '\0'));
  for (size_t n = 0; n < good.size(); ++n)
    EXPECT_EQ(test::ends_in_error([&] { (void)parse(good.substr(0, n)); }),
              n < good.size() - 12)  // all but the end chunk
        << n;
}

TEST(Png, EveryChangedByteEndsInAnErrorOrAnImage) {
  const std::string good =
      png_of(3, 2, 8, 3, std::string(8, '\0'), chunk("PLTE", "\x0a\x14\x1e\x28\x32\x3c"));
  for (size_t at = 0; at < good.size(); ++at) {
    for (int value = 0; value < 256; ++value) {
      std::string changed = good;
      changed[at] = static_cast<char>(value);
      const size_t before = test::live_memory();
      (void)test::take_peak_memory();
      (void)test::ends_in_error([&] {
        const Image image = parse(changed);
        EXPECT_EQ(std::ssize(image.pixels), image.height * image.width * image.channels);
      });
      ASSERT_LT(test::take_peak_memory() - before, size_t{4} << 20) << at << " " << value;
    }
  }
}

}  // namespace
}  // namespace gradus::io
