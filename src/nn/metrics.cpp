#include "gradus/nn/metrics.hpp"

#include <type_traits>

namespace gradus {

std::string metric_name(const Metric& metric) {
  return std::visit(
      []<class M>(const M& m) {
        if constexpr (std::is_same_v<M, metrics::Custom>) {
          return m.name;
        } else {
          return std::string(M::kKind);
        }
      },
      metric);
}

}  // namespace gradus
