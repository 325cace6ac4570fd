#include "gradus/io/safetensors.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <sstream>
#include <string>

#include "io/peak_memory.hpp"
#include "io/support.hpp"

namespace gradus::io {
namespace {

using test::error_of, test::expect_contains, test::TempFolder;

TensorMap example() {
  TensorMap map;
  map.arrays["dense/kernel"] = {Shape{2, 3}, std::vector<float>{1, 2, 3, 4, 5, -6.5f}};
  map.arrays["dense/bias"] = {Shape{3}, std::vector<float>{0, -0.0f, 1e-40f}};
  map.arrays["a/moment"] = {Shape{}, std::vector<double>{1.0 / 3}};
  map.metadata = {{"gradus", "0.1"}, {"note", "quotes \" and \\ and \xC3\xBC"}};
  return map;
}

std::string stored(std::string header, const std::string& body) {
  const auto n = static_cast<uint64_t>(header.size());
  return std::string(reinterpret_cast<const char*>(&n), 8) + header + body;
}

TensorMap parse(const std::string& bytes) {
  std::istringstream stream(bytes);
  return read_safetensors(stream, bytes.size(), "m.safetensors");
}

// One array "a" of two floats with its header's parts replaced.
std::string entry(const std::string& dtype, const std::string& shape, const std::string& offsets) {
  return "\"dtype\":\"" + dtype + "\",\"shape\":" + shape + ",\"data_offsets\":" + offsets;
}

TEST(Safetensors, ReadsWhatItWrote) {
  EXPECT_EQ(parse(encode_safetensors(example())), example());
  EXPECT_EQ(parse(encode_safetensors({})), TensorMap{});
  const TempFolder folder;
  write_safetensors(folder.path() / "m.safetensors", example());
  EXPECT_EQ(read_safetensors(folder.path() / "m.safetensors"), example());
}

TEST(Safetensors, KeepsEveryBit) {
  TensorMap map;
  map.arrays["x"] = {Shape{3}, std::vector<float>{std::numeric_limits<float>::infinity(),
                                                  std::numeric_limits<float>::denorm_min(), -0.0f}};
  EXPECT_EQ(encode_safetensors(parse(encode_safetensors(map))), encode_safetensors(map));
}

TEST(Safetensors, LaysArraysOutAligned) {
  const std::string bytes = encode_safetensors(example());
  uint64_t length = 0;
  bytes.copy(reinterpret_cast<char*>(&length), 8);
  EXPECT_EQ(length % 8, 0u);
  // The double comes first, so that it is aligned behind any number of floats.
  EXPECT_EQ(bytes.size(), 8 + length + 8 + 4 * 9);
  expect_contains(bytes, R"("a/moment":{"dtype":"F64","shape":[],"data_offsets":[0,8]})");
  expect_contains(bytes, R"("dense/bias":{"dtype":"F32","shape":[3],"data_offsets":[8,20]})");
}

TEST(Safetensors, RefusesToWriteWhatDoesNotFit) {
  TensorMap map;
  map.arrays["x"] = {Shape{3}, std::vector<float>{1, 2}};
  expect_contains(error_of([&] { (void)encode_safetensors(map); }), "2 values for x of shape 3");
}

TEST(Safetensors, ReadsOthersFiles) {
  const std::string body(8, '\0');
  const TensorMap map = parse(stored("{\"b\":{" + entry("F32", "[1]", "[4,8]") + "},\"a\":{" +
                                         entry("F32", "[1,1]", "[0,4]") + "}}   ",
                                     body));
  EXPECT_EQ(map.arrays.size(), 2u);
  EXPECT_EQ(map.arrays.at("a").shape, (Shape{1, 1}));
}

TEST(Safetensors, RefusesEveryLie) {
  const std::string body(8, '\0');
  const auto refused = [&](const std::string& header, const std::string& says) {
    expect_contains(error_of([&] { (void)parse(stored(header, body)); }), says);
  };
  const auto with = [&](const std::string& parts) { return "{\"a\":{" + parts + "}}"; };
  refused("[1]", "its header is no JSON object");
  refused("{\"a\"", "its header is no JSON object");
  refused("{\"a\":1}", "a lacks dtype");
  refused(with("\"dtype\":\"F32\""), "a lacks dtype, shape or data_offsets");
  refused(with(entry("BF16", "[4]", "[0,8]")), "a holds BF16 values; only F32 and F64 are read");
  refused(with(entry("F32", "2", "[0,8]")), "a has no good shape");
  refused(with(entry("F32", "[-2]", "[0,8]")), "no whole number from 1");
  refused(with(entry("F32", "[2.0]", "[0,8]")), "no whole number from 1");
  refused(with(entry("F32", "[0]", "[0,0]")), "no whole number from 1");
  refused(with(entry("F32", "[2]", "[0]")), "a has no good data_offsets");
  refused(with(entry("F32", "[2]", "[8,0]")), "a lies at 8..0 of 8 bytes");
  refused(with(entry("F32", "[4]", "[0,16]")), "a lies at 0..16 of 8 bytes");
  refused(with(entry("F32", "[3]", "[0,8]")), "a of shape 3 takes other than its 8 bytes");
  refused(with(entry("F32", "[4294967296,4294967296,2]", "[0,8]")), "takes other than its 8 bytes");
  // 4 * (2^62 + 2) is 8 in 64 bits.
  refused(with(entry("F32", "[4611686018427387906]", "[0,8]")), "takes other than its 8 bytes");
  refused(with(entry("F32", "[1]", "[0,4]")), "4 bytes belong to no array");
  refused(with(entry("F32", "[1]", "[4,8]")), "a leaves a gap behind the array before it");
  refused(
      "{\"a\":{" + entry("F32", "[2]", "[0,8]") + "},\"b\":{" + entry("F32", "[1]", "[4,8]") + "}}",
      "b overlaps the array before it");
  refused(
      "{\"a\":{" + entry("F32", "[2]", "[0,8]") + "},\"a\":{" + entry("F32", "[2]", "[0,8]") + "}}",
      "names an array twice");
  refused("{\"__metadata__\":{\"x\":1},\"a\":{" + entry("F32", "[2]", "[0,8]") + "}}",
          "its metadata are no map of texts");
  expect_contains(error_of([] { (void)parse(""); }), "its header does not fit");
  expect_contains(error_of([] { (void)parse("\xff\xff\xff\xff\xff\xff\xff\xff{}"); }),
                  "its header does not fit");
}

TEST(Safetensors, DeepNestingIsNoDanger) {
  const std::string deep(200000, '[');
  expect_contains(error_of([&] { (void)parse(stored(deep, "")); }), "is no JSON object");
  const std::string closed = "{\"__metadata__\":" + deep + std::string(200000, ']') + "}";
  expect_contains(error_of([&] { (void)parse(stored(closed, "")); }), "no map of texts");
}

TEST(Safetensors, EveryTruncationIsAnError) {
  const std::string good = encode_safetensors(example());
  for (size_t n = 0; n < good.size(); ++n)
    EXPECT_TRUE(test::ends_in_error([&] { (void)parse(good.substr(0, n)); })) << n;
}

TEST(Safetensors, EveryChangedByteEndsInAnErrorOrAMap) {
  const std::string good = encode_safetensors(example());
  for (size_t at = 0; at < good.size(); ++at) {
    for (int value = 0; value < 256; value += at < 8 ? 1 : 3) {
      std::string changed = good;
      changed[at] = static_cast<char>(value);
      const size_t before = test::live_memory();
      (void)test::take_peak_memory();
      (void)test::ends_in_error([&] { (void)parse(changed); });
      ASSERT_LT(test::take_peak_memory() - before, size_t{1} << 20) << at << " " << value;
    }
  }
}

}  // namespace
}  // namespace gradus::io
