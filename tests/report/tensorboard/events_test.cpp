#include "report/tensorboard/events.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "report/tensorboard/record.hpp"

namespace gradus::tensorboard {
namespace {

std::string bytes(std::initializer_list<int> values) {
  std::string out;
  for (const int v : values) out += static_cast<char>(v);
  return out;
}

// Event.wall_time 0, Event.file_version.
const std::string kVersion =
    record(bytes({0x09, 0, 0, 0, 0, 0, 0, 0, 0, 0x1a, 13}) + "brain.Event:2");

TEST(TensorboardEvents, AScalarIsTheseBytes) {
  Events events;
  EXPECT_EQ(events.bytes(), kVersion);
  events.scalar("loss", 3, 0.5);
  // wall_time 3.0, step 3, summary { value { tag "loss", simple_value 0.5 } }
  const std::string event =
      bytes({0x09, 0, 0, 0, 0, 0, 0, 0x08, 0x40, 0x10, 3, 0x2a, 13, 0x0a, 11, 0x0a, 4}) + "loss" +
      bytes({0x15, 0, 0, 0, 0x3f});
  EXPECT_EQ(events.bytes(), kVersion + record(event));
}

TEST(TensorboardEvents, BucketsHoldAllValues) {
  Reading reading;
  std::vector<double> values(101);
  std::iota(values.begin(), values.end(), 0);
  reading.distribution = distribution(values);
  const Buckets plain = buckets_of(reading);
  EXPECT_EQ(plain.limits, (std::vector<double>{0, 5, 25, 50, 75, 95, 100}));
  EXPECT_DOUBLE_EQ(plain.counts[1], 0.05 * 101);
  EXPECT_NEAR(std::accumulate(plain.counts.begin(), plain.counts.end(), 0.0), 101, 1e-9);
  reading.silhouette = silhouette(values);
  const Buckets fine = buckets_of(reading);
  EXPECT_GT(fine.limits.size(), 60U);
  EXPECT_TRUE(std::is_sorted(fine.limits.begin(), fine.limits.end()));
  EXPECT_NEAR(std::accumulate(fine.counts.begin(), fine.counts.end(), 0.0), 101, 1e-9);
  EXPECT_GE(fine.limits.back(), 100);
}

TEST(TensorboardEvents, ValuesAllAlikeAreOneBucket) {
  Reading reading;
  reading.distribution = distribution(std::vector<double>(5, 2.0));
  const Buckets buckets = buckets_of(reading);
  EXPECT_EQ(buckets.limits, std::vector<double>{2});
  EXPECT_NEAR(buckets.counts[0], 5, 1e-12);
}

TEST(TensorboardEvents, WhatIsNotFiniteHasNoHistogram) {
  Events events;
  Reading reading;
  reading.distribution = distribution(std::vector<double>{1, NAN});
  events.histogram("weights", 1, reading);
  EXPECT_EQ(events.bytes(), kVersion);
}

TEST(TensorboardEvents, AnImageTellsItsSize) {
  std::string png(30, '\0');
  png[19] = 2;  // width 2, height 300, colour type 6
  png[22] = 1;
  png[23] = 44;
  png[25] = 6;
  Events events;
  events.image("loss", 0, png);
  const std::string image = bytes({0x08, 0xac, 0x02, 0x10, 2, 0x18, 4, 0x22, 30}) + png;
  EXPECT_NE(events.bytes().find(image), std::string::npos);
}

TEST(TensorboardEvents, HyperParametersAreTheseBytes) {
  const Message start =
      session_start({{"rate", 0.5}, {"flip", true}, {"name", std::string("a")}}, "g");
  EXPECT_EQ(start.bytes(),
            bytes({0x08, 0, 0x1a, 56, 0x0a, 17, 0x0a, 4}) + "rate" +
                bytes({0x12, 9, 0x11, 0, 0, 0, 0, 0, 0, 0xe0, 0x3f, 0x0a, 10, 0x0a, 4}) + "flip" +
                bytes({0x12, 2, 0x20, 1, 0x0a, 11, 0x0a, 4}) + "name" + bytes({0x12, 3, 0x1a, 1}) +
                "a" + bytes({0x22, 1}) + "g" + bytes({0x29, 0, 0, 0, 0, 0, 0, 0, 0}));
  EXPECT_EQ(session_end(true, 0).bytes(),
            bytes({0x08, 0, 0x22, 11, 0x08, 2, 0x11, 0, 0, 0, 0, 0, 0, 0, 0}));
}

}  // namespace
}  // namespace gradus::tensorboard
