#include "io/mat_bytes.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <new>

#include "gradus/base/error.hpp"

namespace gradus::io {
namespace {

constexpr size_t kBuffer = 1 << 14;
constexpr const char* kMend = "the file is truncated or damaged; get it again";

}  // namespace

// zlib's state, open while it lives.
struct MatBytes::Inflate {
  z_stream z{};
  bool finished = false;
  Inflate() {
    if (inflateInit(&z) != Z_OK) throw std::bad_alloc();
  }
  ~Inflate() { inflateEnd(&z); }
  Inflate(const Inflate&) = delete;
  Inflate& operator=(const Inflate&) = delete;
};

MatBytes::MatBytes(std::istream& stream, uint64_t size, Packing packing, const std::string& name)
    : stream_(stream), left_(size), name_(name), buffer_(kBuffer) {
  if (packing == Packing::kZlib) inflate_ = std::make_unique<Inflate>();
}

MatBytes::~MatBytes() = default;

void MatBytes::refill() {
  const auto wanted = static_cast<size_t>(std::min<uint64_t>(left_, buffer_.size()));
  stream_.read(reinterpret_cast<char*>(buffer_.data()), static_cast<std::streamsize>(wanted));
  if (static_cast<size_t>(stream_.gcount()) != wanted)
    throw Error(name_, "cannot be read to its end", "is it being written?");
  begin_ = 0;
  end_ = wanted;
  left_ -= wanted;
}

size_t MatBytes::read_some(std::span<uint8_t> out) {
  if (begin_ == end_) refill();
  const size_t got = std::min(out.size(), end_ - begin_);
  std::memcpy(out.data(), buffer_.data() + begin_, got);
  begin_ += got;
  return got;
}

size_t MatBytes::unpack_some(std::span<uint8_t> out) {
  z_stream& z = inflate_->z;
  const auto space = static_cast<uInt>(std::min(out.size(), size_t{1} << 30));
  z.next_out = out.data();
  z.avail_out = space;
  while (z.avail_out == space && !inflate_->finished) {
    if (begin_ == end_) refill();
    if (end_ == 0) throw Error(name_, "packed bytes end too early", kMend);
    z.next_in = buffer_.data() + begin_;
    z.avail_in = static_cast<uInt>(end_ - begin_);
    const int code = inflate(&z, Z_NO_FLUSH);
    begin_ = end_ - z.avail_in;
    if (code == Z_MEM_ERROR) throw std::bad_alloc();
    if (code == Z_STREAM_END) {
      inflate_->finished = true;
    } else if (code != Z_OK && code != Z_BUF_ERROR) {
      throw Error(name_, std::string("packed bytes are damaged: ") + (z.msg ? z.msg : "unknown"),
                  kMend);
    }
  }
  if (inflate_->finished && (begin_ != end_ || left_ != 0))
    throw Error(name_, "something else follows packed bytes", kMend);
  return space - z.avail_out;
}

void MatBytes::read(std::span<uint8_t> out) {
  size_t got = 0;
  if (has_ahead_ && !out.empty()) {
    out[got++] = ahead_;
    has_ahead_ = false;
  }
  while (got < out.size()) {
    const size_t n = inflate_ ? unpack_some(out.subspan(got)) : read_some(out.subspan(got));
    if (n == 0) throw Error(name_, "a variable ends within its data", kMend);
    got += n;
  }
}

void MatBytes::skip(uint64_t count) {
  std::array<uint8_t, 4096> block{};
  while (count > 0) {
    const auto n = static_cast<size_t>(std::min<uint64_t>(count, block.size()));
    read({block.data(), n});
    count -= n;
  }
}

bool MatBytes::at_end() {
  if (has_ahead_) return false;
  const std::span<uint8_t> one(&ahead_, 1);
  has_ahead_ = (inflate_ ? unpack_some(one) : read_some(one)) == 1;
  return !has_ahead_;
}

uint64_t MatBytes::most_left() const {
  const uint64_t stored = left_ + (end_ - begin_);
  // What zlib has taken in and not given out yet is within its window of 32 KiB and its bit buffer.
  return has_ahead_ + (inflate_ ? 1032 * stored + (1 << 16) : stored);
}

}  // namespace gradus::io
