#pragma once

#include <cstdint>
#include <optional>

#include "gradus/study/study.hpp"

namespace gradus::study {

/// How many of `rows` samples are asked for. Throws Error at `key` where there are fewer.
[[nodiscard]] int64_t count_of(const Amount& amount, int64_t rows, const char* key);

/// The count of what is to be drawn. Throws Error at `key` for a share: of what is drawn it says
/// nothing.
[[nodiscard]] std::optional<int64_t> drawn_count(const std::optional<Amount>& amount,
                                                 const char* key);

/// How many samples a plan deals, where it says so itself: it draws them, or takes the first so
/// many. 0 where only the data can tell.
[[nodiscard]] int64_t told_rows(const DataPlan& plan);

/// How many of `rows` samples are trained on, in the fold that leaves most of them. Throws Error at
/// the key that asks for more than there are.
[[nodiscard]] int64_t most_train_rows(const DataPlan& plan, int64_t rows);

}  // namespace gradus::study
