#pragma once

#include "gradus/train/callback.hpp"

namespace gradus {

/// A Keras-like line on standard error that rewrites itself; silent where that is no terminal.
[[nodiscard]] Callback progress_line(int64_t epochs);

}  // namespace gradus
