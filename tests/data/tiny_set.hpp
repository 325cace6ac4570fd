#pragma once

#include <array>
#include <string>

#include "data/known_sets.hpp"
#include "data/sha256.hpp"
#include "gradus/io/idx.hpp"
#include "io/support.hpp"

namespace gradus::test {

/// A published body of images in small: 3 and 2 images of 2 x 2, with true checksums.
struct TinySet {
  std::array<std::string, 4> contents;  ///< unpacked
  std::array<std::string, 4> sums;
  data::KnownSet set;

  TinySet() {
    contents = {
        io::idx_header({3, 2, 2}) + "abcdefghijkl", io::idx_header({3}) + std::string("\0\1\2", 3),
        io::idx_header({2, 2, 2}) + "mnopqrst", io::idx_header({2}) + std::string("\5\0", 2)};
    const std::array<std::string_view, 4> names{"train-images", "train-labels", "test-images",
                                                "test-labels"};
    set.name = "tiny";
    set.what = "a few pixels";
    set.mend = "get it with: gradus data get tiny";
    set.folders = {"tiny", "tiny-set"};
    set.class_names = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};
    for (size_t i = 0; i < 4; ++i) {
      data::Sha256 sum;
      sum.add(contents[i]);
      sums[i] = sum.finish();
      set.files[i] = {names[i], sums[i]};
    }
  }
  TinySet(const TinySet&) = delete;
  TinySet& operator=(const TinySet&) = delete;

  /// Writes all four files, packed, into a folder of `in`.
  void write(const TempFolder& in, const std::string& folder) const {
    for (size_t i = 0; i < 4; ++i)
      in.write(folder + "/" + std::string(set.files[i].name) + ".gz", gzip(contents[i]));
  }
};

}  // namespace gradus::test
