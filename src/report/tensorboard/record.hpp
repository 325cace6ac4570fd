#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace gradus::tensorboard {

/// CRC-32C (Castagnoli, 1993), reflected, polynomial 0x82f63b78: of "123456789" 0xe3069283.
[[nodiscard]] uint32_t crc32c(std::string_view bytes);

/// A record of TensorFlow's TFRecord files: length (8 bytes, little-endian), its masked CRC, the
/// bytes, their masked CRC. A CRC is masked by a rotation of 15 bits to the right and the addition
/// of 0xa282ead8.
[[nodiscard]] std::string record(std::string_view bytes);

}  // namespace gradus::tensorboard
