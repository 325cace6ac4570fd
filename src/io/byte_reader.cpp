#include "io/byte_reader.hpp"

#include <zlib.h>

#include <algorithm>
#include <cstring>
#include <new>

#include "gradus/base/error.hpp"

namespace gradus::io {
namespace {

constexpr size_t kBuffer = 1 << 16;
constexpr size_t kBlock = 1 << 21;

}  // namespace

// zlib's state, open while it lives.
struct ByteReader::Inflate {
  z_stream z{};
  bool finished = false;
  Inflate() {
    // 15 bits of window, and 16 for gzip's wrapping alone.
    if (inflateInit2(&z, 15 + 16) != Z_OK) throw std::bad_alloc();
  }
  ~Inflate() { inflateEnd(&z); }
  Inflate(const Inflate&) = delete;
  Inflate& operator=(const Inflate&) = delete;
};

ByteReader::ByteReader(std::istream& stream, std::string name)
    : stream_(stream), name_(std::move(name)), buffer_(kBuffer) {
  refill();
  if (end_ >= 2 && buffer_[0] == 0x1f && buffer_[1] == 0x8b) inflate_ = std::make_unique<Inflate>();
}

ByteReader::~ByteReader() = default;

void ByteReader::refill() {
  stream_.read(reinterpret_cast<char*>(buffer_.data()), static_cast<std::streamsize>(kBuffer));
  if (stream_.bad()) throw Error(name_, "cannot be read", "the disk or the folder may be gone");
  begin_ = 0;
  end_ = static_cast<size_t>(stream_.gcount());
}

size_t ByteReader::read(std::span<uint8_t> out) {
  if (out.empty()) return 0;
  size_t got = 0;
  if (has_ahead_) {
    out[got++] = ahead_;
    has_ahead_ = false;
  }
  const auto rest = out.subspan(got);
  return got + (inflate_ ? read_packed(rest) : read_plain(rest));
}

size_t ByteReader::read_plain(std::span<uint8_t> out) {
  size_t got = 0;
  while (got < out.size()) {
    if (begin_ == end_) refill();
    if (end_ == 0) break;
    const size_t n = std::min(out.size() - got, end_ - begin_);
    std::memcpy(out.data() + got, buffer_.data() + begin_, n);
    begin_ += n;
    got += n;
  }
  return got;
}

size_t ByteReader::read_packed(std::span<uint8_t> out) {
  size_t got = 0;
  z_stream& z = inflate_->z;
  while (got < out.size() && !inflate_->finished) {
    if (begin_ == end_) refill();
    if (end_ == 0)
      throw Error(name_, "the gzip data end too early", "the file is truncated; get it again");
    z.next_in = buffer_.data() + begin_;
    z.avail_in = static_cast<uInt>(end_ - begin_);
    z.next_out = out.data() + got;
    const auto space = static_cast<uInt>(std::min(out.size() - got, size_t{1} << 30));
    z.avail_out = space;
    const int code = inflate(&z, Z_NO_FLUSH);
    begin_ = end_ - z.avail_in;
    got += space - z.avail_out;
    if (code == Z_STREAM_END) {
      end_of_member();
    } else if (code == Z_MEM_ERROR) {
      throw std::bad_alloc();
    } else if (code != Z_OK && code != Z_BUF_ERROR) {
      throw Error(name_, std::string("the gzip data are damaged: ") + (z.msg ? z.msg : "unknown"),
                  "get the file again");
    }
  }
  return got;
}

// A gzip file is one packed member after another; anything else behind the last is refused.
void ByteReader::end_of_member() {
  if (begin_ == end_) refill();
  if (end_ == 0) {
    inflate_->finished = true;
    return;
  }
  const bool another = buffer_[begin_] == 0x1f;
  if (!another) throw Error(name_, "something else follows the gzip data", "get the file again");
  if (inflateReset(&inflate_->z) != Z_OK) throw std::bad_alloc();
}

std::vector<uint8_t> ByteReader::read_up_to(uint64_t limit) {
  // Blocks as they fill, so that nothing is allocated on the strength of a claim alone.
  std::vector<std::vector<uint8_t>> blocks;
  uint64_t total = 0;
  while (total < limit) {
    std::vector<uint8_t> block(static_cast<size_t>(std::min<uint64_t>(limit - total, kBlock)));
    const size_t wanted = block.size(), got = read(block);
    block.resize(got);
    total += got;
    blocks.push_back(std::move(block));
    if (got < wanted) break;
  }
  std::vector<uint8_t> all;
  all.reserve(static_cast<size_t>(total));
  for (const std::vector<uint8_t>& block : blocks)
    all.insert(all.end(), block.begin(), block.end());
  return all;
}

bool ByteReader::at_end() {
  if (!has_ahead_) has_ahead_ = read({&ahead_, 1}) == 1;
  return !has_ahead_;
}

}  // namespace gradus::io
