#pragma once

#include <concepts>
#include <ostream>

#include "gradus/nn/optimizers.hpp"

namespace gradus {

/// How a test is named whose parameter is an optimizer: by its kind. Without this it would be by
/// the object's bytes, addresses among them, which differ from run to run.
template <class O>
  requires std::constructible_from<Optimizer, const O&> && requires { O::kKind; }
void PrintTo(const O& /*optimizer*/, std::ostream* out) {
  *out << O::kKind;
}

}  // namespace gradus
