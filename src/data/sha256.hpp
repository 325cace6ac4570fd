#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace gradus::data {

/// SHA-256 (FIPS 180-4) of bytes that come piece by piece, by libcrypto.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  void add(std::string_view bytes);
  void add(std::span<const uint8_t> bytes);
  /// The sum as 64 hexadecimal digits; the end of this object's use.
  [[nodiscard]] std::string finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Sum of a file as it lies there.
[[nodiscard]] std::string sha256_of_file(const std::filesystem::path& path);

}  // namespace gradus::data
