#include <fmt/core.h>

#include <array>
#include <string>

#include "data/image_body.hpp"
#include "data/known_sets.hpp"
#include "data/read.hpp"
#include "data/sha256.hpp"
#include "gradus/base/error.hpp"

namespace gradus::data {
namespace {

struct CheckedFile {
  io::ByteArray array;
  std::string path;
};

// Reads one file of the set and holds its content against the published sum.
CheckedFile read_checked(const KnownSet& set, size_t file, const LoadOptions& options,
                         Loaded& out) {
  const auto path = find_known_file(set, file, options.beside);
  if (!path)
    throw Error(
        std::string(set.name),
        fmt::format("file \"{}.gz\" not found beside the study, in GRADUS_DATA or the cache",
                    set.files[file].name),
        std::string(set.mend));
  CheckedFile checked{io::read_idx(*path), path->string()};
  Sha256 sum;
  sum.add(io::idx_header(checked.array.extents));
  sum.add(checked.array.values);
  const std::string found = sum.finish();
  if (found != set.files[file].sha256)
    throw Error(checked.path,
                fmt::format("is not {}'s file: its content has SHA-256 {} instead of {}", set.name,
                            found, set.files[file].sha256),
                "remove it and " + std::string(set.mend));
  out.checksums.emplace_back(set.files[file].name, found);
  return checked;
}

Dataset read_part(const KnownSet& set, bool test, const LoadOptions& options, Loaded& out) {
  const size_t first = test ? 2 : 0;
  const CheckedFile images = read_checked(set, first, options, out);
  const CheckedFile labels = read_checked(set, first + 1, options, out);
  return image_set(images.array, labels.array, 10, {set.class_names.begin(), set.class_names.end()},
                   images.path, labels.path);
}

}  // namespace

Loaded read_known(const KnownSet& set, const std::string& part, const LoadOptions& options) {
  static const std::array<std::string, 2> kParts{"train", "test"};
  Loaded out;
  if (part.empty()) {
    out.train = read_part(set, false, options, out);
    out.test = read_part(set, true, options, out);
    out.has_own_test = true;
  } else if (part == kParts[0] || part == kParts[1]) {
    out.train = read_part(set, part == kParts[1], options, out);
  } else {
    throw Error(std::string(set.name), "unknown part \"" + part + "\"", suggest(part, kParts));
  }
  return out;
}

Loaded read(const sources::Mnist& source, const LoadOptions& options) {
  return read_known(known_set(sources::Mnist::kKind), source.part, options);
}

Loaded read(const sources::FashionMnist& source, const LoadOptions& options) {
  return read_known(known_set(sources::FashionMnist::kKind), source.part, options);
}

}  // namespace gradus::data
