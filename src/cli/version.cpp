#include <fmt/core.h>

#include "cli/commands.hpp"
#include "engine/cpu/kernels.hpp"

namespace gradus::cli {

std::string version() {
#if defined(__clang__)
  const std::string compiler =
      fmt::format("clang {}.{}.{}", __clang_major__, __clang_minor__, __clang_patchlevel__);
#else
  const std::string compiler =
      fmt::format("g++ {}.{}.{}", __GNUC__, __GNUC_MINOR__, __GNUC_PATCHLEVEL__);
#endif
  return fmt::format("gradus {} (commit {}, {}, {})", GRADUS_VERSION, GRADUS_COMMIT, compiler,
                     engine::cpu::target_name());
}

}  // namespace gradus::cli
