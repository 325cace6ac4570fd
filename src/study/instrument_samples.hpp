#pragma once

#include "gradus/study/prepare.hpp"
#include "gradus/study/study.hpp"

namespace gradus::study {

/// Notes instruments that ask for more samples than any variant's set holds: they read all of it.
void note_short_sets(Study& study, const DataShelf& shelf);

}  // namespace gradus::study
