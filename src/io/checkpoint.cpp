#include "io/checkpoint.hpp"

#include <algorithm>
#include <bit>

#include "gradus/base/error.hpp"

namespace gradus::io {
namespace {

static_assert(std::endian::native == std::endian::little, "checkpoints are little-endian");

constexpr std::string_view kMagic = "GRADUSCP";
constexpr uint32_t kVersion = 1;
constexpr size_t kTrailer = 2 * sizeof(uint64_t);  // length, checksum

template <class T>
void append(std::string& bytes, T number) {
  bytes.append(reinterpret_cast<const char*>(&number), sizeof number);
}

// Eight bytes a step. Each step maps the sum so far one to one (xor, an odd factor, a rotation),
// and the word as well, so that two texts of one length that differ in one word never agree; others
// do once in 2^64. The factor is that of SplitMix64.
uint64_t checksum(std::string_view bytes) {
  constexpr uint64_t kFactor = 0x9e3779b97f4a7c15;
  uint64_t sum = kFactor ^ bytes.size();
  const auto add = [&](uint64_t word) { sum = std::rotl((sum ^ word) * kFactor, 29); };
  size_t at = 0;
  for (; at + 8 <= bytes.size(); at += 8) {
    uint64_t word;
    std::memcpy(&word, bytes.data() + at, 8);
    add(word);
  }
  uint64_t rest = 0;
  if (at < bytes.size()) std::memcpy(&rest, bytes.data() + at, bytes.size() - at);
  add(rest);
  add(0);  // the last word's upper bits come down
  return sum;
}

class Reader {
 public:
  Reader(std::string_view bytes, const std::string& place) : bytes_(bytes), place_(place) {}

  [[noreturn]] void fail(const std::string& what) const {
    throw Error(place_, what, "remove it to begin anew");
  }
  template <class T>
  T number() {
    T v;
    std::memcpy(&v, take(sizeof v).data(), sizeof v);
    return v;
  }
  std::string_view take(uint64_t count) {
    if (count > bytes_.size()) fail("is a broken checkpoint");
    const std::string_view taken = bytes_.substr(0, static_cast<size_t>(count));
    bytes_.remove_prefix(taken.size());
    return taken;
  }
  [[nodiscard]] bool empty() const { return bytes_.empty(); }

 private:
  std::string_view bytes_;
  const std::string& place_;
};

}  // namespace

void Checkpoint::put_text(std::string_view name, std::string_view bytes) {
  const auto same =
      std::ranges::find_if(entries_, [&](const auto& entry) { return entry.first == name; });
  if (same != entries_.end()) {
    same->second = bytes;
  } else {
    entries_.emplace_back(name, bytes);
  }
}

const std::string* Checkpoint::find(std::string_view name) const {
  const auto at =
      std::ranges::find_if(entries_, [&](const auto& entry) { return entry.first == name; });
  return at == entries_.end() ? nullptr : &at->second;
}

const std::string& Checkpoint::text(std::string_view name) const {
  const std::string* bytes = find(name);
  if (!bytes) fail(name);
  return *bytes;
}

void Checkpoint::fail(std::string_view name) const {
  throw Error(place_, "what it says of " + std::string(name) + " does not fit",
              "remove it to begin anew");
}

std::vector<std::string> Checkpoint::names() const {
  std::vector<std::string> names;
  for (const auto& [name, bytes] : entries_) names.push_back(name);
  return names;
}

std::string Checkpoint::bytes() const {
  std::string out(kMagic);
  append(out, kVersion);
  append(out, static_cast<uint32_t>(entries_.size()));
  for (const auto& [name, value] : entries_) {
    append(out, static_cast<uint32_t>(name.size()));
    out += name;
    append(out, static_cast<uint64_t>(value.size()));
    out += value;
  }
  append(out, static_cast<uint64_t>(out.size() + kTrailer));
  append(out, checksum(out));
  return out;
}

Checkpoint Checkpoint::parse(std::string_view bytes, const std::string& place) {
  Reader whole(bytes, place);
  if (bytes.size() < kMagic.size() + kTrailer || whole.take(kMagic.size()) != kMagic)
    whole.fail("is no checkpoint");
  const size_t body = bytes.size() - kTrailer;
  Reader trailer(bytes.substr(body), place);
  const bool long_enough = trailer.number<uint64_t>() == bytes.size();
  if (!long_enough || trailer.number<uint64_t>() != checksum(bytes.substr(0, body + 8)))
    whole.fail("is a broken checkpoint");
  Reader reader(bytes.substr(kMagic.size(), body - kMagic.size()), place);
  if (const auto version = reader.number<uint32_t>(); version != kVersion)
    whole.fail("is a checkpoint of version " + std::to_string(version) + ", not " +
               std::to_string(kVersion));
  Checkpoint checkpoint;
  checkpoint.place_ = place;
  for (auto count = reader.number<uint32_t>(); count > 0; --count) {
    const std::string_view name = reader.take(reader.number<uint32_t>());
    checkpoint.entries_.emplace_back(name, reader.take(reader.number<uint64_t>()));
  }
  if (!reader.empty()) whole.fail("is a broken checkpoint");
  return checkpoint;
}

}  // namespace gradus::io
