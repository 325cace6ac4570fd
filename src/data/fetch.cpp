#include "data/fetch.hpp"

#include <fmt/core.h>

#include <fstream>
#include <iterator>

#include "base/durable_file.hpp"
#include "data/digits.hpp"
#include "data/http.hpp"
#include "data/known_sets.hpp"
#include "data/sha256.hpp"
#include "gradus/base/error.hpp"
#include "gradus/data/catalogue.hpp"
#include "gradus/data/find_file.hpp"
#include "io/byte_reader.hpp"
#include "io/open_file.hpp"

namespace gradus::data {
namespace {

namespace fs = std::filesystem;

// Packed, the longest of these files has 26 MB; unpacked, 47 MB.
constexpr uint64_t kLongestPacked = uint64_t{64} << 20;
constexpr uint64_t kLongestUnpacked = uint64_t{128} << 20;

// SHA-256 of what a gzip stream holds.
std::string sum_of_content(std::istream& stream, const std::string& name) {
  io::ByteReader reader(stream, name);
  Sha256 sum;
  std::vector<uint8_t> block(1 << 16);
  uint64_t total = 0;
  while (const size_t got = reader.read(block)) {
    total += got;
    if (total > kLongestUnpacked) throw Error(name, "unpacks to far more than it should");
    sum.add(std::span<const uint8_t>(block.data(), got));
  }
  return sum.finish();
}

bool is_good(const fs::path& path, const KnownSet::File& file) {
  try {
    std::ifstream stream = io::open_file(path);
    return sum_of_content(stream, path.string()) == file.sha256;
  } catch (const Error&) {
    return false;  // missing or damaged: fetched anew
  }
}

// Brings `url` into `part`, going on with what lies there, and looks at the content. What broke off
// stays; what came to its end and is not the file goes, and where it had an older beginning, that
// may be to blame: it is then fetched anew.
void fetch_part(const std::string& url, const fs::path& part, const KnownSet::File& file) {
  const bool begun = fs::exists(part);
  http_get(url, part, kLongestPacked);
  try {
    std::ifstream stream = io::open_file(part);
    const std::string sum = sum_of_content(stream, url);
    if (sum == file.sha256) return;
    throw Error(url, fmt::format("content has SHA-256 {} instead of {}", sum, file.sha256));
  } catch (const Error&) {
    std::error_code gone;
    fs::remove(part, gone);
    if (!begun) throw;
  }
  fetch_part(url, part, file);
}

// One file from the first home that serves it whole, into `part`.
void fetch_file(const KnownSet& set, const KnownSet::File& file,
                const std::vector<std::string>& homes, const fs::path& part) {
  std::string reasons;
  for (const std::string& home : homes) {
    try {
      return fetch_part(fmt::format("{}/{}.gz", home, file.name), part, file);
    } catch (const Error& e) {
      reasons += fmt::format("{}{}: {}", reasons.empty() ? "" : ", ", e.place(), e.reason());
    }
  }
  std::error_code none;
  const auto kept = fs::file_size(part, none);
  if (!none) reasons += fmt::format(" ({} bytes are kept, and gone on with next time)", kept);
  fs::remove(part.parent_path(), none);  // if nothing lies there
  throw Error(fmt::format("data get {}", set.name), "no home serves it: " + reasons,
              set.system_folder.empty() ? "try again later, or put its files in GRADUS_DATA/" +
                                              std::string(set.folders[0])
                                        : "try apt-get install dataset-fashion-mnist");
}

std::vector<std::string> homes_of(const KnownSet& set, const std::string& base_url) {
  if (!base_url.empty()) return {base_url};
  std::vector<std::string> homes;
  for (std::string_view home : set.homes)
    if (!home.empty()) homes.emplace_back(home);
  return homes;
}

const KnownSet& set_to_fetch(std::string_view name) {
  std::vector<std::string> names;
  for (const KnownSet& set : known_sets()) {
    if (set.name == name) return set;
    names.emplace_back(set.name);
  }
  names.emplace_back(kDigits);
  throw Error("data get", fmt::format("unknown data set \"{}\"", name), suggest(name, names));
}

}  // namespace

fs::path fetch_set(const KnownSet& set, const fs::path& into, const FetchOptions& options) {
  const fs::path folder = (into.empty() ? cache_folder() : into) / set.folders[0];
  const auto say = [&](const std::string& line) {
    if (options.say) options.say(line);
  };
  for (const KnownSet::File& file : set.files) {
    const fs::path path = folder / (std::string(file.name) + ".gz");
    if (is_good(path, file)) {
      say(fmt::format("{} is there", path.string()));
      continue;
    }
    say(fmt::format("fetching {}", path.string()));
    const fs::path part = path.string() + ".part";
    if (!is_good(part, file)) fetch_file(set, file, homes_of(set, options.base_url), part);
    std::ifstream stream = io::open_file(part);
    replace_file(path, std::string{std::istreambuf_iterator<char>(stream), {}});
    fs::remove(part);
  }
  return folder;
}

fs::path fetch(std::string_view name, const fs::path& into, const FetchOptions& options) {
  if (name == kDigits) return get_digits(into, options);
  return fetch_set(set_to_fetch(name), into, options);
}

}  // namespace gradus::data
