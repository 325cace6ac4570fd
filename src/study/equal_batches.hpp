#pragma once

#include "gradus/study/prepare.hpp"
#include "gradus/study/study.hpp"

namespace gradus::study {

/// A batch of all training samples or more is all of them: variants of files that differ in such
/// batches alone are named equal (Variant::same_as, and notes), now that their samples are counted.
/// Throws VariantError where that leaves an axis nothing to change, as reading does.
void name_equal_batches(Study& study, const DataShelf& shelf);

}  // namespace gradus::study
