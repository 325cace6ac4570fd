#pragma once

#include <optional>

#include "gradus/train/model.hpp"
#include "io/checkpoint.hpp"

namespace gradus {

/// The end of a training as it would stand in a checkpoint had it been watched by the callbacks and
/// the target of `options` from its start; nullopt where these would have ended it before. For
/// trainings that differ from the saved one in nothing but the rules that end them: callbacks must
/// look at epochs alone, and not remember weights. The checkpoint must be one of a training that
/// has ended.
[[nodiscard]] std::optional<io::Checkpoint> under_rules(const io::Checkpoint& end,
                                                        const FitOptions& options);

}  // namespace gradus
