#include "study/sampled_bytes.hpp"

#include <array>
#include <bit>
#include <cstdint>
#include <span>

#include "gradus/base/error.hpp"
#include "io/checkpoint.hpp"

namespace gradus::study {
namespace {

constexpr const char* kPlace = "instruments' readings";

// One list of 8-byte words and one of letters: lengths are words before what they count.
struct Writer {
  std::vector<uint64_t> words;
  std::string letters;

  void operator()(double v) { words.push_back(std::bit_cast<uint64_t>(v)); }
  void operator()(int64_t v) { words.push_back(static_cast<uint64_t>(v)); }
  void operator()(size_t v) { words.push_back(v); }
  void operator()(const std::string& text) {
    (*this)(text.size());
    letters += text;
  }
  template <class E>
  void operator()(const std::vector<E>& items) {
    (*this)(items.size());
    for (const E& item : items) parts(item);
  }
  template <class E>
  void parts(const E& item);
};

struct Reader {
  std::span<const uint64_t> words;
  std::string_view letters;

  [[noreturn]] static void fail() { throw Error(kPlace, "are broken", "train from the start"); }
  uint64_t next() {
    if (words.empty()) fail();
    const uint64_t word = words.front();
    words = words.subspan(1);
    return word;
  }
  void operator()(double& v) { v = std::bit_cast<double>(next()); }
  void operator()(int64_t& v) { v = static_cast<int64_t>(next()); }
  void operator()(size_t& v) { v = next(); }
  void operator()(std::string& text) {
    const uint64_t size = next();
    if (size > letters.size()) fail();
    text = letters.substr(0, size);
    letters.remove_prefix(size);
  }
  template <class E>
  void operator()(std::vector<E>& items) {
    const uint64_t size = next();
    if (size > words.size()) fail();  // each item has a word at least
    items.resize(size);
    for (E& item : items) parts(item);
  }
  template <class E>
  void parts(E& item);
};

template <class D, class V>
void parts_of_distribution(D& d, V& visit) {
  visit(d.count);
  visit(d.mean);
  visit(d.std);
  visit(d.norm);
  visit(d.zeros);
  for (auto& quantile : d.quantiles) visit(quantile);
}

template <class R, class V>
void parts_of_reading(R& r, V& visit) {
  visit(r.layer);
  visit(r.quantity);
  parts_of_distribution(r.distribution, visit);
  visit(r.silhouette.at);
  visit(r.silhouette.density);
  visit(r.values);
}

template <class S, class V>
void parts_of(S& item, V& visit) {
  if constexpr (std::is_same_v<const S, const double>) {
    visit(item);
  } else if constexpr (std::is_same_v<const S, const Reading>) {
    parts_of_reading(item, visit);
  } else {
    visit(item.instrument);
    visit(item.epoch);
    visit(item.step);
    visit(item.readings);
  }
}

template <class E>
void Writer::parts(const E& item) {
  parts_of(item, *this);
}
template <class E>
void Reader::parts(E& item) {
  parts_of(item, *this);
}

}  // namespace

std::string sampled_bytes(const std::vector<Sampled>& sampled) {
  Writer writer;
  writer(sampled);
  io::Checkpoint to;
  to.put("words", writer.words);
  to.put_text("letters", writer.letters);
  return to.bytes();
}

std::vector<Sampled> parse_sampled(std::string_view bytes) {
  const io::Checkpoint from = io::Checkpoint::parse(bytes, kPlace);
  const std::vector<uint64_t> words = from.get<uint64_t>("words");
  Reader reader{words, from.text("letters")};
  std::vector<Sampled> sampled;
  reader(sampled);
  if (!reader.words.empty() || !reader.letters.empty()) Reader::fail();
  return sampled;
}

}  // namespace gradus::study
